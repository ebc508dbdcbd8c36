// ASCII letters and digits, as every stage needs them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "decode/glyph.h"

namespace inkblot {

inline constexpr CharSet kUpper("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
inline constexpr CharSet kLower("abcdefghijklmnopqrstuvwxyz");
inline constexpr CharSet kDigit("0123456789");
inline constexpr CharSet kLetter =
    charset("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz");

inline constexpr CharSet kHex("0123456789abcdefABCDEF");

constexpr bool in(const CharSet& set, char c) { return set.has(static_cast<std::uint8_t>(c)); }

// Where the first character of a set stands, at `from` or behind it; npos: nowhere.
// PERF: string_view's own searches call memchr for each character.
constexpr std::size_t find_in(std::string_view text, const CharSet& set, std::size_t from = 0) {
  while (from < text.size() && !in(set, text[from])) ++from;
  return from < text.size() ? from : std::string_view::npos;
}

constexpr bool all_in(std::string_view text, const CharSet& set) {
  return std::all_of(text.begin(), text.end(), [&set](char c) { return in(set, c); });
}

constexpr std::size_t count_in(std::string_view text, const CharSet& set) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [&set](char c) { return in(set, c); }));
}

// Whether there is but one character, however often.  PERF: of any other text the first two tell;
// and no load goes over a line of the cache.
inline bool is_uniform(std::string_view text) {
  constexpr std::size_t kStep = 64;
  const auto repeats = [](std::string_view part, std::size_t by) {
    return part.substr(by) == part.substr(0, part.size() - by);
  };
  if (text.size() <= kStep) return text.empty() || repeats(text, 1);
  return repeats(text.substr(0, kStep), 1) && repeats(text, kStep);
}

// Whether something is assigned to the plural whose s stands at `at`: `tokens = `, `"tokens": `.
// need_more: it may be.  BOUND: a few bytes.
inline Step is_assigned_plural(const Window& window, Offset at) {
  constexpr CharSet kClosing("\"'`\\]*");
  constexpr CharSet kBlanks(" \t");
  constexpr CharSet kOperators(":=");
  if (window.at(at) != 's') return Step::end;
  const Offset last = at + 8;
  ++at;
  while (at < last && at < window.end() && kClosing.has(window.at(at))) ++at;
  while (at < last && at < window.end() && kBlanks.has(window.at(at))) ++at;
  if (at < window.end()) return kOperators.has(window.at(at)) ? Step::ok : Step::end;
  return window.at_end ? Step::end : Step::need_more;
}

// Whether the word whose last letter stands before `at` goes on with a small one, and not as a
// plural.  need_more: it may.
inline Step word_goes_on(const Window& window, Offset at) {
  if (at == window.end()) return window.at_end ? Step::end : Step::need_more;
  if (!kLower.has(window.at(at)) || !kLetter.has(window.at(at - 1))) return Step::end;
  const Step plural = is_assigned_plural(window, at);
  if (plural == Step::need_more) return plural;
  return plural == Step::ok ? Step::end : Step::ok;
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
