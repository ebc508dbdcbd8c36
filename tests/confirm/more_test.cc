// Where the next value stands, and where none does.
#include "confirm/more.h"

#include <gtest/gtest.h>

#include <string>

#include "support/chunking.h"

namespace inkblot {
namespace {

// Of the value that begins at `at`: the text that the next one begins with, "" or "more".
std::string behind(const std::string& text, std::size_t at, bool block, bool at_end = true) {
  const Window window{test::bytes_of(text), 0, at_end};
  View scratch;
  Value value;
  Cursor in{window, at};
  constexpr CharSet kLines("\r\n");
  EXPECT_TRUE(read_value(in, scratch, value, block ? kLines : kBareEnds));
  Offset next = 0;
  const Step step =
      block ? next_in_block(in, value, next) : next_in_list(in, value, text[0] == '[', next);
  if (step == Step::need_more) return "more";
  return next == 0 ? "" : text.substr(static_cast<std::size_t>(next));
}

TEST(More, ALiteralBehindAnother) {
  EXPECT_EQ("'b']", behind("['a', 'b']", 1, false));
  EXPECT_EQ("\"b\"", behind(" \"a\" | \"b\"", 1, false));
  EXPECT_EQ("", behind(" \"a\", \"b\": 1", 1, false)) << "a comma in an object";
  EXPECT_EQ("", behind("['a', b]", 1, false));
  EXPECT_EQ("", behind("['a']", 1, false));
  EXPECT_EQ("more", behind("['a', ", 1, false, false));
}

TEST(More, ALineOfABlock) {
  EXPECT_EQ("b\n", behind("  a\n  b\n", 2, true));
  EXPECT_EQ("b", behind("  a\r\n    b", 2, true));
  EXPECT_EQ("", behind("  a\n b", 2, true)) << "the block has ended";
  EXPECT_EQ("", behind("a\nb", 0, true)) << "no block";
  EXPECT_EQ("more", behind("  a\n  ", 2, true, false));
}

}  // namespace
}  // namespace inkblot
