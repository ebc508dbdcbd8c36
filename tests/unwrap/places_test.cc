// Places against a list of all of them.
#include "unwrap/places.h"

#include <gtest/gtest.h>

#include <random>

namespace inkblot {
namespace {

TEST(Places, AreThoseOfAList) {
  std::mt19937_64 random(20261128);
  for (int i = 0; i < 200; ++i) {
    Places places;
    std::vector<SpelledPlace> list;
    Offset at = random() % 1000;
    for (int step = 0; step < 60; ++step) {
      if (random() % 5 == 0) at += 1 + random() % 3;  // A colour code.
      const bool follows = random() % 2 == 0;
      const std::size_t count = random() % 4;
      if (random() % 3 == 0) {
        const SpelledPlace place{{at, at + 6}, true, follows};
        places.add(place, count);
        list.insert(list.end(), count, place);
        at += 6;
      } else {
        const Offset width = random() % 3 == 0 ? 4 + random() % 3 : 1;
        places.add_beside({{at, at + width}, false, follows}, count);
        for (std::size_t n = 0; n < count; ++n, at += width) {
          list.push_back({{at, at + width}, false, follows});
        }
      }
      if (random() % 8 == 0) {
        const std::size_t dropped = random() % (list.size() + 1);
        places.drop(dropped);
        list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(dropped));
      }
      ASSERT_EQ(list.empty(), places.empty());
      if (list.empty()) continue;
      EXPECT_EQ(list.front().span.begin, places.begin());
      for (std::size_t n = 0; n < list.size(); ++n) ASSERT_EQ(list[n], places.at(n)) << n;
    }
  }
}

TEST(Places, BeginAnewWhenTheyAreCleared) {
  Places places;
  places.add_beside({{3, 4}, false, false}, 5);
  places.clear();
  EXPECT_TRUE(places.empty());
  places.add({{90, 95}, true, true}, 1);
  EXPECT_EQ((Span{90, 95}), places.at(0).span);
}

}  // namespace
}  // namespace inkblot
