// Entities by name and number, =XX and soft line breaks.
#include "unwrap/spelled.h"

#include <algorithm>
#include <string_view>

#include "confirm/cursor.h"
#include "unwrap/line_end.h"

namespace inkblot {
namespace {

struct Entity {
  std::string_view name;
  std::uint8_t c;
};
constexpr std::array<Entity, 15> kEntities = {{{"quot", '"'},
                                               {"apos", '\''},
                                               {"amp", '&'},
                                               {"lt", '<'},
                                               {"gt", '>'},
                                               {"nbsp", ' '},
                                               {"equals", '='},
                                               {"colon", ':'},
                                               {"sol", '/'},
                                               {"plus", '+'},
                                               {"commat", '@'},
                                               {"lowbar", '_'},
                                               {"period", '.'},
                                               {"NewLine", '\n'},
                                               {"Tab", '\t'}}};

void put(std::uint32_t code, SpelledChar& out) {
  const auto byte = [&out](std::uint32_t value) {
    out.bytes[out.size++] = static_cast<std::uint8_t>(value);
  };
  out.size = 0;
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | code >> 6U);
  } else {
    if (code < 0x10000) {
      byte(0xE0U | code >> 12U);
    } else {
      byte(0xF0U | (code >> 18U & 7U));
      byte(0x80U | (code >> 12U & 0x3FU));
    }
    byte(0x80U | (code >> 6U & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

// The first of them show themselves.
constexpr std::ptrdiff_t kShownEntities = 6;

// What an entity of that name stands for.  `out` changes only when it is one.
Step read_name(std::string_view name, SpelledChar& out) {
  if (name.size() > 1 && name.front() == '#') {
    const bool hex = name[1] == 'x' || name[1] == 'X';
    std::uint32_t code = 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
      const std::uint8_t digit = kHexDigits.digits[static_cast<std::uint8_t>(c)];
      if (digit == kNoDigit || (!hex && digit > 9)) return Step::end;
      code = code * (hex ? 16 : 10) + digit;
    }
    if (code == 0 || code > 0x10FFFF) return Step::end;
    put(code, out);
    out.shows = true;
    return Step::ok;
  }
  const auto found = std::find_if(kEntities.begin(), kEntities.end(),
                                  [name](const Entity& entity) { return entity.name == name; });
  if (found == kEntities.end()) return Step::end;
  put(found->c, out);
  out.shows = found < kEntities.begin() + kShownEntities;
  return Step::ok;
}

// Behind an ampersand, up to the semicolon.  `out` changes only when it is one.
Step read_entity(Cursor& cursor, SpelledChar& out) {
  constexpr std::size_t kSizeMax = 8;
  // PERF: letters and digits are themselves, and nearly always it ends behind them.
  const Window& window = cursor.window;
  const Offset most = std::min(cursor.at + kSizeMax, window.end());
  Offset end = cursor.at;
  while (end < most && kWordSet.has(window.at(end))) ++end;
  const std::string_view word = window.text(cursor.at, end);
  cursor.at = end;
  if (end < window.end() && window.at(end) == ';') {
    ++cursor.at;
    return read_name(word, out);
  }
  std::array<char, kSizeMax> text{};
  std::size_t size = word.copy(text.data(), word.size());
  while (cursor.more() && cursor.peek() != ';') {
    const std::uint8_t c = cursor.peek();
    if (size == kSizeMax || !(kWordSet.has(c) || c == '#')) return Step::end;
    text[size++] = static_cast<char>(c);
    cursor.take();
  }
  if (!cursor.more()) return cursor.step;
  cursor.take();
  return read_name({text.data(), size}, out);
}

// Two digits, or a line end, behind an equals sign.  `out` changes only when they are there.
Step read_pair(Cursor& cursor, SpelledChar& out) {
  // PERF: digits are themselves.
  const Window& window = cursor.window;
  if (cursor.at + 2 <= window.end()) {
    const std::uint8_t high = kHexDigits.digits[window.at(cursor.at)];
    const std::uint8_t low = kHexDigits.digits[window.at(cursor.at + 1)];
    if (high != kNoDigit && low != kNoDigit) {
      out.bytes[0] = static_cast<std::uint8_t>(high * 16 + low);
      out.size = 1;
      out.shows = out.bytes[0] == '=';
      cursor.at += 2;
      return Step::ok;
    }
  }
  Cursor end = cursor;
  if (take_line_end(end)) {
    cursor.at = end.at;
    out.size = 0;
    out.shows = true;
    return Step::ok;
  }
  if (end.starved()) return Step::need_more;
  std::uint8_t byte = 0;
  for (int i = 0; i < 2; ++i) {
    const std::uint8_t digit = kHexDigits.digits[cursor.peek()];
    if (!cursor.more()) return cursor.step;
    if (digit == kNoDigit) return Step::end;
    byte = static_cast<std::uint8_t>(byte * 16 + digit);
    cursor.take();
  }
  out.bytes[0] = byte;
  out.size = 1;
  out.shows = byte == '=';
  return Step::ok;
}

}  // namespace

Encoding spelling_of(std::uint8_t c) {
  if (c == '&') return Encoding::html;
  return c == '=' ? Encoding::quoted_printable : Encoding::none;
}

bool may_show(std::uint8_t last, Encoding coding) {
  constexpr CharSet kAmpersands(";xX0123456789");
  constexpr CharSet kEqualSigns("D3\nrn");
  return (coding == Encoding::html ? kAmpersands : kEqualSigns).has(last);
}

Step next_char(const Window& window, Offset at, Encoding coding, SpelledChar& out) {
  Glyph glyph;
  Step step = next_glyph(window, at, glyph);
  if (step != Step::ok) return step;
  // PERF: field by field, for what is copied as a whole waits for them.
  out.bytes[0] = glyph.c;
  out.size = 1;
  out.begin = glyph.begin;
  out.end = glyph.end;
  out.spelled = out.shows = false;
  if (spelling_of(glyph.c) != coding) return Step::ok;
  Cursor cursor{window, glyph.end};
  step = coding == Encoding::html ? read_entity(cursor, out) : read_pair(cursor, out);
  if (step == Step::need_more) return step;
  if (step == Step::end) return Step::ok;  // It is itself.
  out.end = cursor.at;
  out.spelled = true;
  return Step::ok;
}

}  // namespace inkblot
