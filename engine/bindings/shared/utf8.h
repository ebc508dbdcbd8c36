// Characters of UTF-16 as UTF-8.  A lone surrogate is written as if it were a character.
#pragma once

namespace inkblot_bindings {

inline bool is_high(unsigned c) { return c >= 0xD800 && c < 0xDC00; }
inline bool is_low(unsigned c) { return c >= 0xDC00 && c < 0xE000; }

// Takes one, or a pair.  REQUIRES: there is one.
inline unsigned next_character(const char16_t*& from, const char16_t* end) {
  const unsigned c = *from++;
  if (!is_high(c) || from == end || !is_low(*from)) return c;
  return 0x10000 + ((c - 0xD800) << 10) + (*from++ - 0xDC00U);
}

inline char* write_utf8(unsigned c, char* to) {
  const auto tail = [&to](unsigned bits) { *to++ = static_cast<char>(0x80 | (bits & 0x3F)); };
  if (c < 0x80) {
    *to++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *to++ = static_cast<char>(0xC0 | (c >> 6));
    tail(c);
  } else if (c < 0x10000) {
    *to++ = static_cast<char>(0xE0 | (c >> 12));
    tail(c >> 6);
    tail(c);
  } else {
    *to++ = static_cast<char>(0xF0 | (c >> 18));
    tail(c >> 12);
    tail(c >> 6);
    tail(c);
  }
  return to;
}

}  // namespace inkblot_bindings
