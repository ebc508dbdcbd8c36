// ASCII letters and digits, as every stage needs them.
#pragma once

#include <string>
#include <string_view>

#include "decode/glyph.h"

namespace inkblot {

inline constexpr CharSet kUpper("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
inline constexpr CharSet kLower("abcdefghijklmnopqrstuvwxyz");
inline constexpr CharSet kDigit("0123456789");
inline constexpr CharSet kLetter =
    charset("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz");

constexpr bool in(const CharSet& set, char c) { return set.has(static_cast<std::uint8_t>(c)); }

// Where the first character of a set stands, at `from` or behind it; npos: nowhere.
// PERF: string_view's own searches call memchr for each character.
constexpr std::size_t find_in(std::string_view text, const CharSet& set, std::size_t from = 0) {
  while (from < text.size() && !in(set, text[from])) ++from;
  return from < text.size() ? from : std::string_view::npos;
}

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = to_lower(c);
  return out;
}

}  // namespace inkblot
