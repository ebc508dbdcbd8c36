// Regions read as the view does, and know the way back, however the stream was cut.
#include "sweep/region.h"

#include <gtest/gtest.h>

#include <random>

#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr std::size_t kAll = std::size_t{1} << 20U;

TEST(Regions, UndoEscapesAndKnowTheWayBack) {
  const std::string text = "ab\\u0063d\x1b[1mef%67h";
  const Window window{test::bytes_of(text), 0, true};
  Regions regions;
  regions.cover(window, 0, text.size());
  EXPECT_FALSE(regions.read(window));
  EXPECT_EQ("abcdefgh", regions.text());
  Span span;
  ASSERT_TRUE(regions.locate(0, 8, span));
  EXPECT_EQ((Span{0, text.size()}), span);
  ASSERT_TRUE(regions.locate(2, 3, span));
  EXPECT_EQ((Span{2, 8}), span);  // The escape.
  ASSERT_TRUE(regions.locate(3, 5, span));
  EXPECT_EQ((Span{8, 14}), span);  // Over the colour code.
  ASSERT_TRUE(regions.locate(3, 4, span));
  EXPECT_EQ((Span{8, 9}), span);  // Not over it.
  EXPECT_TRUE(regions.idle());
}

TEST(Regions, NothingIsFoundAcrossTwo) {
  const std::string text = "\\u0041" + std::string(1000, 'x') + "\\u0042";
  const Window window{test::bytes_of(text), 0, true};
  Regions regions;
  regions.cover(window, 0, 10);
  EXPECT_FALSE(regions.read(window));
  const std::size_t first = regions.text().size();
  regions.cover(window, text.size() - 10, text.size());
  EXPECT_FALSE(regions.read(window));
  ASSERT_GT(regions.text().size(), first);
  EXPECT_EQ('B', regions.text().back());
  Span span;
  EXPECT_TRUE(regions.locate(0, first, span));
  EXPECT_FALSE(regions.locate(first - 1, first + 1, span));
  // The begin of the second may have been read wrong, its end was not.
  EXPECT_FALSE(regions.locate(first, first + 2, span));
  ASSERT_TRUE(regions.locate(regions.text().size() - 1, regions.text().size(), span));
  EXPECT_EQ((Span{text.size() - 6, text.size()}), span);
}

TEST(Regions, TrimmingKeepsThePlaces) {
  const std::string text = "0123456789\\u0041bcdefg\\u0048";
  const Window window{test::bytes_of(text), 0, true};
  Regions regions;
  regions.cover(window, 0, text.size());
  EXPECT_FALSE(regions.read(window));
  regions.trim(4);
  EXPECT_EQ("efgH", regions.text());
  EXPECT_EQ(4U, regions.old());
  Span span;
  ASSERT_TRUE(regions.locate(0, 4, span));
  EXPECT_EQ((Span{text.size() - 9, text.size()}), span);
}

// The text and the places are those of the whole stream's view.
TEST(Regions, DoNotDependOnCuts) {
  const unsigned seed = std::random_device()();
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    while (text.size() < 200) {
      constexpr std::array<const char*, 8> kParts = {"a",     "b",       "\\u0041", "%41",
                                                     "\\\\n", "\x1b[0m", "\\/",     "%"};
      text += kParts[random() % kParts.size()];
    }
    View expected;
    const Window whole{test::bytes_of(text), 0, true};
    Glyph glyph;
    for (Offset at = 0; next_glyph(whole, at, glyph) == Step::ok; at = glyph.end) {
      expected.push(glyph);
    }
    Regions regions;
    regions.cover(whole, 0, text.size());
    for (std::size_t end = 0; end < text.size();) {
      end = std::min(text.size(), end + 1 + random() % 9);
      regions.read({test::bytes_of(text).first(end), 0, end == text.size()});
    }
    ASSERT_EQ(expected.text, regions.text()) << "seed " << seed;
    for (std::size_t i = 0; i < expected.text.size(); ++i) {
      Span span;
      ASSERT_TRUE(regions.locate(i, i + 1, span));
      EXPECT_EQ((Span{expected.begins[i], expected.ends[i]}), span) << "seed " << seed;
    }
  }
}

TEST(Regions, LongOnesAreReadInParts) {
  std::string text;
  while (text.size() < kAll) text += "%41";
  const Window window{test::bytes_of(text), 0, true};
  Regions regions;
  regions.cover(window, 0, text.size());
  std::size_t count = 0;
  while (regions.read(window)) {
    count += regions.text().size() - regions.old();
    regions.trim(10);
    EXPECT_EQ(10U, regions.text().size());
  }
  count += regions.text().size() - regions.old();
  EXPECT_EQ((kAll + 2) / 3, count);
}

}  // namespace
}  // namespace inkblot
