// Every kernel that this CPU can run finds the same kinds, wherever a byte stands.
#include "sweep/kinds.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace inkblot {
namespace {

std::vector<Kernel> kernels() {
  std::vector<Kernel> out;
  for (const Kernel kernel : {Kernel::scalar, Kernel::sse2, Kernel::avx2, Kernel::avx512}) {
    if (can_run(kernel)) out.push_back(kernel);
  }
  return out;
}

std::vector<Kinds> kinds_of(Kernel kernel, Bytes bytes) {
  std::vector<Kinds> out(bytes.size() / kMaskBytes);
  find_kinds(kernel, bytes, out.data());
  return out;
}

TEST(Kinds, AKernelIsChosenThatRuns) {
  EXPECT_TRUE(can_run(Kernel::scalar));
  EXPECT_TRUE(can_run(fastest_kernel()));
  EXPECT_EQ(kernels().back(), fastest_kernel());
}

TEST(Kinds, EveryByteHasItsKind) {
  std::vector<std::uint8_t> bytes(256);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  for (const Kernel kernel : kernels()) {
    const auto kinds = kinds_of(kernel, bytes);
    for (std::size_t c = 0; c < bytes.size(); ++c) {
      const auto bit = [&](std::uint64_t word) { return (word >> (c % 64) & 1U) != 0; };
      const bool digit = c >= '0' && c <= '9';
      const bool upper = c >= 'A' && c <= 'Z';
      const bool token = digit || upper || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
      EXPECT_EQ(digit, bit(kinds[c / 64].digit)) << c;
      EXPECT_EQ(upper, bit(kinds[c / 64].upper)) << c;
      EXPECT_EQ(token, bit(kinds[c / 64].token)) << c;
    }
  }
}

TEST(Kinds, KernelsAgreeAtEveryAlignment) {
  std::mt19937_64 random(20261126);
  std::vector<std::uint8_t> bytes(2048);
  for (std::uint8_t& c : bytes) c = static_cast<std::uint8_t>(random());
  for (std::size_t at = 0; at < 64; ++at) {
    const Bytes part = Bytes(bytes).subspan(at, 1024);
    const auto expected = kinds_of(Kernel::scalar, part);
    for (const Kernel kernel : kernels()) EXPECT_EQ(expected, kinds_of(kernel, part)) << at;
  }
}

TEST(Kinds, WhatIsMissingOfABlockIsOfNoKind) {
  const std::vector<std::uint8_t> bytes(kMaskBytes, '7');
  for (const Kernel kernel : kernels()) {
    for (std::size_t size = 0; size < kMaskBytes; ++size) {
      const std::uint64_t bits = (std::uint64_t{1} << size) - 1;
      EXPECT_EQ((Kinds{bits, bits, 0}), find_kinds(kernel, Bytes(bytes).first(size)));
    }
  }
}

}  // namespace
}  // namespace inkblot
