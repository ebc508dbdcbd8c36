// The table of styles.
#include "rewrite/style.h"

#include <algorithm>
#include <array>

namespace inkblot {
namespace {

constexpr std::string_view kTag = "REDACTED_";
constexpr std::string_view kNameAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

void append_tag(const Options&, const Rule& rule, std::string_view, Offset, std::string& out) {
  out += kTag;
  out += rule.id;
}

void append_pseudonym(const Options& options, const Rule& rule, std::string_view shown, Offset size,
                      std::string& out) {
  append_tag(options, rule, shown, size, out);
  if (!options.key) return;
  Fingerprint fingerprint(*options.key);
  fingerprint.add(Bytes(reinterpret_cast<const std::uint8_t*>(shown.data()), shown.size()));
  out += '_';
  out += fingerprint.name();
}

void append_mask(const Options& options, const Rule& rule, std::string_view shown, Offset size,
                 std::string& out) {
  if (size == 0 || size > 4096) return append_tag(options, rule, shown, size, out);
  out.append(static_cast<std::size_t>(size), 'X');
}

// Short values keep nothing: four characters of eight would be half the secret.
void append_partial(const Options& options, const Rule& rule, std::string_view shown, Offset size,
                    std::string& out) {
  constexpr std::size_t kShown = 4;
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '-' || c == '.';
  };
  const bool fits =
      size >= 8 * kShown && size == shown.size() && std::all_of(shown.begin(), shown.end(), plain);
  if (!fits) return append_tag(options, rule, shown, size, out);
  out += shown.substr(0, kShown);
  out += "_REDACTED_";
  out += shown.substr(shown.size() - kShown);
}

void append_text(const Options& options, const Rule& rule, std::string_view, Offset size,
                 std::string& out) {
  const std::string& text = options.text;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = std::string_view(text).substr(i);
    if (rest.starts_with("{rule}")) {
      out += rule.id;
      i += 6;
    } else if (rest.starts_with("{provider}")) {
      out += rule.provider;
      i += 10;
    } else if (rest.starts_with("{length}")) {
      out += std::to_string(size);
      i += 8;
    } else {
      out += text[i++];
    }
  }
}

using Append = void (*)(const Options&, const Rule&, std::string_view, Offset, std::string&);
constexpr std::array<Append, 5> kStyles = {append_tag, append_pseudonym, append_mask,
                                           append_partial, append_text};

}  // namespace

Fingerprint::Fingerprint(const std::array<std::uint8_t, 32>& key) {
  crypto_generichash_init(&state_, key.data(), key.size(), 16);
}

void Fingerprint::add(Bytes bytes) {
  crypto_generichash_update(&state_, bytes.data(), bytes.size());
}

std::array<std::uint8_t, 16> Fingerprint::sum() {
  std::array<std::uint8_t, 16> out{};
  crypto_generichash_final(&state_, out.data(), out.size());
  return out;
}

std::string Fingerprint::hex() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : sum()) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string Fingerprint::name() {
  std::string out;
  for (const std::uint8_t byte : sum()) {
    if (out.size() == 8) break;
    out += kNameAlphabet[byte & 31U];
  }
  return out;
}

void append_replacement(const Options& options, const Rule& rule, std::string_view shown,
                        Offset size, std::string& out) {
  kStyles[static_cast<std::size_t>(options.style)](options, rule, shown, size, out);
}

bool is_own_tag(std::string_view text) {
  if (!text.starts_with(kTag) || text.size() == kTag.size()) return false;
  return std::all_of(text.begin() + kTag.size(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace inkblot
