// Tokens whose body decodes to something known; no check value, so altering a byte may pass.
#include <algorithm>
#include <array>

#include "confirm/checksum_families.h"
#include "confirm/coding.h"

namespace inkblot {
namespace {

using coding::decode_base64;
using coding::encode;

constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kFillerMin = 16;

Verdict verdict(bool holds) { return holds ? Verdict::pass : Verdict::fail; }

// A base64 JSON object with these names, between `before` and the last `behind` of the token.
struct JsonToken {
  std::string_view before;
  std::string_view behind;  // Empty: to the token's end.
  std::array<std::string_view, 4> names;
};
constexpr JsonToken kGrafanaCloud = {"glc_", "", {"o", "n", "k", "m"}};
constexpr JsonToken kGrafanaLegacy = {"", "", {"k", "n", "id"}};
constexpr JsonToken kMapbox = {".", ".", {"u", "a"}};
constexpr JsonToken kOnePassword = {"ops_", "", {"signInAddress", "email", "secretKey"}};
constexpr JsonToken kSentry = {"sntrys_", "_", {"iat", "url", "region_url", "org"}};

struct Segment {
  std::size_t begin = 0;
  std::size_t size = 0;
};

bool find_segment(std::string_view token, const JsonToken& form, Segment& out) {
  const std::size_t at = token.find(form.before);
  if (at == std::string_view::npos) return false;
  out.begin = at + form.before.size();
  const std::size_t end = form.behind.empty() ? token.size() : token.rfind(form.behind);
  if (end == std::string_view::npos || end <= out.begin) return false;
  out.size = end - out.begin;
  return true;
}

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\":"; }

Verdict check_json(std::string_view token, const JsonToken& form) {
  Segment segment;
  if (!find_segment(token, form, segment)) return Verdict::unknown;
  const auto text = decode_base64(token.substr(segment.begin, segment.size));
  if (!text) return Verdict::unknown;
  const bool named = std::all_of(form.names.begin(), form.names.end(), [&](std::string_view name) {
    return name.empty() || text->find(quoted(name)) != std::string::npos;
  });
  return verdict(named && text->starts_with('{'));
}

// Fills the object with the token's own random characters, so that samples differ.
bool fix_json(std::string& token, const JsonToken& form) {
  Segment segment;
  if (!find_segment(token, form, segment)) return false;
  std::string filler = token.substr(segment.begin, segment.size);
  std::replace_if(
      filler.begin(), filler.end(), [](char c) { return c == '/' || c == '+' || c == '='; }, '0');
  const std::size_t share = filler.size() / 4;
  std::string text = "{";
  for (std::size_t i = 0; i < form.names.size() && !form.names[i].empty(); ++i) {
    if (i > 0) text += ',';
    text += quoted(form.names[i]) + "\"" + filler.substr(i * share, share) + "\"";
  }
  token.replace(segment.begin, segment.size, encode(text + "}", coding::kBase64Url));
  return true;
}

// The last `size` characters, where a rule's pattern begins with the name before the value.
std::string_view last(std::string_view token, std::size_t size) {
  return token.substr(token.size() - std::min(size, token.size()));
}

// The last stretch without quotes or blanks.
Segment last_word(std::string_view token) {
  constexpr std::string_view kSeparators = " \t\"':,";
  const std::size_t last = token.find_last_not_of(kSeparators);
  if (last == std::string_view::npos) return {};
  const std::size_t before = token.find_last_of(kSeparators, last);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return {begin, last + 1 - begin};
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F;
  });
}

// Digits, and then `behind`: the decoded form of several tokens.
bool is_number_then(std::string_view bytes, std::size_t least, char behind) {
  const std::size_t end = bytes.find_first_not_of(kDigits);
  return end != std::string_view::npos && end >= least && bytes[end] == behind;
}

// PyPI's macaroon: two length-prefixed fields, and a 32-byte signature at the end.
constexpr std::string_view kPypi = "pypi-";
constexpr std::string_view kLocation = "\x02\x01";
constexpr std::string_view kSignature = "\x06\x20";
constexpr std::size_t kSignatureSize = 34;

constexpr std::string_view kReference = "reftkn:01:";
constexpr std::size_t kDataCenterSize = 44;
constexpr std::size_t kDataCenterBytes = 33;
constexpr std::size_t kWireguardSize = 44;

}  // namespace

Verdict check_jwt(std::string_view token) {
  const std::size_t dot = token.find('.');
  if (dot > 4096) return Verdict::unknown;
  const auto header = decode_base64(token.substr(0, dot));
  return verdict(header && header->find("\"alg\"") != std::string::npos);
}

Verdict check_grafana_cloud(std::string_view token) { return check_json(token, kGrafanaCloud); }
bool fix_grafana_cloud(std::string& token) { return fix_json(token, kGrafanaCloud); }
Verdict check_grafana_legacy(std::string_view token) { return check_json(token, kGrafanaLegacy); }
bool fix_grafana_legacy(std::string& token) { return fix_json(token, kGrafanaLegacy); }
Verdict check_mapbox(std::string_view token) { return check_json(token, kMapbox); }
bool fix_mapbox(std::string& token) { return fix_json(token, kMapbox); }
Verdict check_onepassword(std::string_view token) { return check_json(token, kOnePassword); }
bool fix_onepassword(std::string& token) { return fix_json(token, kOnePassword); }
Verdict check_sentry(std::string_view token) { return check_json(token, kSentry); }
bool fix_sentry(std::string& token) { return fix_json(token, kSentry); }

Verdict check_pypi(std::string_view token) {
  if (!token.starts_with(kPypi)) return Verdict::unknown;
  const auto bytes = decode_base64(token.substr(kPypi.size()));
  if (!bytes || bytes->size() < kSignatureSize + 8) return Verdict::fail;
  const auto location = static_cast<unsigned char>((*bytes)[2]);
  const std::string_view all = *bytes;
  return verdict(all.starts_with(kLocation) && all.substr(3).size() > location &&
                 all[3 + location] == '\x02' &&
                 all.substr(all.size() - kSignatureSize).starts_with(kSignature));
}

bool fix_pypi(std::string& token) {
  if (!token.starts_with(kPypi)) return false;
  auto bytes = decode_base64(token.substr(kPypi.size()));
  if (!bytes || bytes->size() < kSignatureSize + 8) return false;
  const std::size_t location = static_cast<unsigned char>((*bytes)[2]);
  if (bytes->size() < location + kSignatureSize + 8) return false;
  bytes->replace(0, kLocation.size(), kLocation);
  (*bytes)[3 + location] = '\x02';
  bytes->replace(bytes->size() - kSignatureSize, kSignature.size(), kSignature);
  token = std::string(kPypi) + encode(*bytes, coding::kBase64Url);
  return true;
}

// The first part is the account's number in decimal.
Verdict check_discord(std::string_view token) {
  const auto number = decode_base64(token.substr(0, token.find('.')));
  if (!number) return Verdict::unknown;
  return verdict(number->size() >= 17 && number->size() <= 20 && number->front() != '0' &&
                 number->find_first_not_of(kDigits) == std::string::npos);
}

Verdict check_reference(std::string_view token) {
  const auto bytes = decode_base64(token);
  return verdict(bytes && bytes->starts_with(kReference) &&
                 is_number_then(std::string_view(*bytes).substr(kReference.size()), 10, ':'));
}

bool fix_reference(std::string& token) {
  if (token.size() != 64) return false;
  std::string bytes(kReference);
  for (std::size_t i = 20; i < 30; ++i)
    bytes += kDigits[static_cast<unsigned char>(token[i]) % 10U];
  bytes += ":" + token.substr(36);
  token = encode(bytes, coding::kBase64);
  return true;
}

Verdict check_data_center(std::string_view token) {
  const auto bytes = decode_base64(last(token, kDataCenterSize));
  return verdict(bytes && bytes->size() == kDataCenterBytes && is_number_then(*bytes, 4, ':'));
}

bool fix_data_center(std::string& token) {
  if (token.size() < kDataCenterSize) return false;
  const std::size_t at = token.size() - kDataCenterSize;
  auto bytes = decode_base64(std::string_view(token).substr(at));
  if (!bytes || bytes->size() != kDataCenterBytes) return false;
  for (std::size_t i = 0; i < 12; ++i) {
    (*bytes)[i] = kDigits[static_cast<unsigned char>((*bytes)[i]) % 10U];
  }
  (*bytes)[12] = ':';
  token.replace(at, kDataCenterSize, encode(*bytes, coding::kBase64));
  return true;
}

// Curve25519 keys are clamped: three low bits clear, the highest clear and the next one set.
Verdict check_wireguard(std::string_view token) {
  const auto bytes = decode_base64(last(token, kWireguardSize));
  if (!bytes || bytes->size() != 32) return Verdict::unknown;
  const auto first = static_cast<unsigned char>(bytes->front());
  const auto final = static_cast<unsigned char>(bytes->back());
  return verdict((first & 7U) == 0 && (final & 0xC0U) == 0x40U);
}

bool fix_wireguard(std::string& token) {
  if (token.size() < kWireguardSize) return false;
  const std::size_t at = token.size() - kWireguardSize;
  auto bytes = decode_base64(std::string_view(token).substr(at));
  if (!bytes || bytes->size() != 32) return false;
  bytes->front() = static_cast<char>(static_cast<unsigned char>(bytes->front()) & 0xF8U);
  bytes->back() = static_cast<char>((static_cast<unsigned char>(bytes->back()) & 0x3FU) | 0x40U);
  token.replace(at, kWireguardSize, encode(*bytes, coding::kBase64) + "=");
  return true;
}

// Printable characters with a colon among them, as in Basic credentials.
Verdict check_userpass(std::string_view token) {
  const Segment segment = last_word(token);
  const auto text = decode_base64(token.substr(segment.begin, segment.size));
  if (!text) return Verdict::unknown;
  const std::size_t colon = text->find(':');
  return verdict(is_printable(*text) && colon != std::string::npos && colon > 0 &&
                 colon + 1 < text->size());
}

bool fix_userpass(std::string& token) {
  const Segment segment = last_word(token);
  if (segment.size < kFillerMin) return false;
  const std::string filler = token.substr(segment.begin, segment.size);
  if (!is_printable(filler)) return false;
  token.replace(segment.begin, segment.size,
                encode(filler.substr(0, 6) + ":" + filler.substr(6), coding::kBase64));
  return true;
}

}  // namespace inkblot
