// The template language of samples, driven by a seed.
#include "pack/sample.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

#include "confirm/checksum.h"

namespace inkblot {
namespace {

struct Class {
  std::string_view name;
  std::string_view chars;
};
constexpr std::array<Class, 17> kClasses = {{
    {"alnum", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
    {"alpha", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
    {"lower", "abcdefghijklmnopqrstuvwxyz"},
    {"upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    {"digit", "0123456789"},
    {"lowernum", "0123456789abcdefghijklmnopqrstuvwxyz"},
    {"uppernum", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    {"hex", "0123456789abcdef"},
    {"HEX", "0123456789ABCDEF"},
    {"b64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"},
    {"b64url", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"},
    {"base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"},
    {"base32l", "abcdefghijklmnopqrstuvwxyz234567"},
    {"base58", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"},
    {"bech32", "qpzry9x8gf2tvdw0s3jn54khce6mua7l"},
    {"BECH32", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"},
    {"x", "x"},
}};

using Random = std::mt19937_64;

std::size_t pick(Random& random, std::size_t count) {
  return static_cast<std::size_t>(random() % count);
}

void append_class(Random& random, std::string_view chars, std::size_t count, std::string& out) {
  for (std::size_t i = 0; i < count; ++i) out += chars[pick(random, chars.size())];
}

void append_uuid(Random& random, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  append_class(random, kHex, 8, out);
  for (const std::size_t size : {4U, 4U, 4U, 12U}) {
    out += '-';
    append_class(random, kHex, size, out);
  }
}

bool parse_number(std::string_view text, std::size_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && out <= 8192;
}

// The inside of one pair of braces.
bool expand(Random& random, std::string_view word, std::string& out) {
  if (word == "uuid") {
    append_uuid(random, out);
    return true;
  }
  const std::size_t colon = word.find(':');
  const auto* const known = std::find_if(kClasses.begin(), kClasses.end(), [&](const Class& c) {
    return c.name == word.substr(0, colon);
  });
  if (colon != std::string_view::npos && known != kClasses.end()) {
    const std::string_view counts = word.substr(colon + 1);
    const std::size_t dash = counts.find('-');
    std::size_t least = 0;
    if (!parse_number(counts.substr(0, dash), least)) return false;
    std::size_t most = least;
    if (dash != std::string_view::npos && !parse_number(counts.substr(dash + 1), most))
      return false;
    if (most < least) return false;
    append_class(random, known->chars, least + pick(random, most - least + 1), out);
    return true;
  }
  if (word.find('|') == std::string_view::npos) return false;
  const auto choices = static_cast<std::size_t>(std::count(word.begin(), word.end(), '|')) + 1;
  for (std::size_t skip = pick(random, choices); skip > 0; --skip) {
    word.remove_prefix(word.find('|') + 1);
  }
  out += word.substr(0, word.find('|'));
  return true;
}

}  // namespace

Result<std::string> make_sample(const Rule& rule, const std::string& text, std::uint64_t seed) {
  Random random(seed);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '{' || text[i] == '}') && i + 1 < text.size() && text[i + 1] == text[i]) {
      out += text[i++];
    } else if (text[i] != '{') {
      out += text[i];
    } else {
      const std::size_t close = text.find('}', i);
      const bool good = close != std::string::npos &&
                        expand(random, std::string_view(text).substr(i + 1, close - i - 1), out);
      if (!good) {
        return failure(Code::bad_pack, "rule " + rule.id + ": the template \"" + text +
                                           "\" is malformed at character " + std::to_string(i + 1));
      }
      i = close;
    }
  }
  const Checksum* const checksum = find_checksum(rule.checksum);
  if (checksum != nullptr && checksum->fix != nullptr) checksum->fix(out);
  return out;
}

}  // namespace inkblot
