// Each step takes what it reads, or nothing, or waits.
#include "confirm/link_steps.h"

#include <gtest/gtest.h>

#include <string>

#include "support/chunking.h"

namespace inkblot {
namespace {

// What a step leaves of a text; "-" when it takes nothing, "..." when it waits for more.
std::string left(bool (*step)(Cursor&), const std::string& text, bool at_end = true) {
  const Window window{test::bytes_of(text), 0, at_end};
  Cursor in{window};
  const bool taken = step(in);
  if (in.starved()) return "...";
  EXPECT_TRUE(taken || in.at == 0) << text;
  return taken ? text.substr(in.at) : "-";
}

TEST(LinkSteps, ATypeEndsInAnEqualsSign) {
  EXPECT_EQ(" 'x'", left(take_type, "str = 'x'"));
  EXPECT_EQ("'x'", left(take_type, "Optional[str]='x'"));
  EXPECT_EQ(" 'x'", left(take_type, "&str = 'x'"));
  EXPECT_EQ(" 'x'", left(take_type, "&'static str = 'x'"));
  EXPECT_EQ("-", left(take_type, "str == 'x'"));
  EXPECT_EQ("-", left(take_type, "&'x'"));
  EXPECT_EQ("-", left(take_type, "q8Zt5Lw2Rk9V = 'x'"));
  EXPECT_EQ("...", left(take_type, "&'stat", false));
}

TEST(LinkSteps, ABreakLeadsToALiteral) {
  EXPECT_EQ("'x'", left(take_break, "('x'"));
  EXPECT_EQ("'x'", left(take_break, "\r\n\t 'x'"));
  EXPECT_EQ("'x'", left(take_break, "( \n  'x'"));
  EXPECT_EQ("'x'", left(take_break, "\\\n  'x'"));
  for (const char* const text : {"'x'", "(x", "\n  x", "\n\n\n'x'", "\\'x'"}) {
    EXPECT_EQ("-", left(take_break, text)) << text;
  }
  for (const char* const text : {"(", "\n", "\n  ", "\\\n"}) {
    EXPECT_EQ("...", left(take_break, text, false)) << text;
  }
}

TEST(LinkSteps, ABraceLeadsToALiteral) {
  EXPECT_EQ("'x'", left(take_brace, "{'x'"));
  EXPECT_EQ("'x'", left(take_brace, "{\n  'x'"));
  EXPECT_EQ("-", left(take_brace, "{x"));
}

TEST(LinkSteps, ArgumentsHaveTheirNames) {
  EXPECT_EQ("'x'", left(take_default, " default='x'"));
  EXPECT_EQ("'x'", left(take_default, "\n    fallback = 'x'"));
  EXPECT_EQ("-", left(take_default, " value='x'"));
  EXPECT_EQ("x)", left(take_field, "value=x)"));
  EXPECT_EQ("-", left(take_field, "name=x)"));
  EXPECT_EQ("...", left(take_field, "val", false));
}

}  // namespace
}  // namespace inkblot
