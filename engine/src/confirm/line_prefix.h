// What a tool writes before every line: a number, a time, the name of a container.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// The begin of one line, in which any number stands for any other.
class LinePrefix {
 public:
  // What the lines of a block begin with, of which none but its marks would be passed anyway.
  LinePrefix() = default;
  // What stands before `at` on its line, or in its string where that begins on the line.  Nothing
  // where more than kGlyphsMax characters do.
  LinePrefix(const Window& window, Offset at);

  // Passes a line end and what this stands for.  end: there is none, or the line begins otherwise.
  // BOUND: kSkippedMax characters behind the line end.
  Step skip(const Window& window, Offset& at) const;

  static constexpr std::size_t kGlyphsMax = 64;
  static constexpr std::size_t kSkippedMax = 3 * kGlyphsMax;

 private:
  std::array<std::uint8_t, kGlyphsMax> pattern_{};  // With one 0 and one blank for any number.
  std::size_t size_ = 0;
};

}  // namespace inkblot
