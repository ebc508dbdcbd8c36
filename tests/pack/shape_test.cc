// A Shape says what RE2 says, or that it cannot.
#include "pack/shape.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>

#include "support/chunking.h"

namespace inkblot {
namespace {

// RE2's longest match from the text's begin, or npos.
std::size_t oracle(const std::string& pattern, const std::string& text) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_dot_nl(true);
  options.set_longest_match(true);
  const RE2 regex(pattern, options);
  re2::StringPiece found;
  if (!regex.Match(text, 0, text.size(), RE2::ANCHOR_START, &found, 1)) return std::string::npos;
  return found.size();
}

std::size_t ours(const std::string& pattern, const std::string& text) {
  const auto shape = Shape::parse(pattern);
  Shape::Extent extent;
  if (!shape || !shape->match(text, 0, extent)) return std::string::npos;
  return extent.end;
}

TEST(Shape, AgreesWithRe2OnEveryRuleOfThePack) {
  constexpr std::uint64_t kSeed = 20261125;
  const auto pack = Pack::builtin().value();
  std::mt19937_64 random(kSeed);
  std::size_t plain = 0;
  for (const Rule& rule : pack->rules()) {
    if (rule.pattern.empty() || !Shape::parse(rule.pattern)) continue;
    ++plain;
    std::string text;
    for (std::size_t i = 0; i < 40; ++i) {
      // Nearly matching texts: letters of the pattern itself, among others.
      text += i % 3 == 0 ? rule.pattern[random() % rule.pattern.size()]
                         : kAlnum[random() % kAlnum.size()];
    }
    for (const std::string& keyword : rule.keywords) {
      for (const std::string& t : {text, keyword + text, keyword + std::string(200, 'a') + text}) {
        EXPECT_EQ(oracle(rule.pattern, t), ours(rule.pattern, t)) << rule.id << " seed " << kSeed;
      }
    }
  }
  EXPECT_GT(plain, pack->rules().size() / 2);
}

TEST(Shape, TakesTheLongestWay) {
  EXPECT_EQ(5U, ours("ab(?:c|cd)?[0-9]*", "abcd7"));
  EXPECT_EQ(3U, ours("ab(?:c|cd)?", "abcx"));
  EXPECT_EQ(6U, ours("(?i:KEY)[=:]{1,2}x", "kEy=:x"));
  EXPECT_EQ(4U, ours("[^a-c]\\x41\\.\\d", "zA.7"));
  EXPECT_EQ(std::string::npos, ours("a{3}", "aab"));
}

TEST(Shape, KnowsWhereTheGroupStands) {
  const auto shape = Shape::parse("[?&]secret=([A-Z2-7]{4,8})&");
  ASSERT_TRUE(shape);
  Shape::Extent extent;
  ASSERT_TRUE(shape->match("x?secret=ABCDE&", 1, extent));
  EXPECT_EQ(9U, extent.group_begin);
  EXPECT_EQ(14U, extent.group_end);
  EXPECT_EQ(15U, extent.end);
}

TEST(Shape, LeavesToRe2WhatItMightGetWrong) {
  for (const char* const pattern :
       {"[a-z]{2,9}xyz[0-9]", "a*a", "\\bkey", "^a", "a$", "(a)(b)", "(?:ab)+", "a+?b", "(?s)a",
        "[[:alpha:]]b", "a|b|", "a?b", "[z-", "(ab", "ab)", "*a", "a{2"}) {
    EXPECT_FALSE(Shape::parse(pattern)) << pattern;
  }
}

TEST(Shape, FixedBackNeedsTheHeadBehindIt) {
  EXPECT_TRUE(Shape::parse("[a-z]{4}-us[0-9]{1,2}")->fixed_for(4, 4));
  EXPECT_FALSE(Shape::parse("[a-z]{4}-us[0-9]{1,2}")->fixed_for(3, 4));
  EXPECT_FALSE(Shape::parse("[a-f]{4}(?:XX)?NRAL")->fixed_for(6, 4));
}

}  // namespace
}  // namespace inkblot
