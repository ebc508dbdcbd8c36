// A token's begin behind an escape, and the words before it, with escapes undone.
#include "confirm/shapeless.h"

#include <gtest/gtest.h>

#include "reference/whole_buffer.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

// The token that the view shows in place of the first that the bytes do; empty when there is none.
std::string read(const std::string& text) {
  const auto tokens = reference::tokens_in(text);
  if (tokens.empty()) return "no token";
  const Candidate candidate{0, tokens[0].begin, std::min<Offset>(tokens[0].end + 1, text.size())};
  Span span;
  if (read_shapeless(test::whole(text), candidate, span) != Step::ok) return {};
  return std::string(test::whole(text).text(span.begin, span.end));
}

const std::string kToken = std::string("a7b6c5d4") + "e3f2g1h0";

TEST(Shapeless, BeginsBehindAnEscape) {
  for (const std::string before : {"", " ", "\\n", "\\\\n", "\\\"", "\\u0022", "\\\\u003d", "%3D",
                                   "\x1b[31m", "\x1b[1;31m", "\\u001b[0m", "\x1b(B", "(", "[x;"}) {
    EXPECT_EQ(kToken, read(before + kToken)) << before;
    EXPECT_EQ(kToken, read("say: " + before + kToken + "\\n")) << before;
  }
}

TEST(Shapeless, IsNoneWhereAnEscapeIsAPartOfIt) {
  EXPECT_EQ("", read("\\u0041" + kToken));
  EXPECT_EQ("", read(kToken + "\\u002d7"));
  EXPECT_EQ("", read(kToken + "\x1b[0mabc"));
  EXPECT_EQ(kToken, read(kToken + "\\u0022"));
  EXPECT_EQ(kToken, read(kToken + "\x1b[0m "));
}

TEST(Shapeless, WaitsForTheEscapeBehindIt) {
  const std::string text = kToken + "\\";
  Span span;
  EXPECT_EQ(Step::need_more,
            read_shapeless({test::bytes_of(text), 0, false}, {0, 0, kToken.size() + 1}, span));
}

TEST(Shapeless, ReadsWhatStandsBefore) {
  View scratch;
  const auto before = [&scratch](const std::string& text, std::size_t most) {
    return std::string(read_before(test::whole(text), text.size(), most, scratch));
  };
  EXPECT_EQ("acme = ", before("acme = ", 96));
  EXPECT_EQ("me = ", before("acme = ", 5));
  EXPECT_EQ("\nacme\": \"", before("\\nacme\\\": \\\"", 96));
  EXPECT_EQ("acme=", before("\x1b[1macme\x1b[0m%3D", 96));
  EXPECT_EQ("", before("", 96));
}

}  // namespace
}  // namespace inkblot
