// A truncated key must not swallow the log behind it, and no part of a key may survive.
#include "confirm/pem.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "confirm/parsers.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr CharSet kSigns("+/");
constexpr CharSet kWrapping = charset(" \t\r\n\"'`\\,;.#*>|$()[]{}&~", "");
constexpr std::size_t kWrappingGlyphsMax = 160;
constexpr std::size_t kKeyGlyphsMax = 256;

// What was skipped between two lines of a body.
struct Wrapping {
  bool quote = false;
  bool comma = false;  // Behind a quote.
  bool line_end = false;
  bool bracket = false;  // Square or curly: a list or an object begins or ends.
};

Wrapping look_at(const Window& window, Offset at, Offset end) {
  Wrapping out;
  Glyph glyph;
  for (; at < end && next_glyph(window, at, glyph) == Step::ok; at = glyph.end) {
    out.quote = out.quote || glyph.c == '"' || glyph.c == '\'';
    out.comma = out.comma || (out.quote && glyph.c == ',');
    out.line_end = out.line_end || glyph.c == '\n';
    out.bracket = out.bracket || std::string_view("[]{}").find(static_cast<char>(glyph.c)) !=
                                     std::string_view::npos;
  }
  return out;
}

// What stands behind a short run tells whether it is the body's last line or ordinary text.
bool ends_a_line(const Window& window, Offset at) {
  Glyph glyph;
  const Step step = next_glyph(window, at, glyph);
  if (step != Step::ok) return true;
  return glyph.c == '\n' || glyph.c == '\r' || glyph.c == '"' || glyph.c == '\'' ||
         glyph.c == '\\' || glyph.c == '`' || glyph.c == '<' || glyph.c == '-';
}

}  // namespace

bool is_pem_character(std::uint8_t c) { return kPemBody.has(c); }

Step find_colon(const Window& window, Offset at) {
  constexpr CharSet kBetween(" \t\"'");
  bool quote = false;
  for (int i = 0; i < 8; ++i) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    if (!kBetween.has(glyph.c)) return quote && glyph.c == ':' ? Step::ok : Step::end;
    quote = quote || glyph.c == '"' || glyph.c == '\'';
    at = glyph.end;
  }
  return Step::end;
}

Step read_end_marker(const Window& window, Offset& at) {
  PemLabel label;
  Offset i = at;
  std::size_t dashes_behind = 0;
  while (!label.full()) {
    Glyph glyph;
    const Step step = next_glyph(window, i, glyph);
    if (step == Step::need_more) return Step::need_more;
    if (step == Step::end) break;
    const bool dash = glyph.c == '-';
    if (!dash && dashes_behind > 0) break;
    label.push(glyph.c);
    i = glyph.end;
    if (dash && label.has("END")) ++dashes_behind;
    if (dashes_behind == 5) break;
  }
  const std::size_t word = label.text().find_first_not_of("- ");
  if (word == std::string_view::npos || !label.text().substr(word).starts_with("END") ||
      dashes_behind == 0) {
    return Step::end;
  }
  at = i;
  return Step::ok;
}

Step measure_body(const Window& window, Offset at, std::size_t most, Run& out) {
  const Step step = measure_run(window, at, kPemBody, most, out);
  const TagBegin tag = find_tag(window, at, out.end);
  if (tag.at == out.end) return step;
  out = {0, at};
  for (Glyph glyph; out.end < tag.at; out.end = glyph.end, ++out.size) {
    if (next_glyph(window, out.end, glyph) != Step::ok) break;
  }
  return tag.whole ? Step::ok : Step::need_more;
}

Step skip_pem_wrapping(const Window& window, Offset& at) {
  for (std::size_t i = 0; i < kWrappingGlyphsMax; ++i) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    if (!kWrapping.has(glyph.c)) {
      if (glyph.c != '+' && glyph.c != '/') return Step::ok;
      // A sign by itself is a diff's or a comment's; in front of others it is a body's.
      Run run;
      const Step rest = measure_run(window, at, kPemBody, 4, run);
      if (rest == Step::need_more && run.size < 4) return rest;
      Run signs;
      measure_run(window, at, kSigns, 4, signs);
      if (run.size > 2 || signs.size < run.size) return Step::ok;
    }
    at = glyph.end;
  }
  return Step::ok;
}

Step skip_to_line(const Window& window, const LinePrefix& prefix, Offset& at) {
  const Step step = prefix.skip(window, at);
  return step == Step::need_more ? step : skip_pem_wrapping(window, at);
}

// Passes the rest of a line.  ok: something else stands behind it.
Step PemBody::finish_line(const Window& window, Offset& at) {
  // PERF: no escape begins with a character of a body.
  while (at < window.end() && kPemBody.has(window.at(at))) ++at;
  Glyph glyph;
  Step step = next_glyph(window, at, glyph);
  while (step == Step::ok && kPemBody.has(glyph.c)) {
    at = glyph.end;
    step = next_glyph(window, at, glyph);
  }
  in_line_ = step != Step::ok;
  return step;
}

bool PemBody::advance(const Window& window, Offset& at) {
  for (;;) {
    Step step = in_line_ ? finish_line(window, at) : Step::ok;
    if (step != Step::ok) return step == Step::end;
    Offset next = at;
    step = prefix_.skip(window, next);
    if (step == Step::need_more) return false;
    const bool prefixed = step == Step::ok;
    const Offset line = next;
    step = skip_pem_wrapping(window, next);
    if (step == Step::need_more) return false;
    if (step == Step::end) return true;
    Glyph glyph;
    if (next_glyph(window, next, glyph) == Step::ok && glyph.c == '-') {
      step = read_end_marker(window, next);
      if (step == Step::ok) at = next;
      return step != Step::need_more;
    }
    Wrapping wrapping = look_at(window, line, next);
    wrapping.line_end = wrapping.line_end || prefixed;
    // In a document the next string is another value, unless every line is a string.
    if (wrapping.bracket || (wrapping.comma && many_lines_)) return true;
    many_lines_ = many_lines_ || (wrapping.line_end && !wrapping.quote);
    Run run;
    const std::size_t most = wrapping.quote ? kKeyGlyphsMax : kPemLineMin + 24;
    step = measure_body(window, next, most, run);
    if (step == Step::need_more && run.size < most) return false;
    if (wrapping.quote && run.size > 0) {
      step = find_colon(window, run.end);
      if (step == Step::need_more) return false;
      if (step == Step::ok) return true;
    }
    if (run.size >= kPemLineMin + 24) {
      at = run.end;
      in_line_ = true;
      continue;
    }
    if (run.size == 0) return true;
    const Offset behind = run.end;
    // Lines may be joined: then the END line says that it is the last one.
    if (run.size < kPemLineMin || !ends_a_line(window, behind)) {
      const auto to_line = [&](Offset& i) { return skip_to_line(window, prefix_, i); };
      step = find_end(window, to_line, behind);
      if (step == Step::need_more) return false;
      if (step != Step::ok) return true;
    }
    at = behind;
  }
}

}  // namespace inkblot
