// How many lines end in a text.
#pragma once

#include <inkblot/span.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace inkblot {

// PERF: sums of one byte each are what a compiler makes vectors of; a count of eight takes ten
// times as long.
inline std::uint64_t line_ends(Bytes bytes) {
  constexpr std::size_t kLanes = 64;
  constexpr std::size_t kTurns = 255;  // Until a sum may be full.
  std::uint64_t out = 0;
  while (bytes.size() >= kLanes) {
    std::array<std::uint8_t, kLanes> sums{};
    const std::size_t turns = std::min(bytes.size() / kLanes, kTurns);
    for (std::size_t i = 0; i < turns; ++i) {
      for (std::size_t k = 0; k < kLanes; ++k) {
        sums[k] = static_cast<std::uint8_t>(sums[k] + (bytes[i * kLanes + k] == '\n' ? 1 : 0));
      }
    }
    for (const std::uint8_t sum : sums) out += sum;
    bytes = bytes.subspan(turns * kLanes);
  }
  return out + static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace inkblot
