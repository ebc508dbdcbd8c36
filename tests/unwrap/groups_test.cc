// Groups against a list of spans.
#include "unwrap/groups.h"

#include <gtest/gtest.h>

#include <random>

namespace inkblot {
namespace {

TEST(Groups, AreThoseOfAList) {
  std::mt19937_64 random(20261128);
  for (int i = 0; i < 200; ++i) {
    Groups groups;
    std::vector<Span> list;
    Offset at = random() % 1000;
    for (int step = 0; step < 60; ++step) {
      if (random() % 4 == 0) at += 1 + random() % 3;  // A line end, an escape.
      const Offset width = random() % 3 == 0 ? 4 + random() % 6 : 4;
      const std::size_t count = 1 + random() % 5;
      groups.add(at, width, count);
      for (std::size_t n = 0; n < count; ++n, at += width) list.push_back({at, at + width});
      if (random() % 8 == 0) {
        const std::size_t dropped = random() % (list.size() + 1);
        groups.drop(dropped);
        list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(dropped));
      }
      ASSERT_EQ(list.empty(), groups.empty());
      if (list.empty()) continue;
      EXPECT_EQ(list.front().begin, groups.begin());
      for (std::size_t n = 0; n < list.size(); ++n) ASSERT_EQ(list[n], groups.at(n)) << n;
    }
  }
}

TEST(Groups, BeginAnewWhenTheyAreCleared) {
  Groups groups;
  groups.add(3, 4, 2);
  groups.clear();
  EXPECT_TRUE(groups.empty());
  groups.add(90, 2);
  EXPECT_EQ((Span{90, 92}), groups.at(0));
}

}  // namespace
}  // namespace inkblot
