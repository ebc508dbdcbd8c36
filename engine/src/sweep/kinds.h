// What kind of byte stands where, one bit a byte, and which runs no word is like: found by the
// widest vectors there are.
#pragma once

#include <inkblot/span.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "kernel.h"
#include "window.h"

namespace inkblot {

// What stands in up to kBytes bytes.  The first byte's bit is the lowest of the first word; the
// bits of bytes that there are not are 0, up to the end of a vector and for one word at least.
struct Kinds {
  static constexpr std::size_t kBytes = 4096;  // PERF: the words stay in the nearest cache.
  static constexpr std::size_t kVectorWords = 8;
  using Words = std::array<std::uint64_t, kBytes / 64 + kVectorWords>;

  Words token;  // 0-9, A-Z, a-z, _ and -.
  Words digit;
  Words upper;
  // Of base64: I-Z and a-f begin a group whose first byte is printable, and C-H, S-X, i-n, y, z and
  // 0-3 behind them say the same of the second one.
  Words first;
  Words second;
  Words pair;  // 2-7: of hexadecimal, they begin a pair whose byte is printable.
  // From here on there may be a streak of unwrap/streak.h: four groups of base64 begin so, or eight
  // pairs of hexadecimal.
  Words text;
  // From here on kTokenBytesMin or more are of a token.
  Words run;
  // The words of `run` that hold a bit, in order.
  std::array<std::uint8_t, kBytes / 64> run_words;
  std::size_t run_word_count;
  // The same, and they may be like no word.
  Words start;

  // The longest runs of token characters that have as many and of whose first 16 two are digits, or
  // which change between capitals, small letters and digits six times.
  struct Run {
    std::uint16_t begin;
    std::uint16_t size;
  };
  static constexpr std::size_t kRunsMax = kBytes / (kTokenBytesMin + 1) + 2;
  std::array<Run, kRunsMax> runs;
  std::size_t count;  // Of runs.
};

// How many words hold a bit for each of so many bytes.
constexpr std::size_t words_of(std::size_t bytes) { return (bytes + 63) / 64; }

// REQUIRES: can_run(kernel); 1 to Kinds::kBytes bytes.
void find_kinds(Kernel kernel, Bytes bytes, Kinds& kinds);

}  // namespace inkblot
