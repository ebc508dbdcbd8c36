// Bases 64, 58 and 32, CRC16, Marvin32 and the bech32 code.
#include "confirm/coding.h"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/crc.hpp>

namespace inkblot::coding {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

constexpr std::uint8_t byte(char c) { return static_cast<std::uint8_t>(c); }

using Values = std::array<std::uint8_t, 256>;
constexpr std::uint8_t kNone = 0xFF;

constexpr Values values_of(std::string_view alphabet) {
  Values out{};
  out.fill(kNone);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    out[byte(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return out;
}

constexpr Values kBase64Values = values_of(kBase64);
constexpr Values kUrlValues = values_of(kBase64Url);

// Each digit has so many bits.
std::optional<std::string> decode_by(std::string_view digits, const Values& values,
                                     unsigned width) {
  std::string out;
  out.reserve(digits.size() * width / 8);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : digits) {
    const std::uint8_t value = values[byte(c)];
    if (value == kNone) return std::nullopt;
    bits = (bits << width) | value;
    held += width;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(bits >> held));
    bits &= (1U << held) - 1U;
  }
  return out;
}

}  // namespace

std::optional<std::string> decode(std::string_view digits, std::string_view alphabet) {
  const auto width = static_cast<unsigned>(std::bit_width(alphabet.size() - 1));
  return decode_by(digits, values_of(alphabet), width);
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  const bool url = text.find('-') != text.npos || text.find('_') != text.npos;
  return decode_by(text, url ? kUrlValues : kBase64Values, 6);
}

std::string encode(std::string_view bytes, std::string_view alphabet) {
  const auto width = static_cast<unsigned>(std::bit_width(alphabet.size() - 1));
  std::string out;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | byte(c);
    held += 8;
    while (held >= width) {
      held -= width;
      out.push_back(alphabet[(bits >> held) & (alphabet.size() - 1)]);
    }
    bits &= (1U << held) - 1U;
  }
  if (held > 0) out.push_back(alphabet[(bits << (width - held)) & (alphabet.size() - 1)]);
  return out;
}

std::optional<std::string> decode_base58(std::string_view digits) {
  std::string number;  // Least significant byte first.
  for (const char c : digits) {
    const std::size_t digit = kBase58.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    auto carry = static_cast<std::uint32_t>(digit);
    for (char& place : number) {
      carry += 58U * byte(place);
      place = static_cast<char>(carry);
      carry >>= 8U;
    }
    if (carry != 0) number.push_back(static_cast<char>(carry));
  }
  number.append(std::min(digits.find_first_not_of('1'), digits.size()), '\0');
  std::reverse(number.begin(), number.end());
  return number;
}

std::string encode_base58(std::string_view bytes) {
  std::string digits;  // Least significant first; values, not characters.
  for (const char c : bytes) {
    std::uint32_t carry = byte(c);
    for (char& place : digits) {
      carry += 256U * byte(place);
      place = static_cast<char>(carry % 58U);
      carry /= 58U;
    }
    for (; carry != 0; carry /= 58U) digits.push_back(static_cast<char>(carry % 58U));
  }
  digits.append(std::min(bytes.find_first_not_of('\0'), bytes.size()), '\0');
  std::reverse(digits.begin(), digits.end());
  for (char& digit : digits) digit = kBase58[byte(digit)];
  return digits;
}

std::string little_endian(std::uint32_t value) {
  std::string out(4, '\0');
  for (char& place : out) {
    place = static_cast<char>(value);
    value >>= 8U;
  }
  return out;
}

std::uint16_t crc16_xmodem(std::string_view bytes) {
  boost::crc_optimal<16, 0x1021, 0, 0, false, false> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return static_cast<std::uint16_t>(crc.checksum());
}

std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed) {
  auto a = static_cast<std::uint32_t>(seed);
  auto b = static_cast<std::uint32_t>(seed >> 32U);
  const auto mix = [&a, &b](std::uint32_t word) {
    a += word;
    b ^= a;
    a = std::rotl(a, 20) + b;
    b = std::rotl(b, 9) ^ a;
    a = std::rotl(a, 27) + b;
    b = std::rotl(b, 19);
  };
  std::size_t at = 0;
  const auto word_at = [&bytes](std::size_t from, std::size_t count) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < count; ++i) word |= std::uint32_t{byte(bytes[from + i])} << (8 * i);
    return word;
  };
  for (; at + 4 <= bytes.size(); at += 4) mix(word_at(at, 4));
  const std::size_t rest = bytes.size() - at;
  mix(word_at(at, rest) | (0x80U << (8 * rest)));
  mix(0);
  return a ^ b;
}

std::uint64_t marvin_seed(std::string_view name) {
  std::uint64_t seed = 0;
  for (const char c : name) seed = (seed << 8U) | byte(c);
  return seed;
}

std::uint32_t bech32_polymod(std::string_view readable, std::string_view digits) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                       0x3d4233dd, 0x2a1462b3};
  std::uint32_t sum = 1;
  const auto feed = [&](std::uint32_t value) {
    const std::uint32_t top = sum >> 25U;
    sum = ((sum & 0x1ffffffU) << 5U) ^ value;
    for (std::size_t i = 0; i < kGenerator.size(); ++i) {
      if (((top >> i) & 1U) != 0) sum ^= kGenerator[i];
    }
  };
  for (const char c : readable) feed(byte(c) >> 5U);
  feed(0);
  for (const char c : readable) feed(byte(c) & 31U);
  for (const char c : digits) feed(byte(c));
  return sum;
}

}  // namespace inkblot::coding
