// The kernels.  A byte's two halves are looked up in a table each; both must name the same column.
// What is asked of the masks is asked of all of them at once, by loops that become vectors.
#include "sweep/kinds.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace inkblot {
namespace {

// As many words as the CPU has in a vector.
template <int kWords>
struct Vector {
  using Type [[gnu::vector_size(kWords * 8)]] = std::uint64_t;
};
using Two = Vector<2>::Type;
using Four = Vector<4>::Type;
using Eight = Vector<8>::Type;

// The last words but one of `first`, and the first one of `second`.
[[gnu::always_inline]] inline void next_words(const Two& first, const Two& second, Two& out) {
  out = __builtin_shufflevector(first, second, 1, 2);
}
[[gnu::always_inline]] inline void next_words(const Four& first, const Four& second, Four& out) {
  out = __builtin_shufflevector(first, second, 1, 2, 3, 4);
}
[[gnu::always_inline]] inline void next_words(const Eight& first, const Eight& second, Eight& out) {
  out = __builtin_shufflevector(first, second, 1, 2, 3, 4, 5, 6, 7, 8);
}

// Masks from their end to their begin, so that those further on are known.
template <class V>
class Ahead {
 public:
  // The bits of `bits` from `n` bits further on.  PERF: all by reference, which is inlined, for how
  // a vector is passed depends on the CPU.
  [[gnu::always_inline]] void take(const V& bits, std::uint64_t n, V& out) {
    V next;
    next_words(bits, last_, next);
    out = bits >> n | next << (64 - n);
    last_ = bits;
  }

 private:
  V last_{};  // What came further on.
};

// A token has kTokenBytesMin characters or more; two of the first 16 are digits or the last of some
// capitals, for six changes of kind hold as many.
template <class V>
class Starts {
 public:
  // The bits from which on there may be one, as far as what stands before them does not matter.
  [[gnu::always_inline]] void take(const Kinds& kinds, std::size_t word, V& out) {
    static_assert(kTokenBytesMin == 14);
    V run;
    V digit;
    V upper;
    V more;
    std::memcpy(&run, &kinds.token[word], sizeof(V));
    std::memcpy(&digit, &kinds.digit[word], sizeof(V));
    std::memcpy(&upper, &kinds.upper[word], sizeof(V));
    for (std::size_t i = 0; i < 4; ++i) {
      constexpr std::array<std::uint64_t, 4> kSteps = {1, 2, 4, 6};
      runs_[i].take(run, kSteps[i], more);
      run &= more;
    }
    upper_.take(upper, 1, more);
    V one = digit | (upper & ~more);
    V two{};
    for (std::size_t i = 0; i < 4; ++i) {
      V more_two;
      ones_[i].take(one, std::uint64_t{1} << i, more);
      twos_[i].take(two, std::uint64_t{1} << i, more_two);
      two |= more_two | (one & more);
      one |= more;
    }
    out = run & two;
  }

 private:
  std::array<Ahead<V>, 4> runs_;
  std::array<Ahead<V>, 4> ones_;
  std::array<Ahead<V>, 4> twos_;
  Ahead<V> upper_;
};

template <class V>
[[gnu::always_inline]] inline void mark_starts(Kinds& kinds, std::size_t words) {
  constexpr std::size_t kStep = sizeof(V) / sizeof(std::uint64_t);
  Starts<V> starts;
  for (std::size_t word = (words + kStep - 1) / kStep * kStep; word > 0;) {
    word -= kStep;
    V start;
    starts.take(kinds, word, start);
    std::memcpy(&kinds.start[word], &start, sizeof(V));
  }
}

// The bits from bit `at` on.  PERF: in two steps, so that no shift is by 64.
[[gnu::always_inline]] inline std::uint64_t bits_at(const Kinds::Words& words, std::size_t at) {
  const auto shift = static_cast<unsigned>(at % 64);
  return words[at / 64] >> shift | words[at / 64 + 1] << 1U << (63 - shift);
}

// How many characters the run has that begins there.
[[gnu::always_inline]] inline std::size_t size_of(const Kinds& kinds, std::size_t begin) {
  std::uint64_t others = ~bits_at(kinds.token, begin);
  if (others != 0) return static_cast<std::size_t>(std::countr_zero(others));
  std::size_t word = begin / 64;
  do {
    others = ~kinds.token[++word];
  } while (others == 0);
  return word * 64 + static_cast<std::size_t>(std::countr_zero(others)) - begin;
}

// Whether a run is like no word, which its first characters tell.
[[gnu::always_inline]] inline bool is_varied(const Kinds& kinds, std::size_t begin,
                                             std::size_t size) {
  constexpr std::size_t kSeen = 16;
  const std::uint64_t all = (std::uint64_t{1} << std::min(size, kSeen)) - 1;
  const std::uint64_t digit = bits_at(kinds.digit, begin) & all;
  const std::uint64_t upper = bits_at(kinds.upper, begin) & all;
  const std::uint64_t changes = ((digit ^ (digit >> 1U)) | (upper ^ (upper >> 1U))) & (all >> 1U);
  return ((digit & (digit - 1)) != 0) | (std::popcount(changes) >= 6);
}

// What kRunsMax has room for: each run and the byte behind it, and two that are written too many.
static_assert(Kinds::kRunsMax >= (Kinds::kBytes + 1) / (kTokenBytesMin + 1) + 2);

template <class V>
[[gnu::always_inline]] inline void find_runs(Kinds& kinds, std::size_t words) {
  mark_starts<V>(kinds, words);
  // PERF: what may be one is written whether it is or not, for no branch foretells it.
  std::array<std::uint16_t, Kinds::kRunsMax> begins;
  std::size_t count = 0;
  std::uint64_t before = 0;
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t bits = kinds.start[word] & ~(kinds.token[word] << 1U | before >> 63U);
    before = kinds.token[word];
    const auto left = static_cast<std::size_t>(std::popcount(bits));
    for (std::size_t i = 0; i < 2 || i < left; ++i, bits &= bits - 1) {
      const std::size_t bit = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      begins[count + i] = static_cast<std::uint16_t>(bit);
    }
    count += left;
  }
  kinds.count = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = begins[i];
    const std::size_t size = size_of(kinds, begin);
    kinds.runs[kinds.count] = {begins[i], static_cast<std::uint16_t>(size)};
    kinds.count += is_varied(kinds, begin, size) ? 1 : 0;
  }
}

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
    for (std::size_t k = 0; k < 64; ++k) {
      const std::uint8_t c = blocks.bytes[i * 64 + k];
      const std::uint64_t bit = std::uint64_t{1} << k;
      const bool digit = c >= '0' && c <= '9';
      const bool upper = c >= 'A' && c <= 'Z';
      if (digit) digit_bits |= bit;
      if (upper) upper_bits |= bit;
      if (digit || upper || (c >= 'a' && c <= 'z') || c == '_' || c == '-') token_bits |= bit;
    }
    kinds.token[blocks.first + i] = token_bits;
    kinds.digit[blocks.first + i] = digit_bits;
    kinds.upper[blocks.first + i] = upper_bits;
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
    for (unsigned part = 0; part < 4; ++part) {
      const __m128i c = _mm_loadu_si128(
          reinterpret_cast<const __m128i*>(blocks.bytes + i * 64 + std::size_t{16} * part));
      const __m128i digit = within(c, '0', 9);
      const __m128i upper = within(c, 'A', 25);
      const __m128i lower = within(c, 'a', 25);
      const __m128i mark = _mm_or_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8('_')),
                                        _mm_cmpeq_epi8(c, _mm_set1_epi8('-')));
      const __m128i token = _mm_or_si128(_mm_or_si128(digit, upper), _mm_or_si128(lower, mark));
      token_bits |= bits(token) << (16 * part);
      digit_bits |= bits(digit) << (16 * part);
      upper_bits |= bits(upper) << (16 * part);
    }
    kinds.token[blocks.first + i] = token_bits;
    kinds.digit[blocks.first + i] = digit_bits;
    kinds.upper[blocks.first + i] = upper_bits;
  }
}

[[gnu::target("avx2")]] void avx2_kinds(const Blocks& blocks, Kinds& kinds) {
  const __m256i high = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kHighHalf.data())));
  const __m256i low = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kLowHalf.data())));
  const __m256i half = _mm256_set1_epi8(0x0F);
  for (std::size_t i = 0; i < blocks.count; ++i) {
    std::uint64_t token_bits = 0;
    std::uint64_t digit_bits = 0;
    std::uint64_t upper_bits = 0;
    for (unsigned part = 0; part < 2; ++part) {
      const __m256i c = _mm256_loadu_si256(
          reinterpret_cast<const __m256i*>(blocks.bytes + i * 64 + std::size_t{32} * part));
      const __m256i column = _mm256_and_si256(
          _mm256_shuffle_epi8(low, _mm256_and_si256(c, half)),
          _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(c, 4), half)));
      // A column's bit is moved to the top, where the mask is made from.
      const __m256i token = _mm256_cmpgt_epi8(column, _mm256_setzero_si256());
      const __m256i digit = _mm256_slli_epi16(column, 6);
      const __m256i upper =
          _mm256_or_si256(_mm256_slli_epi16(column, 5), _mm256_slli_epi16(column, 4));
      const auto at = 32 * part;
      token_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(token))} << at;
      digit_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(digit))} << at;
      upper_bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(upper))} << at;
    }
    kinds.token[blocks.first + i] = token_bits;
    kinds.digit[blocks.first + i] = digit_bits;
    kinds.upper[blocks.first + i] = upper_bits;
  }
}

[[gnu::target("avx512f,avx512bw")]] void avx512_kinds(const Blocks& blocks, Kinds& kinds) {
  const __m512i high = _mm512_maskz_broadcast_i32x4(
      0xFFFF, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kHighHalf.data())));
  const __m512i low = _mm512_maskz_broadcast_i32x4(
      0xFFFF, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kLowHalf.data())));
  const __m512i half = _mm512_set1_epi8(0x0F);
  const __m512i digits = _mm512_set1_epi8(kDigits);
  const __m512i uppers = _mm512_set1_epi8(kUpperLow | kUpperHigh);
  for (std::size_t i = 0; i < blocks.count; ++i) {
    const __m512i c = _mm512_loadu_si512(blocks.bytes + i * 64);
    const __m512i column = _mm512_and_si512(
        _mm512_shuffle_epi8(low, _mm512_and_si512(c, half)),
        _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(c, 4), half)));
    kinds.token[blocks.first + i] = _mm512_test_epi8_mask(column, column);
    kinds.digit[blocks.first + i] = _mm512_test_epi8_mask(column, digits);
    kinds.upper[blocks.first + i] = _mm512_test_epi8_mask(column, uppers);
  }
}

[[gnu::target("avx2,bmi,popcnt")]] void avx2_runs(Kinds& kinds, std::size_t words) {
  find_runs<Four>(kinds, words);
}
[[gnu::target("avx512f,avx512bw,bmi,popcnt")]] void avx512_runs(Kinds& kinds, std::size_t words) {
  find_runs<Eight>(kinds, words);
}

#endif

void plain_runs(Kinds& kinds, std::size_t words) { find_runs<Two>(kinds, words); }

struct Code {
  void (*kinds)(const Blocks& blocks, Kinds& kinds);
  void (*runs)(Kinds& kinds, std::size_t words);
};

Code code_of(Kernel kernel) {
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::sse2:
      return {sse2_kinds, plain_runs};
    case Kernel::avx2:
      return {avx2_kinds, avx2_runs};
    case Kernel::avx512:
      return {avx512_kinds, avx512_runs};
#endif
    default:
      return {scalar_kinds, plain_runs};
  }
}

}  // namespace

void find_kinds(Kernel kernel, Bytes bytes, Kinds& kinds) {
  const Code code = code_of(kernel);
  const std::size_t whole = bytes.size() / 64;
  const std::size_t words = words_of(bytes.size());
  code.kinds({bytes.data(), 0, whole}, kinds);
  if (whole < words) {
    std::array<std::uint8_t, 64> block{};
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(whole * 64), bytes.end(), block.begin());
    code.kinds({block.data(), whole, 1}, kinds);
  }
  for (std::size_t i = words; i % Kinds::kVectorWords != 0 || i == words; ++i) {
    kinds.token[i] = kinds.digit[i] = kinds.upper[i] = 0;
  }
  code.runs(kinds, words);
}

}  // namespace inkblot
