// Findings that overlap or touch merge, and the strongest evidence names the group.
#include "resolve/resolve.h"

#include <gtest/gtest.h>

#include <vector>

namespace inkblot {
namespace {

Finding finding(Offset begin, Offset end, std::uint32_t rule, Evidence evidence = Evidence::exact) {
  return {{begin, end}, rule, evidence};
}

TEST(Resolver, KeepsWhatIsDisjointSorted) {
  Resolver resolver;
  for (const Offset begin : {40U, 0U, 20U, 10U}) resolver.add(finding(begin, begin + 9, 1));
  ASSERT_EQ(4U, resolver.groups().size());
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_LE(resolver.groups()[i - 1].span.end, resolver.groups()[i].span.begin);
  }
}

TEST(Resolver, MergesAllThatAFindingTouches) {
  Resolver resolver;
  for (const Offset begin : {0U, 20U, 40U}) resolver.add(finding(begin, begin + 10, 1));
  resolver.add(finding(5, 41, 2));
  ASSERT_EQ(1U, resolver.groups().size());
  EXPECT_EQ((Span{0, 50}), resolver.groups().front().span);
}

TEST(Resolver, NamesByStrengthThenByPlaceThenByRule) {
  Resolver resolver;
  resolver.add(finding(0, 10, 5, Evidence::drifted));
  resolver.add(finding(2, 10, 7, Evidence::checksummed));
  resolver.add(finding(1, 10, 3, Evidence::exact));
  EXPECT_EQ(7U, resolver.groups().front().label.rule);
  resolver.add(finding(0, 9, 9, Evidence::checksummed));
  EXPECT_EQ(9U, resolver.groups().front().label.rule);
  resolver.add(finding(0, 9, 2, Evidence::checksummed));
  EXPECT_EQ(2U, resolver.groups().front().label.rule);
}

TEST(Resolver, ALabelIsSettledByItsFirstFourKilobytes) {
  Resolver resolver;
  resolver.add(finding(0, 10000, 1, Evidence::drifted));
  resolver.add(finding(kLabelBytesMax, 9000, 2, Evidence::checksummed));
  EXPECT_EQ(1U, resolver.groups().front().label.rule);
  resolver.add(finding(kLabelBytesMax - 1, 9000, 3, Evidence::checksummed));
  EXPECT_EQ(3U, resolver.groups().front().label.rule);
}

TEST(Resolver, AStartedGroupKeepsItsLabel) {
  Resolver resolver;
  resolver.add(finding(0, 10, 1, Evidence::drifted));
  resolver.groups().front().started = true;
  resolver.add(finding(1, 30, 2, Evidence::checksummed));
  EXPECT_EQ(1U, resolver.groups().front().label.rule);
  EXPECT_EQ((Span{0, 30}), resolver.groups().front().span);
}

TEST(Resolver, IsOpenedWhereAllWasFoundInOneBase64) {
  const auto coded = [](Offset begin, Offset end) {
    return Finding{{begin, end}, 1, Evidence::exact, Encoding::base64};
  };
  const auto opened = [](const std::vector<Finding>& findings) {
    Resolver resolver;
    for (const Finding& one : findings) resolver.add(one);
    return resolver.groups().front().opened;
  };
  EXPECT_TRUE(opened({coded(0, 40), coded(0, 40)}));
  EXPECT_FALSE(opened({coded(0, 40), finding(0, 40, 2)}));
  EXPECT_FALSE(opened({finding(0, 40, 2), coded(0, 40)}));
  EXPECT_FALSE(opened({coded(0, 40), coded(40, 44)}));
  for (const bool first : {false, true}) {
    Resolver resolver;
    if (first) resolver.add(coded(0, 40));
    resolver.add(finding(0, 38, 2), true);
    if (!first) resolver.add(coded(0, 40));
    EXPECT_TRUE(resolver.groups().front().opened);
    resolver.add(finding(30, 44, 2), true);
    EXPECT_FALSE(resolver.groups().front().opened);
  }
}

TEST(Resolver, AnEmptyFindingIsNone) {
  Resolver resolver;
  resolver.add(finding(7, 7, 1));
  EXPECT_TRUE(resolver.groups().empty());
}

}  // namespace
}  // namespace inkblot
