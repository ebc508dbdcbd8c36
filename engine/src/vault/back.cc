// One character at a time; a gap is read as the strand reads it.
#include "vault/back.h"

namespace inkblot {

Spaces spaces_before(const Window& window, bool viewed, Offset at) {
  Spaces out{at, false};
  Glyph glyph;
  for (std::size_t i = 0; i < kGapBytesMax; ++i) {
    if (!previous_letter(window, viewed, out.begin, glyph) || !is_space(glyph.c)) break;
    out = {glyph.begin, out.line_end || is_line_end(glyph.c)};
  }
  return out;
}

std::optional<Offset> back_by(const Window& window, Reading reading, Offset at, std::size_t count) {
  while (count > 0) {
    if (reading.spacing != Spacing::exact) {
      const Spaces spaces = spaces_before(window, reading.viewed, at);
      if (spaces.line_end) {
        at = spaces.begin;
        if (reading.spacing == Spacing::line_ends) --count;
        continue;
      }
    }
    Glyph glyph;
    if (!previous_letter(window, reading.viewed, at, glyph)) return std::nullopt;
    at = glyph.begin;
    --count;
  }
  return at;
}

}  // namespace inkblot
