// A value ends at its quote, or at what ends a bare word.
#include "confirm/value.h"

#include <gtest/gtest.h>

#include <string>

namespace inkblot {
namespace {

std::string read(const std::string& text, bool at_end, bool& complete) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const Window window{Bytes(bytes, text.size()), 0, at_end};
  Cursor in{window};
  View scratch;
  Value value;
  complete = read_value(in, scratch, value);
  return complete ? std::string(value.text.text) : std::string();
}

TEST(Value, EndsWhereItsFormEnds) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"abc def", "abc"},         {"\"abc def\" x", "abc def"}, {"'a\"b' x", "a\"b"},
      {"abc,d", "abc"},           {"abc\\nd", "abc"},           {"\"a\nb\"", "a"},
      {"\\\"ab c\\\" d", "ab c"}, {"\"a\\\"b\" c", "a\"b"}};
  for (const auto& [text, expected] : cases) {
    bool complete = false;
    EXPECT_EQ(expected, read(text, true, complete)) << text;
    EXPECT_TRUE(complete) << text;
  }
}

TEST(Value, WaitsForItsEnd) {
  for (const char* const text : {"abc", "\"abc", "\\\"abc\\", "\"abc\\"}) {
    bool complete = true;
    read(text, false, complete);
    EXPECT_FALSE(complete) << text;
  }
}

TEST(Value, AMarkThatAWordIsGluedToMayHaveClosedNothing) {
  struct Row {
    const char* text;
    Step step;
    const char* bare;
  };
  for (const auto& [text, expected, bare] : {Row{"'ab-c: d'e f", Step::ok, "ab-c:"},
                                             {"`a\\\"b c`1", Step::ok, "a"},
                                             {"'ab c'%d", Step::ok, "ab"},
                                             {"'ab c' d", Step::end, ""},
                                             {"'ab c',d", Step::end, ""},
                                             {"\"ab c\"d", Step::end, ""},
                                             {"''d", Step::end, ""},
                                             {"ab c'd", Step::end, ""},
                                             {"'ab c'", Step::need_more, ""}}) {
    const std::string_view chars = text;
    const Window window{as_bytes(chars), 0, expected != Step::need_more};
    const Cursor begin{window};
    Cursor in = begin;
    View scratch;
    Value value;
    ASSERT_TRUE(read_value(in, scratch, value)) << text;
    EXPECT_EQ(may_be_unclosed(window, value), expected) << text;
    if (expected != Step::ok) continue;
    EXPECT_TRUE(read_unclosed(begin, scratch, kBareEnds, value)) << text;
    EXPECT_EQ(value.text.text, bare) << text;
  }
}

}  // namespace
}  // namespace inkblot
