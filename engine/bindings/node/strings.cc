// Strings are copied once where they are ASCII, as nearly all are.
#include "strings.h"

#include <algorithm>
#include <cstring>

namespace inkblot_node {
namespace {

void check(Napi::Env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
}

bool is_high(unsigned c) { return c >= 0xD800 && c < 0xDC00; }
bool is_low(unsigned c) { return c >= 0xDC00 && c < 0xE000; }

char* write_utf8(unsigned c, char* to) {
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

// Whether a lone surrogate is spelled in it: V8 would put another character there.
bool has_surrogates(std::string_view utf8) {
  for (std::size_t at = utf8.find('\xED'); at < utf8.size() - 1; at = utf8.find('\xED', at + 1)) {
    if (static_cast<unsigned char>(utf8[at + 1]) >= 0xA0) return true;
  }
  return false;
}

// REQUIRES: it was written by write_utf8(), but for what is ASCII.
std::vector<char16_t> units_of(std::string_view utf8) {
  std::vector<char16_t> out;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    const int more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    unsigned c = more == 0 ? lead : lead & (0x3FU >> more);
    for (int i = 0; i < more && at < utf8.size(); ++i) {
      c = c << 6 | (static_cast<unsigned char>(utf8[at++]) & 0x3FU);
    }
    if (c >= 0x10000) {
      out.push_back(static_cast<char16_t>(0xD7C0 + (c >> 10)));
      c = 0xDC00 | (c & 0x3FF);
    }
    out.push_back(static_cast<char16_t>(c));
  }
  return out;
}

}  // namespace

Units::Units(Napi::String text) {
  const Napi::Env env = text.Env();
  std::size_t bytes = 0;
  check(env, napi_get_value_string_latin1(env, text, nullptr, 0, &size_));
  check(env, napi_get_value_string_utf8(env, text, nullptr, 0, &bytes));
  if (bytes == size_) {
    char* const to = utf8_.room(size_ + 1);
    check(env, napi_get_value_string_latin1(env, text, to, size_ + 1, &bytes));
    utf8_.written(to + size_);
    return;
  }
  units_.resize(size_ + 1);
  check(env, napi_get_value_string_utf16(env, text, units_.data(), units_.size(), &bytes));
}

Units::~Units() { explicit_bzero(units_.data(), units_.size() * sizeof(char16_t)); }

std::string_view Units::next(std::size_t count) {
  const std::size_t begin = at_;
  at_ += count;
  if (units_.empty()) return utf8_.view().substr(begin, count);
  constexpr std::size_t kUnitBytesMax = 3;
  utf8_.clear();
  char* to = utf8_.room(count * kUnitBytesMax);
  for (std::size_t i = begin; i < at_; ++i) {
    unsigned c = units_[i];
    if (is_high(c) && i + 1 < at_ && is_low(units_[i + 1])) {
      c = 0x10000 + ((c - 0xD800) << 10) + (units_[++i] - 0xDC00U);
    }
    to = write_utf8(c, to);
  }
  utf8_.written(to);
  return utf8_.view();
}

Napi::String string_of(Napi::Env env, std::string_view utf8) {
  if (!utf8.empty() && has_surrogates(utf8)) {
    const std::vector<char16_t> units = units_of(utf8);
    return Napi::String::New(env, units.data(), units.size());
  }
  return Napi::String::New(env, utf8.data(), utf8.size());
}

}  // namespace inkblot_node
