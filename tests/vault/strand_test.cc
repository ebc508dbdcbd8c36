// The canonical text of a stream, and where each byte of it stands.
#include "vault/strand.h"

#include <gtest/gtest.h>

#include <string>

#include "support/chunking.h"
#include "vault/back.h"

namespace inkblot {
namespace {

using test::bytes_of;

std::string read(std::string_view text, Reading reading) {
  Strand strand(reading);
  strand.extend({bytes_of(text), 0, true}, text.size());
  const Bytes out = strand.text(0, strand.end());
  return {out.begin(), out.end()};
}

std::string viewed(std::string_view text) {
  std::vector<std::uint8_t> out;
  append_viewed(bytes_of(text), out);
  return {out.begin(), out.end()};
}

TEST(Strand, ReadsAsTheFormsAreHashed) {
  for (const std::string_view text :
       {"one \t\r\n  two", "one\n\n\ntwo  three", " \n", "a  b\t\tc", "\r\nx\r\n", ""}) {
    for (const Spacing spacing : {Spacing::exact, Spacing::line_ends, Spacing::wrapped}) {
      std::string canonical;
      append_canonical(bytes_of(text), spacing, canonical);
      EXPECT_EQ(read(text, {false, spacing}), canonical) << text;
    }
  }
}

TEST(Strand, AGapHasABound) {
  for (const std::size_t size :
       {kGapBytesMax - 1, kGapBytesMax, kGapBytesMax + 1, 3 * kGapBytesMax}) {
    for (const std::string& gap :
         {std::string(size, ' ') + "\n", "\n" + std::string(size, ' '), std::string(size, '\n')}) {
      std::string canonical;
      append_canonical(bytes_of("a" + gap + "b"), Spacing::line_ends, canonical);
      EXPECT_EQ(read("a" + gap + "b", {false, Spacing::line_ends}), canonical) << size;
    }
  }
}

TEST(Strand, UndoesEscapesOfAnyDepth) {
  EXPECT_EQ(viewed("a\\nb\\\\nc\\\\\\\\nd"), "a\nb\nc\nd");
  EXPECT_EQ(viewed("\\u00e4 \\u20ac \\xe4 \\b\\f"), "\xC3\xA4 \xE2\x82\xAC \xE4 \b\f");
  EXPECT_EQ(viewed("\\ud83d\\ude00 \\\\ud83d\\\\ude00 \\ud83d."),
            "\xF0\x9F\x98\x80 \xF0\x9F\x98\x80 \xED\xA0\xBD.");
  EXPECT_EQ(viewed("%41%2541\x1b[1mx\\u001b[0my"), "AAxy");
  EXPECT_EQ(read("a\\n \\r\\nb", {true, Spacing::line_ends}), "a\nb");
  EXPECT_EQ(read("ab\\n  cd", {true, Spacing::wrapped}), "abcd");
}

TEST(Strand, KnowsWhereEveryByteStands) {
  const std::string text = "ab\\u00e4c  \n d";
  Strand strand({true, Spacing::line_ends});
  strand.restart(0);
  strand.extend({bytes_of(text), 0, true}, text.size());
  ASSERT_EQ(strand.end(), 7U);  // a b C3 A4 c \n d
  EXPECT_EQ(strand.span(0, 2), (Span{0, 2}));
  EXPECT_EQ(strand.span(1, 2), (Span{1, 8}));
  EXPECT_EQ(strand.span(4, 2), (Span{8, 13}));
  EXPECT_EQ(strand.span(6, 1), (Span{13, 14}));
  EXPECT_EQ(strand.number_of(8), 4U);
  EXPECT_EQ(strand.number_of(9), 5U);
  EXPECT_EQ(strand.number_of(3), std::nullopt);
  strand.trim(5);
  EXPECT_EQ(strand.span(6, 1), (Span{13, 14}));
  EXPECT_EQ(strand.number_of(13), 6U);
}

TEST(Strand, WaitsForWhatIsNotDecided) {
  const std::string text = "ab \n\\u0041b";
  for (std::size_t size = 0; size < text.size(); ++size) {
    Strand strand({true, Spacing::line_ends});
    strand.extend({bytes_of(text).first(size), 0, false}, 100);
    strand.extend({bytes_of(text), 0, true}, 100);
    const Bytes out = strand.text(0, strand.end());
    EXPECT_EQ(std::string(out.begin(), out.end()), "ab\nAb") << size;
  }
}

TEST(Back, GoesAsFarAsTheReadingSays) {
  const std::string text = "ab \r\n\\u0041cd";
  const Window window{bytes_of(text), 0, true};
  EXPECT_EQ(back_by(window, {false, Spacing::exact}, 13, 3), 10U);
  EXPECT_EQ(back_by(window, {true, Spacing::exact}, 13, 3), 5U);
  EXPECT_EQ(back_by(window, {true, Spacing::line_ends}, 13, 4), 2U);
  EXPECT_EQ(back_by(window, {true, Spacing::wrapped}, 13, 4), 1U);
  EXPECT_EQ(back_by(window, {true, Spacing::exact}, 13, 9), std::nullopt);
  EXPECT_EQ(spaces_before(window, false, 5).begin, 2U);
  EXPECT_TRUE(spaces_before(window, false, 5).line_end);
  EXPECT_FALSE(spaces_before(window, false, 3).line_end);
}

}  // namespace
}  // namespace inkblot
