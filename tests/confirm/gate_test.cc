// Filler is not a secret, and what looks random is.
#include <gtest/gtest.h>

#include <string>

#include "confirm/parsers.h"

namespace inkblot {
namespace {

TEST(Gate, KnowsFiller) {
  for (const char* const text :
       {"YOUR_API_KEY", "my-example-key", "aaaaaaaaaaaa", "xxxxxxxx", "abcdefghijklmnop",
        "123456789012", "<token>", "${SECRET}", "{{ token }}", "ChangeMe", "f4ke-FAKE-01",
        "t-<YOUR TOKEN>", "q8Zt5<your"}) {
    EXPECT_TRUE(is_placeholder(text)) << text;
  }
  for (const char* const text :
       {"q8Zt5Lw2Rk9V", "tr0ub4dor", "correct-horse", "q8Zt5<Lw2#Rk9V", "Zt5<g=>"}) {
    EXPECT_FALSE(is_placeholder(text)) << text;
  }
}

TEST(Gate, TheAlphabetAndStutterAreFillerWhereverTheyStand) {
  std::string body;
  while (body.size() < 96) body += "q8Zt5Lw2Rk9V";
  EXPECT_FALSE(is_placeholder(body + body));
  EXPECT_TRUE(is_placeholder(body + "AbcdEfgh" + body));
  EXPECT_FALSE(is_placeholder(body + "abcdefg" + body));
  EXPECT_FALSE(is_placeholder(body + body + std::string(40, 'v') + "Xq8"));
  EXPECT_TRUE(is_placeholder("5555d44447777CcFFaaaa"));
  EXPECT_FALSE(is_placeholder("5d5d4a4a7C7Cc1F2aa3a4"));
}

TEST(Gate, WhatAProviderPrintsForEverybodyIsFiller) {
  const std::string_view known = "Eby8vdM02xNOcqFlqUwJ";
  const std::string rest = "q8Zt5Lw2Rk9V";
  EXPECT_TRUE(is_placeholder(std::string(known) + rest));
  EXPECT_FALSE(is_placeholder(std::string(known.substr(1)) + rest));
}

TEST(Gate, MeasuresEntropyInBits) {
  EXPECT_DOUBLE_EQ(0, entropy(""));
  EXPECT_DOUBLE_EQ(0, entropy("aaaa"));
  EXPECT_DOUBLE_EQ(1, entropy("abab"));
  EXPECT_DOUBLE_EQ(3, entropy("abcdefgh"));
}

TEST(Gate, ABodyNeedsLettersDigitsAndVariety) {
  EXPECT_TRUE(is_credible_body("q8Zt5Lw2Rk9V"));
  EXPECT_FALSE(is_credible_body("qwzlkrtvbnmp"));
  EXPECT_FALSE(is_credible_body("927461538202"));
  EXPECT_FALSE(is_credible_body("a1a1a1a1a1a1"));
  EXPECT_FALSE(is_credible_body(""));
}

TEST(Gate, AValueMayBeAWordButNotAReference) {
  EXPECT_TRUE(is_credible_value("hunter2"));
  EXPECT_TRUE(is_credible_value("test2"));
  for (const char* const text : {"", "abc", "null", "None", "$HOME1", "<secret>", "{x1y2z3}",
                                 "password", "aaaaaa", "test", "Demo"}) {
    EXPECT_FALSE(is_credible_value(text)) << text;
  }
}

}  // namespace
}  // namespace inkblot
