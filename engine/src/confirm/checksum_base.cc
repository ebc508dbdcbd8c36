// Keys in base32, bech32 and base58, whose last digits check the ones before.
#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/crc.hpp>
#include <vector>

#include "confirm/checksum_families.h"
#include "confirm/coding.h"
#include "confirm/parsers.h"

namespace inkblot {
namespace {

using coding::decode;
using coding::encode;
using coding::kBase32;
using coding::kBase32Lower;

constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kBech32Check = 6;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// A bech32 string in lower case: what a person reads, the digit 1, and digits of five bits.
struct Bech32 {
  std::string readable;
  std::string digits;
};

bool split_bech32(std::string_view token, Bech32& out) {
  const std::string text = lower(token);
  const std::size_t one = text.rfind('1');
  if (one == std::string::npos || text.size() < one + 1 + kBech32Check) return false;
  out.readable = text.substr(0, one);
  for (const char c : std::string_view(text).substr(one + 1)) {
    const std::size_t digit = kBech32.find(c);
    if (digit == std::string_view::npos) return false;
    out.digits.push_back(static_cast<char>(digit));
  }
  return true;
}

// The last two bytes: CRC16 of those before, least significant first.
std::string crc16_tail(std::string_view bytes) {
  return coding::little_endian(coding::crc16_xmodem(bytes.substr(0, bytes.size() - 2)))
      .substr(0, 2);
}

std::optional<std::string> seed_bytes(std::string_view token) {
  if (token.size() != 56 && token.size() != 58) return std::nullopt;
  return decode(token, kBase32);
}

// The first four bytes of SHA-256 of SHA-256.
std::string sha256_twice(std::string_view payload) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  const std::vector<unsigned char> bytes(payload.begin(), payload.end());
  crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
  crypto_hash_sha256(hash.data(), hash.data(), hash.size());
  return {hash.begin(), hash.begin() + 4};
}

// Which bytes of an Azure DevOps token the CRC is taken over, and where it is hidden.
constexpr std::array<std::size_t, 4> kDevopsCheckAt = {22, 8, 7, 2};
constexpr std::uint32_t kDevopsUser = 0xE0B9692D;
constexpr std::uint32_t kDevopsApp = 0x1019F92E;
constexpr std::size_t kDevopsSize = 52;

std::uint32_t devops_crc(std::string_view bytes) {
  boost::crc_32_type crc;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool check =
        std::find(kDevopsCheckAt.begin(), kDevopsCheckAt.end(), i) != kDevopsCheckAt.end();
    if (!check) crc.process_byte(static_cast<unsigned char>(bytes[i]));
  }
  return crc.checksum();
}

void place_devops(std::string& bytes, std::uint32_t value) {
  const std::string check = coding::little_endian(value);
  for (std::size_t i = 0; i < check.size(); ++i) bytes[kDevopsCheckAt[i]] = check[i];
}

}  // namespace

Verdict check_bech32(std::string_view token) {
  Bech32 parts;
  if (!split_bech32(token, parts)) return Verdict::unknown;
  const bool holds = coding::bech32_polymod(parts.readable, parts.digits) == 1;
  return holds ? Verdict::pass : Verdict::fail;
}

bool fix_bech32(std::string& token) {
  Bech32 parts;
  if (!split_bech32(token, parts)) return false;
  std::fill(parts.digits.end() - kBech32Check, parts.digits.end(), '\0');
  const std::uint32_t sum = coding::bech32_polymod(parts.readable, parts.digits) ^ 1U;
  const bool capitals = lower(token) != token;
  for (std::size_t i = 0; i < kBech32Check; ++i) {
    const char c = kBech32[(sum >> (5 * (kBech32Check - 1 - i))) & 31U];
    const bool letter = c >= 'a' && c <= 'z';
    token[token.size() - kBech32Check + i] =
        capitals && letter ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return true;
}

Verdict check_base32_crc16(std::string_view token) {
  const auto bytes = seed_bytes(token);
  if (!bytes) return Verdict::unknown;
  return bytes->substr(bytes->size() - 2) == crc16_tail(*bytes) ? Verdict::pass : Verdict::fail;
}

bool fix_base32_crc16(std::string& token) {
  auto bytes = seed_bytes(token);
  if (!bytes) return false;
  bytes->replace(bytes->size() - 2, 2, crc16_tail(*bytes));
  token = encode(*bytes, kBase32);
  return true;
}

Verdict check_base58(std::string_view token) {
  const auto bytes = coding::decode_base58(token);
  if (!bytes || bytes->size() < 5) return Verdict::unknown;
  const std::string_view all = *bytes;
  const std::string_view payload = all.substr(0, all.size() - 4);
  return all.substr(payload.size()) == sha256_twice(payload) ? Verdict::pass : Verdict::fail;
}

bool fix_base58(std::string& token) {
  auto bytes = coding::decode_base58(token);
  if (!bytes || bytes->size() < 5) return false;
  bytes->resize(bytes->size() - 4);
  token = coding::encode_base58(*bytes + sha256_twice(*bytes));
  return true;
}

Verdict check_azure_devops(std::string_view token) {
  const auto bytes = decode(token, kBase32Lower);
  if (token.size() != kDevopsSize || !bytes) return Verdict::unknown;
  const std::uint32_t crc = devops_crc(*bytes);
  for (const std::uint32_t mask : {kDevopsUser, kDevopsApp}) {
    std::string want = *bytes;
    place_devops(want, crc ^ mask);
    if (want == *bytes) return Verdict::pass;
  }
  return Verdict::fail;
}

bool fix_azure_devops(std::string& token) {
  auto bytes = decode(token, kBase32Lower);
  if (token.size() != kDevopsSize || !bytes) return false;
  place_devops(*bytes, devops_crc(*bytes) ^ kDevopsUser);
  token = encode(*bytes, kBase32Lower);
  return true;
}

// Only the begin is known, so that a mask of the rest must not pass: the trailing bytes follow no
// public rule.
Verdict check_jfrog_key(std::string_view token) {
  if (token.size() != 73 || is_placeholder(token.substr(8))) return Verdict::unknown;
  const auto bytes = coding::decode_base58(token);
  if (!bytes) return Verdict::unknown;
  const bool holds = bytes->size() == 54 && bytes->starts_with("\x01\xFD\xE0") &&
                     (static_cast<unsigned char>((*bytes)[3]) >> 4U) == 0xF;
  return holds ? Verdict::pass : Verdict::fail;
}

bool fix_jfrog_key(std::string& token) {
  auto bytes = coding::decode_base58(token);
  if (token.size() != 73 || !bytes) return false;
  bytes->resize(54);
  bytes->replace(0, 3, "\x01\xFD\xE0");
  (*bytes)[3] = static_cast<char>(static_cast<unsigned char>((*bytes)[3]) | 0xF0U);
  token = coding::encode_base58(*bytes);
  return !is_placeholder(token.substr(8));
}

Verdict check_nuget(std::string_view token) {
  if (token.size() != 46 || is_placeholder(token.substr(4))) return Verdict::unknown;
  const auto bytes = decode(token, kBase32Lower);
  if (!bytes) return Verdict::unknown;
  return bytes->starts_with("v4") ? Verdict::pass : Verdict::fail;
}

}  // namespace inkblot
