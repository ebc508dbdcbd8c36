// What is glued to a word, against a look at one character after the other.
#include "sweep/glued.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/chunking.h"

namespace inkblot {
namespace {

bool expected(const std::string& text, std::size_t begin) {
  const auto at = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  if (begin < 8 || !kWordSet.has(at(begin)) || !kWordSet.has(at(begin - 1))) return false;
  for (std::size_t i = begin - 8; i < begin - 1; ++i) {
    if (kEscapeHints.has(at(i))) return false;
  }
  const CharSet digits("0123456789");
  return !digits.has(at(begin - 2)) || digits.has(at(begin - 1));
}

TEST(Glued, EveryCharacterBeforeIsAskedOf) {
  for (unsigned c = 0; c < 256; ++c) {
    for (std::size_t i = 0; i < 12; ++i) {
      std::string text(12, 'a');
      text[i] = static_cast<char>(c);
      const Window window{test::bytes_of(text), 0, true};
      for (std::size_t begin = 0; begin < text.size(); ++begin) {
        EXPECT_EQ(expected(text, begin), is_glued(window, begin)) << c << " at " << i;
      }
    }
  }
}

TEST(Glued, AsInRandomText) {
  constexpr std::string_view kText = "aZ09_-\\%[();m1 b\x1B";
  std::mt19937_64 random(20261128);
  std::string text(20000, ' ');
  for (char& c : text) c = random() % 3 == 0 ? kText[random() % kText.size()] : 'x';
  const Window window{test::bytes_of(text), 0, true};
  std::size_t glued = 0;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    ASSERT_EQ(expected(text, begin), is_glued(window, begin)) << text.substr(begin, 9);
    if (is_glued(window, begin)) ++glued;
  }
  EXPECT_GT(glued, 100U);
}

}  // namespace
}  // namespace inkblot
