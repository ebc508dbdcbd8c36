// Sixteen units at a time where they are ASCII, as nearly all are.
#include "strings.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "utf8.h"

namespace inkblot_node {
namespace {

using inkblot_bindings::next_character;
using inkblot_bindings::write_utf8;

void check(Napi::Env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
}

constexpr std::size_t kStep = 16;

// The whole steps of what is ASCII; where they end.
const char16_t* write_ascii(const char16_t* from, const char16_t* end, char*& to) {
  using Wide [[gnu::vector_size(kStep * 2)]] = std::uint16_t;
  using Narrow [[gnu::vector_size(kStep)]] = std::uint8_t;
  for (; end - from >= std::ptrdiff_t{kStep}; from += kStep, to += kStep) {
    Wide units;
    std::memcpy(&units, from, sizeof(units));
    const Wide high = units & 0xFF80;
    std::array<std::uint64_t, 4> any;
    std::memcpy(any.data(), &high, sizeof(any));
    if ((any[0] | any[1] | any[2] | any[3]) != 0) break;
    const auto bytes = __builtin_convertvector(units, Narrow);
    std::memcpy(to, &bytes, sizeof(bytes));
  }
  return from;
}

// A character, and those behind it that are not worth a step; where they end.
const char16_t* write_characters(const char16_t* from, const char16_t* end, char*& to) {
  for (std::size_t i = 0; i < kStep && from < end; ++i) {
    to = write_utf8(next_character(from, end), to);
  }
  return from;
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

// PERF: whether a string is ASCII cannot be asked, and V8 takes longer to count its UTF-8 than all
// of this.
Units::Units(Napi::String text) {
  const Napi::Env env = text.Env();
  check(env, napi_get_value_string_utf16(env, text, nullptr, 0, &size_));
  units_ = std::make_unique_for_overwrite<char16_t[]>(size_ + 1);
  check(env, napi_get_value_string_utf16(env, text, units_.get(), size_ + 1, &size_));
}

Units::~Units() {
  if (units_ != nullptr) explicit_bzero(units_.get(), size_ * sizeof(char16_t));
}

std::string_view Units::next(std::size_t count) {
  constexpr std::size_t kPiece = 4096;
  constexpr std::size_t kUnitBytesMax = 3;
  utf8_.clear();
  utf8_.room(count);
  const char16_t* from = units_.get() + at_;
  const char16_t* const end = from + count;
  while (from != end) {
    const char16_t* const last = end - from > std::ptrdiff_t{kPiece} ? from + kPiece : end;
    char* to = utf8_.room((kPiece + 2 * kStep) * kUnitBytesMax);
    while (from < last) from = write_characters(write_ascii(from, last, to), end, to);
    utf8_.written(to);
  }
  at_ += count;
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
