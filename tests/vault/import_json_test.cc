// Strict JSON, decoded where it stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/vault.h"
#include "vault/import.h"

namespace inkblot {
namespace {

std::string only_value(const std::string& text) {
  std::vector<std::uint8_t> bytes = bytes_of(text);
  const auto read = read_json_leaves(bytes);
  if (!read) return "error";
  return read->size() == 1 && read->front().size() == 1 ? text_of(read->front()[0].value) : "none";
}

TEST(ImportJson, DecodesEveryEscape) {
  EXPECT_EQ(only_value(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(only_value(R"("a\u0041\u00e9\u20ac\ud83d\ude00z")"),
            "aA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z");
  EXPECT_EQ(only_value("\"\xc3\xa9\""), "\xc3\xa9");
}

TEST(ImportJson, RefusesWhatIsNone) {
  for (const char* text :
       {"\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "{\"a\" 1}", "{a: 1}",
        "{\"a\": 1,}", "[1 2]", "[", "{\"a\"", "nul", "\"a\nb\"", "+1", "hello"}) {
    EXPECT_EQ(only_value(text), "error") << text;
  }
  EXPECT_EQ(only_value(std::string(100'000, '[')), "error");
}

TEST(ImportJson, ReadsOneDocumentAfterAnother) {
  std::vector<std::uint8_t> bytes = bytes_of("{\"a\": 1}\n{\"b\": [2, \"x\"]} []");
  const auto read = read_json_leaves(bytes);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 3U);
  EXPECT_THAT((*read)[1][1].path, testing::ElementsAre("b", "1"));
}

TEST(ImportJson, SurvivesAnything) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  for (int turn = 0; turn < 20'000; ++turn) {
    auto bytes = bytes_of(made_up(random, random() % 40, "{}[]\",:\\u0dDa1 \n"));
    const auto read = read_json_leaves(bytes);
    EXPECT_TRUE(read || !read.error().message().empty());
  }
}

}  // namespace
}  // namespace inkblot
