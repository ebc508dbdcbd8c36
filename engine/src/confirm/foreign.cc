// The stretch depends on the candidate and the text alone: the line before it, its own and the
// next, or as much as a rule may read that spans lines.
#include "confirm/foreign.h"

#include <algorithm>

#include "confirm/allowed.h"
#include "confirm/cursor.h"
#include "pack/foreign.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr Offset kBeforeBytesMax = 512;
// A candidate that is decided with an earlier one has at least as many characters behind it.
constexpr std::size_t kSureGlyphs = 1024;
constexpr Offset kGlyphBytesMax = 6;
// Of these, all that is at hand is kept until a token's end has come (Confirm::tail_hold).
constexpr CharSet kRun = charset(kAlnum, "_-+/=.~:%$@!#");

// Where a line end begins whose last byte is window[at - 1], or `at`: there is none.
Offset line_end_begin(const Window& window, Offset at, Offset floor) {
  if (window.at(at - 1) == '\n') return at - 1;
  if (window.at(at - 1) != 'n' || at - 1 == floor || window.at(at - 2) != '\\') return at;
  Offset begin = at - 2;
  while (begin > floor && window.at(begin - 1) == '\\') --begin;
  return begin;
}

// Where reading begins: one character before the line end that the line before the candidate has
// before it.
Offset stretch_begin(const Window& window, Offset at) {
  const Offset floor = at > window.begin + kBeforeBytesMax ? at - kBeforeBytesMax : window.begin;
  for (int ends = 0; at > floor; --at) {
    const Offset begin = line_end_begin(window, at, floor);
    if (begin == at || ++ends < 2) continue;
    return begin > floor ? escape_begin(window, begin - 1) : begin;
  }
  return at > window.begin ? escape_begin(window, at) : at;
}

struct Stretch {
  Offset begin = 0;
  Offset end = 0;
  Offset read_until = 0;
  bool plain = true;     // Every character is one byte of ASCII.
  bool escaped = false;  // Some character is spelled by several bytes.
  bool whole = true;     // It ends where a line or the stream does, not in the middle of something.
};

// Measures the stretch.  need_more: it may go on.
Step measure(const Question& question, bool spans_lines, Stretch& out) {
  const Offset last = question.candidate.end;
  out.begin = out.end = stretch_begin(question.window, question.candidate.begin);
  std::size_t behind = 0;
  unsigned ends = 0;
  for (Glyph glyph; ends < 2;) {
    const Step step = next_glyph(question.window, out.end, glyph);
    if (step == Step::need_more) return step;
    if (step == Step::end) {
      out.read_until = question.window.end();
      return Step::ok;
    }
    out.escaped = out.escaped || glyph.end != out.end + 1;
    out.plain = out.plain && glyph.c < 0x80 && !out.escaped;
    out.end = glyph.end;
    if (glyph.begin < last) continue;
    ++behind;
    const bool line_end = glyph.c == '\n' && !spans_lines;
    ends += line_end ? 1 : 0;
    const bool sure = behind == kForeignGlyphsMax - kSureGlyphs ||
                      out.end - last >= kForeignBytesMax - kSureGlyphs;
    if (out.read_until == 0 && (line_end || sure)) out.read_until = glyph.begin;
    if (ends < 2 && (behind == kForeignGlyphsMax || out.end - last >= kForeignBytesMax)) {
      out.whole = false;
      break;
    }
  }
  return Step::ok;
}

// How many bytes the character of UTF-8 that begins at text[i] has; 0: it is none.
std::size_t character_size(std::string_view text, std::size_t i) {
  const auto first = static_cast<std::uint8_t>(text[i]);
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xC2 ? 0
                           : first < 0xE0 ? 2
                           : first < 0xF0 ? 3
                           : first < 0xF5 ? 4
                                          : 0;
  if (i + size > text.size()) return 0;
  for (std::size_t k = 1; k < size; ++k) {
    if ((static_cast<std::uint8_t>(text[i + k]) & 0xC0U) != 0x80U) return 0;
  }
  return size;
}

// What is no UTF-8 becomes a replacement character, as it does in Go.
void mend(View& view) {
  const auto odd = [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; };
  if (std::none_of(view.text.begin(), view.text.end(), odd)) return;
  View out;
  const auto push = [&](char c, std::size_t i) {
    out.text.push_back(c);
    out.begins.push_back(view.begins[i]);
    out.ends.push_back(view.ends[i]);
  };
  for (std::size_t i = 0; i < view.text.size(); ++i) {
    const std::size_t size = character_size(view.text, i);
    for (std::size_t k = 0; k < size; ++k) push(view.text[i + k], i + k);
    if (size == 0) {
      for (const char c : std::string_view("\xEF\xBF\xBD")) push(c, i);
    }
    i += size == 0 ? 0 : size - 1;
  }
  view = std::move(out);
}

// The view of the stretch, or its bytes as they stand, in UTF-8.
void read_text(const Window& window, const Stretch& stretch, bool as_it_stands, View& out) {
  out.clear();
  Glyph glyph;
  for (Offset at = stretch.begin; at < stretch.end; at = glyph.end) {
    if (as_it_stands) {
      glyph = {window.at(at), 0, at, at + 1};
    } else if (next_glyph(window, at, glyph) != Step::ok) {
      break;
    }
    out.push(glyph);
  }
  mend(out);
}

// Without the bytes at either end that are a part of an escape only.
Span whole_glyphs(const View& view, Span span) {
  const auto begin = std::lower_bound(view.begins.begin(), view.begins.end(), span.begin);
  const auto end = std::upper_bound(view.ends.begin(), view.ends.end(), span.end);
  if (begin == view.begins.end() || end == view.ends.begin()) return {};
  return {*begin, *(end - 1)};
}

// Appends the spans of the secrets in the text that lie outside of our tags.
void find_secrets(const Question& question, const Stretch& stretch, const Text& text,
                  std::vector<Span>& out) {
  // One character at either end is there for ^, $ and \b, but not to be matched.
  std::size_t from = 0;
  std::size_t to = text.text.size();
  if (stretch.begin > 0 && to > 0) from = std::max<std::size_t>(character_size(text.text, 0), 1);
  if (!stretch.whole) {
    do --to;
    while (to > from && character_size(text.text, to) == 0);
  }
  for (const Foreign::Extent& secret : question.rule().foreign->find(text.text, from, to)) {
    const std::size_t size = secret.end - secret.begin;
    if (holds_tag(text.text.substr(secret.begin, size), question.words())) continue;
    out.push_back({text.begin(secret.begin), text.end(secret.end - 1)});
  }
}

// The secrets of what the text spells, and of the text as it stands where the regex was written for
// that.
std::vector<Span> secrets_of(const Question& question, const Stretch& stretch) {
  std::vector<Span> out;
  if (stretch.plain) {
    find_secrets(question, stretch, plain_text(question.window, {stretch.begin, stretch.end}), out);
    return out;
  }
  const View& view = question.scratch;
  read_text(question.window, stretch, false, question.scratch);
  find_secrets(question, stretch, {view.text, 0, &view}, out);
  if (!stretch.escaped || !question.rule().foreign->names_escapes()) return out;
  const std::size_t spelled = out.size();
  View bytes;
  read_text(question.window, stretch, true, bytes);
  find_secrets(question, stretch, {bytes.text, 0, &bytes}, out);
  for (std::size_t i = spelled; i < out.size(); ++i) out[i] = whole_glyphs(view, out[i]);
  return out;
}

bool is_allowed(const Question& question, const Finding& finding) {
  bool allowed = false;
  if (question.allow == nullptr) return false;
  // What does not grow is at hand.
  const Decision decision{.outcome = Outcome::found, .finding = finding};
  return find_allowed(question.window, decision, *question.allow, allowed) == Step::ok && allowed;
}

}  // namespace

Offset foreign_begin(const PackImpl& pack, const Window& window, const Candidate& candidate) {
  const std::size_t back = pack.rules()[candidate.rule].back;
  const std::size_t most = back + pack.derived(candidate.rule).head_max;
  const Offset reach = back * kGlyphBytesMax;
  const Offset floor =
      candidate.begin > window.begin + reach ? candidate.begin - reach : window.begin;
  Offset at = candidate.end;
  Glyph glyph;
  for (std::size_t i = 0; i < most && at > floor; ++i) {
    if (!previous_glyph(window, at, glyph) || !kRun.has(glyph.c) || glyph.begin < floor) break;
    at = glyph.begin;
  }
  return at;
}

Step confirm_foreign(const Question& question, std::vector<Finding>& out, Offset& read_until) {
  const Window& window = question.window;
  Stretch stretch;
  if (measure(question, question.rule().foreign->spans_lines(), stretch) == Step::need_more) {
    return Step::need_more;
  }
  const std::size_t before = out.size();
  const Offset least = foreign_begin(question.pack, window, question.candidate);
  for (Span span : secrets_of(question, stretch)) {
    span.begin = std::max(least, span.begin);
    if (span.begin >= span.end) continue;
    bool ours = false;
    if (find_own_tag(window, span, question.words(), ours) == Step::need_more) {
      out.resize(before);
      return Step::need_more;
    }
    const Finding finding{span, question.candidate.rule, Evidence::structure};
    if (!ours && !is_allowed(question, finding)) out.push_back(finding);
  }
  read_until = stretch.read_until;
  return Step::ok;
}

}  // namespace inkblot
