// The reader and nlohmann's parser agree on what is JSON, and on where members stand.
#include "json/reader.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace inkblot {
namespace {

using Kind = JsonToken::Kind;

bool is_json(std::string_view text) {
  JsonReader reader(text);
  JsonToken token;
  do {
    if (!reader.next(token)) return false;
  } while (token.kind != Kind::end);
  return true;
}

TEST(JsonReader, AgreesWithAParser) {
  for (const std::string_view text : {"",
                                      " ",
                                      "1",
                                      "-0",
                                      "01",
                                      "-",
                                      "1.",
                                      ".5",
                                      "1.5e+3",
                                      "1e",
                                      "1e5 ",
                                      "null",
                                      "nul",
                                      "nulll",
                                      "true false",
                                      "[]",
                                      "[,]",
                                      "[1,]",
                                      "[1,2]",
                                      "[1 2]",
                                      "{}",
                                      "{,}",
                                      "{\"a\":1}",
                                      "{\"a\":1,}",
                                      "{\"a\" : [ ] }",
                                      "{\"a\"}",
                                      "{a:1}",
                                      "{\"a\":1 \"b\":2}",
                                      "{1:2}",
                                      "[}",
                                      "{]",
                                      "[[]",
                                      "]",
                                      "\"\"",
                                      "\"\\\"\"",
                                      "\"\\x\"",
                                      "\"\\u12g4\"",
                                      "\"\\u00e9\"",
                                      "\"\\u12\"",
                                      "\"a\nb\"",
                                      "\"",
                                      "\"\\",
                                      "[\"a\",{\"b\":[{}]}]",
                                      "// 1\n1",
                                      "NaN",
                                      "Infinity",
                                      "+1",
                                      "'a'",
                                      "{\"a\":}",
                                      "[1]x",
                                      "\"\t\"",
                                      "\xEF\xBB\xBF",
                                      "--1",
                                      "1-",
                                      "[1.0E-2]"}) {
    EXPECT_EQ(nlohmann::json::accept(text), is_json(text)) << text;
  }
}

TEST(JsonReader, AgreesWithAParserOnRandomTexts) {
  std::mt19937_64 random(7);
  const std::vector<std::string> pieces = {"{", "}", "[", "]",  ",",    ":",    "\"a\"", "\"\"",
                                           "1", "-", ".", "e2", "null", "true", " ",     "\\"};
  int valid = 0;
  for (int i = 0; i < 200000; ++i) {
    std::string text;
    for (std::size_t n = 1 + random() % 7; n > 0; --n) text += pieces[random() % pieces.size()];
    ASSERT_EQ(nlohmann::json::accept(text), is_json(text)) << text;
    valid += is_json(text) ? 1 : 0;
  }
  EXPECT_GT(valid, 1000);
}

TEST(JsonReader, TakesWhatAToolMayHaveCut) {
  EXPECT_TRUE(is_json("\"\\ud83d\""));
  EXPECT_TRUE(is_json("\"\xFF\xC3\""));
}

TEST(JsonReader, NestingIsBounded) {
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_TRUE(is_json(nested(JsonReader::kDepthMax)));
  EXPECT_FALSE(is_json(nested(JsonReader::kDepthMax + 1)));
}

TEST(JsonReader, FailsForEver) {
  JsonReader reader("[01]");
  JsonToken token;
  EXPECT_TRUE(reader.next(token));
  EXPECT_FALSE(reader.next(token));
  EXPECT_FALSE(reader.next(token));
}

std::string members(std::string_view text) {
  std::string out;
  const bool whole = for_each_member(text, [&out](std::string_view key, std::string_view value) {
    out.append(key).append("=").append(value).append(";");
  });
  return out + (whole ? "" : "!");
}

TEST(Members, StandAsTheyAreSpelled) {
  EXPECT_EQ("", members("{}"));
  EXPECT_EQ("a=1.00;b={ \"c\": [1, 2] };a=\"x\\n\";",
            members(" {\"a\" : 1.00 ,\"b\":{ \"c\": [1, 2] }, \"a\":\"x\\n\"} "));
}

TEST(Members, ThoseBeforeAnErrorAreTold) {
  EXPECT_EQ("a=1;!", members("{\"a\":1,\"b\":[1,"));
  EXPECT_EQ("a=1;!", members("{\"a\":1} x"));
  EXPECT_EQ("!", members("[1]"));
  EXPECT_EQ("!", members(""));
}

TEST(SameShape, SeesStructureAndTypes) {
  EXPECT_TRUE(same_shape("{\"a\":[1,\"x\",null]}", "{ \"b\" : [0, \"\", null] }"));
  for (const std::string_view other :
       {"{\"a\":[1,2,null]}", "{\"a\":[1,\"x\",true]}", "{\"a\":[1,\"x\"]}",
        "{\"a\":[1,\"x\",null]", "{\"a\":[1,\"x\",null],\"b\":1}", "[1,\"x\",null]", ""}) {
    EXPECT_FALSE(same_shape("{\"a\":[1,\"x\",null]}", other)) << other;
  }
}

}  // namespace
}  // namespace inkblot
