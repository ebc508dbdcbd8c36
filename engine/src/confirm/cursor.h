// Reading the view forward, glyph by glyph.
#pragma once

#include <cstddef>
#include <string_view>

#include "decode/glyph.h"
#include "decode/letters.h"
#include "window.h"

namespace inkblot {

inline constexpr CharSet kBlank(" \t");
inline constexpr CharSet kQuotes("\"'`");
inline constexpr CharSet kLineEnds("\r\n");
// What ends a value without quotes.
inline constexpr CharSet kBareEnds(" \t\r\n,;\"'`<>(){}[]&|");

// Walks the view and remembers that it ran out.  LIFETIME: the window's.
struct Cursor {
  const Window& window;
  Offset at = 0;
  Step step = Step::ok;
  Glyph glyph = {};
  Offset seen = ~Offset{0};  // Where the glyph at hand was read.  PERF: it is asked for often.

  // The glyph at hand, or 0 when there is none.
  std::uint8_t peek() {
    if (seen != at) {
      step = next_glyph(window, at, glyph);
      seen = at;
    }
    return step == Step::ok ? glyph.c : std::uint8_t{0};
  }
  // Whether a glyph is at hand.
  bool more() {
    peek();
    return step == Step::ok;
  }
  // And whether it is one of the set.
  bool is(const CharSet& set) { return set.has(peek()) && step == Step::ok; }
  bool starved() const { return step == Step::need_more; }
  void take() { at = glyph.end; }
  // Steps over as many of the set; how many there were.
  std::size_t skip(const CharSet& set, std::size_t most) {
    std::size_t i = 0;
    // PERF: nearly everything is itself.
    for (; i < most && at < window.end() && set.has(window.at(at)); ++i, ++at) {
      const std::uint8_t c = window.at(at);
      if (kEscapeStarts.has(c)) break;
      glyph = {c, 0, at, at + 1};
      seen = at;
      step = Step::ok;
    }
    for (; i < most && is(set); ++i) take();
    return i;
  }
};

// Whether `text`, which is in lower case, stands right before `at` in the view, in any case.
inline bool follows(const Window& window, Offset at, std::string_view text) {
  Glyph glyph;
  for (; !text.empty(); text.remove_suffix(1), at = glyph.begin) {
    if (!previous_glyph(window, at, glyph)) return false;
    if (to_lower(static_cast<char>(glyph.c)) != text.back()) return false;
  }
  return true;
}

}  // namespace inkblot
