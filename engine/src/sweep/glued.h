// Whether a head is but a part of a word.
#pragma once

#include <cstring>

#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// What stands near the end of every spelled escape.
inline constexpr CharSet kEscapeHints = charset("\\%[();");

// Whether a word goes on with what begins there.  Says no wherever an escape could stand before it,
// whose last character looks like a letter or a digit.  PERF: without a branch, for none is
// foretold.
inline bool is_glued(const Window& window, Offset begin) {
  if (begin < window.begin + 8) return false;
  const std::uint8_t* const at = window.bytes.data() + (begin - window.begin);
  const auto is_digit = [](std::uint8_t c) { return static_cast<std::uint8_t>(c - '0') < 10; };
  // PERF: all seven at once; the eighth, which is the last, is asked of below.
  using Eight [[gnu::vector_size(8)]] = std::uint8_t;
  constexpr std::uint64_t kSeven = 0x00FFFFFFFFFFFFFF;
  Eight before;
  std::memcpy(&before, at - sizeof before, sizeof before);
  const auto hints = (before == '\\') | (before == '%') | (before == '[') | (before == '(') |
                     (before == ')') | (before == ';');
  std::uint64_t seen = 0;
  std::memcpy(&seen, &hints, sizeof seen);
  const bool hint = (seen & kSeven) != 0;
  // A colour code ends in a digit and a letter.
  const bool colour = static_cast<int>(is_digit(at[-2])) > static_cast<int>(is_digit(at[-1]));
  return (static_cast<int>(kWordSet.has(at[0])) & static_cast<int>(kWordSet.has(at[-1])) &
          static_cast<int>(!hint) & static_cast<int>(!colour)) != 0;
}

}  // namespace inkblot
