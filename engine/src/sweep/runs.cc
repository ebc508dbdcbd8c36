// What is asked of the masks is asked of all of them at once, by loops that become vectors.
#include "sweep/runs.h"

#include <algorithm>
#include <bit>
#include <cstring>

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

// Marks in which what is further on is asked of as well.
template <class V, std::size_t kCount>
class Steps {
 public:
  // Keeps those of the bits that are set `n` further on, too, which the step before kept.
  [[gnu::always_inline]] void both(std::size_t step, std::uint64_t n, V& bits) {
    V more;
    steps_[step].take(bits, n, more);
    bits &= more;
  }

 private:
  std::array<Ahead<V>, kCount> steps_;
};

// A token has kTokenBytesMin characters or more; two of the first 16 are digits or the last of some
// capitals, for six changes of kind hold as many.  A streak has four groups of four characters, the
// first two of which say that two bytes are printable, or fourteen pairs
// of hexadecimal, of which eight tell.
template <class V>
class Starts {
 public:
  // The bits from which on there may be one, as far as what stands before them does not matter.
  [[gnu::always_inline]] void take(Kinds& kinds, std::size_t word) {
    static_assert(kTokenBytesMin == 14 && kEncodedBytesMin == 16);
    V run;
    V digit;
    V upper;
    V first;
    V second;
    V pair;
    std::memcpy(&run, &kinds.token[word], sizeof(V));
    std::memcpy(&digit, &kinds.digit[word], sizeof(V));
    std::memcpy(&upper, &kinds.upper[word], sizeof(V));
    std::memcpy(&first, &kinds.first[word], sizeof(V));
    std::memcpy(&second, &kinds.second[word], sizeof(V));
    std::memcpy(&pair, &kinds.pair[word], sizeof(V));
    runs_.both(0, 1, run);
    runs_.both(1, 2, run);
    V more;
    second_.take(second, 1, more);
    first &= run & more;
    pair &= run;
    runs_.both(2, 4, run);
    runs_.both(3, 6, run);
    for (std::size_t i = 0; i < 3; ++i) pairs_.both(i, std::uint64_t{2} << i, pair);
    groups_.both(0, 4, first);
    groups_.both(1, 8, first);
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
    const V start = run & two;
    const V text = first | pair;
    std::memcpy(&kinds.run[word], &run, sizeof(V));
    std::memcpy(&kinds.start[word], &start, sizeof(V));
    std::memcpy(&kinds.text[word], &text, sizeof(V));
  }

 private:
  Steps<V, 4> runs_;
  Steps<V, 3> pairs_;
  Steps<V, 2> groups_;
  std::array<Ahead<V>, 4> ones_;
  std::array<Ahead<V>, 4> twos_;
  Ahead<V> upper_;
  Ahead<V> second_;
};

template <class V>
[[gnu::always_inline]] inline void mark_starts(Kinds& kinds, std::size_t words) {
  constexpr std::size_t kStep = sizeof(V) / sizeof(std::uint64_t);
  Starts<V> starts;
  for (std::size_t word = (words + kStep - 1) / kStep * kStep; word > 0;) {
    word -= kStep;
    starts.take(kinds, word);
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

// What kRunsMax has room for: each run and the byte behind it, and one that is written too many.
static_assert(Kinds::kRunsMax >= (Kinds::kBytes + 1) / (kTokenBytesMin + 1) + 1);

template <class V>
[[gnu::always_inline]] inline void find(Kinds& kinds, std::size_t words) {
  mark_starts<V>(kinds, words);
  // The words in which some begin.  PERF: each is written whether it is one or not, as what may be
  // a run is below, for no branch foretells it.
  std::array<std::uint64_t, Kinds::kBytes / 64> begins;
  std::array<std::uint8_t, Kinds::kBytes / 64> places;
  std::size_t count = 0;
  std::size_t runs = 0;
  std::uint64_t before = 0;
  for (std::size_t word = 0; word < words; ++word) {
    const std::uint64_t bits = kinds.start[word] & ~(kinds.token[word] << 1U | before >> 63U);
    before = kinds.token[word];
    begins[count] = bits;
    places[count] = static_cast<std::uint8_t>(word);
    count += bits != 0 ? 1 : 0;
    kinds.run_words[runs] = static_cast<std::uint8_t>(word);
    runs += kinds.run[word] != 0 ? 1 : 0;
  }
  kinds.run_word_count = runs;
  kinds.count = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t bits = begins[i];
    do {
      const std::size_t begin =
          places[i] * std::size_t{64} + static_cast<std::size_t>(std::countr_zero(bits));
      const std::size_t size = size_of(kinds, begin);
      kinds.runs[kinds.count] = {static_cast<std::uint16_t>(begin),
                                 static_cast<std::uint16_t>(size)};
      kinds.count += is_varied(kinds, begin, size) ? 1 : 0;
      bits &= bits - 1;
    } while (bits != 0);
  }
}

#if defined(__x86_64__)

[[gnu::target("avx2,bmi,popcnt")]] void avx2_runs(Kinds& kinds, std::size_t words) {
  find<Four>(kinds, words);
}
[[gnu::target("avx512f,avx512bw,bmi,popcnt")]] void avx512_runs(Kinds& kinds, std::size_t words) {
  find<Eight>(kinds, words);
}

#endif

void plain_runs(Kinds& kinds, std::size_t words) { find<Two>(kinds, words); }

}  // namespace

void find_runs(Kernel kernel, Kinds& kinds, std::size_t words) {
#if defined(__x86_64__)
  if (kernel == Kernel::avx512) return avx512_runs(kinds, words);
  if (kernel == Kernel::avx2) return avx2_runs(kinds, words);
#endif
  static_cast<void>(kernel);
  plain_runs(kinds, words);
}

}  // namespace inkblot
