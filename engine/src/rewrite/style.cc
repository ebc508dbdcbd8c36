// The table of styles.
#include "rewrite/style.h"

#include <algorithm>
#include <array>

#include "tag.h"

namespace inkblot {
namespace {

void tag(const Options&, const Redacted& value, std::string& out) {
  out += kTag;
  out += value.rule.id;
}

void pseudonym(const Options& options, const Redacted& value, std::string& out) {
  tag(options, value, out);
  if (!options.key) return;
  Fingerprint fingerprint(*options.key);
  fingerprint.add(
      Bytes(reinterpret_cast<const std::uint8_t*>(value.shown.data()), value.shown.size()));
  out += '_';
  out += fingerprint.name();
}

void mask(const Options& options, const Redacted& value, std::string& out) {
  if (!value.whole) return tag(options, value, out);
  out.append(value.shown.size(), 'X');
}

// Short values keep nothing: four characters of eight would be half the secret.
void partial(const Options& options, const Redacted& value, std::string& out) {
  constexpr std::size_t kShown = 4;
  const std::string_view shown = value.shown;
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '-' || c == '.';
  };
  const bool fits =
      shown.size() >= 8 * kShown && value.whole && std::all_of(shown.begin(), shown.end(), plain);
  if (!fits) return tag(options, value, out);
  out += shown.substr(0, kShown);
  out += '_';
  out += kTag;
  out += shown.substr(shown.size() - kShown);
}

void text(const Options& options, const Redacted& value, std::string& out) {
  for (std::size_t i = 0; i < options.text.size();) {
    const std::string_view rest = std::string_view(options.text).substr(i);
    if (rest.starts_with("{rule}")) {
      out += value.rule.id;
      i += 6;
    } else if (rest.starts_with("{provider}")) {
      out += value.rule.provider;
      i += 10;
    } else if (rest.starts_with("{length}")) {
      out += std::to_string(value.shown.size());
      i += 8;
    } else {
      out += options.text[i++];
    }
  }
}

using Write = void (*)(const Options&, const Redacted&, std::string&);
constexpr std::array<Write, 5> kStyles = {tag, pseudonym, mask, partial, text};

bool is_json_number(std::string_view text) {
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  return digits && !text.empty() && (text == "0" || text.front() != '0');
}

}  // namespace

Fingerprint::Fingerprint(const std::array<std::uint8_t, 32>& key) {
  crypto_generichash_init(&state_, key.data(), key.size(), 16);
}

Fingerprint::~Fingerprint() { sodium_memzero(&state_, sizeof state_); }

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
    if (out.size() == kNameSize) break;
    out += kNameAlphabet[byte & 31U];
  }
  return out;
}

void append_replacement(const Options& options, const Redacted& value, std::string& out) {
  const std::size_t begin = out.size();
  kStyles[static_cast<std::size_t>(options.style)](options, value, out);
  if (value.place == Place::number && !is_json_number(std::string_view(out).substr(begin))) {
    out.resize(begin);
    out += '0';
  } else if (value.place == Place::key && value.key_number > 1) {
    out += '_';
    out += std::to_string(value.key_number);
  }
}

}  // namespace inkblot
