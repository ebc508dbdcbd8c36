// A value without escapes is not copied.
#include "confirm/value.h"

#include "tag.h"

namespace inkblot {

bool read_value(Cursor& in, View& scratch, Value& value, const CharSet& bare_ends) {
  value.end.stops = bare_ends;
  if (kQuotes.has(in.peek())) {
    value.end = {kLineEnds, in.glyph.c, in.glyph.slashes};
    in.take();
  }
  CharSet stops = value.end.stops;
  if (value.end.quote != 0) stops.set(value.end.quote);
  const bool plain = value.end.depth == 0;
  if (plain && read_plain(in.window, in.at, stops, kValueGlyphsMax, value.text)) return true;
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
