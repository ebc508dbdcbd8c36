// The kernels.  What stands at the places of a vector is looked up by one gather.
#include "vault/scan.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace inkblot {
namespace {

// PERF: so many keep false ones below two in a hundred; more room would leave the cache.
constexpr std::size_t kWordsMin = 1024;
constexpr std::size_t kMarksPerWord = 3;

std::uint32_t word_at(const std::uint8_t* at) {
  std::uint32_t word = 0;
  std::memcpy(&word, at, sizeof(word));
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap32(word);
  return word;
}

// The text from `at` on.
struct Rest {
  Bytes text;
  std::size_t at = 0;
  std::uint32_t* out = nullptr;
};

void scalar_scan(const MarkFilter& filter, Rest& rest) {
  for (; rest.at + kMarkBytes <= rest.text.size(); rest.at += kScanStep) {
    const std::uint8_t* const at = rest.text.data() + rest.at;
    *rest.out = static_cast<std::uint32_t>(rest.at);
    if (filter.has(mark_of(word_at(at), at[4]))) ++rest.out;
  }
}

#if defined(__x86_64__)

static_assert(kScanStep == sizeof(std::uint32_t));

template <int kWords>
struct Vector {
  using Type [[gnu::vector_size(kWords * 4)]] = std::uint32_t;
};
using Eight = Vector<8>::Type;
using Sixteen = Vector<16>::Type;

// What the filter is asked of the places from `at` on: which words, and which of their bits.
template <class V>
struct Questions {
  V words;
  V bits;
  [[gnu::always_inline]] void read(const std::uint8_t* at, unsigned shift) {
    V low;
    V high;
    std::memcpy(&low, at, sizeof(V));
    std::memcpy(&high, at + kScanStep, sizeof(V));
    const V mark = low * kMarkFactors[0] + (high & 0xFFU) * kMarkFactors[1];
    const V spread = mark * MarkFilter::kSpread;
    const V one = V{} + 1;
    bits = one << (spread >> 27) | one << (spread >> 22 & 31U) | one << (spread >> 17 & 31U);
    words = mark >> shift;
  }
};

[[gnu::target("avx2,bmi,popcnt")]] void avx2_scan(const MarkFilter& filter, Rest& rest) {
  constexpr std::size_t kBytes = sizeof(Eight);
  const int* const words = reinterpret_cast<const int*>(filter.words());
  Questions<Eight> ask;
  for (; rest.at + kBytes + kScanStep <= rest.text.size(); rest.at += kBytes) {
    ask.read(rest.text.data() + rest.at, filter.shift());
    const __m256i bits = reinterpret_cast<__m256i>(ask.bits);
    const __m256i found = _mm256_i32gather_epi32(words, reinterpret_cast<__m256i>(ask.words), 4);
    const __m256i all = _mm256_cmpeq_epi32(_mm256_and_si256(found, bits), bits);
    auto known = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(all)));
    for (; known != 0; known &= known - 1) {
      const auto place = static_cast<std::size_t>(std::countr_zero(known));
      *rest.out++ = static_cast<std::uint32_t>(rest.at + place * kScanStep);
    }
  }
}

[[gnu::target("avx512f,avx512bw,bmi,popcnt")]] void avx512_scan(const MarkFilter& filter,
                                                                Rest& rest) {
  constexpr std::size_t kBytes = sizeof(Sixteen);
  constexpr __mmask16 kAll = 0xFFFF;
  const Sixteen places = {0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60};
  Questions<Sixteen> ask;
  for (; rest.at + kBytes + kScanStep <= rest.text.size(); rest.at += kBytes) {
    ask.read(rest.text.data() + rest.at, filter.shift());
    const __m512i bits = reinterpret_cast<__m512i>(ask.bits);
    const __m512i found = _mm512_mask_i32gather_epi32(
        _mm512_setzero_si512(), kAll, reinterpret_cast<__m512i>(ask.words), filter.words(), 4);
    const __mmask16 known = _mm512_cmpeq_epi32_mask(_mm512_and_si512(found, bits), bits);
    // PERF: compressed in a register, for to memory it takes a hundred times as long.
    const Sixteen here = places + static_cast<std::uint32_t>(rest.at);
    _mm512_storeu_si512(rest.out,
                        _mm512_maskz_compress_epi32(known, reinterpret_cast<__m512i>(here)));
    rest.out += std::popcount(static_cast<unsigned>(known));
  }
}

#endif

}  // namespace

MarkFilter::MarkFilter(std::size_t marks)
    : words_(std::bit_ceil(std::max(kWordsMin, marks / kMarksPerWord))) {
  shift_ = 32 - static_cast<unsigned>(std::countr_zero(words_.size()));
}

void MarkFilter::add(std::uint32_t mark) { words_[mark >> shift_] |= bits_of(mark); }

bool MarkFilter::has_at(Bytes text, std::size_t at) const {
  return has(mark_of(word_at(text.data() + at), text[at + 4]));
}

bool MarkFilter::has_window(Bytes window) const {
  for (std::size_t i = 0; i < kMarkPlaces; ++i) {
    if (!has_at(window, i)) return false;
  }
  return true;
}

std::size_t scan_marks(Kernel kernel, Bytes text, const MarkFilter& filter, std::uint32_t* out) {
  Rest rest{text, 0, out};
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::avx2:
      avx2_scan(filter, rest);
      break;
    case Kernel::avx512:
      avx512_scan(filter, rest);
      break;
#endif
    default:
      break;
  }
  scalar_scan(filter, rest);
  return static_cast<std::size_t>(rest.out - out);
}

}  // namespace inkblot
