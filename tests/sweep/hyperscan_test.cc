// The door to Hyperscan: what it measures, refuses, saves and loads.
#include "sweep/hyperscan.h"

#include <gtest/gtest.h>

#include "support/chunking.h"

namespace inkblot::hyperscan {
namespace {

TEST(Hyperscan, MeasuresAPattern) {
  const auto width = measure("ab[0-9]{2,5}");
  ASSERT_TRUE(width.has_value());
  EXPECT_EQ(4U, width->min);
  EXPECT_EQ(7U, width->max);
}

TEST(Hyperscan, RefusesInItsOwnWords) {
  const auto width = measure("(ab");
  ASSERT_FALSE(width.has_value());
  EXPECT_EQ(Code::bad_pack, width.error().code());
  EXPECT_TRUE(width.error().message().starts_with("Hyperscan: "));
  std::size_t failed = 99;
  EXPECT_FALSE(compile({{"ok", 0}, {"(a", 1}}, failed).has_value());
  EXPECT_EQ(1U, failed);
}

TEST(Hyperscan, LoadsWhatItSavedAndNothingElse) {
  std::size_t failed = 0;
  const auto database = compile({{"abc", 3}}, failed);
  ASSERT_TRUE(database.has_value());
  const std::string bytes = save(database->get()).value();
  const auto again = load(test::bytes_of(bytes));
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(make_scratch(again->get()).has_value());
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, bytes.size() - 1}) {
    const auto cut = load(test::bytes_of(bytes.substr(0, size)));
    ASSERT_FALSE(cut.has_value()) << size;
    EXPECT_EQ(Code::bad_pack, cut.error().code());
  }
}

TEST(Hyperscan, AScratchIsForOneAtATimeAndThenForTheNext) {
  std::size_t failed = 0;
  const auto database = compile({{"abc", 3}}, failed).value();
  Scratches scratches;
  auto first = scratches.borrow(database.get()).value();
  auto second = scratches.borrow(database.get()).value();
  EXPECT_NE(first.get(), second.get());
  const hs_scratch_t* const was = first.get();
  first.reset();
  EXPECT_EQ(was, scratches.borrow(database.get()).value().get());
}

}  // namespace
}  // namespace inkblot::hyperscan
