// The two halves are one memory, and it is gone afterwards.
#include "io/ring.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <type_traits>

namespace inkblot {
namespace {

static_assert(!std::is_copy_constructible_v<Ring> && !std::is_copy_assignable_v<Ring>);
static_assert(std::is_nothrow_move_constructible_v<Ring>);

// The flags (VmFlags of smaps) of the mapping that begins there; empty where none begins.
std::string flags_of(const void* where) {
  char start[32];
  std::snprintf(start, sizeof start, "%lx-", reinterpret_cast<unsigned long>(where));
  std::ifstream maps("/proc/self/smaps");
  bool here = false;
  for (std::string line; std::getline(maps, line);) {
    if (line.starts_with(start)) here = true;
    if (here && line.starts_with("VmFlags:")) return line + " ";
  }
  return {};
}

TEST(Ring, BothHalvesAreOneMemory) {
  Ring ring = Ring::create(1, false).value();
  ASSERT_EQ(ring.capacity(), static_cast<std::size_t>(sysconf(_SC_PAGESIZE)));
  std::uint8_t* const base = ring.at(0);
  for (std::size_t i = 0; i < ring.capacity(); ++i) base[i] = static_cast<std::uint8_t>(i * 7);
  EXPECT_TRUE(std::equal(base, base + ring.capacity(), base + ring.capacity()));
  base[ring.capacity() + 3] = 99;
  EXPECT_EQ(base[3], 99);
}

TEST(Ring, OffsetsGoRoundAndStayContiguous) {
  Ring ring = Ring::create(3 * 4096, false).value();  // Not a power of two.
  const std::size_t capacity = ring.capacity();
  EXPECT_EQ(ring.at(capacity * 1'000'000'007ULL + 5), ring.at(5));
  const Offset at = capacity - 2;
  std::fill_n(ring.at(at), capacity, std::uint8_t{1});
  *ring.at(at + 5) = 42;
  EXPECT_EQ(ring.at(at)[5], 42);
  EXPECT_EQ(*ring.at(3), 42);
}

TEST(Ring, WipesAcrossTheSeam) {
  Ring ring = Ring::create(4096, false).value();
  std::fill_n(ring.at(0), ring.capacity(), std::uint8_t{0xAA});
  ring.wipe(ring.capacity() - 10, 20);
  EXPECT_EQ(std::count(ring.at(0), ring.at(0) + ring.capacity(), 0), 20);
  EXPECT_EQ(*ring.at(9), 0);
  EXPECT_EQ(*ring.at(10), 0xAA);
  ring.wipe(7, ring.capacity());
  EXPECT_EQ(std::count(ring.at(0), ring.at(0) + ring.capacity(), 0),
            static_cast<std::ptrdiff_t>(ring.capacity()));
}

TEST(Ring, StaysOutOfCoreDumps) {
  Ring ring = Ring::create(1 << 16, false).value();
  EXPECT_FALSE(ring.locked());
  EXPECT_NE(flags_of(ring.at(0)).find(" dd "), std::string::npos);
  EXPECT_NE(flags_of(ring.at(0) + ring.capacity()).find(" dd "), std::string::npos);
}

TEST(Ring, LocksWhereItMayAndWorksWhereItMayNot) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer turns mlock() into nothing";
#endif
  Ring ring = Ring::create(1 << 16, true).value();
  EXPECT_EQ(ring.locked(), flags_of(ring.at(0)).find(" lo ") != std::string::npos);
  rlimit before{};
  getrlimit(RLIMIT_MEMLOCK, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_MEMLOCK, &none);
  auto unlocked = Ring::create(1 << 16, true);
  setrlimit(RLIMIT_MEMLOCK, &before);
  ASSERT_TRUE(unlocked.has_value());  // Locked all the same where we have CAP_IPC_LOCK.
  *unlocked->at(0) = 1;
}

TEST(Ring, MovesAndUnmapsOnce) {
  Ring first = Ring::create(4096, false).value();
  std::uint8_t* const base = first.at(0);
  base[0] = 5;
  {
    Ring second(std::move(first));
    EXPECT_EQ(second.at(0), base);
    EXPECT_EQ(*second.at(0), 5);
    EXPECT_EQ(first.capacity(), 0U);  // NOLINT: what a moved-from Ring is, is the question.
    Ring third = Ring::create(8192, false).value();
    third = std::move(second);
    EXPECT_EQ(third.at(0), base);
  }
  EXPECT_EQ(flags_of(base), "");
}

TEST(Ring, RefusesWhatCannotBe) {
  for (const std::size_t size : {std::size_t{0}, SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 4}) {
    const auto ring = Ring::create(size, false);
    ASSERT_FALSE(ring.has_value()) << size;
    EXPECT_EQ(ring.error().code(), Code::no_memory);
  }
}

// The descriptor is closed once mapped: many rings need none.
TEST(Ring, KeepsNoDescriptor) {
  const int before = dup(0);
  close(before);
  Ring ring = Ring::create(4096, false).value();
  const int after = dup(0);
  close(after);
  EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace inkblot
