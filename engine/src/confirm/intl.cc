// The stem is the sweep's word for it; here is read what may be glued to it.
#include "confirm/intl.h"

#include <algorithm>
#include <array>
#include <string>

#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr CharSet kNamed = charset(kAlnum, "_-.");
// A word that stands in no others may be glued to one before it: Datenbankschluessel.
constexpr std::size_t kOwnBytesMin = 7;
constexpr std::size_t kEndingGlyphsMax = 24;
// An ending; what is longer may be another word.
constexpr std::size_t kEndingBytes = 9;

// UTF-8 of `is` in Chinese, and of the particles for it in Japanese and Korean.
constexpr auto kParticles = std::to_array<std::string_view>({
    "\xE6\x98\xAF", "\xE4\xB8\xBA", "\xE7\x82\xBA",  // shi, wei, wei
    "\xE3\x81\xAF", "\xE3\x81\x8C",                  // wa, ga
    "\xEB\x8A\x94", "\xEC\x9D\x80", "\xEC\x9D\xB4"   // neun, eun, i
});
// The same as JSON spells them.
constexpr auto kSpelled = std::to_array<std::string_view>(
    {"u662f", "u4e3a", "u70ba", "u306f", "u304c", "ub294", "uc740", "uc774"});
constexpr std::array<std::string_view, 2> kWide = {"\xEF\xBC\x9A", "\xEF\xBC\x9D"};
constexpr std::array<std::string_view, 2> kWideSpelled = {"uff1a", "uff1d"};

// Whether the bytes before `at` are one of the list.
template <class List>
bool stands_before(const Window& window, Offset at, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view text) {
    if (at - window.begin < text.size()) return false;
    const Offset begin = at - text.size();
    return std::equal(text.begin(), text.end(),
                      window.bytes.begin() + static_cast<std::ptrdiff_t>(begin - window.begin),
                      [](char a, std::uint8_t b) { return a == to_lower(static_cast<char>(b)); });
  });
}

// Whether a letter before the stem is a part of the same word.
bool is_glued(const Window& window, const Span& stem) {
  const char first = static_cast<char>(window.at(stem.begin));
  Glyph before;
  if (!in(kLetter, first) || stem.end - stem.begin >= kOwnBytesMin) return false;
  if (!previous_glyph(window, stem.begin, before) || !kLetter.has(before.c)) return false;
  return in(kLower, first) || kUpper.has(before.c);
}

bool ends_in_particle(const Window& window, Offset at) {
  return stands_before(window, at, kParticles) || stands_before(window, at, kSpelled);
}

}  // namespace

bool take_wide(Cursor& in) {
  const Offset start = in.at;
  for (int i = 0; i < 3 && in.peek() >= 0x80 && in.step == Step::ok; ++i) {
    in.take();
    const bool spelled = in.glyph.end - in.glyph.begin > 1;
    if (spelled ? stands_before(in.window, in.at, kWideSpelled)
                : i == 2 && stands_before(in.window, in.at, kWide)) {
      return true;
    }
    if (spelled) break;
  }
  if (!in.starved()) in.at = start;
  return false;
}

Step read_foreign_name(const Window& window, const Span& stem, Promise promise, Name& out) {
  if (is_glued(window, stem)) return Step::ok;
  out.begin = stem.begin;
  while (out.begin > window.begin && stem.begin - out.begin < kEscapeBytesMax &&
         window.at(out.begin - 1) == '\\') {
    --out.begin;
  }
  Glyph glyph;
  for (std::size_t i = 0; i < kNameGlyphsMax && previous_glyph(window, out.begin, glyph); ++i) {
    if (!kNamed.has(glyph.c)) break;
    out.begin = glyph.begin;
  }
  Cursor in{window, stem.end};
  const bool ascii = kLetter.has(window.at(stem.end - 1));
  if (ascii && in.is(kLower)) return Step::ok;  // The word goes on: it is another one.
  if (in.starved()) return Step::need_more;
  for (std::size_t i = 0; i < kEndingGlyphsMax && !out.linked && in.peek() >= 0x80; ++i) {
    const Offset before = in.at;
    if (take_wide(in)) {
      in.at = before;
      break;
    }
    if (in.starved()) return Step::need_more;
    in.peek();
    in.take();
    out.linked = ends_in_particle(window, in.at);
  }
  if (in.starved()) return Step::need_more;
  out.promise = promise;
  out.loose = in.at - stem.end > kEndingBytes && window.at(stem.end) != '\\';
  std::string behind;
  for (; !out.linked && behind.size() < kNameGlyphsMax && in.is(kNamed); in.take()) {
    behind.push_back(static_cast<char>(in.glyph.c));
  }
  if (in.starved()) return Step::need_more;
  judge_behind(behind, out);
  out.end = in.at;
  return Step::ok;
}

}  // namespace inkblot
