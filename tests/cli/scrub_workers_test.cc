// All that is handed out is done once, by whomever.
#include "scrub_workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace inkblot::cli {
namespace {

TEST(Workers, DoAllOfItOnce) {
  for (const unsigned count : {1U, 2U, 9U}) {
    std::vector<std::atomic<int>> done(2000);
    {
      Workers workers(count);
      for (std::atomic<int>& one : done) workers.start([&one] { ++one; });
    }
    for (const std::atomic<int>& one : done) ASSERT_EQ(1, one) << count;
  }
}

TEST(Workers, OneIsWhoeverHandsItOut) {
  Workers workers(1);
  std::thread::id by;
  workers.start([&by] { by = std::this_thread::get_id(); });
  EXPECT_EQ(std::this_thread::get_id(), by);
}

TEST(Workers, SeveralWorkAtTheSameTime) {
  Workers workers(2);
  std::atomic<int> there = 0;
  // Each goes on when the other one has begun.
  const auto meet = [&there] {
    ++there;
    while (there < 2) std::this_thread::yield();
  };
  workers.start(meet);
  workers.start(meet);
  workers.wait_for([&there] { return there == 2; });
  EXPECT_EQ(2, there);
}

TEST(Workers, WaitForWhatIsAsked) {
  Workers workers(3);
  std::atomic<int> done = 0;
  for (int i = 0; i < 100; ++i) workers.start([&done] { ++done; });
  workers.wait_for([&done] { return done == 100; });
  EXPECT_EQ(100, done);
}

}  // namespace
}  // namespace inkblot::cli
