// What is withheld has the shape of what it stands for, and nothing of what it said.
#include "hook_shape.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "json/reader.h"

namespace inkblot::cli {
namespace {

using Json = nlohmann::ordered_json;

TEST(Withheld, EveryTextIsReplacedAndTheRestStays) {
  const std::string response =
      R"({"mode":"content","numFiles":2,"filenames":["one","two"],"content":"three","x":null,)"
      R"("truncated":true,"empty":""})";
  const std::string out = withheld("Grep", response);
  EXPECT_TRUE(same_shape(response, out));
  const Json json = Json::parse(out);
  EXPECT_EQ("content", json["mode"]);
  EXPECT_EQ(2, json["numFiles"]);
  EXPECT_EQ(kWithheldNote, json["filenames"][0].get<std::string>());
  EXPECT_EQ("[withheld]", json["filenames"][1]);
  EXPECT_EQ("[withheld]", json["content"]);
  EXPECT_EQ("", json["empty"]);
}

TEST(Withheld, AnMcpToolsKeysAndNumbersAreItsOwn) {
  const std::string response = R"({"type":"text","a1b2c3":[12345,{"name":"x","my key":true}]})";
  const std::string out = withheld("mcp__server__tool", response);
  EXPECT_TRUE(same_shape(response, out));
  EXPECT_EQ(R"({"type":"text","withheld-1":[0,{"name":")" + std::string(kWithheldNote) +
                R"(","withheld-2":true}]})",
            out);
}

TEST(Withheld, ImagesStayImages) {
  const std::string data(4000, 'A');
  const std::string out = withheld(
      "mcp__a__b", R"([{"type":"image","data":")" + data + R"(","mimeType":"image/gif"}])");
  const Json block = Json::parse(out)[0];
  EXPECT_EQ("image", block["type"]);
  EXPECT_EQ("image/png", block["mimeType"]);
  EXPECT_TRUE(block["data"].get<std::string>().starts_with("iVBORw0KGgo"));
  const std::string uri =
      withheld("Bash", R"({"stdout":"data:image/gif;base64,)" + data + R"(","isImage":true})");
  EXPECT_TRUE(Json::parse(uri)["stdout"].get<std::string>().starts_with("data:image/png;base64,i"));
}

TEST(Withheld, AReadsImageOrDocumentBecomesAText) {
  const std::string pdf = R"({"type":"pdf","file":{"filePath":"a","base64":"AAAA"}})";
  EXPECT_EQ(shape_of("Read"), withheld("Read", pdf));
  EXPECT_EQ("text", Json::parse(shape_of("Read"))["type"]);
}

TEST(Withheld, WhatIsNoJsonHasTheToolsShape) {
  for (const std::string_view tool :
       {"Bash", "Read", "Grep", "Glob", "WebFetch", "WebSearch", "Edit", "Write", "NotebookEdit",
        "TaskStop", "ReadMcpResource", "ReadMcpResourceTool", "ListMcpResourcesTool",
        "mcp__a__b"}) {
    for (const std::string_view response : {"", "{\"stdout\":\"se", "[1,}", "{} {}"}) {
      const std::string out = withheld(tool, response);
      EXPECT_EQ(shape_of(tool), out);
      EXPECT_TRUE(Json::accept(out)) << tool;
      EXPECT_NE(std::string::npos, out.find(kWithheldNote)) << tool;
    }
  }
  EXPECT_EQ("", withheld("Unheard", "{"));
  EXPECT_EQ("", withheld("", "["));
}

TEST(Withheld, IsAtMostAFewTimesAsLong) {
  std::string response = "[\"a\"";
  for (int i = 0; i < 10000; ++i) response += ",\"a\"";
  response += "]";
  EXPECT_LT(withheld("Unheard", response).size(), response.size() * 4);
}

}  // namespace
}  // namespace inkblot::cli
