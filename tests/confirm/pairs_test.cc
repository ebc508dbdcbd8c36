// Words and random letters are told apart by their pairs.
#include "confirm/pairs.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace inkblot {
namespace {

TEST(Pairs, RandomLettersAreNoWord) {
  std::mt19937_64 random(20261127);
  for (const std::size_t size : {8U, 10U, 12U, 16U, 24U}) {
    int found = 0;
    for (int i = 0; i < 1000; ++i) {
      std::string text;
      while (text.size() < size) text.push_back(static_cast<char>('a' + random() % 26));
      found += is_no_word(text) ? 1 : 0;
    }
    EXPECT_GE(found, 750) << size;
  }
}

TEST(Pairs, WordsAreWords) {
  for (const char* const word :
       {"password", "required", "getUserToken", "authentication", "Strengths", "configuration",
        "kubernetes", "undefined", "Benutzerkonto", "motdepasse", "placeholder", "changeme",
        "yourpassword", "mysecretpassword", "administrator", "SuperSecret"}) {
    EXPECT_FALSE(is_no_word(word)) << word;
  }
}

TEST(Pairs, NamesHoldWords) {
  for (const char* const name : {"Ed25519PrivateKey", "constants_1.Socks5Auth.NoAuth", "token"}) {
    EXPECT_TRUE(holds_words(name)) << name;
  }
  for (const char* const name : {"q8Zt5Lw2Rk9Vp3XnB7", "zmigewsanbbsdf59xnmduzypjc", "a1b2c3"}) {
    EXPECT_FALSE(holds_words(name)) << name;
  }
}

TEST(Pairs, CountsOnlyLettersBesideOneAnother) {
  EXPECT_EQ(0U, rare_pairs(""));
  EXPECT_EQ(1U, rare_pairs("qz"));
  EXPECT_EQ(1U, rare_pairs("QZ"));
  EXPECT_EQ(0U, rare_pairs("q1z"));
  EXPECT_EQ(0U, rare_pairs("the"));
}

}  // namespace
}  // namespace inkblot
