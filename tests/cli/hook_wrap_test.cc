// A shell reads back the very command, whatever stands in it, and nothing else of the input
// changes.
#include "hook_wrap.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace inkblot::cli {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string> kFilter = {"a filter", "run"};

TEST(ShellWord, QuotesWhatIsNotPlain) {
  EXPECT_EQ("--profile=strict", shell_word("--profile=strict"));
  EXPECT_EQ("''", shell_word(""));
  EXPECT_EQ("'a b'", shell_word("a b"));
  EXPECT_EQ("'$(x)`y`;&|<>\n\\\"'", shell_word("$(x)`y`;&|<>\n\\\""));
  EXPECT_EQ("''\\'';id;'\\'''", shell_word("';id;'"));
}

TEST(WrappedInput, OnlyTheCommandChanges) {
  const auto out = wrapped_input(
      R"({ "timeout": 1.50e3, "command":"ls 'a'", "description" : "\ud83d", "x":[ ] })", kFilter);
  ASSERT_TRUE(out);
  EXPECT_EQ(R"({ "timeout": 1.50e3, "command":"'a filter' run -- \"${BASH:-bash}\" -c -- 'ls )"
            R"('\\''a'\\'''", "description" : "\ud83d", "x":[ ] })",
            *out);
}

TEST(WrappedInput, TheLastOfTwoCommandsIsTheOne) {
  const auto out = wrapped_input(R"({"command":"one","command":"two"})", kFilter);
  ASSERT_TRUE(out);
  EXPECT_TRUE(Json::parse(*out)["command"].get<std::string>().ends_with("two"));
}

TEST(WrappedInput, NothingToFilter) {
  for (const std::string_view input :
       {R"({})", R"({"command":"cd ~/src/a-b_c"})", R"({"other":1})"}) {
    const auto out = wrapped_input(input, kFilter);
    ASSERT_TRUE(out);
    EXPECT_EQ("", *out) << input;
  }
}

TEST(WrappedInput, AChangeOfFolderThatDoesMoreIsWrapped) {
  for (const char* const command : {"cd a; env", "cd $(env)", "cd a\nenv", "cd `env`", "cd a b",
                                    "cd a&&env", "cd\ta", "cd  a", " cd a", "cd 'a'"}) {
    const auto out = wrapped_input(Json({{"command", command}}).dump(), kFilter);
    ASSERT_TRUE(out);
    EXPECT_NE("", *out) << command;
  }
}

TEST(WrappedInput, WhatNoShellHoldsIsRefused) {
  for (const std::string_view input :
       {"", "[]", R"({"command":1})", R"({"command":"\ud83d"})", R"({"command":"a\u0000b"})",
        R"({"command":"a)", R"({"command":["a"]})"}) {
    EXPECT_FALSE(wrapped_input(input, kFilter)) << input;
  }
}

}  // namespace
}  // namespace inkblot::cli
