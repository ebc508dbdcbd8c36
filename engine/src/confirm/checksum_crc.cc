// Tokens that carry a CRC32 of themselves (facts: checksums of public formats, section 1).
#include <boost/crc.hpp>
#include <cstdint>
#include <optional>

#include "confirm/checksum_families.h"
#include "confirm/coding.h"

namespace inkblot {
namespace {

constexpr std::string_view kDigitsUpperLower =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigitsLowerUpper =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kHexLower = "0123456789abcdef";
constexpr std::string_view kHexUpper = "0123456789ABCDEF";

std::uint32_t crc32(std::string_view text) {
  boost::crc_32_type crc;
  crc.process_bytes(text.data(), text.size());
  return crc.checksum();
}

std::uint32_t swapped(std::uint32_t value) { return __builtin_bswap32(value); }

// Most significant digit first, padded with the alphabet's zero.
std::string digits(std::uint32_t value, std::string_view alphabet, std::size_t width) {
  std::string out(width, alphabet.front());
  const auto base = static_cast<std::uint32_t>(alphabet.size());
  for (std::size_t i = width; i > 0; --i) {
    out[i - 1] = alphabet[value % base];
    value /= base;
  }
  return out;
}

Verdict compare(std::string_view token, std::size_t from, const std::string& expected) {
  return token.substr(from) == expected ? Verdict::pass : Verdict::fail;
}

std::size_t prefix_of(std::string_view token) {
  const std::size_t underscore = token.rfind('_');
  return underscore == std::string_view::npos ? 0 : underscore + 1;
}

// prefix_ + body + six base62 digits of the body's CRC; known for two lengths of the body.
struct Base62 {
  std::size_t prefix;
  std::size_t body;
  std::size_t other_body;

  bool knows(std::string_view token) const {
    return token.size() == prefix + body + 6 || token.size() == prefix + other_body + 6;
  }
  std::string expected(std::string_view token) const {
    return digits(crc32(token.substr(prefix, token.size() - prefix - 6)), kDigitsUpperLower, 6);
  }
  Verdict check(std::string_view token) const {
    return knows(token) ? compare(token, token.size() - 6, expected(token)) : Verdict::unknown;
  }
  bool fix(std::string& token) const {
    if (!knows(token)) return false;
    token.replace(token.size() - 6, 6, expected(token));
    return true;
  }
};

// Without an underscore among its first five characters it is no token of GitHub's.
std::optional<Base62> github(std::string_view token) {
  const std::size_t prefix = prefix_of(token.substr(0, 5));
  if (prefix == 0) return std::nullopt;
  return Base62{prefix, 30, 50};
}

Base62 polar(std::string_view token) { return {prefix_of(token), 37, 43}; }

using Expected = std::string (*)(std::string_view);

Verdict check_with(std::string_view token, std::size_t size, std::size_t width, Expected expected) {
  if (token.size() != size) return Verdict::unknown;
  return compare(token, size - width, expected(token));
}

bool fix_with(std::string& token, std::size_t size, std::size_t width, Expected expected) {
  if (token.size() != size) return false;
  const std::string check = expected(token);
  token.replace(size - width, width, check);
  return true;
}

std::string expect_apify(std::string_view t) {
  return digits(crc32(t.substr(0, t.size() - 6)), kDigitsLowerUpper, 6);
}
std::string expect_canva(std::string_view t) {
  return digits(crc32(t.substr(0, t.size() - 8)), kHexLower, 8);
}
std::string expect_upper_hex(std::string_view t) {
  return digits(crc32(t.substr(0, t.size() - 8)), kHexUpper, 8);
}
std::string expect_cloudflare(std::string_view t) {
  const std::size_t prefix = prefix_of(t);
  return digits(crc32(t.substr(prefix, t.size() - prefix - 8)), kHexLower, 8);
}
std::string expect_zuplo(std::string_view t) {
  return digits(crc32(t.substr(5, 32)), kHexLower, 8);
}
std::string expect_grafana(std::string_view t) {
  return digits(swapped(crc32(t.substr(0, 37))), kHexLower, 8);
}
std::string expect_confluent(std::string_view t) {
  return coding::encode(coding::little_endian(crc32(t.substr(4, 54))), coding::kBase64);
}

}  // namespace

Verdict check_github(std::string_view token) {
  const auto form = github(token);
  return form ? form->check(token) : Verdict::unknown;
}
bool fix_github(std::string& token) {
  const auto form = github(token);
  return form && form->fix(token);
}
Verdict check_polar(std::string_view token) { return polar(token).check(token); }
bool fix_polar(std::string& token) { return polar(token).fix(token); }

Verdict check_apify(std::string_view t) { return check_with(t, 46, 6, expect_apify); }
bool fix_apify(std::string& t) { return fix_with(t, 46, 6, expect_apify); }
Verdict check_canva(std::string_view t) { return check_with(t, 56, 8, expect_canva); }
bool fix_canva(std::string& t) { return fix_with(t, 56, 8, expect_canva); }
Verdict check_cloudflare(std::string_view t) {
  return check_with(t, prefix_of(t) + 48, 8, expect_cloudflare);
}
bool fix_cloudflare(std::string& t) { return fix_with(t, prefix_of(t) + 48, 8, expect_cloudflare); }
Verdict check_zuplo(std::string_view t) { return check_with(t, 46, 8, expect_zuplo); }
bool fix_zuplo(std::string& t) { return fix_with(t, 46, 8, expect_zuplo); }
Verdict check_grafana(std::string_view t) { return check_with(t, 46, 8, expect_grafana); }
bool fix_grafana(std::string& t) { return fix_with(t, 46, 8, expect_grafana); }
Verdict check_atlassian(std::string_view t) { return check_with(t, 192, 8, expect_upper_hex); }
bool fix_atlassian(std::string& t) { return fix_with(t, 192, 8, expect_upper_hex); }
Verdict check_bitbucket_app(std::string_view t) { return check_with(t, 36, 8, expect_upper_hex); }
bool fix_bitbucket_app(std::string& t) { return fix_with(t, 36, 8, expect_upper_hex); }
Verdict check_confluent(std::string_view t) { return check_with(t, 64, 6, expect_confluent); }
bool fix_confluent(std::string& t) { return fix_with(t, 64, 6, expect_confluent); }

// <prefix><payload>.<version>.<payload length><CRC>: seven base36 digits over all before them.
Verdict check_gitlab(std::string_view t) {
  const std::size_t dot = t.rfind('.');
  if (dot == std::string_view::npos || t.size() != dot + 10) return Verdict::unknown;
  return compare(t, t.size() - 7,
                 digits(crc32(t.substr(0, t.size() - 7)), kDigitsLowerUpper.substr(0, 36), 7));
}
// Makes the payload of the token's own characters: 16 bytes, a routing text and its length.
bool fix_gitlab(std::string& t) {
  const std::size_t dot = t.find('.');
  const std::size_t prefix = t.find('-') + 1;
  const bool typed = prefix + 3 < t.size() && t[prefix] == 't' && t[prefix + 2] == '_';
  const std::size_t from = typed ? prefix + 3 : prefix;
  if (dot == std::string::npos || dot < from + 16) return false;
  const std::string payload =
      coding::encode(t.substr(dot - 16, 16) + "o:1\x03", coding::kBase64Url);
  const std::string_view base36 = kDigitsLowerUpper.substr(0, 36);
  t = t.substr(0, from) + payload + ".01." +
      digits(static_cast<std::uint32_t>(payload.size()), base36, 2);
  t += digits(crc32(t), base36, 7);
  return true;
}

}  // namespace inkblot
