// One function for each way of writing, and the table of all.
#include "vault/encode.h"

#include <array>
#include <string_view>

namespace inkblot {
namespace {

constexpr std::string_view kLowerHex = "0123456789abcdef";
constexpr std::string_view kUpperHex = "0123456789ABCDEF";

void put(SecretText& out, char c) { out.push_back(static_cast<std::uint8_t>(c)); }

void put_hex(SecretText& out, std::uint32_t value, unsigned digits, std::string_view alphabet) {
  while (digits-- > 0) put(out, alphabet[(value >> (4 * digits)) & 15U]);
}

// A character of UTF-8, or a byte that is of none.
struct Character {
  std::uint32_t code = 0;
  Bytes bytes;
  bool valid = false;
};

Character character_at(Bytes text, std::size_t at) {
  const std::uint8_t lead = text[at];
  const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const Character broken{lead, text.subspan(at, 1), false};
  if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || size > text.size() - at) return broken;
  std::uint32_t code = size == 1 ? lead : lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((text[at + i] & 0xC0U) != 0x80) return broken;
    code = code << 6U | (text[at + i] & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[size] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return broken;
  return {code, text.subspan(at, size), true};
}

template <class Each>
void each_character(Bytes text, Each each) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    each(character);
    at += character.bytes.size();
  }
}

void put_bytes(SecretText& out, Bytes bytes) {
  for (const std::uint8_t byte : bytes) out.push_back(byte);
}

bool is_utf8(Bytes text) {
  bool valid = true;
  each_character(text, [&valid](const Character& c) { valid = valid && c.valid; });
  return valid;
}

// As it stands in the base64 of anything that holds the secret behind `kBefore` bytes, or behind
// three more: the digits of which all six bits are the secret's.
template <unsigned kBefore, bool kUrl>
void base64(Bytes secret, SecretText& out) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  constexpr unsigned kSkipped = (6 - 8 * kBefore % 6) % 6;
  std::uint32_t bits = 0;
  unsigned count = 0;
  unsigned skip = kSkipped;
  for (const std::uint8_t byte : secret) {
    bits = bits << 8U | byte;
    count += 8;
    if (skip > 0) {
      count -= skip;
      skip = 0;
    }
    while (count >= 6) {
      count -= 6;
      const std::uint32_t digit = (bits >> count) & 63U;
      put(out, digit < 62 ? kDigits[digit] : digit == 62 ? (kUrl ? '-' : '+') : kUrl ? '_' : '/');
    }
  }
}

template <bool kUpper>
void hex(Bytes secret, SecretText& out) {
  for (const std::uint8_t byte : secret) put_hex(out, byte, 2, kUpper ? kUpperHex : kLowerHex);
}

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

// `kLeft` stays as it is, beside what is unreserved (RFC 3986).
template <bool kUpper, bool kPlus, char kLeft>
void percent(Bytes secret, SecretText& out) {
  for (const std::uint8_t byte : secret) {
    const char c = static_cast<char>(byte);
    if (kUnreserved.find(c) != std::string_view::npos || (kLeft != 0 && c == kLeft)) {
      put(out, c);
    } else if (kPlus && c == ' ') {
      put(out, '+');
    } else {
      put(out, '%');
      put_hex(out, byte, 2, kUpper ? kUpperHex : kLowerHex);
    }
  }
}

void put_unit(SecretText& out, std::uint32_t unit, std::string_view alphabet = kLowerHex) {
  out.append("\\u");
  put_hex(out, unit, 4, alphabet);
}

void put_units(SecretText& out, std::uint32_t code) {
  if (code >= 0x10000) {
    put_unit(out, 0xD800 + ((code - 0x10000) >> 10U));
    code = 0xDC00 + ((code - 0x10000) & 0x3FFU);
  }
  put_unit(out, code);
}

// True when it has a short escape, as C, JSON and Go have it.
bool put_short(SecretText& out, std::uint32_t code, std::string_view letters) {
  constexpr std::string_view kCodes = "\"\\\b\f\n\r\t\a\v";
  const std::size_t at = code < 0x80 ? kCodes.find(static_cast<char>(code)) : kCodes.npos;
  if (at >= letters.size()) return false;
  put(out, '\\');
  put(out, letters[at]);
  return true;
}

enum class Beyond : std::uint8_t { left, escaped };

// kSlash: as PHP does.  kMarkup: as Go does, so that it may stand in HTML.
template <Beyond kBeyond, bool kSlash, bool kMarkup>
void json(Bytes secret, SecretText& out) {
  each_character(secret, [&out](const Character& c) {
    if (put_short(out, c.code, "\"\\bfnrt")) return;
    if (kSlash && c.code == '/') {
      out.append("\\/");
    } else if (c.code < 0x20 ||
               (kMarkup && (c.code == '<' || c.code == '>' || c.code == '&' || c.code == 0x2028 ||
                            c.code == 0x2029)) ||
               (kBeyond == Beyond::escaped && c.code >= 0x7F && c.valid)) {
      put_units(out, c.code);
    } else {
      put_bytes(out, c.bytes);
    }
  });
}

void json_twice(Bytes secret, SecretText& out) {
  each_character(secret, [&out](const Character& c) {
    if (c.code == '"') {
      out.append("\\\\\\\"");
    } else if (c.code == '\\') {
      out.append("\\\\\\\\");
    } else if (c.code < 0x20) {
      put(out, '\\');
      if (!put_short(out, c.code, "\"\\bfnrt")) put_unit(out, c.code);
    } else {
      put_bytes(out, c.bytes);
    }
  });
}

// Of .NET: all that might matter in HTML.
void json_wary(Bytes secret, SecretText& out) {
  each_character(secret, [&out](const Character& c) {
    const char low = c.code < 0x80 ? static_cast<char>(c.code) : 'a';
    if (std::string_view("\"&'+<>`").find(low) != std::string_view::npos) {
      put_unit(out, c.code, kUpperHex);
    } else if (!put_short(out, c.code, "\"\\bfnrt")) {
      if (c.code < 0x20) {
        put_unit(out, c.code, kUpperHex);
      } else {
        put_bytes(out, c.bytes);
      }
    }
  });
}

// Inside '...', where a quote is '\''.
void shell_single(Bytes secret, SecretText& out) {
  for (const std::uint8_t byte : secret) {
    if (byte == '\'') {
      out.append("'\\''");
    } else {
      out.push_back(byte);
    }
  }
}

// Inside $'...', as bash prints what holds a control character.
void shell_dollar(Bytes secret, SecretText& out) {
  each_character(secret, [&out](const Character& c) {
    if (c.code == '\'' || c.code == '\\') {
      put(out, '\\');
      put(out, static_cast<char>(c.code));
    } else if (c.code == 0x1B) {
      out.append("\\E");
    } else if (c.code == '"' || !put_short(out, c.code, "\"\\bfnrtav")) {
      if (c.code < 0x20 || !c.valid || c.code == 0x7F) {
        put(out, '\\');
        for (unsigned shift = 9; shift > 0; shift -= 3) {
          put(out, static_cast<char>('0' + ((c.code >> (shift - 3)) & 7U)));
        }
      } else {
        put_bytes(out, c.bytes);
      }
    }
  });
}

// Within "..." a backslash stands before what would be expanded; without quotes before any sign.
template <bool kQuoted>
void shell_backslash(Bytes secret, SecretText& out) {
  constexpr std::string_view kExpanded = "$`\"\\";
  constexpr std::string_view kPlain = "-_./:=@%+,^";
  for (const std::uint8_t byte : secret) {
    const char c = static_cast<char>(byte);
    const bool sign =
        byte > 0x20 && byte < 0x7F && kUnreserved.substr(0, 62).find(c) == std::string_view::npos;
    const bool special = kQuoted ? kExpanded.find(c) != std::string_view::npos
                                 : c == ' ' || (sign && kPlain.find(c) == std::string_view::npos);
    if (special) put(out, '\\');
    put(out, c);
  }
}

// What quotes become: nothing, where only text is written.
template <unsigned kQuotes>
void xml(Bytes secret, SecretText& out) {
  constexpr std::array<std::string_view, 5> kDouble = {"\"", "&quot;", "&quot;", "&quot;", "&#34;"};
  constexpr std::array<std::string_view, 5> kSingle = {"'", "&#39;", "&#x27;", "&apos;", "&#39;"};
  for (const std::uint8_t byte : secret) {
    switch (byte) {
      case '&':
        out.append("&amp;");
        break;
      case '<':
        out.append("&lt;");
        break;
      case '>':
        out.append("&gt;");
        break;
      case '"':
        out.append(kDouble[kQuotes]);
        break;
      case '\'':
        out.append(kSingle[kQuotes]);
        break;
      default:
        out.push_back(byte);
    }
  }
}

template <bool kBig>
void utf16(Bytes secret, SecretText& out) {
  if (!is_utf8(secret)) return;
  const auto put_16 = [&out](std::uint32_t unit) {
    const auto high = static_cast<std::uint8_t>(unit >> 8U);
    const auto low = static_cast<std::uint8_t>(unit);
    out.push_back(kBig ? high : low);
    out.push_back(kBig ? low : high);
  };
  each_character(secret, [&put_16](const Character& c) {
    if (c.code >= 0x10000) put_16(0xD800 + ((c.code - 0x10000) >> 10U));
    put_16(c.code >= 0x10000 ? 0xDC00 + ((c.code - 0x10000) & 0x3FFU) : c.code);
  });
}

// %q, and %+q, which leaves ASCII alone.
template <bool kPlus>
void go(Bytes secret, SecretText& out) {
  each_character(secret, [&out](const Character& c) {
    if (put_short(out, c.code, "\"\\bfnrtav")) return;
    if (!c.valid || c.code < 0x20 || c.code == 0x7F) {
      out.append("\\x");
      put_hex(out, c.code, 2, kLowerHex);
    } else if (kPlus && c.code >= 0x80) {
      out.append(c.code >= 0x10000 ? "\\U" : "\\u");
      put_hex(out, c.code, c.code >= 0x10000 ? 8 : 4, kLowerHex);
    } else {
      put_bytes(out, c.bytes);
    }
  });
}

constexpr auto kCodings = std::to_array<Coding>(
    {{Form::base64, Spacing::wrapped, false, base64<0, false>},
     {Form::base64, Spacing::wrapped, false, base64<1, false>},
     {Form::base64, Spacing::wrapped, false, base64<2, false>},
     {Form::base64url, Spacing::wrapped, false, base64<0, true>},
     {Form::base64url, Spacing::wrapped, false, base64<1, true>},
     {Form::base64url, Spacing::wrapped, false, base64<2, true>},
     {Form::hex, Spacing::wrapped, false, hex<false>},
     {Form::hex_upper, Spacing::wrapped, false, hex<true>},
     {Form::percent, Spacing::exact, true, percent<true, false, 0>},
     {Form::percent, Spacing::exact, true, percent<false, false, 0>},
     {Form::percent, Spacing::exact, true, percent<true, true, 0>},
     {Form::percent, Spacing::exact, true, percent<true, false, '/'>},
     {Form::json, Spacing::exact, true, json<Beyond::left, false, false>},
     {Form::json, Spacing::exact, true, json<Beyond::left, true, false>},
     {Form::json_twice, Spacing::exact, true, json_twice},
     {Form::json_unicode, Spacing::exact, true, json<Beyond::escaped, false, false>},
     {Form::json_unicode, Spacing::exact, true, json<Beyond::left, false, true>},
     {Form::json_unicode, Spacing::exact, true, json_wary},
     {Form::shell, Spacing::line_ends, false, shell_single},
     {Form::shell, Spacing::exact, true, shell_dollar},
     {Form::shell, Spacing::line_ends, true, shell_backslash<true>},
     {Form::shell, Spacing::line_ends, true, shell_backslash<false>},
     {Form::xml, Spacing::line_ends, false, xml<0>},
     {Form::xml, Spacing::line_ends, false, xml<1>},
     {Form::xml, Spacing::line_ends, false, xml<2>},
     {Form::xml, Spacing::line_ends, false, xml<3>},
     {Form::xml, Spacing::line_ends, false, xml<4>},
     {Form::utf16le, Spacing::exact, false, utf16<false>},
     {Form::utf16be, Spacing::exact, false, utf16<true>},
     {Form::go, Spacing::exact, true, go<false>},
     {Form::go, Spacing::exact, true, go<true>}});

}  // namespace

std::span<const Coding> codings() { return kCodings; }

}  // namespace inkblot
