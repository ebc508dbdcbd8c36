// The same answers from a Shape and from RE2.
#include "pack/matcher.h"

#include <gtest/gtest.h>

namespace inkblot {
namespace {

TEST(Matcher, FallsBackOnRe2) {
  Matcher::Extent extent;
  const Matcher plain("key-([0-9]{4})");
  const Matcher other("key-[a-z]{1,9}xyz([0-9]{4})");
  ASSERT_TRUE(plain.match("a key-1234", 2, extent));
  EXPECT_EQ(6U, extent.group_begin);
  ASSERT_TRUE(other.match("a key-abxyz1234", 2, extent));
  EXPECT_EQ(11U, extent.group_begin);
  EXPECT_EQ(15U, extent.group_end);
  EXPECT_FALSE(other.match("a key-abxyz1234", 1, extent));
}

TEST(Matcher, FindsTheNearestBeginOfAnEnd) {
  for (const char* const pattern : {"k[0-9k]{0,8}", "k[0-9k]{0,3}(?:[0-9k]{0,4})?[0-9k]"}) {
    const Matcher matcher(pattern);
    std::size_t begin = 99;
    ASSERT_TRUE(matcher.ends("..k1k2", 1, 6, begin)) << pattern;
    EXPECT_EQ(4U, begin) << pattern;
    EXPECT_FALSE(matcher.ends("..k1k2.", 1, 6, begin)) << pattern;
  }
}

TEST(Matcher, SearchesFromTheLeft) {
  const Matcher matcher("[a-f]{2,4}-x");
  std::size_t begin = 99;
  Matcher::Extent extent;
  ASSERT_TRUE(matcher.search("zzabc-x", begin, extent));
  EXPECT_EQ(2U, begin);
  EXPECT_EQ(7U, extent.end);
}

}  // namespace
}  // namespace inkblot
