// Looks for the nearest quotes, colons and brackets, in the view, without any state.
#include "decode/place.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace inkblot {
namespace {

constexpr CharSet kNumber("0123456789+-.eE");
constexpr CharSet kBlank(" \t");
constexpr CharSet kSpace(" \t\r\n");
constexpr CharSet kQuote("\"'");
constexpr int kBlanksMax = 64;
constexpr std::size_t kNumberBytesMax = 64;
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

// [-]digits[.digits][e[+-]digits].  Zeros in front are no JSON, but nothing else either.
bool is_number(std::string_view text) {
  const auto digits = [&text] {
    const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(size);
    return size > 0;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  if (!digits()) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!digits()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!digits()) return false;
  }
  return text.empty();
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
             (glyph.c != closing.c || glyph.slashes != quote_depth(closing.slashes)));
  }
  return true;
}

// The number that holds the span, which may be a part of it.  ok: `text` is all of it.
Step read_number(const Window& window, Span& span, std::string& text) {
  View view;
  Glyph glyph;
  Offset at = span.begin;
  while (previous_glyph(window, span.begin, glyph) && kNumber.has(glyph.c)) {
    if (at - glyph.begin > kNumberBytesMax) return Step::end;
    span.begin = glyph.begin;
  }
  const Step step = read_run(window, span.begin, kNumber, kNumberBytesMax, view);
  text = std::move(view.text);
  if (view.ends.empty() || view.ends.back() < span.end) return Step::end;
  span.end = view.ends.back();
  return step == Step::need_more ? step : Step::ok;
}

Step find_number(const Window& window, const Span& span, bool& number) {
  number = false;
  Glyph first;
  // PERF: nearly no secret begins as a number does.
  if (next_glyph(window, span.begin, first) == Step::ok && !kNumber.has(first.c)) return Step::ok;
  Span whole = span;
  std::string text;
  const Step read = read_number(window, whole, text);
  if (read == Step::end) return Step::ok;
  Glyph before;
  if (!skip_back(window, whole.begin, kSpace, before)) return Step::ok;
  const bool member =
      before.c == ':' && skip_back(window, before.begin, kSpace, before) && kQuote.has(before.c);
  if (!member && before.c != '[' && (before.c != ',' || !in_array(window, before.begin))) {
    return Step::ok;
  }
  if (read == Step::need_more) return read;
  if (!is_number(text)) return Step::ok;
  // An array's last number may stand on a line of its own; a line that ends in one need not wait.
  bool own_line = false;
  for (Glyph blank = before; blank.end < whole.begin;) {
    if (next_glyph(window, blank.end, blank) != Step::ok) break;
    own_line |= blank.c == '\n';
  }
  Glyph after;
  const CharSet& blanks = member || own_line ? kSpace : kBlank;
  const Step step =
      member ? next_glyph(window, whole.end, after) : skip_ahead(window, whole.end, blanks, after);
  if (step == Step::need_more) return step;
  const bool ends = step == Step::ok && (after.c == ',' || after.c == ']' || after.c == '}');
  number = ends || (member && (step == Step::end || kSpace.has(after.c)));
  return Step::ok;
}

// The last quote or line end before `at`, where its byte stands, in [floor, at); or `floor`.
// PERF: strings are long, and this is asked of every redaction.
Offset last_stop(const Window& window, Offset floor, Offset at) {
  Offset first = floor;
  for (const char c : {'"', '\'', '\n'}) {
    const std::uint8_t* const from = window.bytes.data() + (first - window.begin);
    const void* const found = memrchr(from, c, at - first);
    if (found != nullptr)
      first += static_cast<Offset>(static_cast<const std::uint8_t*>(found) - from);
  }
  return first;
}

// The quote that opens a key around `at`: one that stands behind `{` or `,`.
bool opening_quote(const Window& window, Offset at, Glyph& out) {
  const Offset floor = at > window.begin + kKeyBytesMax ? at - kKeyBytesMax : window.begin;
  while (at > floor) {
    const Offset stop = last_stop(window, floor, at);
    if (!previous_glyph(window, stop + 1, out)) return false;
    if (!kQuote.has(out.c)) return false;  // A line end, or nothing.
    at = out.begin;
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
  for (std::size_t i = 0; i <= kKeyGlyphsMax; ++i) {
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
