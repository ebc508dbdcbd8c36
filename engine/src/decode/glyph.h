// The view: what a reader of the innermost document would see at a place of the stream.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "window.h"

namespace inkblot {

// A set of byte values.
class CharSet {
 public:
  constexpr CharSet() = default;
  constexpr explicit CharSet(std::string_view chars) { add(chars); }
  constexpr void add(std::string_view chars) {
    for (const char c : chars) set(static_cast<std::uint8_t>(c));
  }
  constexpr void add(const CharSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
  }
  constexpr void remove(const CharSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= ~other.bits_[i];
  }
  constexpr void invert() {
    for (std::uint64_t& bits : bits_) bits = ~bits;
  }
  constexpr bool meets(const CharSet& other) const {
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      if ((bits_[i] & other.bits_[i]) != 0) return true;
    }
    return false;
  }
  constexpr std::size_t size() const {
    std::size_t out = 0;
    for (const std::uint64_t bits : bits_) out += static_cast<std::size_t>(std::popcount(bits));
    return out;
  }
  constexpr void set(std::uint8_t c) { bits_[c >> 6U] |= std::uint64_t{1} << (c & 63U); }
  constexpr bool has(std::uint8_t c) const { return ((bits_[c >> 6U] >> (c & 63U)) & 1U) != 0; }
  bool operator==(const CharSet&) const = default;
  // True when every member of this set is one of the other.
  constexpr bool within(const CharSet& other) const {
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      if ((bits_[i] & ~other.bits_[i]) != 0) return false;
    }
    return true;
  }

 private:
  std::array<std::uint64_t, 4> bits_{};
};

inline constexpr std::string_view kAlnum =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr CharSet charset(std::string_view a, std::string_view b = {}) {
  CharSet set(a);
  set.add(b);
  return set;
}
constexpr CharSet inverted(CharSet set) {
  set.invert();
  return set;
}
inline constexpr CharSet kWordSet = charset(kAlnum);
// What the tokeniser's tokens consist of.
inline constexpr CharSet kTokenSet = charset(kAlnum, "_-");

// One character of the view.  Escapes of any depth, colour codes and percent-encoding are undone:
// a run of backslashes with its escape letter is one character, a colour code is none.
struct Glyph {
  std::uint8_t c = 0;        // 0xFF for a character beyond ASCII that was written as an escape.
  std::uint8_t slashes = 0;  // How many backslashes stand before it, at most 255.
  Offset begin = 0;          // Of its raw bytes, colour codes before it left out.
  Offset end = 0;
};

enum class Step : std::uint8_t { ok, need_more, end };

// The longest escape or colour code that is understood, in bytes; longer ones are text.
inline constexpr std::size_t kEscapeBytesMax = 64;

// What an escape or a colour code begins with.
inline constexpr CharSet kEscapeStarts("\\%\x1B");
// What stands before the letters of an escape or of a colour code.
inline constexpr CharSet kMayCut("\\%[;(?<>");

Step next_escaped_glyph(const Window& window, Offset at, Glyph& out);
// Reads the glyph at `at`.  need_more: it may go on beyond the window.  end: the stream ends here.
// PERF: a plain byte, which is nearly every one, costs no call.
inline Step next_glyph(const Window& window, Offset at, Glyph& out) {
  if (at < window.end() && !kEscapeStarts.has(window.at(at))) {
    out = {window.at(at), 0, at, at + 1};
    return Step::ok;
  }
  return next_escaped_glyph(window, at, out);
}

// How many backslashes stand before the other quote of a string that ends behind `slashes` of them:
// all but the pairs that are escaped backslashes at its end.
constexpr unsigned quote_depth(unsigned slashes) { return slashes & ~(slashes + 1); }

// True when a quote behind `slashes` backslashes ends a string that began behind `opened` of them.
constexpr bool closes_quote(unsigned slashes, unsigned opened) {
  return slashes <= opened || quote_depth(slashes) == opened;
}

// True for an escape that may stand inside a token's head, so that the sweep must undo it: not for
// a line end or a quote, and not for what is beyond ASCII.
constexpr bool is_spelled(const Glyph& glyph) {
  const Offset width = glyph.end - glyph.begin;
  return width > 1 && glyph.c != 0xFF && (width > glyph.slashes + 1U || glyph.c == '/');
}

// Where an escape begins that `at` would cut in half, or a colour code that any letter there would
// end, or `at`.
Offset escape_begin(const Window& window, Offset at);

// What ends a colour code, and what may stand before the name of a character set.
constexpr bool is_final(std::uint8_t c) { return (c >= '@' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
constexpr bool is_round(std::uint8_t c) { return c == '(' || c == ')'; }

constexpr bool has_byte(std::uint64_t bytes, std::uint8_t c) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  const std::uint64_t zero = bytes ^ (kOnes * c);
  return ((zero - kOnes) & ~zero & (kOnes << 7U)) != 0;
}

// No escape and no colour code can end at `at`: an escape is at most six bytes from its last
// backslash or percent sign on, and a colour code ends in a letter behind a digit or a bracket, or
// in anything behind a round one.
inline bool plain_before(const Window& window, Offset at) {
  if (at < window.begin + 8) return false;
  const std::uint8_t before = window.at(at - 2);
  if (is_round(before)) return false;
  if (is_final(window.at(at - 1)) && (before == '[' || (before >= 0x30 && before <= 0x3F))) {
    return false;
  }
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, window.bytes.data() + (at - 8 - window.begin), sizeof(bytes));
  return !has_byte(bytes, '\\') && !has_byte(bytes, '%');
}

bool previous_escaped_glyph(const Window& window, Offset at, Glyph& out);
// Reads the glyph that ends at `at`, by looking back at most kEscapeBytesMax bytes a step.
// False at the window's begin.  PERF: like next_glyph().
inline bool previous_glyph(const Window& window, Offset at, Glyph& out) {
  if (plain_before(window, at)) {
    out = {window.at(at - 1), 0, at - 1, at};
    return true;
  }
  return previous_escaped_glyph(window, at, out);
}

// Where a run of `set` begins that goes on at `at`, or `at` where an escape or a colour code may
// end in there, or more than `most` characters would be looked at.  PERF: of nearly every run that
// is all.  REQUIRES: the set holds nothing that an escape or a colour code begins with, nor a
// bracket.
inline Offset plain_run_begin(const Window& window, Offset at, const CharSet& set,
                              std::size_t most) {
  // What may stand before the letters, digits and marks that end one.
  constexpr CharSet kMayGoOn("\\%\x1B[();:<=>?");
  const Offset floor = at > window.begin + most ? at - most : window.begin;
  Offset begin = at;
  while (begin > floor && set.has(window.at(begin - 1))) --begin;
  return begin == floor || kMayGoOn.has(window.at(begin - 1)) ? at : begin;
}

// A stretch of the view with the way back: map[i] is the raw begin of text[i], and
// ends[i] the raw end.
struct View {
  std::string text;
  std::vector<Offset> begins;
  std::vector<Offset> ends;
  void clear() {
    text.clear();
    begins.clear();
    ends.clear();
  }
  void resize(std::size_t count) {
    text.resize(count);
    begins.resize(count);
    ends.resize(count);
  }
  void erase_front(std::size_t count) {
    const auto n = static_cast<std::ptrdiff_t>(count);
    text.erase(0, count);
    begins.erase(begins.begin(), begins.begin() + n);
    ends.erase(ends.begin(), ends.begin() + n);
  }
  void push(const Glyph& glyph) {
    text.push_back(static_cast<char>(glyph.c));
    begins.push_back(glyph.begin);
    ends.push_back(glyph.end);
  }
};

// A stretch of the view that is a copy only where escapes were undone.
// LIFETIME: the window's, and the view's until it is changed.
struct Text {
  std::string_view text;
  Offset base = 0;             // Of text[0], where every character is one byte.
  const View* view = nullptr;  // Otherwise the way back, in which text[0] is character `first`.
  std::size_t first = 0;
  Offset begin(std::size_t i) const { return view == nullptr ? base + i : view->begins[first + i]; }
  Offset end(std::size_t i) const { return view == nullptr ? base + i + 1 : view->ends[first + i]; }
};

// The bytes of the span.  REQUIRES: each is a character of its own, and the window holds them.
inline Text plain_text(const Window& window, const Span& span) {
  return {window.text(span.begin, span.end), span.begin};
}

// The plain bytes from `at` up to the first of `stops`, or `most` of them.  False where an escape
// or the end of the window comes before that.
bool read_plain(const Window& window, Offset at, const CharSet& stops, std::size_t most, Text& out);

// The plain bytes from `at` on that are in `set`, at most `most`.  False where the run goes on
// behind an escape, or may go on behind the window.
bool read_plain_run(const Window& window, Offset at, const CharSet& set, std::size_t most,
                    Text& out);

// A stretch of characters of one set: how many, and where the last one ends in the stream.
struct Run {
  std::size_t size = 0;
  Offset end = 0;
};
// Measures what read_run() would append.
Step measure_run(const Window& window, Offset at, const CharSet& set, std::size_t glyphs_max,
                 Run& out);

// Appends glyphs from `at` on while they are in `set`, at most `glyphs_max`.
// ok: the run ended at a glyph outside the set, or the maximum was met.  need_more / end as above.
Step read_run(const Window& window, Offset at, const CharSet& set, std::size_t glyphs_max,
              View& out);

}  // namespace inkblot
