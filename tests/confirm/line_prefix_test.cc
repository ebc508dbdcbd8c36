// What lines begin with: any number stands for any other, and nothing else does.
#include "confirm/line_prefix.h"

#include <gtest/gtest.h>

#include <string>

#include "support/chunking.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

// The block begins at <; its next line, which is shown from > on, begins behind what was passed.
std::string rest_of(std::string text) {
  const std::size_t begin = text.find('<');
  text.erase(begin, 1);
  const std::size_t line = text.find('>');
  text.erase(line, 1);
  const Window window = test::whole(text);
  Offset at = line;
  return LinePrefix(window, begin).skip(window, at) == Step::ok ? text.substr(at) : "none";
}

TEST(LinePrefix, PassesWhatTheFirstLineHas) {
  EXPECT_EQ("body", rest_of("x\n  9:\t<head>\n 10:\tbody"));
  EXPECT_EQ("body", rest_of("[web 1] 03:04:05 <head>\r\n[web 22] 13:14:15  body"));
  EXPECT_EQ("body", rest_of("{\"k\": \"1: <head>\\n2: body"));
  EXPECT_EQ("body", rest_of("{\\\"k\\\": \\\"1\\t<head>\\\\n2\\tbody"));
}

TEST(LinePrefix, PassesNothingElse) {
  for (const std::string text :
       {"1: <head>\n2; body", "1: <head>\nx: body", "1: <head> 2: body", "<head>\nbody",
        "   <head>\nbody", "12<head>\n13body", "k = \"<head>\nbody"}) {
    EXPECT_EQ("none", rest_of(text)) << text;
  }
  const std::string wide(LinePrefix::kSkippedMax, ' ');
  EXPECT_EQ("body", rest_of("1: <head>\n2:" + wide.substr(3) + "body"));
  EXPECT_EQ("none", rest_of("1: x <head>\n2:" + wide + "x body"));
  EXPECT_EQ("none", rest_of(std::string(80, '#') + " <head>\n" + std::string(80, '#') + " body"));
}

// The same of a frame, which is read from < and looked for from > on.
std::string line_of(std::string text) {
  const std::size_t begin = text.find('<');
  text.erase(begin, 1);
  const std::size_t from = text.find('>');
  text.erase(from, 1);
  const Window window = test::whole(text);
  Offset at = from;
  return Frame(window, begin, "----").next(window, at) == Step::ok ? text.substr(at) : "none";
}

TEST(Frame, FindsTheSameName) {
  EXPECT_EQ("body\"", line_of(R"({"n":1,"k": "<head>"} {"k":  "body")"));
  EXPECT_EQ("body", line_of("k=\"<head>\"\nj=\"x\"\nk=\"body"));
  EXPECT_EQ("body", line_of("8,\"<head>\"\n10,\"body"));
  EXPECT_EQ("body\\\"", line_of(R"({"k": "{\"k\":\"<head>\"}"} {"k": "x\"k\":{\"k\":\"body\")"));
}

TEST(Frame, FindsNothingElse) {
  for (const std::string text :
       {R"({"k": "<head>"} {"kk": "body)", R"({"k": "<head>"} ---- {"k": "body)",
        R"({"k": "<head>"} {\"k\": \"body)", "<head>\nbody", "> <head>\n> body", "k<head> kbody"}) {
    EXPECT_EQ("none", line_of(text)) << text;
  }
  const std::string wide(Frame::kGlyphsApartMax, '.');
  EXPECT_EQ("none", line_of("k: <head>\n" + wide + "\nk: body"));
  EXPECT_EQ("none", line_of("k" + std::string(80, ':') + "<head>\nk" + std::string(80, ':')));
}

TEST(LinePrefix, WaitsForWhatMayFollow) {
  const std::string text = "1: head\n22: ";
  for (std::size_t size = 7; size < text.size(); ++size) {
    const Window window{test::bytes_of(text).first(size), 0, false};
    Offset at = 7;
    EXPECT_EQ(Step::need_more, LinePrefix(window, 3).skip(window, at)) << size;
    EXPECT_EQ(7U, at);
  }
}

}  // namespace
}  // namespace inkblot
