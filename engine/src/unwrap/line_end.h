// Line ends, which may be spelled with percent signs that the view keeps: %0D%0A.
#pragma once

#include "confirm/cursor.h"

namespace inkblot {

// Takes a control character, or its percent sign and digits.
inline bool take_control(Cursor& cursor, std::uint8_t c) {
  if (cursor.peek() == c && cursor.more()) {
    cursor.take();
    return true;
  }
  Cursor spelled = cursor;
  for (const char expected : {'%', '0', c == '\r' ? 'd' : 'a'}) {
    if (to_lower(static_cast<char>(spelled.peek())) != expected) {
      cursor.step = spelled.step;
      return false;
    }
    spelled.take();
  }
  cursor.at = spelled.at;
  return true;
}

// False where there is none, or the cursor is starved.
inline bool take_line_end(Cursor& cursor) {
  take_control(cursor, '\r');
  return !cursor.starved() && take_control(cursor, '\n');
}

// The same backwards: moves before what ends at `at`.
inline bool skip_control_back(const Window& window, Offset& at, std::uint8_t c) {
  Glyph glyph;
  if (!previous_glyph(window, at, glyph)) return false;
  if (glyph.c != c) {
    for (const char expected : {c == '\r' ? 'd' : 'a', '0', '%'}) {
      if (to_lower(static_cast<char>(glyph.c)) != expected) return false;
      if (expected != '%' && !previous_glyph(window, glyph.begin, glyph)) return false;
    }
  }
  at = glyph.begin;
  return true;
}

// Moves before the line end that ends at `at`.  False where there is none.
inline bool skip_line_end_back(const Window& window, Offset& at) {
  if (!skip_control_back(window, at, '\n')) return false;
  skip_control_back(window, at, '\r');
  return true;
}

}  // namespace inkblot
