// A value without escapes is not copied.
#include "confirm/value.h"

#include <algorithm>
#include <array>

#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr std::size_t kSettingGlyphsMax = 128;

// Reads a value that stands in the window as it is in the view.  PERF: nearly every value does, but
// for the escape of the quote behind it.
bool read_unescaped(const Cursor& in, const ValueEnd& end, Text& out) {
  const Window& window = in.window;
  const Offset last = std::min<Offset>(window.end(), in.at + kValueGlyphsMax);
  CharSet stops = end.stops;
  stops.add(kEscapeStarts);
  stops.set(end.quote);
  Offset at = in.at;
  for (; at < last; ++at) {
    if (!stops.has(window.at(at))) continue;
    Glyph glyph;
    if (next_glyph(window, at, glyph) != Step::ok) return false;
    if (end.at(glyph)) break;
    if (glyph.begin != at || glyph.end != at + 1) return false;
  }
  if (at == window.end() && at < in.at + kValueGlyphsMax) return false;
  out = {window.text(in.at, at), in.at};
  return true;
}

// Whether what stands before the first bracket is a name, so that something is called: f(x).
bool is_called(std::string_view text) {
  static constexpr CharSet kIdentifier = charset(kAlnum, "_.:$");
  static constexpr CharSet kMarks(",;|()[]{}");
  const std::size_t mark = find_in(text, kMarks);
  const bool bracket = mark != std::string_view::npos && (text[mark] == '(' || text[mark] == '[');
  return bracket && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(mark),
                                [](char c) { return in(kIdentifier, c); });
}

// Up to what ends it, where the cursor is left.
bool read_up_to(Cursor& in, View& scratch, Value& value) {
  if (read_unescaped(in, value.end, value.text)) {
    in.at += value.text.text.size();
    return true;
  }
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

// Such a mark may be an apostrophe.
bool may_close_nothing(const ValueEnd& end) { return end.quote == '\'' || end.quote == '`'; }

}  // namespace

bool read_value(Cursor& in, View& scratch, Value& value, const CharSet& bare_ends) {
  value.end = {bare_ends, 0, 0};
  if (kQuotes.has(in.peek())) {
    value.end = {kLineEnds, in.glyph.c, in.glyph.slashes};
    in.take();
  }
  Cursor end = in;
  if (!read_up_to(end, scratch, value)) return false;
  // A mark that nothing closes on its line opened nothing: the value may stand in a string that
  // ends before.
  if (!may_close_nothing(value.end) || value.text.text.size() >= kValueGlyphsMax) return true;
  if (end.more() && !kLineEnds.has(end.glyph.c)) return true;
  if (end.starved()) return false;
  value.end = {bare_ends, 0, 0};
  Cursor again = in;
  return read_up_to(again, scratch, value);
}

Step may_be_unclosed(const Window& window, const Value& value) {
  static constexpr CharSet kGlued = inverted(kBareEnds);
  const Text& text = value.text;
  if (!may_close_nothing(value.end) || text.text.empty()) return Step::end;
  Cursor behind{window, text.end(text.text.size() - 1)};
  if (behind.more()) behind.take();
  // A value may begin there, in whose place a tag will stand.
  if (behind.is(kGlued)) return Step::ok;
  return behind.starved() ? Step::need_more : Step::end;
}

bool read_unclosed(Cursor in, View& scratch, const CharSet& bare_ends, Value& value) {
  value.end = {bare_ends, 0, 0};
  in.peek();
  in.take();
  return read_up_to(in, scratch, value);
}

bool begins_line(const Window& window, Offset at) {
  constexpr auto kLeaders =
      std::to_array<std::string_view>({"", "-", "export", "set", "env", "ENV", "EXPORT", "SET"});
  constexpr std::size_t kBefore = 32;
  std::array<char, kBefore> word{};
  std::size_t begin = word.size();
  Glyph glyph;
  for (std::size_t i = 0; i < kBefore; ++i, at = glyph.begin) {
    if (!previous_glyph(window, at, glyph) || kLineEnds.has(glyph.c)) {
      const std::string_view leader(word.data() + begin, word.size() - begin);
      return std::find(kLeaders.begin(), kLeaders.end(), leader) != kLeaders.end();
    }
    if (!kBlank.has(glyph.c)) word[--begin] = static_cast<char>(glyph.c);
  }
  return false;
}

Step read_setting(Cursor in, View& scratch, Value& value) {
  constexpr CharSet kOther(" \t\"'`<>=&");
  scratch.clear();
  while (in.more() && !kLineEnds.has(in.glyph.c)) {
    if (scratch.text.size() == kSettingGlyphsMax || kOther.has(in.glyph.c)) return Step::end;
    scratch.push(in.glyph);
    in.take();
  }
  if (in.starved()) return Step::need_more;
  std::string_view text = scratch.text;
  // What ends a list, or a row of one.
  const bool opened = text.find_first_of("({[") != std::string_view::npos;
  const std::string_view ends = opened ? ",;" : ",;)}]";
  while (!text.empty() && ends.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  if (text.find_first_of(",;|()[]{}") == std::string_view::npos || is_called(text)) {
    return Step::end;
  }
  value.text = {text, 0, &scratch};
  value.end = {kLineEnds, 0, 0};
  return Step::ok;
}

bool is_believed(const Question& question, std::string_view password) {
  if (!is_credible_value(password)) return false;
  const Weight least = question.terms.structure_least;
  if (least == Weight::nothing) return true;
  const Weight weight = weigh(password);
  question.note(Scale::weight, static_cast<std::size_t>(weight), static_cast<std::size_t>(least));
  return weight >= least;
}

Decision found_value(const Question& question, const Value& value, std::size_t from,
                     std::size_t size) {
  const Text& text = value.text;
  const Span span{text.begin(from), text.end(from + size - 1)};
  Decision out;
  out.outcome = Outcome::found;
  out.finding.span = span;
  out.finding.rule = question.candidate.rule;
  out.finding.evidence = Evidence::structure;
  out.value_end = value.end;
  if (text.text.size() >= kValueGlyphsMax && from + size == text.text.size()) {
    out.growth = Growth::value;
  }
  return out;
}

}  // namespace inkblot
