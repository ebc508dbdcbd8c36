// Escapes of every depth are one character, colour codes none, and the way back is kept.
#include "decode/glyph.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/chunking.h"

namespace inkblot {
namespace {

Window window_of(std::string_view text, bool at_end = true) {
  return {test::bytes_of(text), 0, at_end};
}

std::string view_of(std::string_view text) {
  std::string out;
  Offset at = 0;
  for (Glyph g; next_glyph(window_of(text), at, g) == Step::ok; at = g.end) {
    out += static_cast<char>(g.c);
  }
  return out;
}

TEST(Glyph, UndoesEscapesAtAnyDepth) {
  EXPECT_EQ("a\nb", view_of("a\\nb"));
  EXPECT_EQ("a\nb", view_of("a\\\\\\\\nb"));
  EXPECT_EQ("\"q\"/", view_of("\\\"q\\\\\\\"\\/"));
  EXPECT_EQ("AA\xff", view_of("\\u0041\\\\u0041\\u00e9"));
  EXPECT_EQ("=A%", view_of("%3D%2541%25"));
  EXPECT_EQ("%12 %C3 %1", view_of("%2512 %2525C3 %251"));
  EXPECT_EQ("\t\r", view_of("\\t\\r"));
}

TEST(Glyph, ColourCodesAreNothing) {
  EXPECT_EQ("ab", view_of("a\x1b[01;31m\x1b[Kb\x1b[0m"));
  EXPECT_EQ("ab", view_of("a\\u001b[0mb"));
  EXPECT_EQ("ab", view_of("a\\\\u001b[0m\\033[1mb"));
}

TEST(Glyph, WhatIsNoEscapeIsItself) {
  EXPECT_EQ("%4", view_of("%4"));
  EXPECT_EQ("%zz", view_of("%zz"));
  EXPECT_EQ("\\u00", view_of("\\u00"));
  EXPECT_EQ("\xff\xfe", view_of("\xff\xfe"));
  EXPECT_EQ(std::string("\0a", 2), view_of(std::string_view("\0a", 2)));
  EXPECT_EQ("\\", view_of("\\"));
}

TEST(Glyph, WaitsWhereTheEscapeMayGoOn) {
  Glyph g;
  for (const std::string_view text : {"\\", "\\u", "\\u00", "%", "%4", "\x1b", "\x1b[3", "\\\\"}) {
    EXPECT_EQ(Step::need_more, next_glyph(window_of(text, false), 0, g)) << text;
    EXPECT_EQ(Step::ok, next_glyph(window_of(text, true), 0, g)) << text;
  }
  EXPECT_EQ(Step::need_more, next_glyph(window_of("", false), 0, g));
  EXPECT_EQ(Step::end, next_glyph(window_of("", true), 0, g));
  EXPECT_EQ(Step::ok, next_glyph(window_of("a", false), 0, g));
}

TEST(Glyph, StepsBackOverWhatItStepsOver) {
  const std::string text = "x\\ny\\\\\"z%3Dw\x1b[0mv";
  Offset at = 0;
  for (Glyph g; next_glyph(window_of(text), at, g) == Step::ok; at = g.end) {
    Glyph back;
    ASSERT_TRUE(previous_glyph(window_of(text), g.end, back));
    EXPECT_EQ(g.c, back.c);
    EXPECT_EQ(g.begin, back.begin);
    EXPECT_EQ(g.end, back.end);
  }
  Glyph none;
  EXPECT_FALSE(previous_glyph(window_of(text), 0, none));
}

TEST(Glyph, AnEscapeThatIsCutBeginsBefore) {
  const auto begin = [](const std::string& text) {
    return escape_begin(window_of(text + "Hx"), text.size());
  };
  for (const std::string code : {"\x1b[", "\x1b[01;3", "\x1b(", "\\e[", "\\u001b[1;", "\\\\033["}) {
    EXPECT_EQ(begin("ab" + code), 2U) << code;
  }
  const std::string spelled = "\\u001b[=3Dx";
  for (std::size_t at = 1; at < spelled.size() - 1; ++at) {
    EXPECT_EQ(escape_begin(window_of(spelled), at), 0U) << at;
  }
  EXPECT_EQ(escape_begin(window_of(spelled), spelled.size() - 1), spelled.size() - 1);
  for (const std::string none : {"[", "a[1", "\x1b", "\x1b[1m", "\\n", "x1b[1;"}) {
    EXPECT_EQ(begin("ab" + none), 2 + none.size()) << none;
  }
}

TEST(Glyph, RunKeepsTheWayBack) {
  const std::string text = "ab\\u0063\x1b[1md!";
  View view;
  EXPECT_EQ(Step::ok, read_run(window_of(text), 0, kWordSet, 100, view));
  EXPECT_EQ("abcd", view.text);
  EXPECT_EQ((std::vector<Offset>{0, 1, 2, 12}), view.begins);
  EXPECT_EQ((std::vector<Offset>{1, 2, 8, 13}), view.ends);
}

TEST(Glyph, RunStopsAtItsMaximumAndAtTheWindowsEnd) {
  View view;
  EXPECT_EQ(Step::ok, read_run(window_of("aaaa", false), 0, kWordSet, 3, view));
  EXPECT_EQ("aaa", view.text);
  view.clear();
  EXPECT_EQ(Step::need_more, read_run(window_of("aa", false), 0, kWordSet, 3, view));
  view.clear();
  EXPECT_EQ(Step::end, read_run(window_of("aa", true), 0, kWordSet, 3, view));
}

// Where it says that a run is plain, each step back over it is one byte, up to the same place.
TEST(Glyph, APlainRunBeginsWhereStepsBackEnd) {
  constexpr CharSet kSet = charset(kAlnum, "_-.:=");
  constexpr std::string_view kPieces[] = {"a",     "4",      "_",         "=",     ":",  "\\",
                                          "\\u00", "%4",     "\x1B[3",    "\x1B(", ")",  " ",
                                          "\"",    "\\x1b[", "\\033[0;m", "token", "?1", "\x1B]"};
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  int plain = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = "           ";
    for (auto n = random() % 12; n > 0; --n) text += kPieces[random() % std::size(kPieces)];
    const Window window = window_of(text);
    const std::size_t most = 4 + random() % 20;
    const Offset found = plain_run_begin(window, window.end(), kSet, most);
    if (found == window.end()) continue;
    ++plain;
    Offset at = window.end();
    Glyph glyph;
    while (previous_glyph(window, at, glyph) && kSet.has(glyph.c)) {
      ASSERT_EQ(glyph.begin + 1, at) << text;
      ASSERT_EQ(glyph.end, at) << text;
      at = glyph.begin;
    }
    ASSERT_EQ(at, found) << text;
  }
  EXPECT_GT(plain, 1000);
}

// A control sequence has an end: one that is too long is text from either side.
TEST(Glyph, ALongCodeIsNoneFromEitherSide) {
  const std::string text = "\x1b[" + std::string(60, '5') + "mx";
  Glyph g;
  ASSERT_EQ(Step::ok, next_glyph(window_of(text), 0, g));
  EXPECT_EQ(1U, g.end);
  ASSERT_TRUE(previous_glyph(window_of(text), text.size() - 1, g));
  EXPECT_EQ('m', g.c);
}

}  // namespace
}  // namespace inkblot
