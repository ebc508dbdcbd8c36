// The first line is read backwards, and the others are held against it.
#include "confirm/line_prefix.h"

#include <algorithm>

namespace inkblot {
namespace {

std::uint8_t kind_of(std::uint8_t c) {
  if (kDigit.has(c)) return '0';
  return kBlank.has(c) ? ' ' : c;
}
bool many(std::uint8_t kind) { return kind == '0' || kind == ' '; }

// What a name may stand behind.
constexpr CharSet kBeforeName(" \t\r\n,;{[(<&|");

}  // namespace

bool LinePattern::read_back(const Window& window, Offset at, auto over) {
  Glyph glyph;
  for (std::size_t i = 0; previous_glyph(window, at, glyph) && !kLineEnds.has(glyph.c); ++i) {
    if (over(glyph)) break;
    if (i == kGlyphsMax) return false;
    const std::uint8_t kind = kind_of(glyph.c);
    if (size_ == 0 || !many(kind) || pattern_[size_ - 1] != kind) pattern_[size_++] = kind;
    at = glyph.begin;
  }
  // How far the first column is indented says nothing.
  if (size_ > 0 && pattern_[size_ - 1] == ' ') --size_;
  std::reverse(pattern_.begin(), pattern_.begin() + static_cast<std::ptrdiff_t>(size_));
  return true;
}

Step LinePattern::match(Cursor& in, std::size_t left) const {
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
  return Step::ok;
}

LinePrefix::LinePrefix(const Window& window, Offset at) {
  const bool whole = read_back(window, at, [](const Glyph& g) { return kQuotes.has(g.c); });
  // What could be the begin of a body's line is none of its prefix.
  constexpr CharSet kBody = charset(kAlnum, "+/=");
  if (!whole || (size_ > 0 && kBody.has(pattern_[size_ - 1]))) size_ = 0;
}

Step LinePrefix::skip(const Window& window, Offset& at) const {
  if (size_ == 0) return Step::end;
  Cursor in{window, at};
  constexpr CharSet kBefore(" \t\r");
  in.skip(kBefore, 8);
  if (in.peek() != '\n' || in.step != Step::ok) return in.starved() ? Step::need_more : Step::end;
  in.take();
  const std::size_t left = kSkippedMax - in.skip(kBlank, kSkippedMax);
  const Step step = match(in, left);
  if (step == Step::ok) at = in.at;
  return step;
}

Frame::Frame(const Window& window, Offset at, std::string_view stop) : stop_(stop) {
  Glyph last;
  if (previous_glyph(window, at, last) && kQuotes.has(last.c)) slashes_ = last.slashes;
  bool named = false;
  const bool whole = read_back(window, at, [&named](const Glyph& glyph) {
    named = named || kWordSet.has(glyph.c);
    return named && kBeforeName.has(glyph.c);
  });
  if (!whole || !named || kWordSet.has(last.c)) size_ = 0;
}

Step Frame::next(const Window& window, Offset& at) const {
  if (size_ == 0) return Step::end;
  Cursor in{window, at};
  bool begins = false;  // A name may stand here.
  std::size_t stopped = 0;
  for (std::size_t i = 0; i < kGlyphsApartMax; ++i) {
    if (!in.more()) return in.starved() ? Step::need_more : Step::end;
    if (begins && kind_of(in.glyph.c) == pattern_[0]) {
      Cursor name = in;
      const Step step = match(name, kSkippedMax);
      if (step == Step::need_more) return step;
      const bool quoted = kQuotes.has(pattern_[size_ - 1]);
      if (step == Step::ok && (!quoted || name.glyph.slashes == slashes_)) {
        at = name.at;
        return step;
      }
    }
    const std::uint8_t c = in.glyph.c;
    begins = kBeforeName.has(c);
    if (c != static_cast<std::uint8_t>(stop_[stopped])) stopped = 0;
    stopped += c == static_cast<std::uint8_t>(stop_[stopped]) ? 1 : 0;
    if (stopped == stop_.size()) return Step::end;
    in.take();
  }
  return Step::end;
}

}  // namespace inkblot
