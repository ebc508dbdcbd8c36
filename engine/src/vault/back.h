// Looking back from a place of the stream, in one reading of it.
#pragma once

#include <optional>

#include "vault/strand.h"

namespace inkblot {

constexpr bool is_space(std::uint8_t byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}
constexpr bool is_line_end(std::uint8_t byte) { return byte == '\n' || byte == '\r'; }

// The character that ends at `at`.  False at the window's begin.
inline bool previous_letter(const Window& window, bool viewed, Offset at, Glyph& out) {
  if (viewed) return previous_glyph(window, at, out);
  if (at <= window.begin) return false;
  out = {window.at(at - 1), 0, at - 1, at};
  return true;
}

// Where the spaces begin that end at `at`, and whether a line ends among them: those are a gap.
// BOUND: kGapBytesMax characters.
struct Spaces {
  Offset begin;
  bool line_end;
};
Spaces spaces_before(const Window& window, bool viewed, Offset at);

// Where the text begins that is `count` canonical characters before `at`.
std::optional<Offset> back_by(const Window& window, Reading reading, Offset at, std::size_t count);

}  // namespace inkblot
