// Microsoft's identifiable keys: Marvin32 over the key's own bytes, under a seed per service.
#include <algorithm>
#include <array>
#include <span>

#include "confirm/checksum_families.h"
#include "confirm/coding.h"

namespace inkblot {
namespace {

using coding::decode_base64;
using coding::encode;
using coding::little_endian;
using coding::marvin32;
using coding::marvin_seed;

struct Service {
  std::string_view signature;
  std::array<std::string_view, 7> seeds;  // Empty ones at the end.
};
constexpr std::array<Service, 13> kServices = {{
    {"+ABa", {"AbAcct00"}},
    {"+ACR", {"ACRDflt0"}},
    {"+AEh", {"Send0000", "Listen00", "Manage00"}},
    {"+AMC", {"Classic0"}},
    {"+ARm", {"Send0000", "Listen00", "Manage00"}},
    {"+ASb", {"Send0000", "Listen00", "Manage00"}},
    {"+ASt", {"Default0"}},
    {"ACDb", {"MastRW00", "MastRO00", "SystRW00", "SystRO00", "Resour00", "Encryp00", "SysAll00"}},
    {"AIoT", {"IoTHub00", "DpsKey00", "Device00"}},
    {"APIM", {"Tenant00", "IoTHub00", "Gatewy00", "GitKey00"}},
    {"AzCa", {"Access00"}},
    {"AzFu", {"Master00", "System00", "Functi00"}},
    {"AzSe", {"PAdmin00", "Query000"}},
}};

std::string_view unpadded(std::string_view token) {
  while (!token.empty() && token.back() == '=') token.remove_suffix(1);
  return token;
}

// The service whose signature stands four characters before the check value's six.
const Service* service_of(std::string_view token) {
  const std::string_view digits = unpadded(token);
  const std::size_t size = digits.size();
  if (size != 43 && size != 52 && size != 54 && size != 86) return nullptr;
  const std::string_view signature = digits.substr(size - 10, 4);
  const auto* const at =
      std::find_if(kServices.begin(), kServices.end(),
                   [&](const Service& service) { return service.signature == signature; });
  return at == kServices.end() ? nullptr : at;
}

std::string his_value(std::string_view bytes, std::string_view seed) {
  return little_endian(marvin32(bytes.substr(0, bytes.size() - 4), marvin_seed(seed)));
}

constexpr std::size_t kCaskBody = 80;
constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// Base 62 without left padding, filled up with zeros behind to six digits.
std::string cask_digits(std::uint32_t value) {
  std::string out;
  for (std::uint32_t rest = __builtin_bswap32(value); rest != 0; rest /= 62) {
    out.push_back(kBase62[rest % 62]);
  }
  std::reverse(out.begin(), out.end());
  out.resize(6, '0');
  return encode(*coding::decode(out, coding::kBase64), coding::kBase64);
}

std::optional<std::uint32_t> cask_value(std::string_view token) {
  if (token.size() != 84 && token.size() != 88) return std::nullopt;
  const auto bytes = decode_base64(token.substr(0, kCaskBody));
  if (!bytes) return std::nullopt;
  return marvin32(*bytes, marvin_seed("Default0"));
}

constexpr std::string_view kBase66 =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
constexpr std::size_t kEntraSize = 40;

// The three leading of six base 66 digits.
std::string entra_digits(std::string_view token) {
  std::uint32_t rest = marvin32(token.substr(0, kEntraSize - 3), marvin_seed("AadPwd00"));
  std::string out(6, kBase66.front());
  for (std::size_t i = out.size(); i > 0; --i) {
    out[i - 1] = kBase66[rest % 66];
    rest /= 66;
  }
  return out.substr(0, 3);
}

}  // namespace

Verdict check_azure_his(std::string_view token) {
  const Service* const service = service_of(token);
  const auto bytes = decode_base64(token);
  if (service == nullptr || !bytes) return Verdict::unknown;
  const std::string_view value = std::string_view(*bytes).substr(bytes->size() - 4);
  for (const std::string_view seed : service->seeds) {
    if (!seed.empty() && his_value(*bytes, seed) == value) return Verdict::pass;
  }
  return Verdict::fail;
}

bool fix_azure_his(std::string& token) {
  const Service* const service = service_of(token);
  auto bytes = decode_base64(token);
  if (service == nullptr || !bytes) return false;
  bytes->replace(bytes->size() - 4, 4, his_value(*bytes, service->seeds.front()));
  const bool url = service->signature == "AzFu" || token.find_first_of("-_") != std::string::npos;
  const std::string digits = encode(*bytes, url ? coding::kBase64Url : coding::kBase64);
  token.replace(0, digits.size(), digits);
  return true;
}

// Both tails that are in use: base 62 of the swapped value, and plain base64 of its bytes.
Verdict check_azure_cask(std::string_view token) {
  const auto value = cask_value(token);
  if (!value) return Verdict::unknown;
  const std::string_view tail = unpadded(token.substr(kCaskBody));
  const std::string raw = little_endian(*value);
  const bool holds = cask_digits(*value).starts_with(tail) ||
                     encode(raw.substr(0, 3), coding::kBase64) == tail ||
                     encode(raw, coding::kBase64) == tail;
  return holds ? Verdict::pass : Verdict::fail;
}

bool fix_azure_cask(std::string& token) {
  const auto value = cask_value(token);
  if (!value) return false;
  const std::size_t width = token.size() == 84 ? 4 : 6;
  token.replace(kCaskBody, width, cask_digits(*value), 0, width);
  if (width == 6) token.replace(kCaskBody + width, std::string::npos, "==");
  return true;
}

Verdict check_entra(std::string_view token) {
  if (token.size() != kEntraSize) return Verdict::unknown;
  return token.substr(kEntraSize - 3) == entra_digits(token) ? Verdict::pass : Verdict::fail;
}

bool fix_entra(std::string& token) {
  if (token.size() != kEntraSize) return false;
  token.replace(kEntraSize - 3, 3, entra_digits(token));
  return true;
}

}  // namespace inkblot
