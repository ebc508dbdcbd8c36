// Strings as JSON spells them.
#include "json_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include "utf8.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace inkblot_bindings {
namespace {

// How a character is written in a JSON string: its text, and the text's size.
struct Spelling {
  char text[8];
  std::uint8_t size;
};
constexpr std::array<Spelling, 256> kSpellings = [] {
  std::array<Spelling, 256> out{};
  constexpr const char* kHex = "0123456789abcdef";
  for (unsigned c = 0; c < out.size(); ++c) {
    if (c < 0x20) {
      out[c] = {{'\\', 'u', '0', '0', kHex[c >> 4U], kHex[c & 15U]}, 6};
    } else {
      out[c] = {{static_cast<char>(c)}, 1};
    }
  }
  out['\b'] = {{'\\', 'b'}, 2};
  out['\f'] = {{'\\', 'f'}, 2};
  out['\n'] = {{'\\', 'n'}, 2};
  out['\r'] = {{'\\', 'r'}, 2};
  out['\t'] = {{'\\', 't'}, 2};
  out['"'] = {{'\\', '"'}, 2};
  out['\\'] = {{'\\', '\\'}, 2};
  return out;
}();

constexpr std::size_t kHalf = 8;
constexpr std::size_t kStep = 2 * kHalf;
constexpr auto kStepUnits = static_cast<std::ptrdiff_t>(kStep);
// What one step may write, of which the last may be a pair, and what it writes over that.
constexpr std::size_t kMost = (kStep + 1) * 6 + sizeof(Spelling::text);

char* write_spelled(unsigned char c, char* to) {
  const Spelling& spelling = kSpellings[c];
  std::memcpy(to, spelling.text, sizeof(spelling.text));
  return to + spelling.size;
}

char* write_next(const char*& from, const char*, char* to) {
  return write_spelled(static_cast<unsigned char>(*from++), to);
}
char* write_next(const char16_t*& from, const char16_t* end, char* to) {
  const unsigned c = next_character(from, end);
  return c < 0x80 ? write_spelled(static_cast<unsigned char>(c), to) : write_utf8(c, to);
}

// How far a text was read, and where it was written to.
template <class Unit>
struct Steps {
  const Unit* from;
  char* to;
};

template <class Unit>
Steps<Unit> plain_step(Steps<Unit> at, const Unit* end) {
  for (const Unit* const last = at.from + kStep; at.from < last;) {
    at.to = write_next(at.from, end, at.to);
  }
  return at;
}

#if defined(__x86_64__)

// Where in eight characters and a backslash behind them each character of the text is that stands
// for them: a row for each set of characters that have a backslash before them.
using Places = std::array<std::uint8_t, 16>;
constexpr std::array<Places, 256> kPlaces = [] {
  std::array<Places, 256> out{};
  for (unsigned escaped = 0; escaped < out.size(); ++escaped) {
    std::size_t at = 0;
    for (std::uint8_t i = 0; i < kHalf; ++i) {
      if ((escaped >> i & 1U) != 0) out[escaped][at++] = kHalf;
      out[escaped][at++] = i;
    }
  }
  return out;
}();

[[gnu::target("ssse3,popcnt")]] inline char* write_half(__m128i half, unsigned escaped, char* to) {
  const auto* const places = reinterpret_cast<const __m128i*>(kPlaces[escaped].data());
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_shuffle_epi8(half, _mm_loadu_si128(places)));
  return to + kHalf + static_cast<unsigned>(__builtin_popcount(escaped));
}

// Sixteen characters, if they are ASCII or bytes.
[[gnu::target("ssse3,popcnt")]] inline bool load(const char* from, __m128i& bytes) {
  bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  return true;
}
[[gnu::target("ssse3,popcnt")]] inline bool load(const char16_t* from, __m128i& bytes) {
  const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + kHalf));
  const __m128i beyond = _mm_and_si128(_mm_or_si128(low, high), _mm_set1_epi16(-0x80));
  bytes = _mm_packus_epi16(low, high);
  return _mm_movemask_epi8(_mm_cmpeq_epi16(beyond, _mm_setzero_si128())) == 0xFFFF;
}

// PERF: two shuffles write what is escaped by a letter, whatever stands where; only what takes a
// number, such as a colour code, is spelled out.
template <class Unit>
[[gnu::target("ssse3,popcnt")]] Steps<Unit> shuffled_steps(Steps<Unit> at, const Unit* end,
                                                           const char* last) {
  const __m128i letters = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 'b', 't', 'n', 0, 'f', 'r', 0, 0);
  const __m128i backslash = _mm_set1_epi8('\\');
  while (end - at.from >= kStepUnits && at.to <= last) {
    __m128i bytes;
    if (!load(at.from, bytes)) {
      at = plain_step(at, end);
      continue;
    }
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    // From 16 on there is none: the sum's highest bit says so.
    const __m128i letter = _mm_shuffle_epi8(letters, _mm_add_epi8(bytes, _mm_set1_epi8(0x70)));
    const __m128i spelled = _mm_and_si128(control, _mm_cmpeq_epi8(letter, _mm_setzero_si128()));
    if (_mm_movemask_epi8(spelled) != 0) {
      at = plain_step(at, end);
      continue;
    }
    const __m128i said =
        _mm_or_si128(_mm_andnot_si128(control, bytes), _mm_and_si128(control, letter));
    const __m128i marks =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, backslash));
    const auto escaped = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(control, marks)));
    at.to = write_half(_mm_unpacklo_epi64(said, backslash), escaped & 0xFFU, at.to);
    at.to = write_half(_mm_unpackhi_epi64(said, backslash), escaped >> 8U, at.to);
    at.from += kStep;
  }
  return at;
}

#endif

// As many whole steps as there is text for up to `end`, and room up to `last`.
template <class Unit>
Steps<Unit> write_steps(Steps<Unit> at, const Unit* end, const char* last) {
#if defined(__x86_64__)
  static const bool kShuffles =
      __builtin_cpu_supports("ssse3") != 0 && __builtin_cpu_supports("popcnt") != 0;
  if (kShuffles) return shuffled_steps(at, end, last);
#endif
  while (end - at.from >= kStepUnits && at.to <= last) at = plain_step(at, end);
  return at;
}

template <class Unit>
void write(std::basic_string_view<Unit> text, Text& out) {
  const Unit* from = text.data();
  const Unit* const end = from + text.size();
  out.add('"');
  while (from != end) {
    const auto left = static_cast<std::size_t>(end - from);
    const std::size_t room = left + left / 8 + 8 * kMost;
    char* const to = out.room(room);
    const char* const last = to + room - kMost;
    Steps<Unit> at = write_steps<Unit>({from, to}, end, last);
    while (end - at.from < kStepUnits && at.from != end && at.to <= last) {
      at.to = write_next(at.from, end, at.to);
    }
    out.written(at.to);
    from = at.from;
  }
  out.add('"');
}

}  // namespace

Text::~Text() {
  clear();
  std::free(data_);
}

void Text::clear() {
  if (data_ != nullptr) explicit_bzero(data_, size_);
  size_ = 0;
}

void Text::add(std::string_view text) {
  std::memcpy(room(text.size()), text.data(), text.size());
  size_ += text.size();
}

void Text::grow(std::size_t size) {
  const std::size_t capacity = std::max<std::size_t>(4096, 2 * (size_ + size));
  auto* const data = static_cast<char*>(std::malloc(capacity));
  if (data == nullptr) throw std::bad_alloc();
  if (size_ > 0) std::memcpy(data, data_, size_);
  if (data_ != nullptr) explicit_bzero(data_, size_);
  std::free(data_);
  data_ = data;
  capacity_ = capacity;
}

void write_json_string(std::string_view text, Text& out) { write(text, out); }
void write_json_string(std::u16string_view text, Text& out) { write(text, out); }

}  // namespace inkblot_bindings
