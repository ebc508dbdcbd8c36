// Looks behind a value for the next one.
#include "confirm/more.h"

namespace inkblot {

Step next_in_list(Cursor in, const Value& value, bool list, Offset& next) {
  // In an object a comma stands before the next name.
  constexpr CharSet kListed(",|");
  constexpr CharSet kOneOrOther("|");
  next = 0;
  in.at = value.text.end(value.text.text.size() - 1);
  if (in.peek() != value.end.quote || in.step != Step::ok) return in.step;
  in.take();
  in.skip(kBlank, 8);
  if (!in.is(list ? kListed : kOneOrOther)) return in.step;
  in.take();
  in.skip(kBlank, 8);
  if (in.peek() == value.end.quote && in.step == Step::ok) next = in.at;
  return in.step;
}

Step next_in_block(Cursor in, const Value& value, Offset& next) {
  constexpr std::size_t kIndentMax = 64;
  next = 0;
  std::size_t indent = 0;
  Glyph glyph;
  for (Offset at = value.text.begin(0); indent < kIndentMax; ++indent, at = glyph.begin) {
    if (!previous_glyph(in.window, at, glyph) || !kBlank.has(glyph.c)) break;
  }
  in.at = value.text.end(value.text.text.size() - 1);
  if (in.skip(kLineEnds, 2) == 0) return in.step;
  const std::size_t blanks = in.skip(kBlank, kIndentMax);
  if (in.starved()) return in.step;
  if (indent > 0 && blanks >= indent && in.more()) next = in.at;
  return in.step;
}

}  // namespace inkblot
