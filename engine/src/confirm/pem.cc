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

constexpr CharSet kBody = charset(kAlnum, "+/=");
constexpr CharSet kLabel("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ");
constexpr CharSet kSigns("+/");
constexpr CharSet kWrapping = charset(" \t\r\n\"'`\\,;.#*>|$()[]{}&~", "");
constexpr std::size_t kWrappingGlyphsMax = 160;
constexpr std::size_t kLineGlyphsMin = 16;
constexpr std::size_t kLabelGlyphsMax = 96;
constexpr std::size_t kKeyGlyphsMax = 256;

// A marker's words.  PERF: no memory is asked for.
class Label {
 public:
  void assign(const std::uint8_t* bytes, std::size_t size) {
    std::copy_n(bytes, size, bytes_.begin());
    size_ = size;
  }
  void push(std::uint8_t c) { bytes_[size_++] = static_cast<char>(c); }
  bool full() const { return size_ == kLabelGlyphsMax; }
  std::string_view text() const { return {bytes_.data(), size_}; }
  bool has(std::string_view word) const { return text().find(word) != std::string_view::npos; }

 private:
  std::array<char, kLabelGlyphsMax> bytes_{};
  std::size_t size_ = 0;
};

// Reads `-----END ... -----` at `at`.  ok: `at` is behind it.  end: it is something else.
Step read_end_marker(const Window& window, Offset& at) {
  Label label;
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

// ok: a quote and a colon follow, so that what stands before them is a key.
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

// Measures a run of a body's characters.  It ends at one of our own tags: what that replaced was no
// part of it.
Step measure_body(const Window& window, Offset at, std::size_t most, Run& out) {
  const Step step = measure_run(window, at, kBody, most, out);
  const Offset last = std::min<Offset>(window.end(), out.end + kTag.size() - 1);
  const std::string_view text = window.text(at, last);
  for (std::size_t i = text.find(kTag.front()); i < out.end - at;
       i = text.find(kTag.front(), i + 1)) {
    const std::string_view tag = text.substr(i, kTag.size());
    const bool whole = tag.size() == kTag.size();
    if (!kTag.starts_with(tag) || (!whole && window.at_end)) continue;
    out = {0, at};
    for (Glyph glyph; out.end < at + i; out.end = glyph.end, ++out.size) {
      if (next_glyph(window, out.end, glyph) != Step::ok) break;
    }
    return whole ? Step::ok : Step::need_more;
  }
  return step;
}

// What stands behind a short run tells whether it is the body's last line or ordinary text.
bool ends_a_line(const Window& window, Offset at) {
  Glyph glyph;
  const Step step = next_glyph(window, at, glyph);
  if (step != Step::ok) return true;
  return glyph.c == '\n' || glyph.c == '\r' || glyph.c == '"' || glyph.c == '\'' ||
         glyph.c == '\\' || glyph.c == '`' || glyph.c == '<' || glyph.c == '-';
}

// Whether what stands at `at` holds a letter; a number alone may be that of a tag.
Step begins_name(const Window& window, Offset at) {
  Run digits;
  const Step step = measure_run(window, at, kDigit, kWrappingGlyphsMax, digits);
  if (step != Step::ok) return step;
  Glyph first;
  const Step behind = next_glyph(window, digits.size > 0 ? digits.end : at, first);
  return behind == Step::ok && !kLetter.has(first.c) ? Step::end : behind;
}

// What is glued to the END line would be glued to the tag, and read as a value with it.  True when
// that is over.
bool skip_glued(const Window& window, Offset& at) {
  constexpr CharSet kGlued = charset(kAlnum, "_-");
  for (Glyph glyph;; at = glyph.end) {
    const Step step = next_glyph(window, at, glyph);
    if (step == Step::need_more) return false;
    if (step == Step::end || !kGlued.has(glyph.c)) return true;
  }
}

}  // namespace

bool is_pem_character(std::uint8_t c) { return kBody.has(c); }

Step skip_pem_wrapping(const Window& window, Offset& at) {
  for (std::size_t i = 0; i < kWrappingGlyphsMax; ++i) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    if (!kWrapping.has(glyph.c)) {
      if (glyph.c != '+' && glyph.c != '/') return Step::ok;
      // A sign by itself is a diff's or a comment's; in front of others it is a body's.
      Run run;
      const Step rest = measure_run(window, at, kBody, 4, run);
      if (rest == Step::need_more && run.size < 4) return rest;
      Run signs;
      measure_run(window, at, kSigns, 4, signs);
      if (run.size > 2 || signs.size < run.size) return Step::ok;
    }
    at = glyph.end;
  }
  return Step::ok;
}

namespace {

// Skips what stands between two lines: a prefix like the first one's, where there is one, and
// wrapping.
Step skip_to_line(const Window& window, const LinePrefix& prefix, Offset& at) {
  const Step step = prefix.skip(window, at);
  return step == Step::need_more ? step : skip_pem_wrapping(window, at);
}

}  // namespace

// Passes the rest of a line.  ok: something else stands behind it.
Step PemBody::finish_line(const Window& window, Offset& at) {
  // PERF: no escape begins with a character of a body.
  while (at < window.end() && kBody.has(window.at(at))) ++at;
  Glyph glyph;
  Step step = next_glyph(window, at, glyph);
  while (step == Step::ok && kBody.has(glyph.c)) {
    at = glyph.end;
    step = next_glyph(window, at, glyph);
  }
  in_line_ = step != Step::ok;
  return step;
}

bool PemBody::advance(const Window& window, Offset& at) {
  for (;;) {
    if (ended_) return skip_glued(window, at);
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
    const bool more = next_glyph(window, next, glyph) == Step::ok;
    if (more && glyph.c == '_' && next == at) {  // Cut, and glued to a name.
      step = begins_name(window, glyph.end);
      if (step == Step::need_more) return false;
      ended_ = step == Step::ok;
      if (ended_) continue;
    }
    if (more && glyph.c == '-') {
      step = read_end_marker(window, next);
      if (step == Step::need_more) return false;
      if (step != Step::ok && next != at) return true;
      if (step == Step::ok) at = next;
      ended_ = true;  // Or cut, and glued to something else.
      continue;
    }
    Wrapping wrapping = look_at(window, line, next);
    wrapping.line_end = wrapping.line_end || prefixed;
    // In a document the next string is another value, unless every line is a string.
    if (wrapping.bracket || (wrapping.comma && many_lines_)) return true;
    many_lines_ = many_lines_ || (wrapping.line_end && !wrapping.quote);
    Run run;
    const std::size_t most = wrapping.quote ? kKeyGlyphsMax : kLineGlyphsMin + 24;
    step = measure_body(window, next, most, run);
    if (step == Step::need_more && run.size < most) return false;
    if (wrapping.quote && run.size > 0) {
      step = find_colon(window, run.end);
      if (step == Step::need_more) return false;
      if (step == Step::ok) return true;
    }
    if (run.size >= kLineGlyphsMin + 24) {
      at = run.end;
      in_line_ = true;
      continue;
    }
    if (run.size == 0) return true;
    const Offset behind = run.end;
    if (!ends_a_line(window, behind)) return true;
    Offset marker = behind;
    if (run.size < kLineGlyphsMin) {
      step = skip_to_line(window, prefix_, marker);
      if (step == Step::need_more) return false;
      if (step == Step::ok) step = read_end_marker(window, marker);
      if (step == Step::need_more) return false;
      if (step != Step::ok) return true;
    }
    at = behind;
  }
}

namespace {

// The same where no escape is in it.  PERF: nearly every one, and hostile text is nothing else.
bool read_plain_label(const Window& window, Offset& at, Label& label) {
  constexpr std::size_t kDashes = 5;
  const Offset last = std::min<Offset>(window.end(), at + kLabelGlyphsMax - kDashes);
  Offset end = at;
  while (end < last && kLabel.has(window.at(end))) ++end;
  if (window.end() < end + kDashes) return false;
  for (Offset i = end; i < end + kDashes; ++i) {
    if (window.at(i) != '-') return false;
  }
  label.assign(window.bytes.data() + (at - window.begin), static_cast<std::size_t>(end - at));
  at = end + kDashes;
  return true;
}

// Reads the label behind `-----BEGIN `, up to its dashes.
Step read_label(const Window& window, Offset& at, Label& label) {
  if (read_plain_label(window, at, label)) return Step::ok;
  std::size_t dashes = 0;
  while (!label.full()) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    if (glyph.c == '-') {
      ++dashes;
    } else if (dashes > 0) {
      return Step::ok;
    } else if (!kLabel.has(glyph.c)) {
      return Step::end;
    } else {
      label.push(glyph.c);
    }
    at = glyph.end;
    if (dashes == 5) return Step::ok;
  }
  return Step::end;
}

// Passes header lines (Proc-Type, Version, Comment) and stands at the first line of the body.
Step find_body(const Window& window, const LinePrefix& prefix, Offset& at) {
  for (int headers = 0; headers < 8; ++headers) {
    Step step = skip_to_line(window, prefix, at);
    if (step != Step::ok) return step;
    Run run;
    step = measure_body(window, at, kLineGlyphsMin, run);
    if (run.size >= kLineGlyphsMin) return Step::ok;
    if (step != Step::ok) return step;
    if (run.size == 0) return Step::end;
    Glyph glyph;
    step = next_glyph(window, run.end, glyph);
    if (step != Step::ok) return step;
    if (glyph.c != ':' && glyph.c != '-') return Step::end;
    for (std::size_t i = 0; i < 256 && glyph.c != '\n'; ++i) {
      at = glyph.end;
      step = next_glyph(window, at, glyph);
      if (step != Step::ok) return step;
    }
  }
  return Step::end;
}

Decision key_block(const Question& question, Offset begin, Offset body) {
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {{begin, body}, question.candidate.rule, Evidence::exact};
  out.growth = Growth::pem;
  return out;
}

}  // namespace

Decision parse_pem(const Question& question) {
  Offset at = question.candidate.end;
  Label label;
  Step step = read_label(question.window, at, label);
  if (step == Step::need_more) return undecided();
  const bool secret = label.has("PRIVATE KEY") || label.has("SEED") || label.has("USER JWT") ||
                      label.has("OPENVPN STATIC KEY");
  if (step == Step::end || !secret) return rejected();
  const LinePrefix prefix(question.window, question.candidate.begin);
  step = find_body(question.window, prefix, at);
  if (step == Step::need_more) return undecided();
  if (step == Step::end) return rejected();
  const bool blank = question.rule().head.find(' ') != std::string::npos;
  return key_block(question, blank ? question.candidate.end : question.candidate.begin, at);
}

Decision parse_putty(const Question& question) {
  Offset at = question.candidate.end;
  Glyph glyph;
  for (int i = 0; i < 12; ++i) {
    const Step step = next_glyph(question.window, at, glyph);
    if (step == Step::need_more) return undecided();
    if (step == Step::end) return rejected();
    if (glyph.c != ' ' && (glyph.c < '0' || glyph.c > '9')) break;
    at = glyph.end;
  }
  const LinePrefix prefix(question.window, question.candidate.begin);
  Step step = skip_to_line(question.window, prefix, at);
  Run run;
  if (step == Step::ok) {
    step = measure_body(question.window, at, kLineGlyphsMin, run);
  }
  if (run.size >= kLineGlyphsMin) return key_block(question, at, at);
  return step == Step::need_more ? undecided() : rejected();
}

}  // namespace inkblot
