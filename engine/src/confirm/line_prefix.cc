// The first line is read backwards, and the others are held against it.
#include "confirm/line_prefix.h"

#include <algorithm>

#include "confirm/cursor.h"

namespace inkblot {
namespace {

std::uint8_t kind_of(std::uint8_t c) {
  if (kDigit.has(c)) return '0';
  return kBlank.has(c) ? ' ' : c;
}
bool many(std::uint8_t kind) { return kind == '0' || kind == ' '; }

}  // namespace

LinePrefix::LinePrefix(const Window& window, Offset at) {
  constexpr CharSet kStarts("\r\n\"'`");
  Glyph glyph;
  std::size_t size = 0;
  for (std::size_t i = 0; previous_glyph(window, at, glyph) && !kStarts.has(glyph.c); ++i) {
    if (i == kGlyphsMax) return;
    const std::uint8_t kind = kind_of(glyph.c);
    if (size == 0 || !many(kind) || pattern_[size - 1] != kind) pattern_[size++] = kind;
    at = glyph.begin;
  }
  // How far the first column is indented says nothing.
  if (size > 0 && pattern_[size - 1] == ' ') --size;
  // What could be the begin of a body's line is none of its prefix.
  constexpr CharSet kBody = charset(kAlnum, "+/=");
  if (size == 0 || kBody.has(pattern_[0])) return;
  std::reverse(pattern_.begin(), pattern_.begin() + static_cast<std::ptrdiff_t>(size));
  size_ = size;
}

Step LinePrefix::skip(const Window& window, Offset& at) const {
  if (size_ == 0) return Step::end;
  Cursor in{window, at};
  constexpr CharSet kBefore(" \t\r");
  in.skip(kBefore, 8);
  if (in.peek() != '\n' || in.step != Step::ok) return in.starved() ? Step::need_more : Step::end;
  in.take();
  std::size_t left = kSkippedMax - in.skip(kBlank, kSkippedMax);
  for (std::size_t i = 0; i < size_; ++i) {
    const std::uint8_t kind = pattern_[i];
    if (left == 0) return Step::end;
    if (!in.more() || kind_of(in.glyph.c) != kind) {
      return in.starved() ? Step::need_more : Step::end;
    }
    in.take();
    --left;
    if (kind == '0') left -= in.skip(kDigit, left);
    if (kind == ' ') left -= in.skip(kBlank, left);
    if (in.starved()) return Step::need_more;
  }
  at = in.at;
  return Step::ok;
}

}  // namespace inkblot
