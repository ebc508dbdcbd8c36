// The halves of the first bytes are looked up in a table each; all must name the same group.
#include "sweep/opening_scan.h"

#include <algorithm>
#include <bit>
#include <span>

#include "pack/pack.h"
#include "sweep/glued.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace inkblot {
namespace {

constexpr std::size_t kBehind = Openings::kDepth - 1;

// Words of 64 bytes of a block, in which bytes are asked of, and kBehind bytes behind each.
struct Words {
  const std::uint8_t* bytes;  // Of word `first`.
  std::size_t first;
  std::span<const std::uint8_t> places;
  const std::uint64_t* asked;

  const std::uint8_t* at(std::size_t place) const { return bytes + (place - first) * 64; }
};

// Those of the bits that were asked for from which on a head may open.
struct Marks {  // NOLINT(*-member-init): what add() did not write is not read.
  std::array<std::uint64_t, Kinds::kBytes / 64> bits;
  std::array<std::uint8_t, Kinds::kBytes / 64> places;
  std::size_t count = 0;

  // PERF: written whether there is a bit or not, for no branch foretells it.
  [[gnu::always_inline]] void add(std::uint64_t word, std::uint8_t place) {
    bits[count] = word;
    places[count] = place;
    count += word != 0 ? 1 : 0;
  }
};

void plain_marks(const Words& words, const Openings& openings, Marks& marks) {
  for (const std::uint8_t place : words.places) {
    std::uint64_t out = 0;
    for (std::uint64_t left = words.asked[place]; left != 0; left &= left - 1) {
      const std::uint8_t* const at =
          words.at(place) + static_cast<std::size_t>(std::countr_zero(left));
      if (openings.may_open({at, Openings::kDepth})) out |= left & -left;
    }
    marks.add(out, place);
  }
}

#if defined(__x86_64__)

struct Avx2Of {
  __m256i low;
  __m256i high;
};

[[gnu::target("avx2")]] inline __m256i avx2_halves(const Openings::Halves& halves) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(halves.data())));
}

[[gnu::target("avx2")]] void avx2_marks(const Words& words, const Openings& openings,
                                        Marks& marks) {
  std::array<Avx2Of, Openings::kDepth> of{};
  for (std::size_t k = 0; k < of.size(); ++k) {
    of[k].low = avx2_halves(openings.table()[k].low);
    of[k].high = avx2_halves(openings.table()[k].high);
  }
  const __m256i half = _mm256_set1_epi8(0x0F);
  for (const std::uint8_t place : words.places) {
    std::uint64_t out = 0;
    for (std::size_t part = 0; part < 64; part += 32) {
      const std::uint8_t* const bytes = words.at(place) + part;
      __m256i groups = _mm256_set1_epi8(-1);
      for (std::size_t k = 0; k < Openings::kDepth; ++k) {
        const __m256i c = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + k));
        const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(c, 4), half);
        const __m256i of_low = _mm256_shuffle_epi8(of[k].low, _mm256_and_si256(c, half));
        const __m256i of_high = _mm256_shuffle_epi8(of[k].high, upper);
        groups = _mm256_and_si256(groups, _mm256_and_si256(of_low, of_high));
      }
      const __m256i none = _mm256_cmpeq_epi8(groups, _mm256_setzero_si256());
      out |= std::uint64_t{~static_cast<std::uint32_t>(_mm256_movemask_epi8(none))} << part;
    }
    marks.add(out & words.asked[place], place);
  }
}

struct Avx512Of {
  __m512i low;
  __m512i high;
};

[[gnu::target("avx512f,avx512bw")]] inline __m512i avx512_halves(const Openings::Halves& halves) {
  return _mm512_maskz_broadcast_i32x4(
      0xFFFF, _mm_loadu_si128(reinterpret_cast<const __m128i*>(halves.data())));
}

[[gnu::target("avx512f,avx512bw")]] void avx512_marks(const Words& words, const Openings& openings,
                                                      Marks& marks) {
  std::array<Avx512Of, Openings::kDepth> of{};
  for (std::size_t k = 0; k < of.size(); ++k) {
    of[k].low = avx512_halves(openings.table()[k].low);
    of[k].high = avx512_halves(openings.table()[k].high);
  }
  const __m512i half = _mm512_set1_epi8(0x0F);
  for (const std::uint8_t place : words.places) {
    const std::uint8_t* const bytes = words.at(place);
    __m512i groups = _mm512_set1_epi8(-1);
    for (std::size_t k = 0; k < Openings::kDepth; ++k) {
      const __m512i c = _mm512_loadu_si512(bytes + k);
      const __m512i upper = _mm512_and_si512(_mm512_srli_epi16(c, 4), half);
      const __m512i of_low = _mm512_shuffle_epi8(of[k].low, _mm512_and_si512(c, half));
      const __m512i of_high = _mm512_shuffle_epi8(of[k].high, upper);
      groups = _mm512_and_si512(groups, _mm512_and_si512(of_low, of_high));
    }
    marks.add(_mm512_test_epi8_mask(groups, groups) & words.asked[place], place);
  }
}

#endif

using Marker = void (*)(const Words&, const Openings&, Marks&);

Marker marker_of(Kernel kernel) {
#if defined(__x86_64__)
  if (kernel == Kernel::avx512) return avx512_marks;
  if (kernel == Kernel::avx2) return avx2_marks;
#endif
  static_cast<void>(kernel);
  return plain_marks;
}

}  // namespace

// The heads that begin there and end in the block.
void OpeningScan::find(const Window& window, Offset begin, const Span& block) {
  openings_->find(as_bytes(window.text(begin, block.end)), [&](std::uint32_t id) {
    const SweepId of = SweepId::of(id);
    const Offset end = begin + of.width;
    if (end > block.begin) hits_.push_back({of.rule, of.width, end});
  });
}

void OpeningScan::pass_over(const Window& window, const Span& block) {
  if (openings_ == nullptr || !kTokenSet.has(window.at(block.begin))) return;
  constexpr std::size_t kBack = Openings::kBytesMax - 1;
  const Offset least = std::max(window.begin, block.begin - std::min<Offset>(block.begin, kBack));
  for (Offset at = block.begin; at > least && kTokenSet.has(window.at(at - 1));) {
    --at;
    if (openings_->may_open(as_bytes(window.text(at, block.end)))) find(window, at, block);
  }
}

void OpeningScan::take(const Window& window, const Span& block, const Kinds& kinds) {
  if (openings_ == nullptr) return;
  pass_over(window, block);
  const Bytes bytes = as_bytes(window.text(block.begin, block.end));
  const Marker mark = marker_of(kernel_);
  std::span<const std::uint8_t> places = std::span(kinds.run_words).first(kinds.run_word_count);
  // Behind the last words of a window there are no bytes.
  const std::size_t whole = bytes.size() < kBehind ? 0 : (bytes.size() - kBehind) / 64;
  std::array<std::uint8_t, std::size_t{2} * 64 + kBehind> last{};
  std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(whole * 64), bytes.end(), last.begin());
  std::size_t rest = places.size();
  while (rest > 0 && places[rest - 1] >= whole) --rest;
  Marks marks;
  mark({bytes.data(), 0, places.first(rest), kinds.run.data()}, *openings_, marks);
  mark({last.data(), whole, places.subspan(rest), kinds.run.data()}, *openings_, marks);
  // PERF: nearly all are parts of words.
  std::array<std::uint16_t, Kinds::kBytes + 2> begins;  // NOLINT(*-member-init): 8 KiB, as written.
  std::size_t count = 0;
  for (std::size_t i = 0; i < marks.count; ++i) {
    const std::size_t first = marks.places[i] * std::size_t{64};
    std::uint64_t left = marks.bits[i];
    // Two of each word, whether there are or not; few have more.
    const auto write = [&](std::size_t at) {
      begins[at] =
          static_cast<std::uint16_t>(first + static_cast<std::size_t>(std::countr_zero(left)));
      left &= left - 1;
    };
    const auto bits = static_cast<std::size_t>(std::popcount(left));
    write(count);
    write(count + 1);
    for (std::size_t k = 2; k < bits; ++k) write(count + k);
    count += bits;
  }
  const auto keep = [&](auto&& is_kept) {
    const std::size_t marked = count;
    count = 0;
    for (std::size_t i = 0; i < marked; ++i) {
      const std::uint16_t at = begins[i];
      begins[count] = at;
      count += is_kept(at) ? 1 : 0;
    }
  };
  keep([&](std::size_t at) { return openings_->may_begin(bytes.data() + at); });
  if (of_ == Of::stream) keep([&](Offset at) { return !is_glued(window, block.begin + at); });
  for (std::size_t i = 0; i < count; ++i) find(window, block.begin + begins[i], block);
}

}  // namespace inkblot
