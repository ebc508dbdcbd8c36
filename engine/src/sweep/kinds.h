// What kind of byte stands where, 64 at a time: one bit a byte, found by the widest vectors there
// are.
#pragma once

#include <inkblot/span.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace inkblot {

// The code that finds the kinds.  All of them agree to the bit; scalar is there to say what on.
enum class Kernel : std::uint8_t { scalar, sse2, avx2, avx512 };

// The bits of 64 bytes, the first one lowest.
struct Kinds {
  std::uint64_t token = 0;  // 0-9, A-Z, a-z, _ and -.
  std::uint64_t digit = 0;
  std::uint64_t upper = 0;
  bool operator==(const Kinds&) const = default;
};
inline constexpr std::size_t kMaskBytes = 64;

// Whether this CPU can run it.
bool can_run(Kernel kernel);
// The fastest that this CPU can run.  PERF: asked once.  THREADS: any.
Kernel fastest_kernel();

// Fills kinds[i] from the bytes [64 i, 64 i + 64).  REQUIRES: can_run(kernel); bytes.size() is a
// multiple of 64, and `kinds` has room.
void find_kinds(Kernel kernel, Bytes bytes, Kinds* kinds);
// Of less than 64 bytes; those that are missing are of no kind.
Kinds find_kinds(Kernel kernel, Bytes bytes);

}  // namespace inkblot
