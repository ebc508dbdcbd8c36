// The kernels.  A byte's two halves are looked up in a table each; both must name the same column.
#include "sweep/kinds.h"

#include <algorithm>

#include "sweep/runs.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace inkblot {
namespace {

// Bytes, 64 for each of the words from `first` on.
struct Blocks {
  const std::uint8_t* bytes;
  std::size_t first;
  std::size_t count;
};

void scalar_kinds(const Blocks& blocks, Kinds& kinds) {
  for (std::size_t i = 0; i < blocks.count; ++i) {
    std::uint64_t token_bits = 0;
    std::uint64_t digit_bits = 0;
    std::uint64_t upper_bits = 0;
    std::uint64_t first_bits = 0;
    std::uint64_t second_bits = 0;
    std::uint64_t pair_bits = 0;
    for (std::size_t k = 0; k < 64; ++k) {
      const std::uint8_t c = blocks.bytes[i * 64 + k];
      const std::uint64_t bit = std::uint64_t{1} << k;
      const bool digit = c >= '0' && c <= '9';
      const bool upper = c >= 'A' && c <= 'Z';
      if (digit) digit_bits |= bit;
      if (upper) upper_bits |= bit;
      if (digit || upper || (c >= 'a' && c <= 'z') || c == '_' || c == '-') token_bits |= bit;
      if (c >= '2' && c <= '7') pair_bits |= bit;
      if ((c >= 'I' && c <= 'Z') || (c >= 'a' && c <= 'f')) first_bits |= bit;
      if ((c >= 'C' && c <= 'H') || (c >= 'S' && c <= 'X') || (c >= 'i' && c <= 'n') || c == 'y' ||
          c == 'z' || (c >= '0' && c <= '3')) {
        second_bits |= bit;
      }
    }
    kinds.token[blocks.first + i] = token_bits;
    kinds.digit[blocks.first + i] = digit_bits;
    kinds.upper[blocks.first + i] = upper_bits;
    kinds.first[blocks.first + i] = first_bits;
    kinds.second[blocks.first + i] = second_bits;
    kinds.pair[blocks.first + i] = pair_bits;
  }
}

#if defined(__x86_64__)

// The columns of ASCII that hold token characters, a bit each.
constexpr std::uint8_t kDash = 1;
constexpr std::uint8_t kDigits = 2;
constexpr std::uint8_t kUpperLow = 4;   // A-O
constexpr std::uint8_t kUpperHigh = 8;  // P-Z
constexpr std::uint8_t kUnderscore = 16;
constexpr std::uint8_t kLowerLow = 32;
constexpr std::uint8_t kLowerHigh = 64;

using Table = std::array<std::uint8_t, 16>;
constexpr Table kHighHalf = {
    0, 0, kDash, kDigits, kUpperLow, kUpperHigh | kUnderscore, kLowerLow, kLowerHigh, 0, 0, 0,
    0, 0, 0,     0,       0};
constexpr Table low_half() {
  Table out{};
  for (std::size_t low = 0; low < out.size(); ++low) {
    unsigned bits = 0;
    if (low <= 9) bits |= kDigits;
    if (low >= 1) bits |= kUpperLow | kLowerLow;
    if (low <= 10) bits |= kUpperHigh | kLowerHigh;
    if (low == 0xD) bits |= kDash;
    if (low == 0xF) bits |= kUnderscore;
    out[low] = static_cast<std::uint8_t>(bits);
  }
  return out;
}
constexpr Table kLowHalf = low_half();
// The columns of what says that bytes are printable.  Of a first one: I to O, P to Z, a to f.
constexpr std::uint8_t kFirsts = 1 | 2 | 4;
constexpr std::uint8_t kPairs = 8;  // 2 to 7 of hexadecimal.
// Of a second one: C to H and S to X, i to n, y and z, 0 to 3.
constexpr std::uint8_t kSeconds = 16 | 32 | 64 | 128;
constexpr Table kTextHigh = {0, 0, 0, kPairs | 128, 1 | 16, 2 | 16, 4 | 32, 64};
constexpr Table text_low() {
  Table out{};
  for (std::size_t low = 0; low < out.size(); ++low) {
    unsigned bits = 0;
    if (low >= 9) bits |= 1;
    if (low <= 10) bits |= 2;
    if (low >= 1 && low <= 6) bits |= 4;
    if (low >= 2 && low <= 7) bits |= kPairs;
    if (low >= 3 && low <= 8) bits |= 16;
    if (low >= 9 && low <= 14) bits |= 32;
    if (low == 9 || low == 10) bits |= 64;
    if (low <= 3) bits |= 128;
    out[low] = static_cast<std::uint8_t>(bits);
  }
  return out;
}
constexpr Table kTextLow = text_low();

// Without a table: every x86-64 CPU can do this.
void sse2_kinds(const Blocks& blocks, Kinds& kinds) {
  const auto within = [](__m128i c, char first, char size) {
    const __m128i from = _mm_sub_epi8(c, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8(size)), from);
  };
  const auto bits = [](__m128i mask) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(mask)));
  };
  for (std::size_t i = 0; i < blocks.count; ++i) {
    std::uint64_t token_bits = 0;
    std::uint64_t digit_bits = 0;
    std::uint64_t upper_bits = 0;
    std::uint64_t first_bits = 0;
    std::uint64_t second_bits = 0;
    std::uint64_t pair_bits = 0;
    for (unsigned part = 0; part < 4; ++part) {
      const __m128i c = _mm_loadu_si128(
          reinterpret_cast<const __m128i*>(blocks.bytes + i * 64 + std::size_t{16} * part));
      const __m128i digit = within(c, '0', 9);
      const __m128i upper = within(c, 'A', 25);
      const __m128i lower = within(c, 'a', 25);
      const __m128i mark = _mm_or_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8('_')),
                                        _mm_cmpeq_epi8(c, _mm_set1_epi8('-')));
      const __m128i token = _mm_or_si128(_mm_or_si128(digit, upper), _mm_or_si128(lower, mark));
      const __m128i first = _mm_or_si128(within(c, 'I', 17), within(c, 'a', 5));
      const __m128i second = _mm_or_si128(
          _mm_or_si128(_mm_or_si128(within(c, 'C', 5), within(c, 'S', 5)), within(c, 'i', 5)),
          _mm_or_si128(within(c, 'y', 1), within(c, '0', 3)));
      token_bits |= bits(token) << (16 * part);
      first_bits |= bits(first) << (16 * part);
      second_bits |= bits(second) << (16 * part);
      pair_bits |= bits(within(c, '2', 5)) << (16 * part);
      digit_bits |= bits(digit) << (16 * part);
      upper_bits |= bits(upper) << (16 * part);
    }
    kinds.token[blocks.first + i] = token_bits;
    kinds.digit[blocks.first + i] = digit_bits;
    kinds.upper[blocks.first + i] = upper_bits;
    kinds.first[blocks.first + i] = first_bits;
    kinds.second[blocks.first + i] = second_bits;
    kinds.pair[blocks.first + i] = pair_bits;
  }
}

[[gnu::target("avx2")]] inline __m256i avx2_table(const Table& table) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

[[gnu::target("avx2")]] void avx2_kinds(const Blocks& blocks, Kinds& kinds) {
  const __m256i high = avx2_table(kHighHalf);
  const __m256i low = avx2_table(kLowHalf);
  const __m256i text_high = avx2_table(kTextHigh);
  const __m256i text_low = avx2_table(kTextLow);
  const __m256i half = _mm256_set1_epi8(0x0F);
  const __m256i firsts = _mm256_set1_epi8(kFirsts);
  const __m256i seconds = _mm256_set1_epi8(static_cast<char>(kSeconds));
  for (std::size_t i = 0; i < blocks.count; ++i) {
    std::uint64_t token_bits = 0;
    std::uint64_t digit_bits = 0;
    std::uint64_t upper_bits = 0;
    std::uint64_t first_bits = 0;
    std::uint64_t second_bits = 0;
    std::uint64_t pair_bits = 0;
    for (unsigned part = 0; part < 2; ++part) {
      const __m256i c = _mm256_loadu_si256(
          reinterpret_cast<const __m256i*>(blocks.bytes + i * 64 + std::size_t{32} * part));
      const __m256i lower_half = _mm256_and_si256(c, half);
      const __m256i upper_half = _mm256_and_si256(_mm256_srli_epi16(c, 4), half);
      const __m256i column = _mm256_and_si256(_mm256_shuffle_epi8(low, lower_half),
                                              _mm256_shuffle_epi8(high, upper_half));
      const __m256i text_column = _mm256_and_si256(_mm256_shuffle_epi8(text_low, lower_half),
                                                   _mm256_shuffle_epi8(text_high, upper_half));
      // A column's bit is moved to the top, where the mask is made from.
      const __m256i token = _mm256_cmpgt_epi8(column, _mm256_setzero_si256());
      const __m256i digit = _mm256_slli_epi16(column, 6);
      const __m256i upper =
          _mm256_or_si256(_mm256_slli_epi16(column, 5), _mm256_slli_epi16(column, 4));
      const __m256i pair = _mm256_slli_epi16(text_column, 4);
      const __m256i first =
          _mm256_cmpgt_epi8(_mm256_and_si256(text_column, firsts), _mm256_setzero_si256());
      const __m256i no_second =
          _mm256_cmpeq_epi8(_mm256_and_si256(text_column, seconds), _mm256_setzero_si256());
      const auto at = 32 * part;
      token_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(token))} << at;
      digit_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(digit))} << at;
      upper_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(upper))} << at;
      first_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(first))} << at;
      second_bits |= std::uint64_t{~static_cast<std::uint32_t>(_mm256_movemask_epi8(no_second))}
                     << at;
      pair_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(pair))} << at;
    }
    kinds.token[blocks.first + i] = token_bits;
    kinds.digit[blocks.first + i] = digit_bits;
    kinds.upper[blocks.first + i] = upper_bits;
    kinds.first[blocks.first + i] = first_bits;
    kinds.second[blocks.first + i] = second_bits;
    kinds.pair[blocks.first + i] = pair_bits;
  }
}

[[gnu::target("avx512f,avx512bw")]] inline __m512i avx512_table(const Table& table) {
  return _mm512_maskz_broadcast_i32x4(
      0xFFFF, _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

[[gnu::target("avx512f,avx512bw")]] void avx512_kinds(const Blocks& blocks, Kinds& kinds) {
  const __m512i high = avx512_table(kHighHalf);
  const __m512i low = avx512_table(kLowHalf);
  const __m512i text_high = avx512_table(kTextHigh);
  const __m512i text_low = avx512_table(kTextLow);
  const __m512i half = _mm512_set1_epi8(0x0F);
  const __m512i pairs = _mm512_set1_epi8(kPairs);
  const __m512i firsts = _mm512_set1_epi8(kFirsts);
  const __m512i seconds = _mm512_set1_epi8(static_cast<char>(kSeconds));
  const __m512i digits = _mm512_set1_epi8(kDigits);
  const __m512i uppers = _mm512_set1_epi8(kUpperLow | kUpperHigh);
  for (std::size_t i = 0; i < blocks.count; ++i) {
    const __m512i c = _mm512_loadu_si512(blocks.bytes + i * 64);
    const __m512i lower_half = _mm512_and_si512(c, half);
    const __m512i upper_half = _mm512_and_si512(_mm512_srli_epi16(c, 4), half);
    const __m512i column = _mm512_and_si512(_mm512_shuffle_epi8(low, lower_half),
                                            _mm512_shuffle_epi8(high, upper_half));
    kinds.token[blocks.first + i] = _mm512_test_epi8_mask(column, column);
    kinds.digit[blocks.first + i] = _mm512_test_epi8_mask(column, digits);
    kinds.upper[blocks.first + i] = _mm512_test_epi8_mask(column, uppers);
    const __m512i text_column = _mm512_and_si512(_mm512_shuffle_epi8(text_low, lower_half),
                                                 _mm512_shuffle_epi8(text_high, upper_half));
    kinds.first[blocks.first + i] = _mm512_test_epi8_mask(text_column, firsts);
    kinds.second[blocks.first + i] = _mm512_test_epi8_mask(text_column, seconds);
    kinds.pair[blocks.first + i] = _mm512_test_epi8_mask(text_column, pairs);
  }
}

#endif

using Code = void (*)(const Blocks& blocks, Kinds& kinds);

Code code_of(Kernel kernel) {
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::sse2:
      return sse2_kinds;
    case Kernel::avx2:
      return avx2_kinds;
    case Kernel::avx512:
      return avx512_kinds;
#endif
    default:
      return scalar_kinds;
  }
}

}  // namespace

void find_kinds(Kernel kernel, Bytes bytes, Kinds& kinds) {
  const Code code = code_of(kernel);
  const std::size_t whole = bytes.size() / 64;
  const std::size_t words = words_of(bytes.size());
  code({bytes.data(), 0, whole}, kinds);
  if (whole < words) {
    std::array<std::uint8_t, 64> block{};
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(whole * 64), bytes.end(), block.begin());
    code({block.data(), whole, 1}, kinds);
  }
  for (std::size_t i = words; i % Kinds::kVectorWords != 0 || i == words; ++i) {
    kinds.token[i] = kinds.digit[i] = kinds.upper[i] = kinds.first[i] = kinds.second[i] =
        kinds.pair[i] = 0;
  }
  find_runs(kernel, kinds, words);
}

}  // namespace inkblot
