// The 300 commonest pairs of letters, counted over 27,000 words of source code, documentation and
// logs, each word once.
#include "confirm/pairs.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr auto kBehind = std::to_array<std::string_view>({
    "abcdfgiklmnprstuvwxy",     // a
    "aceilorsuy",               // b
    "acdehiklmoprstu",          // c
    "acdefilmorstu",            // d
    "abcdefgiklmnopqrstuvwxy",  // e
    "adefilorstu",              // f
    "aehilnorsu",               // g
    "aeiortu",                  // h
    "abcdefgklmnoprstvxz",      // i
    "aeo",                      // j
    "aeios",                    // k
    "acdefilopstuy",            // l
    "abeilmopsu",               // m
    "acdefgiklnoprstuv",        // n
    "abcdefgiklmnoprstuvw",     // o
    "acehiloprstuy",            // p
    "u",                        // q
    "abcdefgiklmnoprstuvy",     // r
    "acefhiklmnopstuy",         // s
    "acdefhilmnoprstuwy",       // t
    "abcdefgilmnprst",          // u
    "aeio",                     // v
    "aeios",                    // w
    "ceipt",                    // x
    "anpst",                    // y
    "ei",                       // z
});

constexpr auto kCommon = [] {
  std::array<std::uint32_t, 26> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const char c : kBehind.at(i)) out.at(i) |= 1U << (c & 31);
  }
  return out;
}();

constexpr std::size_t kShort = 12;

}  // namespace

std::size_t rare_pairs(std::string_view text) {
  std::size_t out = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!in(kLetter, text[i - 1]) || !in(kLetter, text[i])) continue;
    const auto first = static_cast<std::size_t>(to_lower(text[i - 1]) - 'a');
    out += kCommon.at(first) >> (text[i] & 31) & 1U ? 0 : 1;
  }
  return out;
}

bool is_no_word(std::string_view text) {
  const bool letters = std::all_of(text.begin(), text.end(), [](char c) { return in(kLetter, c); });
  return letters && text.size() >= 8 && rare_pairs(text) >= (text.size() < kShort ? 3U : 4U);
}

bool holds_words(std::string_view name) {
  constexpr std::size_t kWordMin = 4;
  static constexpr CharSet kJoint("._-");
  std::size_t sum = 0;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i + 1;
    if (in(kLetter, name[i])) {
      while (end < name.size() && in(kLower, name[end])) ++end;
      const bool begins = i == 0 || in(kUpper, name[i]) || in(kJoint, name[i - 1]);
      const bool word = begins && end - i >= kWordMin && rare_pairs(name.substr(i, end - i)) == 0;
      sum += word ? end - i : 0;
    }
    i = end;
  }
  return sum * 4 > name.size();
}

}  // namespace inkblot
