// Sixty-four bytes are a word of bits for each kind of character; the rest is arithmetic on words.
#include "vault/breaks.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "decode/letters.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace inkblot {
namespace {

constexpr std::size_t kBlock = 64;

using Table = BreakFinder::Table;
using Tables = BreakFinder::Tables;

// Kinds of characters: which of the tables.
enum Kind : std::size_t {
  kRun,
  kBlank,
  kLineEnd,
  kStart,  // Of an escape without a backslash.
  kSlash,
  kQuiet,
  kGap,  // Behind a backslash: what may be, or lead to, a line end behind a run.
};

constexpr Table table_of(const CharSet& set) {
  Table table{};
  for (unsigned c = 0; c < 128; ++c) {
    const unsigned bit = set.has(static_cast<std::uint8_t>(c)) ? 1U << (c / 16) : 0;
    table.at(c % 16) = static_cast<std::uint8_t>(table.at(c % 16) | bit);
  }
  return table;
}

bool is_in(const Table& table, std::uint8_t c) {
  return c < 128 && (table[c % 16] >> (c / 16) & 1U) != 0;
}

// Of each kind a bit for each byte of a block, the first one's lowest.
using Bits = std::array<std::uint64_t, BreakFinder::kTables>;

Bits scalar_bits(const Tables& tables, const std::uint8_t* block) {
  Bits bits{};
  for (std::size_t i = 0; i < kBlock; ++i) {
    for (std::size_t k = 0; k < tables.size(); ++k) {
      bits[k] |= std::uint64_t{is_in(tables[k], block[i])} << i;
    }
  }
  return bits;
}

// What was seen before a block.
class Pass {
 public:
  Pass(const BreakKinds& kinds, const Window& window, Breaks& out)
      : wraps_(kinds.wraps), all_line_ends_(kinds.line_ends), window_(window), out_(out) {}

  void begin_behind(const Bits& bits) { behind_runs(bits); }
  // PERF: a break is told when the byte behind it is seen, so that no block waits for another.
  [[gnu::always_inline]] void take(const Bits& bits, Offset at) {
    const std::uint64_t escaped = bits[kSlash] << 1U | slash_;
    std::uint64_t escapes = (escaped & ~bits[kQuiet]) | bits[kStart] << 1U | start_;
    std::uint64_t line_ends = all_line_ends_ ? bits[kLineEnd] : 0;
    if (wraps_) {
      const std::uint64_t behind = behind_runs(bits);
      const std::uint64_t wraps = bits[kSlash] & behind;
      escapes |= (wraps << 1U | wrap_) & bits[kGap];
      line_ends |= bits[kLineEnd] & behind;
      wrap_ = wraps >> (kBlock - 1);
    }
    for (; escapes != 0; escapes &= escapes - 1) {
      tell_escape(at + static_cast<Offset>(std::countr_zero(escapes)) - 1);
    }
    for (; line_ends != 0; line_ends &= line_ends - 1) {
      out_.line_ends.push_back(at + static_cast<Offset>(std::countr_zero(line_ends)));
    }
    slash_ = bits[kSlash] >> (kBlock - 1);
    start_ = bits[kStart] >> (kBlock - 1);
  }

 private:
  // Bytes before which a run ends, or a blank stands.  PERF: without a branch, none of which could
  // be foretold.
  [[gnu::always_inline]] std::uint64_t behind_runs(const Bits& bits) {
    static_assert(kWrapRunMin == 24);
    std::uint64_t run = bits[kRun];
    for (std::size_t i = 0; i < 3; ++i) run &= before(run, 1U << i, runs_[i]);
    std::uint64_t eight = runs_[3];
    const std::uint64_t all = run & before(run, 8, eight) & before(run, 16, runs_[3]);
    return before(all | bits[kBlank], 1, behind_);
  }
  // The bits of bytes so far before; `last` holds those of the last block.
  [[gnu::always_inline]] static std::uint64_t before(std::uint64_t bits, unsigned count,
                                                     std::uint64_t& last) {
    return bits << count | std::exchange(last, bits) >> (kBlock - count);
  }
  void tell_escape(Offset at) {
    const bool percent = window_.at(at) == '%';
    if (percent && at + 1 < window_.end() && !kHex.has(window_.at(at + 1))) return;
    out_.escapes.push_back(at);
  }

  bool wraps_;
  bool all_line_ends_;
  const Window& window_;
  Breaks& out_;
  // Of the last block: runs of 1, 2, 4 and 8 bytes, and where one of 24 or a blank ends.
  std::array<std::uint64_t, 4> runs_{};
  std::uint64_t behind_ = 0;
  // Of the last byte: in the lowest bit.
  std::uint64_t slash_ = 0;
  std::uint64_t start_ = 0;
  std::uint64_t wrap_ = 0;
};

// Blocks of which the first stands at `at`.
struct Blocks {
  const std::uint8_t* bytes;
  std::size_t count;
  Offset at;
};

void scalar_blocks(const Tables& tables, const Blocks& blocks, Pass& pass) {
  for (std::size_t i = 0; i < blocks.count; ++i) {
    pass.take(scalar_bits(tables, blocks.bytes + i * kBlock), blocks.at + i * kBlock);
  }
}

#if defined(__x86_64__)

// A row of a table for each of the high halves of a character.
constexpr Table kRows = {1, 2, 4, 8, 16, 32, 64, 128};

__m128i loaded(const Table& table) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
}

// Bytes above 127 are in no table: a shuffle gives 0 for them.
[[gnu::target("avx2")]] void avx2_blocks(const Tables& tables, const Blocks& blocks, Pass& pass) {
  constexpr std::size_t kHalf = kBlock / 2;
  const __m256i rows = _mm256_broadcastsi128_si256(loaded(kRows));
  for (std::size_t i = 0; i < blocks.count; ++i) {
    Bits bits{};
    for (std::size_t half = 0; half < kBlock; half += kHalf) {
      const __m256i c =
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(blocks.bytes + i * kBlock + half));
      const __m256i row = _mm256_shuffle_epi8(
          rows, _mm256_and_si256(_mm256_srli_epi16(c, 4), _mm256_set1_epi8(15)));
      for (std::size_t k = 0; k < tables.size(); ++k) {
        const __m256i table = _mm256_broadcastsi128_si256(loaded(tables[k]));
        const __m256i in = _mm256_and_si256(_mm256_shuffle_epi8(table, c), row);
        const __m256i none = _mm256_cmpeq_epi8(in, _mm256_setzero_si256());
        bits[k] |= std::uint64_t{~static_cast<std::uint32_t>(_mm256_movemask_epi8(none))} << half;
      }
    }
    pass.take(bits, blocks.at + i * kBlock);
  }
}

[[gnu::target("avx512f,avx512bw")]] void avx512_blocks(const Tables& tables, const Blocks& blocks,
                                                       Pass& pass) {
  const __m512i rows = _mm512_maskz_broadcast_i32x4(0xFFFF, loaded(kRows));
  for (std::size_t i = 0; i < blocks.count; ++i) {
    const __m512i c = _mm512_loadu_si512(blocks.bytes + i * kBlock);
    const __m512i row =
        _mm512_shuffle_epi8(rows, _mm512_and_si512(_mm512_srli_epi16(c, 4), _mm512_set1_epi8(15)));
    Bits bits;
    for (std::size_t k = 0; k < tables.size(); ++k) {
      const __m512i table = _mm512_maskz_broadcast_i32x4(0xFFFF, loaded(tables[k]));
      bits[k] = _mm512_test_epi8_mask(_mm512_shuffle_epi8(table, c), row);
    }
    pass.take(bits, blocks.at + i * kBlock);
  }
}

#endif

}  // namespace

BreakFinder::BreakFinder(const BreakKinds& kinds, Kernel kernel)
    : kinds_(kinds), kernel_(kernel), tables_{table_of(kWrapRun),        table_of(CharSet(" \t")),
                                              table_of(CharSet("\n\r")), table_of(CharSet("%\x1B")),
                                              table_of(CharSet("\\")),   table_of(kinds.quiet),
                                              table_of(CharSet("nrt\\"))} {}

void BreakFinder::find(const Window& window, Offset from, Breaks& out) const {
  Pass pass(kinds_, window, out);
  const auto take = [&](const Blocks& blocks) {
    switch (kernel_) {
#if defined(__x86_64__)
      case Kernel::avx2:
        return avx2_blocks(tables_, blocks, pass);
      case Kernel::avx512:
        return avx512_blocks(tables_, blocks, pass);
#endif
      default:
        return scalar_blocks(tables_, blocks, pass);
    }
  };
  const Bytes text = window.bytes.subspan(from - window.begin);
  std::array<std::uint8_t, kBlock> part{};
  const Bytes before = window.bytes.first(from - window.begin)
                           .last(std::min<std::size_t>(from - window.begin, kBlock));
  std::copy(before.begin(), before.end(), part.end() - static_cast<std::ptrdiff_t>(before.size()));
  pass.begin_behind(scalar_bits(tables_, part.data()));
  const std::size_t count = text.size() / kBlock;
  take({text.data(), count, from});
  // What is behind the text is of no kind, so that an escape at its end is told.
  part.fill(0xFF);
  const Bytes rest = text.subspan(count * kBlock);
  std::copy(rest.begin(), rest.end(), part.begin());
  take({part.data(), 1, from + count * kBlock});
}

}  // namespace inkblot
