// Every kernel that this CPU can run finds the same kinds, wherever a byte stands.
#include "sweep/kinds.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "support/chunking.h"
#include "support/kernels.h"
#include "unwrap/streak.h"

namespace inkblot {
namespace {

using test::kernels;

// The words of each kind, one after the other.
std::vector<std::uint64_t> words_of_kinds(Kernel kernel, Bytes bytes) {
  const auto kinds = std::make_unique<Kinds>();
  find_kinds(kernel, bytes, *kinds);
  std::vector<std::uint64_t> out;
  for (const auto* words : {&kinds->token, &kinds->digit, &kinds->upper, &kinds->first,
                            &kinds->second, &kinds->pair, &kinds->text, &kinds->start}) {
    out.insert(out.end(), words->begin(),
               words->begin() + static_cast<std::ptrdiff_t>(words_of(bytes.size())));
  }
  return out;
}

std::vector<Span> runs_of(Kernel kernel, Bytes bytes) {
  const auto kinds = std::make_unique<Kinds>();
  find_kinds(kernel, bytes, *kinds);
  std::vector<Span> out;
  for (std::size_t i = 0; i < kinds->count; ++i) {
    const Kinds::Run& run = kinds->runs[i];
    out.push_back({run.begin, Offset{run.begin} + run.size});
  }
  return out;
}

TEST(Kinds, EveryByteHasItsKind) {
  std::vector<std::uint8_t> bytes(256);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  for (const Kernel kernel : kernels()) {
    const auto kinds = std::make_unique<Kinds>();
    find_kinds(kernel, bytes, *kinds);
    for (std::size_t c = 0; c < bytes.size(); ++c) {
      const auto bit = [&](std::uint64_t word) { return (word >> (c % 64) & 1U) != 0; };
      const bool digit = c >= '0' && c <= '9';
      const bool upper = c >= 'A' && c <= 'Z';
      const bool token = digit || upper || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
      EXPECT_EQ(digit, bit(kinds->digit[c / 64])) << c;
      EXPECT_EQ(upper, bit(kinds->upper[c / 64])) << c;
      EXPECT_EQ(token, bit(kinds->token[c / 64])) << c;
      const bool first = (c >= 'I' && c <= 'Z') || (c >= 'a' && c <= 'f');
      EXPECT_EQ(first, bit(kinds->first[c / 64])) << c;
      const bool second = (c >= 'C' && c <= 'H') || (c >= 'S' && c <= 'X') ||
                          (c >= 'i' && c <= 'n') || c == 'y' || c == 'z' || (c >= '0' && c <= '3');
      EXPECT_EQ(second, bit(kinds->second[c / 64])) << c;
      EXPECT_EQ(c >= '2' && c <= '7', bit(kinds->pair[c / 64])) << c;
    }
  }
}

// Of every size, so that every rest of a block and of a vector is met.
TEST(Kinds, KernelsAgreeAtEveryAlignmentAndSize) {
  constexpr std::string_view kCharacters = "abcXYZ0189_-aaaaaaaa .\"";
  std::mt19937_64 random(20261126);
  std::vector<std::uint8_t> bytes(2 * Kinds::kBytes);
  for (std::uint8_t& c : bytes) {
    c = static_cast<std::uint8_t>(kCharacters[random() % kCharacters.size()]);
  }
  for (std::size_t i = 0; i < bytes.size() / 2; i += 1 + random() % 3) {
    bytes[i] = static_cast<std::uint8_t>(random());
  }
  for (std::size_t at = 0; at < 1200; ++at) {
    const std::size_t size = at < 600 ? at + 1 : Kinds::kBytes - (at - 600);
    const Bytes part = Bytes(bytes).subspan(random() % Kinds::kBytes, size);
    const auto words = words_of_kinds(Kernel::scalar, part);
    const auto runs = runs_of(Kernel::scalar, part);
    for (const Kernel kernel : kernels()) {
      ASSERT_EQ(words, words_of_kinds(kernel, part)) << size;
      ASSERT_EQ(runs, runs_of(kernel, part)) << size;
    }
  }
}

TEST(Kinds, AsManyRunsAsThereIsRoomFor) {
  std::string text;
  while (text.size() < Kinds::kBytes) text += std::string(kTokenBytesMin, '7') + ' ';
  text.resize(Kinds::kBytes);
  for (const Kernel kernel : kernels()) {
    EXPECT_EQ(Kinds::kBytes / (kTokenBytesMin + 1), runs_of(kernel, test::bytes_of(text)).size());
  }
}

TEST(Kinds, EveryStreakIsMarked) {
  constexpr std::string_view kText = "IJKZabcf23456789CHiSXw0+/-_gQUEA ";
  std::mt19937_64 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string text(1 + random() % 1500, 'a');
    const std::size_t kinds_of_chars = random() % 2 == 0 ? 15 : kText.size();
    for (char& c : text) c = kText[random() % kinds_of_chars];
    for (std::size_t at = 0; at + 40 < text.size(); at += 1 + random() % 90) {
      for (std::size_t k = 0; k < 34; ++k) text[at + k] = "234567aB"[random() % 6];
    }
    const Bytes bytes = test::bytes_of(text);
    for (const Kernel kernel : kernels()) {
      const auto kinds = std::make_unique<Kinds>();
      find_kinds(kernel, bytes, *kinds);
      for (std::size_t at = 0; at < bytes.size(); ++at) {
        const bool marked = (kinds->text[at / 64] >> (at % 64) & 1U) != 0;
        ASSERT_TRUE(marked || !begins_streak(bytes.subspan(at))) << at << " " << text;
      }
    }
  }
}

TEST(Kinds, WhatIsMissingOfABlockIsOfNoKind) {
  const std::vector<std::uint8_t> bytes(64, '7');
  for (const Kernel kernel : kernels()) {
    for (std::size_t size = 1; size < bytes.size(); ++size) {
      const std::uint64_t bits = (std::uint64_t{1} << size) - 1;
      const auto words = words_of_kinds(kernel, Bytes(bytes).first(size));
      EXPECT_EQ((std::array{bits, bits, std::uint64_t{0}}),
                (std::array{words[0], words[1], words[2]}));
    }
  }
}

}  // namespace
}  // namespace inkblot
