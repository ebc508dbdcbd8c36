// Where the next escape may begin, asked again and again of a stream.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>

#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// The first byte from `at` on, or the window's end.
inline Offset find_byte(const Window& window, Offset at, int c) {
  if (at >= window.end()) return window.end();
  const std::uint8_t* const from = window.bytes.data() + (at - window.begin);
  const void* const found = std::memchr(from, c, window.end() - at);
  if (found == nullptr) return window.end();
  return at + static_cast<Offset>(static_cast<const std::uint8_t*>(found) - from);
}

// PERF: remembers where each of the bytes comes next that an escape begins with.
// THREADS: one at a time.
class EscapeFinder {
 public:
  // The first at or behind `at`, or the window's end.  REQUIRES: of one stream.
  Offset next(const Window& window, Offset at) {
    Offset first = window.end();
    for (Next& one : nexts_) {
      if (one.at < at || one.at == one.end) find(one, window, at);
      first = std::min(first, one.at);
    }
    return first;
  }

 private:
  struct Next {
    int c;
    Offset at = 0;
    Offset end = 0;  // Where the window ended in which it was not found; `at` is the same then.
  };
  static void find(Next& one, const Window& window, Offset at) {
    const Offset from = one.at == one.end && one.end != 0 ? std::max(at, one.end) : at;
    one.at = find_byte(window, from, one.c);
    one.end = one.at == window.end() ? window.end() : ~Offset{0};
  }
  std::array<Next, 3> nexts_ = {{{'\\'}, {'%'}, {0x1B}}};
};

}  // namespace inkblot
