// The kernels.  A byte's two halves are looked up in a table each; both must name the same column.
#include "sweep/kinds.h"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace inkblot {
namespace {

void scalar_kinds(const std::uint8_t* bytes, std::size_t blocks, Kinds* kinds) {
  for (std::size_t i = 0; i < blocks; ++i) {
    Kinds out;
    for (std::size_t k = 0; k < kMaskBytes; ++k) {
      const std::uint8_t c = bytes[i * kMaskBytes + k];
      const std::uint64_t bit = std::uint64_t{1} << k;
      const bool digit = c >= '0' && c <= '9';
      const bool upper = c >= 'A' && c <= 'Z';
      if (digit) out.digit |= bit;
      if (upper) out.upper |= bit;
      if (digit || upper || (c >= 'a' && c <= 'z') || c == '_' || c == '-') out.token |= bit;
    }
    kinds[i] = out;
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

// Without a table: every x86-64 CPU can do this.
void sse2_kinds(const std::uint8_t* bytes, std::size_t blocks, Kinds* kinds) {
  const auto within = [](__m128i c, char first, char size) {
    const __m128i from = _mm_sub_epi8(c, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8(size)), from);
  };
  const auto bits = [](__m128i mask) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(mask)));
  };
  for (std::size_t i = 0; i < blocks; ++i) {
    Kinds out;
    for (unsigned part = 0; part < 4; ++part) {
      const __m128i c = _mm_loadu_si128(
          reinterpret_cast<const __m128i*>(bytes + i * kMaskBytes + std::size_t{16} * part));
      const __m128i digit = within(c, '0', 9);
      const __m128i upper = within(c, 'A', 25);
      const __m128i lower = within(c, 'a', 25);
      const __m128i mark = _mm_or_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8('_')),
                                        _mm_cmpeq_epi8(c, _mm_set1_epi8('-')));
      const __m128i token = _mm_or_si128(_mm_or_si128(digit, upper), _mm_or_si128(lower, mark));
      out.token |= bits(token) << (16 * part);
      out.digit |= bits(digit) << (16 * part);
      out.upper |= bits(upper) << (16 * part);
    }
    kinds[i] = out;
  }
}

[[gnu::target("avx2")]] void avx2_kinds(const std::uint8_t* bytes, std::size_t blocks,
                                        Kinds* kinds) {
  const __m256i high = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kHighHalf.data())));
  const __m256i low = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kLowHalf.data())));
  const __m256i half = _mm256_set1_epi8(0x0F);
  for (std::size_t i = 0; i < blocks; ++i) {
    Kinds out;
    for (unsigned part = 0; part < 2; ++part) {
      const __m256i c = _mm256_loadu_si256(
          reinterpret_cast<const __m256i*>(bytes + i * kMaskBytes + std::size_t{32} * part));
      const __m256i column = _mm256_and_si256(
          _mm256_shuffle_epi8(low, _mm256_and_si256(c, half)),
          _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(c, 4), half)));
      // A column's bit is moved to the top, where the mask is made from.
      const __m256i token = _mm256_cmpgt_epi8(column, _mm256_setzero_si256());
      const __m256i digit = _mm256_slli_epi16(column, 6);
      const __m256i upper =
          _mm256_or_si256(_mm256_slli_epi16(column, 5), _mm256_slli_epi16(column, 4));
      const auto at = 32 * part;
      out.token |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(token))} << at;
      out.digit |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(digit))} << at;
      out.upper |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(upper))} << at;
    }
    kinds[i] = out;
  }
}

[[gnu::target("avx512f,avx512bw")]] void avx512_kinds(const std::uint8_t* bytes, std::size_t blocks,
                                                      Kinds* kinds) {
  const __m512i high = _mm512_maskz_broadcast_i32x4(
      0xFFFF, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kHighHalf.data())));
  const __m512i low = _mm512_maskz_broadcast_i32x4(
      0xFFFF, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kLowHalf.data())));
  const __m512i half = _mm512_set1_epi8(0x0F);
  const __m512i digits = _mm512_set1_epi8(kDigits);
  const __m512i uppers = _mm512_set1_epi8(kUpperLow | kUpperHigh);
  for (std::size_t i = 0; i < blocks; ++i) {
    const __m512i c = _mm512_loadu_si512(bytes + i * kMaskBytes);
    const __m512i column = _mm512_and_si512(
        _mm512_shuffle_epi8(low, _mm512_and_si512(c, half)),
        _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(c, 4), half)));
    kinds[i] = {_mm512_test_epi8_mask(column, column), _mm512_test_epi8_mask(column, digits),
                _mm512_test_epi8_mask(column, uppers)};
  }
}

#endif

}  // namespace

bool can_run(Kernel kernel) {
  switch (kernel) {
    case Kernel::scalar:
      return true;
#if defined(__x86_64__)
    case Kernel::sse2:
      return true;
    case Kernel::avx2:
      return __builtin_cpu_supports("avx2") != 0;
    case Kernel::avx512:
      return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
#endif
    default:
      return false;
  }
}

Kernel fastest_kernel() {
  static const Kernel kFastest = [] {
    for (const Kernel kernel : {Kernel::avx512, Kernel::avx2, Kernel::sse2}) {
      if (can_run(kernel)) return kernel;
    }
    return Kernel::scalar;
  }();
  return kFastest;
}

void find_kinds(Kernel kernel, Bytes bytes, Kinds* kinds) {
  const std::size_t blocks = bytes.size() / kMaskBytes;
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::sse2:
      return sse2_kinds(bytes.data(), blocks, kinds);
    case Kernel::avx2:
      return avx2_kinds(bytes.data(), blocks, kinds);
    case Kernel::avx512:
      return avx512_kinds(bytes.data(), blocks, kinds);
#endif
    default:
      return scalar_kinds(bytes.data(), blocks, kinds);
  }
}

Kinds find_kinds(Kernel kernel, Bytes bytes) {
  std::array<std::uint8_t, kMaskBytes> block{};
  std::copy(bytes.begin(), bytes.end(), block.begin());
  Kinds out;
  find_kinds(kernel, block, &out);
  return out;
}

}  // namespace inkblot
