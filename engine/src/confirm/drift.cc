// The lengths and places that tell a new form of a token from one that was cut or made up.
#include "confirm/drift.h"

#include <algorithm>

#include "confirm/cursor.h"
#include "confirm/parsers.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

// A form whose length varies by more has no longest one that anybody documents.
constexpr std::uint32_t kSpreadMax = 16;

bool is_much_longer(const Derived& derived, std::size_t size) {
  return 4 * size >= std::size_t{5} * derived.width_max;
}

}  // namespace

bool is_fixed(const Derived& derived) {
  return derived.width_max - derived.width_min <= kSpreadMax;
}

bool is_off(const Derived& derived, std::size_t size) {
  const bool open = derived.width_max == kDecideGlyphsMax;
  const bool longest = is_fixed(derived) && size == derived.width_max;
  return size < derived.width_min || (!open && !longest && !is_much_longer(derived, size));
}

bool is_padded(const Derived& derived, std::string_view body, std::string_view behind) {
  const CharSet& own = all_in(body, kHex) ? kHex : kWordSet;
  const std::size_t more = std::min(behind.find_last_not_of(".,:;?!") + 1, behind.size());
  return is_fixed(derived) && more > 0 && all_in(behind.substr(0, more), own) &&
         !is_much_longer(derived, derived.width_max + more);
}

bool is_placed(const Window& window, Offset begin) {
  constexpr CharSet kPlaces("\"'`=:>([{,|");
  constexpr unsigned kBlanksMax = 8;
  Glyph glyph;
  for (unsigned i = 0; i <= kBlanksMax && previous_glyph(window, begin, glyph); ++i) {
    if (!kBlank.has(glyph.c)) return kPlaces.has(glyph.c);
    begin = glyph.begin;
  }
  return false;
}

bool is_name(std::string_view body) {
  constexpr CharSet kName("abcdefghijklmnopqrstuvwxyz_-/");
  return all_in(body, kName);
}

bool is_unsigned(const Derived& derived, std::string_view behind) {
  // Of the shortest that is in use: 32 bytes.
  constexpr std::size_t kSignature = 43;
  if (!derived.tail.has('.') || !behind.starts_with('.') || behind.size() > kSignature) {
    return false;
  }
  const std::string_view word = behind.substr(1, behind.find_last_not_of(".,:;?!"));
  return !word.empty() && all_in(word, kLower) && is_wordy(word);
}

}  // namespace inkblot
