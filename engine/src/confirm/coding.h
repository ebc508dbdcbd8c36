// Bases and check arithmetic that the validators share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace inkblot::coding {

inline constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
inline constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
inline constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view kBase32Lower = "abcdefghijklmnopqrstuvwxyz234567";

// Decodes digits of 6 or 5 bits, as the alphabet's size says.  Unlike libsodium it does not mind
// set bits in the last digit, for tokens that were altered by hand have them.  Padding must be
// cut off before.  None when a character is not in the alphabet.
std::optional<std::string> decode(std::string_view digits, std::string_view alphabet);
// Both base64 alphabets at once, with or without padding.
std::optional<std::string> decode_base64(std::string_view text);
// Without padding.
std::string encode(std::string_view bytes, std::string_view alphabet);

// Bitcoin's base 58, whose leading ones are zero bytes.
std::optional<std::string> decode_base58(std::string_view digits);
std::string encode_base58(std::string_view bytes);

// The least significant byte first.
std::string little_endian(std::uint32_t value);
std::uint16_t crc16_xmodem(std::string_view bytes);
// Microsoft's keyed hash; a seed is eight ASCII characters.
std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed);
// Seed number of eight ASCII characters such as "Default0".
std::uint64_t marvin_seed(std::string_view name);
// 1 for a valid bech32 string of this human-readable part and these data digits (0 to 31).
std::uint32_t bech32_polymod(std::string_view readable, std::string_view digits);

}  // namespace inkblot::coding
