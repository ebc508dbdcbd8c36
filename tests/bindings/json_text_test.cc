// What is written is what a slow writer writes, wherever a character stands that is spelled.
#include "json_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace inkblot_bindings {
namespace {

std::string written(const std::string& text) {
  Text out;
  out.add("before ");
  write_json_string(text, out);
  return std::string(out.view().substr(7));
}

std::string expected(const std::string& text) { return nlohmann::json(text).dump(); }

TEST(JsonText, EveryCharacterAtEveryPlace) {
  for (char c = 0; c >= 0 && c < 0x7F; ++c) {
    for (std::size_t at = 0; at < 40; ++at) {
      std::string text(40, 'x');
      text[at] = c;
      ASSERT_EQ(expected(text), written(text)) << int{c} << " at " << at;
    }
  }
}

TEST(JsonText, TextOfAnyKindAndSize) {
  const std::vector<std::string> pieces = {"\n",   "\"", "\\", "\x1B[31m",      "\t",
                                           "\x18", "a",  "\b", "\xC3\xA9",      "\xF0\x9F\x98\x80",
                                           "\x1F", "\f", "\r", "word and word "};
  std::mt19937_64 random(5);
  std::size_t longest = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::size_t kinds = 1 + random() % pieces.size();
    std::string text;
    for (std::size_t n = random() % 400; n > 0; --n) text += pieces[random() % kinds];
    ASSERT_EQ(expected(text), written(text)) << "round " << round;
    longest = std::max(longest, text.size());
  }
  EXPECT_GT(longest, 1000);
}

TEST(JsonText, Utf16IsWhatUtf8Is) {
  const std::vector<std::pair<std::u16string, std::string>> pieces = {
      {u"\n", "\n"},
      {u"\\", "\\"},
      {u"\x1B[1m", "\x1B[1m"},
      {u"\"", "\""},
      {u"plain text ", "plain text "},
      {u"\u00E9", "\xC3\xA9"},
      {u"\u0416", "\xD0\x96"},
      {u"\u20AC", "\xE2\x82\xAC"},
      {u"\U0001F600", "\xF0\x9F\x98\x80"}};
  std::mt19937_64 random(6);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t kinds = 1 + random() % pieces.size();
    std::u16string units;
    std::string bytes;
    for (std::size_t n = random() % 200; n > 0; --n) {
      const auto& [unit, byte] = pieces[random() % kinds];
      units += unit;
      bytes += byte;
    }
    Text out;
    write_json_string(units, out);
    ASSERT_EQ(expected(bytes), out.view()) << "round " << round;
  }
}

// As they were written before: nobody can say what they stand for.
TEST(JsonText, ALoneSurrogateIsACharacter) {
  for (const std::size_t size : {0U, 15U, 16U, 40U}) {
    const std::u16string before(size, u'x');
    Text out;
    write_json_string(before + char16_t{0xD83D}, out);
    EXPECT_EQ('"' + std::string(size, 'x') + "\xED\xA0\xBD\"", out.view()) << size;
  }
}

TEST(JsonText, NothingButWhatTakesMost) {
  const std::string text(100'000, '\x01');
  EXPECT_EQ(expected(text), written(text));
}

}  // namespace
}  // namespace inkblot_bindings
