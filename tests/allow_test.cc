// The list itself: whole values, whole patterns, names in any case; what is wrong names its line.
#include <gtest/gtest.h>
#include <inkblot/allow.h>

#include <unistd.h>

#include <fstream>

#include "support/chunking.h"

namespace inkblot {
namespace {

std::shared_ptr<const AllowList> list_of(std::string_view text) {
  return AllowList::parse(text, "a.toml").value();
}

TEST(Allow, ValuesAreComparedExactly) {
  const auto list = list_of("values = ['Abc-1', \"two\\nlines\"]");
  EXPECT_TRUE(list->has_value("Abc-1"));
  EXPECT_TRUE(list->has_value("two\nlines"));
  for (const char* const other : {"abc-1", "Abc-1 ", "xAbc-1", "Abc-", "two", ""}) {
    EXPECT_FALSE(list->has_value(other)) << other;
  }
  EXPECT_FALSE(list->has_key("Abc-1"));
}

TEST(Allow, PatternsMatchFromEndToEnd) {
  const auto list = list_of("patterns = ['test_[a-z]+', 'a|b', '(?i)x.z']");
  for (const char* const value : {"test_abc", "a", "b", "XyZ"}) {
    EXPECT_TRUE(list->has_value(value)) << value;
  }
  for (const char* const other : {"test_abc1", "xtest_abc", "ab", "test_abc\n", "x\nz", "x\xffz"}) {
    EXPECT_FALSE(list->has_value(other)) << other;
  }
}

TEST(Allow, KeysHaveNoCase) {
  const auto list = list_of("keys = ['Test_Password']");
  EXPECT_TRUE(list->has_key("TEST_PASSWORD"));
  EXPECT_FALSE(list->has_key("my_test_password"));
  EXPECT_FALSE(list->has_value("Test_Password"));
}

TEST(Allow, WhatIsWrongNamesItsLineAndNoEntry) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"values = [\n'q8zt',\n'']", "a.toml:3: a value is empty"},
      {"patterns = ['q8zt(']", "a.toml:1: a pattern is no regular expression"},
      {"\npatterns = ['q8zt', '.*']", "a.toml:2: a pattern matches the empty text"},
      {"keys = ['']", "a.toml:1: a key is empty"},
      {"keys = ['" + std::string(65, 'q') + "']", "a.toml:1: a key is longer"},
      {"values = ['" + std::string(2049, 'q') + "']", "a.toml:1: a value is longer"},
      {"value = ['q8zt']", "a.toml:1: unknown field"},
      {"values = 'q8zt'", "a.toml:1: values must be an array"}};
  for (const auto& [text, says] : wrong) {
    const auto list = AllowList::parse(text, "a.toml");
    ASSERT_FALSE(list.has_value()) << text;
    EXPECT_EQ(Code::invalid_argument, list.error().code());
    EXPECT_TRUE(list.error().message().starts_with(says)) << list.error().message();
    EXPECT_EQ(std::string::npos, list.error().message().find("q8zt"));
  }
}

TEST(Allow, SeveralFilesAreOneList) {
  const auto folder = std::filesystem::temp_directory_path();
  const std::vector<std::filesystem::path> files = {
      folder / ("inkblot-allow-a-" + std::to_string(getpid())),
      folder / ("inkblot-allow-b-" + std::to_string(getpid()))};
  std::ofstream(files[0]) << "values = ['one']";
  std::ofstream(files[1]) << "keys = ['two']";
  const auto list = AllowList::load(files).value();
  for (const auto& file : files) std::filesystem::remove(file);
  EXPECT_TRUE(list->has_value("one"));
  EXPECT_TRUE(list->has_key("two"));
  EXPECT_FALSE(AllowList::load(files).has_value());
}

}  // namespace
}  // namespace inkblot
