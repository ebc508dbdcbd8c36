// What is wrong with a TOML file is said with its line.
#include <gtest/gtest.h>

#include <array>

#include "toml_row.h"

namespace inkblot {
namespace {

const std::string kFile = "f.toml";

Status read(std::string_view text, std::vector<std::string>& out) {
  const auto document = parse_toml(text, kFile, Code::invalid_argument);
  if (!document) return document.error();
  const TomlRow row{*document, kFile, Code::invalid_argument};
  constexpr auto kFields = std::to_array<std::string_view>({"list", "word", "size"});
  if (Status s = row.only(kFields); !s.ok()) return s;
  std::uint16_t size = 0;
  if (Status s = row.number("size", size, 9); !s.ok()) return s;
  std::string word;
  if (Status s = row.text("word", word); !s.ok()) return s;
  const auto take = [&out](const std::string& item) {
    out.push_back(item);
    return item == "bad" ? std::string("it is bad") : std::string();
  };
  return row.each("list", take);
}

TEST(TomlRow, HandsOutStringsInTheirOrder) {
  std::vector<std::string> out;
  EXPECT_TRUE(read("list = ['b', 'a']\nword = 'x'\nsize = 9\n", out).ok());
  EXPECT_EQ((std::vector<std::string>{"b", "a"}), out);
  EXPECT_TRUE(read("", out).ok());
}

TEST(TomlRow, NamesTheLine) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"list = [\n  'a',\n  'bad',\n]\n", "f.toml:3: it is bad"},
      {"\nlist = ['a', 3]\n", "f.toml:2: list must hold strings only"},
      {"list = 'a'\n", "f.toml:1: list must be an array of strings"},
      {"\n\nlits = []\n", "f.toml:3: unknown field \"lits\""},
      {"word = 1\n", "f.toml:1: word must be a string"},
      {"size = 10\n", "f.toml:1: size must be a number from 0 to 9"},
      {"word = 'a\\\\\xc3\xa9'\nlist = [\n", "f.toml:"},
      {"word = \"\"\"a\\\n\xc3\xa9\"\"\"\n", "f.toml:2: a line behind a backslash"}};
  for (const auto& [text, says] : wrong) {
    std::vector<std::string> out;
    const Status s = read(text, out);
    EXPECT_EQ(Code::invalid_argument, s.code()) << text;
    EXPECT_TRUE(s.message().starts_with(says)) << s.message();
  }
}

TEST(TomlRow, AFileThatCannotBeReadIsNamed) {
  for (const char* const file : {"/no/such/file.toml", "/"}) {
    const auto text = read_text(file);
    ASSERT_FALSE(text.has_value()) << file;
    EXPECT_EQ(0U, text.error().message().find("cannot read /"));
  }
}

}  // namespace
}  // namespace inkblot
