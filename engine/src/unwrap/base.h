// The alphabets of base64 and hexadecimal as tables, and what a byte of text is.
#pragma once

#include <inkblot/span.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "decode/glyph.h"

namespace inkblot {

inline constexpr std::uint8_t kNoDigit = 0xFF;
using Digits = std::array<std::uint8_t, 256>;

constexpr Digits digits_of(std::string_view digits, std::string_view more) {
  Digits out{};
  for (std::uint8_t& value : out) value = kNoDigit;
  std::uint8_t value = 0;
  for (const char c : digits) out[static_cast<std::uint8_t>(c)] = value++;
  // Those of the other spelling that differ.
  value = static_cast<std::uint8_t>(digits.size() - more.size());
  for (const char c : more) out[static_cast<std::uint8_t>(c)] = value++;
  return out;
}

// How characters stand for bytes: `chars` of them, `bits` each, for `bytes`.
struct Base {
  Encoding coding;
  Digits digits;
  unsigned bits;
  std::size_t chars;
  std::size_t bytes;
};
inline constexpr Base kBase64Digits = {
    Encoding::base64,
    digits_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "-_"), 6, 4, 3};
inline constexpr Base kHexDigits = {Encoding::hex, digits_of("0123456789abcdef", "ABCDEF"), 4, 2,
                                    1};

// What tokens consist of, some of which go on over a line end of what is encoded.
inline constexpr CharSet kTokenChars = charset(kAlnum, "_-+/=.~:$@!#");

// What text consists of besides what UTF-8 makes of higher bytes.
constexpr bool is_text(std::uint8_t c) {
  return (c >= 0x20 && c < 0x80) || (c >= 8 && c <= 13) || c == 0x1B;
}

}  // namespace inkblot
