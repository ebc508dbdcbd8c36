// Looks for the nearest quotes, colons and brackets, in the view, without any state.
#include "decode/place.h"

namespace inkblot {
namespace {

constexpr CharSet kNumber("0123456789+-.eE");
constexpr CharSet kBlank(" \t");
constexpr CharSet kSpace(" \t\r\n");
constexpr CharSet kQuote("\"'");
constexpr int kBlanksMax = 64;
constexpr Offset kNumberBytesMax = 64;
constexpr int kArrayGlyphsMax = 1024;

// Walks back over `set`; `glyph` is the first that is not in it.  False at the stream's begin.
bool skip_back(const Window& window, Offset at, const CharSet& set, Glyph& glyph) {
  for (int i = 0; i <= kBlanksMax; ++i) {
    if (!previous_glyph(window, at, glyph)) return false;
    if (!set.has(glyph.c)) return true;
    at = glyph.begin;
  }
  return false;
}

Step skip_ahead(const Window& window, Offset at, const CharSet& set, Glyph& glyph) {
  for (int i = 0; i <= kBlanksMax; ++i) {
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok || !set.has(glyph.c)) return step;
    at = glyph.end;
  }
  return Step::end;
}

bool is_digit(std::uint8_t c) { return c >= '0' && c <= '9'; }

// [-]digits[.digits][e[+-]digits].  Zeros in front are no JSON, but nothing else either.
bool is_number(const Window& window, const Span& span) {
  Offset at = span.begin;
  const auto peek = [&] { return at < span.end ? window.at(at) : std::uint8_t{0}; };
  const auto digits = [&] {
    const Offset first = at;
    while (is_digit(peek())) ++at;
    return at > first;
  };
  if (peek() == '-') ++at;
  if (!digits()) return false;
  if (peek() == '.') {
    ++at;
    if (!digits()) return false;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at;
    if (peek() == '+' || peek() == '-') ++at;
    if (!digits()) return false;
  }
  return at == span.end;
}

// True when a list is open at `at`, as far back as one looks; a line that began without is none.
bool in_array(const Window& window, Offset at) {
  int depth = 0;
  Glyph glyph;
  for (int i = 0; i < kArrayGlyphsMax; ++i) {
    if (!previous_glyph(window, at, glyph)) return false;
    at = glyph.begin;
    if (glyph.c == ']' || glyph.c == '}') ++depth;
    if (glyph.c == '{' && depth-- == 0) return false;
    if (glyph.c == '[' && depth-- == 0) return true;
    if (!kQuote.has(glyph.c)) continue;
    const Glyph closing = glyph;  // Brackets in strings do not count.
    do {
      if (!previous_glyph(window, at, glyph)) return false;
      at = glyph.begin;
    } while (++i < kArrayGlyphsMax &&
             (glyph.c != closing.c || !closes_quote(closing.slashes, glyph.slashes)));
  }
  return true;
}

Step find_number(const Window& window, const Span& span, bool& number) {
  number = false;
  if (span.size() > kNumberBytesMax) return Step::ok;
  Span whole = span;
  for (Offset at = span.begin; at < span.end; ++at) {
    if (!kNumber.has(window.at(at))) return Step::ok;
  }
  while (whole.begin > window.begin && kNumber.has(window.at(whole.begin - 1))) {
    --whole.begin;
    if (whole.size() > kNumberBytesMax) return Step::ok;
  }
  Glyph before;
  if (!skip_back(window, whole.begin, kSpace, before)) return Step::ok;
  const bool member =
      before.c == ':' && skip_back(window, before.begin, kSpace, before) && kQuote.has(before.c);
  if (!member && before.c != '[' && (before.c != ',' || !in_array(window, before.begin))) {
    return Step::ok;
  }
  while (whole.end < window.end() && kNumber.has(window.at(whole.end))) {
    ++whole.end;
    if (whole.size() > kNumberBytesMax) return Step::ok;
  }
  if (whole.end == window.end() && !window.at_end) return Step::need_more;
  if (!is_number(window, whole)) return Step::ok;
  // An array's last number may stand on a line of its own; a line that ends in one need not wait.
  bool own_line = false;
  for (Offset at = before.end; at < whole.begin; ++at) own_line |= window.at(at) == '\n';
  Glyph after;
  const CharSet& blanks = member || own_line ? kSpace : kBlank;
  const Step step =
      member ? next_glyph(window, whole.end, after) : skip_ahead(window, whole.end, blanks, after);
  if (step == Step::need_more) return step;
  const bool ends = step == Step::ok && (after.c == ',' || after.c == ']' || after.c == '}');
  number = ends || (member && (step == Step::end || kSpace.has(after.c)));
  return Step::ok;
}

// The quote that opens a key around `at`: one that stands behind `{` or `,`.
bool opening_quote(const Window& window, Offset at, Glyph& out) {
  for (int i = 0; i <= kKeyGlyphsMax; ++i) {
    if (!previous_glyph(window, at, out) || (out.c == '\n' && out.slashes == 0)) return false;
    at = out.begin;
    if (!kQuote.has(out.c)) continue;
    Glyph before;
    if (!skip_back(window, at, kSpace, before)) return false;
    if (before.c == '{' || before.c == ',') return true;
    if (before.c == ':' || before.c == '[') return false;  // A value begins here.
  }
  return false;
}

}  // namespace

bool may_be_key(const Window& window, Offset at) {
  Glyph glyph;
  return opening_quote(window, at, glyph);
}

Step find_place(const Window& window, const Span& span, Place& out) {
  out = Place::text;
  bool number = false;
  const Step step = find_number(window, span, number);
  if (step == Step::need_more) return step;
  if (number) out = Place::number;
  Glyph opening;
  if (number || !opening_quote(window, span.begin, opening)) return Step::ok;
  Offset at = span.end;
  Glyph glyph;
  for (int i = 0; i <= kKeyGlyphsMax; ++i) {
    const Step next = next_glyph(window, at, glyph);
    if (next == Step::need_more) return next;
    if (next == Step::end || (glyph.c == '\n' && glyph.slashes == 0)) return Step::ok;
    at = glyph.end;
    if (glyph.c != opening.c || !closes_quote(glyph.slashes, opening.slashes)) continue;
    const Step behind = skip_ahead(window, at, kBlank, glyph);
    if (behind == Step::need_more) return behind;
    if (behind == Step::ok && glyph.c == ':') out = Place::key;
    return Step::ok;
  }
  return Step::ok;
}

}  // namespace inkblot
