// What a head is to the sweep.
#include "pack/ways.h"

#include <gtest/gtest.h>
#include <inkblot/pack.h>

#include <array>

#include "confirm/checksum.h"
#include "pack/pack.h"
#include "pack/triggers.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

std::vector<hyperscan::Pattern> patterns_of(const std::string& head, Openings* openings = nullptr) {
  Rule rule = test::acme_rule();
  rule.head = head;
  const std::array rules = {rule};
  auto out = sweep_patterns(rules, openings);
  EXPECT_GE(out.size(), kTriggers.size());
  out.resize(out.size() - kTriggers.size());
  return out;
}

TEST(Ways, ASlashMayBeEscapedAsJsonDoes) {
  EXPECT_EQ("a\\\\{0,7}/b", sweep_regex("a/b"));
  EXPECT_EQ("[/]b\\.", sweep_regex("[/]b\\."));
}

TEST(Ways, AllSlashesOfAHeadHaveAsManyBackslashes) {
  const auto patterns = patterns_of("a://[b-d]");
  ASSERT_EQ(8U, patterns.size());
  for (std::uint32_t slashes = 0; slashes < patterns.size(); ++slashes) {
    EXPECT_EQ(5 + 2 * slashes, SweepId::of(patterns[slashes].id).width);
  }
}

// Which a rule's own do not.
TEST(Ways, BackslashesBeforeNoSlashAreCountedByThemselves) {
  const auto patterns = patterns_of(R"(acme\\{0,7}b\\{0,7}c)");
  ASSERT_EQ(1U, patterns.size()) << "64 ways are too many";
  EXPECT_EQ(0U, SweepId::of(patterns[0].id).width);
}

TEST(Ways, AHeadOfSeveralWidthsIsOnePatternForEach) {
  const auto patterns = patterns_of("acme[0-9]{2,4}x");
  ASSERT_EQ(3U, patterns.size());
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    EXPECT_EQ(7 + i, SweepId::of(patterns[i].id).width);
    EXPECT_EQ(0U, SweepId::of(patterns[i].id).rule);
  }
}

TEST(Ways, ARunOfOneCharacterIsOnePatternForEachThatEndsIt) {
  EXPECT_EQ(2U, patterns_of("AAAA[bc]").size());
  EXPECT_EQ(1U, patterns_of("AAA[bc]").size());
}

TEST(Ways, WhatIsNotPlainIsOnePatternOfNoWidth) {
  const auto patterns = patterns_of("acme(?:a|b*)+");
  ASSERT_EQ(1U, patterns.size());
  EXPECT_EQ(0U, SweepId::of(patterns[0].id).width);
}

TEST(Ways, OpeningsAreNoPatterns) {
  Openings openings;
  EXPECT_TRUE(patterns_of("ac[0-9a-z]{12}", &openings).empty());
  EXPECT_EQ((std::vector{SweepId{0, 14}.id()}), openings.ids());
  EXPECT_EQ(1U, patterns_of("ac[0-9a-z]{12}").size());
  EXPECT_EQ(1U, patterns_of("acme_[0-9a-z]{12}", &openings).size());
}

// What may be glued to a word must be seen there.
TEST(Ways, RulesOfWhichATokenMayBeGluedHaveNoOpenings) {
  Rule rule = test::acme_rule();
  rule.head = "ac[0-9a-z]{12}";
  EXPECT_TRUE(is_never_glued(rule, nullptr));
  Openings openings;
  EXPECT_FALSE(is_never_glued(rule, find_checksum("crc32-github")));
  // Of sixteen bits, some passes in a few kilobytes of base32.
  EXPECT_TRUE(is_never_glued(rule, find_checksum("base32-crc16")));
  rule.back = 4;
  EXPECT_FALSE(is_never_glued(rule, nullptr));
  const std::array rules = {rule};
  sweep_patterns(rules, &openings);
  EXPECT_TRUE(openings.empty());
}

TEST(Ways, ALoadedRuleHasTheSameOpenings) {
  Rule rule = test::acme_rule();
  rule.head = "ac[0-9a-z]{12}";
  Openings openings;
  add_openings(rule, 5, openings);
  EXPECT_EQ((std::vector{SweepId{5, 14}.id()}), openings.ids());
}

}  // namespace
}  // namespace inkblot
