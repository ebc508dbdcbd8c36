// What a tool writes around every line: a number, a time, an object with other members.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "confirm/cursor.h"
#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// Characters before a place, in which any number stands for any other.
class LinePattern {
 public:
  static constexpr std::size_t kGlyphsMax = 64;
  static constexpr std::size_t kSkippedMax = 3 * kGlyphsMax;

 protected:
  // Takes the characters before `at` up to the line's begin, or to where `over` says.
  // False when there are more than kGlyphsMax.
  bool read_back(const Window& window, Offset at, auto over);
  // end: something else stands there.  BOUND: `left` characters.
  Step match(Cursor& in, std::size_t left) const;

  std::array<std::uint8_t, kGlyphsMax> pattern_{};  // With one 0 and one blank for any number.
  std::size_t size_ = 0;
};

// The begin of one line.
class LinePrefix : LinePattern {
 public:
  // What the lines of a block begin with, of which none but its marks would be passed anyway.
  LinePrefix() = default;
  // What stands before `at` on its line, or in its string where that begins on the line.  Nothing
  // where more than kGlyphsMax characters do.
  LinePrefix(const Window& window, Offset at);

  // Passes a line end and what this stands for.  end: there is none, or the line begins otherwise.
  // BOUND: kSkippedMax characters behind the line end.
  Step skip(const Window& window, Offset& at) const;

  using LinePattern::kGlyphsMax;
  using LinePattern::kSkippedMax;
};

// Where each line of a text is a value of its own: what stands right before it, from its name on.
class Frame : LinePattern {
 public:
  // Of the line that begins at `at`.  Nothing where no name stands before it.  Behind `stop` there
  // is no other line of the same text.  LIFETIME: that of `stop`.
  Frame(const Window& window, Offset at, std::string_view stop);

  // Moves to where the next line begins.  end: there is none.  BOUND: kGlyphsApartMax characters.
  Step next(const Window& window, Offset& at) const;

  static constexpr std::size_t kGlyphsApartMax = 2048;

 private:
  std::string_view stop_;
  std::uint8_t slashes_ = 0;  // Before the quote that opens the line.
};

}  // namespace inkblot
