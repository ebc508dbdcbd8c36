// One character after the other, as the codings write it.
#include "unwrap/spelled.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support/chunking.h"

namespace inkblot {
namespace {

SpelledChar read(const std::string& text, Encoding coding) {
  SpelledChar out;
  EXPECT_EQ(next_char({test::bytes_of(text), 0, true}, 0, coding, out), Step::ok) << text;
  return out;
}

// What the sweep's triggers end in, each of its own coding.
TEST(Spelled, ATriggerShowsItsCoding) {
  for (const std::string_view html : {"&quot;", "&#3", "&#x", "&#X", "%26", "\\u002"}) {
    EXPECT_TRUE(may_show(static_cast<std::uint8_t>(html.back()), Encoding::html)) << html;
  }
  for (const std::string_view pair : {"=3D", "=\n", "=\\n", "=\\\\r", "%3D", "\\u003"}) {
    EXPECT_TRUE(may_show(static_cast<std::uint8_t>(pair.back()), Encoding::quoted_printable))
        << pair;
  }
  EXPECT_FALSE(may_show('D', Encoding::html));
  EXPECT_FALSE(may_show(';', Encoding::quoted_printable));
}

struct Case {
  std::string_view text;
  Encoding coding;
  std::string_view stands_for;
  bool shows;
};

// Of what it reads, the triggers find the first ones (pack/triggers.h).
TEST(Spelled, ACharacterShowsItselfOrDoesNot) {
  constexpr auto kHtml = Encoding::html;
  constexpr auto kPrintable = Encoding::quoted_printable;
  for (const Case& c :
       {Case{"&quot;", kHtml, "\"", true}, Case{"&#39;x", kHtml, "'", true},
        Case{"&#x2F;", kHtml, "/", true}, Case{"&nbsp;", kHtml, " ", true},
        Case{"&equals;", kHtml, "=", false}, Case{"&Tab;", kHtml, "\t", false},
        Case{"=3D", kPrintable, "=", true}, Case{"=\r\nx", kPrintable, "", true},
        Case{"=E8", kPrintable, "\xe8", false}, Case{"=\\n", kPrintable, "", true}}) {
    const SpelledChar out = read(std::string(c.text), c.coding);
    EXPECT_TRUE(out.spelled) << c.text;
    EXPECT_EQ(std::string(out.bytes.begin(), out.bytes.begin() + out.size), c.stands_for) << c.text;
    EXPECT_EQ(out.shows, c.shows) << c.text;
  }
  for (const std::string text : {"a", "&quot", "&;", "=4", "=XY"}) {
    const SpelledChar out = read(text, spelling_of(static_cast<std::uint8_t>(text.front())));
    EXPECT_FALSE(out.spelled || out.shows) << text;
    EXPECT_EQ(out.bytes[0], text.front()) << text;
    EXPECT_EQ(out.end, 1U) << text;
  }
}

}  // namespace
}  // namespace inkblot
