// One table, against the sum of its digits, and words against what chance drew.
#include "confirm/rarity.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "confirm/rarity_table.h"

namespace inkblot {
namespace {

const std::string kLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// Where a character stands in the table.
std::size_t place(char c) {
  const std::size_t at = kLetters.find(c);
  return at == std::string::npos ? 62 : at;
}

std::size_t slow(std::string_view token) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const std::size_t before = i == 0 ? 63 : place(token[i - 1]);
    sum += 2 + static_cast<std::size_t>(kRarityRows.at(before).at(place(token[i])) - '0');
  }
  return sum;
}

TEST(Rarity, TheTableIsSquare) {
  for (const std::string_view row : kRarityRows) {
    EXPECT_EQ(kRarityRows.size(), row.size());
    EXPECT_EQ(std::string_view::npos, row.find_first_not_of("0123456789"));
  }
}

TEST(Rarity, IsTheSumOfItsPairs) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string token(random() % 80, ' ');
    for (char& c : token) c = static_cast<char>(random() % 256);
    EXPECT_EQ(slow(token), rarity(token));
  }
  EXPECT_EQ(0U, rarity(""));
}

TEST(Rarity, TellsWordsFromChance) {
  for (const std::string word :
       {"get_user_by_name_2", "HTTP2ServerConnection", "x86_64-unknown-linux-gnu",
        "2024-01-31-release", "configuration", "IPV6_RECVHOPLIMIT"}) {
    EXPECT_FALSE(is_rare(word, 58)) << word;
  }
  std::mt19937 random(7);
  std::size_t rare = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string token(32, ' ');
    for (char& c : token) c = kLetters.at(random() % kLetters.size());
    rare += is_rare(token, 65) ? 1U : 0U;
  }
  EXPECT_LE(990U, rare);
}

}  // namespace
}  // namespace inkblot
