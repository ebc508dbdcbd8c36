// Owned once, locked where allowed, gone afterwards.
#include "secret.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <type_traits>

namespace inkblot {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
static_assert(Printable<int> && !Printable<SecretBytes>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_assignable_v<SecretBytes>);

constexpr std::array<std::uint8_t, 5> kValue = {1, 2, 3, 4, 5};

bool mapped(const void* page) {
  unsigned char present = 0;
  return mincore(const_cast<void*>(page), 1, &present) == 0;
}

TEST(SecretBytes, HoldsACopy) {
  const SecretBytes secret = SecretBytes::copy_of(kValue).value();
  EXPECT_EQ(secret.size(), kValue.size());
  EXPECT_TRUE(std::ranges::equal(secret.span(), kValue));
}

TEST(SecretBytes, StartsAsZerosAndCanBeWritten) {
  SecretBytes secret = SecretBytes::create(10'000).value();
  EXPECT_EQ(std::ranges::count(secret.span(), 0), 10'000);
  secret.span()[9'999] = 7;
  EXPECT_EQ(secret.span().back(), 7);
}

TEST(SecretBytes, IsWipedWhereverItWasWritten) {
  constexpr std::size_t kPage = 4096;
  SecretBytes secret = SecretBytes::create(300 * kPage + 5).value();
  for (const std::size_t at : {std::size_t{0}, 63 * kPage, 64 * kPage + 1, 200 * kPage - 1,
                               300 * kPage, 300 * kPage + 4}) {
    secret.span()[at] = 7;
  }
  secret.wipe();
  EXPECT_EQ(std::ranges::count(secret.span(), 0), std::ssize(secret.span()));
}

TEST(SecretBytes, MayBeEmpty) {
  const SecretBytes none = SecretBytes::copy_of({}).value();
  EXPECT_TRUE(none.empty());
  EXPECT_TRUE(SecretBytes().empty());
}

TEST(SecretBytes, RefusesTooMuch) {
  const auto secret = SecretBytes::create(SIZE_MAX / 2);
  ASSERT_FALSE(secret.has_value());
  EXPECT_EQ(secret.error().code(), Code::no_memory);
}

TEST(SecretBytes, MoveLeavesOneOwner) {
  SecretBytes first = SecretBytes::copy_of(kValue).value();
  const std::uint8_t* const where = first.span().data();
  SecretBytes second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT: what a moved-from one is, is the question.
  EXPECT_EQ(second.span().data(), where);
}

TEST(SecretBytes, AssignmentEndsTheOldValueAtOnce) {
  SecretBytes first = SecretBytes::copy_of(kValue).value();
  SecretBytes second = SecretBytes::create(1).value();
  const std::uint8_t* const old = second.span().data();
  second = std::move(first);
  EXPECT_FALSE(mapped(old));
  EXPECT_TRUE(std::ranges::equal(second.span(), kValue));
  SecretBytes& same = second;
  second = std::move(same);
  EXPECT_TRUE(std::ranges::equal(second.span(), kValue));
}

TEST(SecretBytes, DestructionUnmaps) {
  const std::uint8_t* where = nullptr;
  {
    const SecretBytes secret = SecretBytes::copy_of(kValue).value();
    where = secret.span().data();
    EXPECT_TRUE(mapped(where));
  }
  EXPECT_FALSE(mapped(where));
}

TEST(SecretBytes, GrowsWithWhatItHolds) {
  SecretBytes secret;
  ASSERT_TRUE(secret.grow(5).ok());
  std::copy(kValue.begin(), kValue.end(), secret.span().begin());
  ASSERT_TRUE(secret.grow(std::size_t{64} << 20U).ok());
  EXPECT_EQ(secret.size(), std::size_t{64} << 20U);
  EXPECT_TRUE(std::ranges::equal(secret.span().first(5), kValue));
  secret.span().back() = 1;
  EXPECT_TRUE(secret.grow(1).ok());
  EXPECT_EQ(secret.size(), std::size_t{64} << 20U);
  EXPECT_EQ(secret.grow(SIZE_MAX / 2).code(), Code::no_memory);
}

TEST(SecretText, DropsWhatDoesNotFit) {
  SecretText text = SecretText::create(3).value();
  text.append("ab");
  EXPECT_FALSE(text.full());
  text.append("cd");
  EXPECT_TRUE(text.full());
  EXPECT_EQ(text.bytes().size(), 3U);
  text.clear();
  EXPECT_TRUE(text.bytes().empty());
}

TEST(OnSecretStack, RunsElsewhereAndSaysWhatCameOfIt) {
  int here = 0;
  const void* there = nullptr;
  EXPECT_TRUE(on_secret_stack([&] {
                int local = ++here;
                there = &local;
                return Status();
              }).ok());
  EXPECT_EQ(here, 1);
  EXPECT_FALSE(mapped(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(there) &
                                                    ~std::uintptr_t{4095})));
  EXPECT_EQ(on_secret_stack([] { return Status(Code::limit, "no"); }).code(), Code::limit);
  EXPECT_EQ(on_secret_stack([]() -> Status { throw std::bad_alloc(); }).code(), Code::no_memory);
}

// In a child, for it cannot be undone.
TEST(HardenProcess, ForbidsCoreDumps) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    harden_process();
    rlimit core{1, 1};
    getrlimit(RLIMIT_CORE, &core);
    _exit(core.rlim_cur == 0 && prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace inkblot
