// A value without escapes is not copied.
#include "confirm/value.h"

#include <algorithm>

#include "tag.h"

namespace inkblot {
namespace {

// Reads a value that stands in the window as it is in the view.  PERF: nearly every value does, but
// for the escape of the quote behind it.
bool read_unescaped(const Cursor& in, const ValueEnd& end, Text& out) {
  const Window& window = in.window;
  const Offset last = std::min<Offset>(window.end(), in.at + kValueGlyphsMax);
  Offset at = in.at;
  for (; at < last; ++at) {
    const std::uint8_t c = window.at(at);
    if (!end.stops.has(c) && c != end.quote && !kEscapeStarts.has(c)) continue;
    Glyph glyph;
    if (next_glyph(window, at, glyph) != Step::ok) return false;
    if (end.at(glyph)) break;
    if (glyph.begin != at || glyph.end != at + 1) return false;
  }
  if (at == last) return false;
  out = {window.text(in.at, at), in.at};
  return true;
}

}  // namespace

bool read_value(Cursor& in, View& scratch, Value& value, const CharSet& bare_ends) {
  value.end.stops = bare_ends;
  if (kQuotes.has(in.peek())) {
    value.end = {kLineEnds, in.glyph.c, in.glyph.slashes};
    in.take();
  }
  if (read_unescaped(in, value.end, value.text)) return true;
  scratch.clear();
  for (std::size_t i = 0; i < kValueGlyphsMax; ++i) {
    in.peek();
    if (in.starved()) return false;
    if (in.step == Step::end || value.end.at(in.glyph)) break;
    scratch.push(in.glyph);
    in.take();
  }
  value.text = {scratch.text, 0, &scratch};
  return true;
}

Decision found_value(const Question& question, const Value& value, std::size_t from,
                     std::size_t size) {
  const Text& text = value.text;
  if (holds_tag(text.text.substr(from, size), question.pack.rules())) return rejected();
  Decision out;
  out.outcome = Outcome::found;
  out.finding.span = {text.begin(from), text.end(from + size - 1)};
  out.finding.rule = question.candidate.rule;
  out.finding.evidence = Evidence::structure;
  out.value_end = value.end;
  if (text.text.size() >= kValueGlyphsMax && from + size == text.text.size()) {
    out.growth = Growth::value;
  }
  return out;
}

}  // namespace inkblot
