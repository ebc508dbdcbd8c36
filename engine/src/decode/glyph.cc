// Undoes escapes one character at a time, with no state, so that the view of a place is the same
// however the stream was cut and whatever document it is in.
#include "decode/glyph.h"

#include <algorithm>

namespace inkblot {
namespace {

int hex_value(std::uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A reader that knows whether it ran out of window or out of stream.
struct Reader {
  const Window& window;
  bool starved = false;
  // The byte at `at`, or -1 beyond the window.
  int peek(Offset at) {
    if (at < window.end()) return window.at(at);
    starved = starved || !window.at_end;
    return -1;
  }
};

int read_hex(Reader& in, Offset at, int digits) {
  int value = 0;
  for (int i = 0; i < digits; ++i) {
    const int c = in.peek(at + static_cast<Offset>(i));
    const int digit = c < 0 ? -1 : hex_value(static_cast<std::uint8_t>(c));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// The end of the control sequence whose bracket stands at `at`, or 0: parameters, then a letter;
// behind a round bracket a letter or digit that names a character set.
Offset control_end(Reader& in, Offset at) {
  const int open = in.peek(at);
  if (open == '(' || open == ')') {
    const int name = in.peek(at + 1);
    return name >= 0 && kWordSet.has(static_cast<std::uint8_t>(name)) ? at + 2 : 0;
  }
  if (open != '[') return 0;
  for (Offset i = at + 1; i < at + kEscapeBytesMax / 2; ++i) {
    const int c = in.peek(i);
    if (c < 0) return 0;
    if (c >= 0x40 && c <= 0x7E) return i + 1;
    if (c < 0x30 || c > 0x3F) return 0;
  }
  return 0;
}

// The end of the spelling of ESC after a run of backslashes ending at `at`, or 0.
Offset spelled_escape_end(Reader& in, Offset at) {
  const int c = in.peek(at);
  const auto is_code = [&in](Offset i) {
    const int last = in.peek(i) == '1' ? in.peek(i + 1) : 0;
    return last == 'b' || last == 'B';
  };
  if (c == 'u' && in.peek(at + 1) == '0' && in.peek(at + 2) == '0' && is_code(at + 3)) {
    return at + 5;
  }
  if (c == 'x' && is_code(at + 1)) return at + 3;
  if (c == '0' && in.peek(at + 1) == '3' && in.peek(at + 2) == '3') return at + 3;
  if (c == 'e' && in.peek(at + 1) == '[') return at + 1;
  return 0;
}

// The end of the colour code that begins at `at`, or `at`.
Offset skip_colour(Reader& in, Offset at) {
  const int c = in.peek(at);
  if (c == 0x1B) {
    const Offset end = control_end(in, at + 1);
    return end != 0 ? end : at;
  }
  if (c != '\\') return at;
  Offset i = at;
  while (in.peek(i) == '\\' && i < at + kEscapeBytesMax / 2) ++i;
  const Offset escape = spelled_escape_end(in, i);
  if (escape == 0) return at;
  const Offset end = control_end(in, escape);
  return end != 0 ? end : at;
}

std::uint8_t ascii_or_mark(int code) {
  return code >= 0 && code < 0x80 ? static_cast<std::uint8_t>(code) : std::uint8_t{0xFF};
}

void read_backslashes(Reader& in, Offset at, Glyph& out) {
  Offset i = at;
  while (in.peek(i) == '\\' && i < at + kEscapeBytesMax / 2) ++i;
  out.slashes = static_cast<std::uint8_t>(i - at);
  out.begin = at;
  const int c = in.peek(i);
  switch (c) {
    case 'n':
      out.c = '\n';
      out.end = i + 1;
      return;
    case 'r':
      out.c = '\r';
      out.end = i + 1;
      return;
    case 't':
      out.c = '\t';
      out.end = i + 1;
      return;
    case 'b':
    case 'f':
      out.c = ' ';
      out.end = i + 1;
      return;
    case '"':
    case '\'':
    case '`':
    case '/':
      out.c = static_cast<std::uint8_t>(c);
      out.end = i + 1;
      return;
    case 'u':
      if (const int code = read_hex(in, i + 1, 4); code >= 0) {
        out.c = ascii_or_mark(code);
        out.end = i + 5;
        return;
      }
      break;
    case 'x':
      if (const int code = read_hex(in, i + 1, 2); code >= 0) {
        out.c = ascii_or_mark(code);
        out.end = i + 3;
        return;
      }
      break;
    default:
      break;
  }
  out.c = '\\';
  out.end = i;
}

// %41, and %2541 for a percent sign that was encoded itself.  What it encodes may be no character
// that shows: then it is a percent sign.
bool read_percent(Reader& in, Offset at, Glyph& out) {
  Offset i = at + 1;
  while (i < at + kEscapeBytesMax / 2 && in.peek(i) == '2' && in.peek(i + 1) == '5') i += 2;
  int code = read_hex(in, i, 2);
  const auto shows = [](int c) { return c >= 0x20 && c <= 0x7E; };
  if (!shows(code) && i > at + 1) {
    i -= 2;
    code = '%';
  }
  if (!shows(code)) return false;
  out.c = static_cast<std::uint8_t>(code);
  out.begin = at;
  out.end = i + 2;
  return true;
}

// Where the ESC begins, however it is spelled, that stands before a bracket; or the bracket.
Offset esc_begin(const Window& window, Offset bracket, Offset floor) {
  for (const Offset width : {1U, 2U, 4U, 6U}) {
    if (bracket < floor + width) break;
    Reader in{window};
    const Offset begin = bracket - width;
    const bool is_esc =
        width == 1 ? window.at(begin) == 0x1B
                   : window.at(begin) == '\\' && spelled_escape_end(in, begin + 1) == bracket;
    if (is_esc) return begin;
  }
  return bracket;
}

Offset colour_floor(const Window& window, Offset at) {
  return at > window.begin + kEscapeBytesMax ? at - kEscapeBytesMax : window.begin;
}

// Where the parameters begin of a colour code, if there are any before `at`.
Offset parameters_begin(const Window& window, Offset at, Offset floor) {
  while (at > floor && window.at(at - 1) >= 0x30 && window.at(at - 1) <= 0x3F) --at;
  return at;
}

Offset slashes_begin(const Window& window, Offset at, Offset floor) {
  if (window.at(at) != '\\') return at;
  while (at > floor && window.at(at - 1) == '\\') --at;
  return at;
}

// The begin of a colour code that ends at `at`, or `at`.
Offset colour_begin(const Window& window, Offset at) {
  const Offset floor = colour_floor(window, at);
  if (at < floor + 2) return at;
  Offset i = at - 1;
  if (!is_round(window.at(i - 1))) {
    if (!is_final(window.at(i))) return at;
    i = parameters_begin(window, i, floor);
    if (i <= floor || window.at(i - 1) != '[') return at;
  }
  const Offset begin = esc_begin(window, i - 1, floor);
  Reader in{window};
  // A code too long to be one is none from here, either.
  if (begin == i - 1 || skip_colour(in, begin) != at) return at;
  return slashes_begin(window, begin, floor);
}

// The begin of a colour code that a letter at `at` would end, or `at`.
Offset cut_colour_begin(const Window& window, Offset at) {
  const Offset floor = colour_floor(window, at);
  if (at < floor + 2) return at;
  const Offset i = is_round(window.at(at - 1)) ? at : parameters_begin(window, at, floor);
  if (i <= floor || !(window.at(i - 1) == '[' || is_round(window.at(i - 1)))) return at;
  const Offset begin = esc_begin(window, i - 1, floor);
  return begin == i - 1 ? at : slashes_begin(window, begin, floor);
}

// True when the bytes from `begin` are one escape that ends exactly at `at`.
bool escape_ends_at(const Window& window, Offset begin, Offset at, Glyph& out) {
  const std::uint8_t c = window.at(begin);
  if (c != '\\' && c != '%') return false;
  return next_glyph(window, begin, out) == Step::ok && out.end == at && out.begin == begin;
}

}  // namespace

Step next_escaped_glyph(const Window& window, Offset at, Glyph& out) {
  Reader in{window};
  for (int codes = 0; codes < 16; ++codes) {
    const Offset past = skip_colour(in, at);
    if (in.starved) return Step::need_more;
    if (past == at) break;
    at = past;
  }
  const int c = in.peek(at);
  if (c < 0) return in.starved ? Step::need_more : Step::end;
  out.slashes = 0;
  if (c == '\\') {
    read_backslashes(in, at, out);
  } else if (c != '%' || !read_percent(in, at, out)) {
    out.c = static_cast<std::uint8_t>(c);
    out.begin = at;
    out.end = at + 1;
  }
  return in.starved ? Step::need_more : Step::ok;
}

Offset escape_begin(const Window& window, Offset at) {
  constexpr Offset kLetters = 5;  // uXXXX
  for (Offset i = at; i > window.begin && at - i <= kLetters; --i) {
    if (window.at(i - 1) != '\\') continue;
    Offset first = i - 1;
    while (first > window.begin && window.at(first - 1) == '\\' && at - first < kEscapeBytesMax) {
      --first;
    }
    Glyph glyph;
    const Step step = next_glyph(window, first, glyph);
    // Behind a colour code that spans it the glyph begins later.
    const bool cut = step == Step::ok && (glyph.begin == first ? glyph.end > at : glyph.begin > at);
    if (cut || step == Step::need_more) return first;
    break;
  }
  return cut_colour_begin(window, at);
}

bool previous_escaped_glyph(const Window& window, Offset at, Glyph& out) {
  for (int codes = 0; codes < 16; ++codes) {
    const Offset before = colour_begin(window, at);
    if (before == at) break;
    at = before;
  }
  if (at <= window.begin) return false;
  for (const Offset width : {2U, 3U, 4U, 6U, 5U}) {
    if (at < window.begin + width) continue;
    if (escape_ends_at(window, at - width, at, out)) {
      while (window.at(out.begin) == '\\' && out.begin > window.begin &&
             window.at(out.begin - 1) == '\\' && out.slashes < kEscapeBytesMax / 2) {
        --out.begin;
        ++out.slashes;
      }
      return true;
    }
  }
  out = Glyph{window.at(at - 1), 0, at - 1, at};
  return true;
}

bool read_plain(const Window& window, Offset at, const CharSet& stops, std::size_t most,
                Text& out) {
  const Offset last = std::min<Offset>(window.end(), at + most);
  const Offset begin = at;
  CharSet ends = stops;  // PERF: one question for each byte.
  ends.add(kEscapeStarts);
  while (at < last && !ends.has(window.at(at))) ++at;
  const bool full = at == begin + most;
  if (!full && (at == last || !stops.has(window.at(at)))) return false;
  out = plain_text(window, {begin, at});
  return true;
}

bool read_plain_run(const Window& window, Offset at, const CharSet& set, std::size_t most,
                    Text& out) {
  const Offset begin = at;
  const Offset last = std::min<Offset>(window.end(), begin + most);
  while (at < last && set.has(window.at(at)) && !kEscapeStarts.has(window.at(at))) ++at;
  if (at < begin + most) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step == Step::need_more || (step == Step::ok && set.has(glyph.c))) return false;
  }
  out = plain_text(window, {begin, at});
  return true;
}

namespace {

// Calls `take` for each glyph of the run.
Step walk_run(const Window& window, Offset at, const CharSet& set, std::size_t glyphs_max,
              auto take) {
  Glyph glyph;
  for (std::size_t i = 0; i < glyphs_max; ++i) {
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    if (!set.has(glyph.c)) return Step::ok;
    take(glyph);
    at = glyph.end;
  }
  return Step::ok;
}

}  // namespace

Step measure_run(const Window& window, Offset at, const CharSet& set, std::size_t glyphs_max,
                 Run& out) {
  out = {0, at};
  return walk_run(window, at, set, glyphs_max, [&out](const Glyph& glyph) {
    ++out.size;
    out.end = glyph.end;
  });
}

Step read_run(const Window& window, Offset at, const CharSet& set, std::size_t glyphs_max,
              View& out) {
  return walk_run(window, at, set, glyphs_max, [&out](const Glyph& glyph) { out.push(glyph); });
}

}  // namespace inkblot
