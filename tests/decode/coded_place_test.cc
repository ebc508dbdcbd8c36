// Where a document decodes base64, and where it only may.
#include "decode/coded_place.h"

#include <gtest/gtest.h>

#include "support/chunking.h"

namespace inkblot {
namespace {

// A text whose one `@...@` is a value; the marks are taken out.
struct Marked {
  explicit Marked(std::string marked) : text(std::move(marked)) {
    span.begin = text.find('@');
    text.erase(span.begin, 1);
    span.end = text.find('@');
    text.erase(span.end, 1);
  }
  Window window() const { return {test::bytes_of(text), 0, true}; }
  std::string text;
  Span span;
};

std::string coded(const std::string& marked) {
  const Marked one(marked);
  std::string out = "left";
  EXPECT_EQ(Step::ok, read_coded(one.window(), one.span, out)) << marked;
  return out;
}

bool in_data(const std::string& marked, Offset floor = 0) {
  const Marked one(marked);
  return MapWalk(floor).in_data(one.window(), one.span.begin);
}

TEST(CodedPlace, IsBase64ThatStandsByItself) {
  EXPECT_EQ("aHVudGVyMg==", coded("a: @aHVudGVyMg==@\n"));
  EXPECT_EQ("aHVudGVyMg==", coded("a: @aHVudGVyMg\\u003d\\u003d@\\n"));
  EXPECT_EQ("a/V=", coded("\"@a\\/V=@\""));
  for (const char* const other : {"a: @aHVudGVyMg=@=", "a: @aHVudGVyMg@==", "xa@HVudGVyMg==@",
                                  "a: @aHVudGVyM@", "a: @aHVu==ab@", "a: @a===@", "a: @aHV_@"}) {
    EXPECT_EQ("", coded(other)) << other;
  }
}

TEST(CodedPlace, WaitsForWhatStandsBehindAValue) {
  const std::string text = "a: aHVu";
  std::string out;
  const Window cut{test::bytes_of(text), 0, false};
  EXPECT_EQ(Step::need_more, read_coded(cut, {3, 7}, out));
}

TEST(CodedPlace, BasicIsASchemeBeforeAValue) {
  const auto basic = [](const std::string& text) {
    return follows_basic({test::bytes_of(text), 0, true}, text.size());
  };
  EXPECT_TRUE(basic("Authorization: Basic "));
  EXPECT_TRUE(basic("basic%20"));
  EXPECT_FALSE(basic("Authorization: Bearer "));
  EXPECT_FALSE(basic("Visual_Basic "));
  EXPECT_FALSE(basic("Basic"));
}

TEST(CodedPlace, DataOfAManifest) {
  EXPECT_TRUE(in_data("kind: Secret\ndata:\n  user: YQ==\n  password: @YQ==@\n"));
  EXPECT_TRUE(in_data("data:\r\n  # one\n\n  'a.b': \"YQ==\"\r\n  c-d: '@YQ==@'\r\n"));
  EXPECT_TRUE(in_data("- data:\n    a: |\n      YQ==\n    b: @YQ==@\n"));
  EXPECT_TRUE(in_data(R"({"text": "data:\n  a: YQ==\n  b: @YQ==@\n"})"));
  EXPECT_TRUE(in_data("     9\u2192data:\n    10\u2192  a: @YQ==@\n"));
  EXPECT_FALSE(in_data("stringData:\n  a: @YQ==@\n"));
  EXPECT_FALSE(in_data("data:\n  a: YQ==\nb: @YQ==@\n"));
  EXPECT_FALSE(in_data("data:\n  one\n  a: @YQ==@\n"));
  EXPECT_FALSE(in_data(R"({"data": "a: YQ==\n  b: @YQ==@\n"})"));
  EXPECT_FALSE(in_data("data: x\n  a: @YQ==@\n"));
  EXPECT_FALSE(in_data("data:\n  a: some @YQ==@\n"));
  EXPECT_FALSE(in_data("data: @YQ==@\n"));
}

TEST(CodedPlace, DataOfADocument) {
  EXPECT_TRUE(in_data(R"({"apiVersion": "v1", "data": {"a": "YQ==", "b": "@YQ==@"}})"));
  EXPECT_TRUE(in_data("{\"data\": {\n  \"a}\": \"{,\",\n  \"b\": \"@YQ==@\"\n"));
  EXPECT_TRUE(in_data(R"({\"data\":{\"a\":\"YQ==\",\"b\":\"@YQ==@\"}})"));
  EXPECT_TRUE(in_data(R"({\\\"data\\\":{\\\"b\\\":\\\"@YQ==@\\\"}})"));
  EXPECT_FALSE(in_data(R"({"data": {"a": 1, "b": "@YQ==@"}})"));
  EXPECT_FALSE(in_data(R"({"data": {"a": {"b": "@YQ==@"}}})"));
  EXPECT_FALSE(in_data(R"({"data": ["@YQ==@"]})"));
  EXPECT_FALSE(in_data(R"({"data": "@YQ==@"})"));
  EXPECT_FALSE(in_data(R"({"metadata": {"b": "@YQ==@"}})"));
}

TEST(CodedPlace, NothingBeforeTheFloorIsLookedAt) {
  const std::string text = "data:\n  a: YQ==\n  b: @YQ==@\n";
  EXPECT_TRUE(in_data(text));
  EXPECT_FALSE(in_data(text, 1));
  const Marked one(text);
  MapWalk walk(20);
  EXPECT_FALSE(walk.in_data(one.window(), one.span.begin));
  EXPECT_LE(20U, walk.seen());
}

}  // namespace
}  // namespace inkblot
