// Nearly every token stands in plain bytes, and is not copied.
#include "confirm/shapeless.h"

#include <algorithm>

namespace inkblot {
namespace {

// Where the token begins whose raw bytes do at `at`: its first letters may be an escape's.
Offset view_begin(const Window& window, Offset at) {
  constexpr Offset kBack = 16;
  if (at == window.begin || !kMayCut.has(window.at(at - 1))) return at;
  Offset first = at > window.begin + kBack ? at - kBack : window.begin;
  while (first < at && !kEscapeStarts.has(window.at(first))) ++first;
  const Offset floor = at > window.begin + kEscapeBytesMax ? at - kEscapeBytesMax : window.begin;
  while (first < at && first > floor && window.at(first) == '\\' && window.at(first - 1) == '\\') {
    --first;
  }
  for (Glyph glyph; first < at; first = glyph.end) {
    if (next_glyph(window, first, glyph) != Step::ok) return at;
    if (glyph.end <= at) continue;
    return glyph.begin >= at || kTokenSet.has(glyph.c) ? glyph.begin : glyph.end;
  }
  return at;
}

}  // namespace

Step read_shapeless(const Window& window, const Candidate& candidate, Span& out) {
  out = {view_begin(window, candidate.begin), candidate.end};
  if (!kTokenSet.has(window.at(out.end - 1))) --out.end;
  if (out.begin < candidate.begin || out.begin >= out.end) return Step::end;
  if (out.end == window.end() || !kEscapeStarts.has(window.at(out.end))) return Step::ok;
  Glyph behind;
  const Step step = next_escaped_glyph(window, out.end, behind);
  if (step == Step::need_more) return step;
  return step == Step::ok && kTokenSet.has(behind.c) ? Step::end : Step::ok;
}

std::string_view read_before(const Window& window, Offset at, std::size_t most, View& scratch) {
  const Offset first = at > window.begin + most ? at - most : window.begin;
  const std::string_view raw = window.text(first, at);
  const auto holds = [raw](char c) { return raw.find(c) != std::string_view::npos; };
  if (!holds('\\') && !holds('%') && !holds('\x1B')) return raw;
  std::string& text = scratch.text;
  text.clear();
  // PERF: neither a word nor what joins some goes on behind anything else.
  constexpr CharSet kWords = [] {
    CharSet out = kTokenSet;
    out.add(kMarksBetween);
    out.add(kJoinedWords);
    return out;
  }();
  Glyph glyph{' ', 0, at, at};
  while (text.size() < most && kWords.has(glyph.c) && previous_glyph(window, at, glyph)) {
    text.push_back(static_cast<char>(glyph.c));
    at = glyph.begin;
  }
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace inkblot
