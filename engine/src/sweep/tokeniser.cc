// Runs are found in masks of a bit a byte; a run that is cut is followed byte by byte.
#include "sweep/tokeniser.h"

#include <algorithm>
#include <bit>

namespace inkblot {
namespace {

constexpr std::size_t kBlocks = 64;  // At a time: their masks stay in the nearest cache.
constexpr std::size_t kSeen = 16;

bool is_token_byte(std::uint8_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         c == '-';
}

// Whether a run whose first `size` characters are these is like no word.
bool is_varied(std::uint32_t digit, std::uint32_t upper, std::size_t size) {
  const std::uint32_t all = (std::uint32_t{1} << std::min(size, kSeen)) - 1;
  digit &= all;
  upper &= all;
  if ((digit & (digit - 1)) != 0) return true;
  // PERF: counting bits is a call where the CPU is not known.
  std::uint32_t changes = ((digit ^ (digit >> 1U)) | (upper ^ (upper >> 1U))) & (all >> 1U);
  for (int i = 0; i < 5; ++i) changes &= changes - 1;
  return changes != 0;
}

// Each bit says that the same one of `bits` is set and so are the `n` before it; `before` is the
// word that comes before `bits`.
constexpr std::uint64_t shifted(std::uint64_t bits, std::uint64_t before, unsigned n) {
  return bits << n | before >> (64 - n);
}

// Where a run of kTokenBytesMin or more ends, looking back over word borders.
class Ends {
 public:
  // The bits of the bytes that follow such a run, if it holds a digit or a capital.
  std::uint64_t of(const Kinds& kinds) {
    static_assert(kTokenBytesMin == 14);
    const std::uint64_t token = kinds.token;
    const std::uint64_t two = token & shifted(token, token_, 1);
    const std::uint64_t four = two & shifted(two, two_, 2);
    const std::uint64_t eight = four & shifted(four, four_, 4);
    const std::uint64_t enough = eight & shifted(eight, eight_, 6);
    // PERF: a sum carries from a run's begin over small letters up to what is none of them, which
    // for most long words is their end.
    const std::uint64_t small = token & ~(kinds.digit | kinds.upper);
    const std::uint64_t starts = token & ~shifted(token, token_, 1);
    std::uint64_t sum = 0;
    const bool over = __builtin_add_overflow(small, starts & small, &sum);
    carry_ = __builtin_add_overflow(sum, carry_ ? 1U : 0U, &sum) || over;
    const std::uint64_t out = shifted(enough, enough_, 1) & ~token & ~sum;
    token_ = token;
    two_ = two;
    four_ = four;
    eight_ = eight;
    enough_ = enough;
    return out;
  }

 private:
  std::uint64_t token_ = 0;
  std::uint64_t two_ = 0;
  std::uint64_t four_ = 0;
  std::uint64_t eight_ = 0;
  std::uint64_t enough_ = 0;
  bool carry_ = false;
};

using Masks = std::array<Kinds, kBlocks + 1>;

// The begin of the run that ends before byte `end` of the masks.
std::size_t begin_of(const Masks& masks, std::size_t end) {
  std::size_t word = (end - 1) / 64;
  const auto bit = static_cast<unsigned>((end - 1) % 64);
  std::uint64_t others = ~masks[word].token << (63 - bit) >> (63 - bit);
  while (others == 0 && word > 0) others = ~masks[--word].token;
  if (others == 0) return 0;
  return word * 64 + 64 - static_cast<std::size_t>(std::countl_zero(others));
}

// The 16 bits from bit `at` on.
std::uint32_t bits_at(const Masks& masks, std::size_t at, std::uint64_t Kinds::*kind) {
  const auto shift = static_cast<unsigned>(at % 64);
  std::uint64_t bits = masks[at / 64].*kind >> shift;
  if (shift > 48) bits |= masks[at / 64 + 1].*kind << (64 - shift);
  return static_cast<std::uint32_t>(bits & 0xFFFFU);
}

}  // namespace

bool Tokeniser::is_token(const Window& window, const Span& run) const {
  const Offset size = run.size();
  if (size < kTokenBytesMin || size > kTokenBytesMax || run.begin < window.begin) return false;
  const Kinds kinds = find_kinds(
      kernel_, window.bytes.subspan(run.begin - window.begin, std::min<Offset>(size, kSeen)));
  return is_varied(static_cast<std::uint32_t>(kinds.digit), static_cast<std::uint32_t>(kinds.upper),
                   static_cast<std::size_t>(size));
}

// Follows the run that was cut, up to its end or the window's.
void Tokeniser::finish_open(const Window& window, std::vector<Span>& out) {
  while (at_ < window.end() && is_token_byte(window.at(at_))) ++at_;
  if (at_ == window.end() && !window.at_end) return;
  const Span run{open_, at_};
  if (is_token(window, run)) out.push_back(run);
  open_ = kNone;
}

void Tokeniser::scan_blocks(const Window& window, std::size_t size, std::vector<Span>& out) {
  Masks masks;
  const Bytes bytes = window.bytes.subspan(at_ - window.begin, size);
  const std::size_t whole = size / kMaskBytes;
  find_kinds(kernel_, bytes.first(whole * kMaskBytes), masks.data());
  masks[whole] = {};
  const std::size_t rest = size % kMaskBytes;
  if (rest > 0) masks[whole] = find_kinds(kernel_, bytes.last(rest));
  Ends ends;
  const std::size_t words = whole + (rest > 0 ? 1 : 0);
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t found = ends.of(masks[word]);
    if (word == whole) found &= (std::uint64_t{1} << rest) - 1;
    for (; found != 0; found &= found - 1) {
      const std::size_t end = word * 64 + static_cast<std::size_t>(std::countr_zero(found));
      const std::size_t begin = begin_of(masks, end);
      if (end - begin <= kTokenBytesMax &&
          is_varied(bits_at(masks, begin, &Kinds::digit), bits_at(masks, begin, &Kinds::upper),
                    end - begin)) {
        out.push_back({at_ + begin, at_ + end});
      }
    }
  }
  const std::size_t last = size - 1;
  if ((masks[last / 64].token >> (last % 64) & 1U) != 0) open_ = at_ + begin_of(masks, size);
  at_ += size;
}

void Tokeniser::scan(const Window& window, std::vector<Span>& out) {
  for (;;) {
    if (open_ != kNone) finish_open(window, out);
    if (at_ == window.end()) break;
    scan_blocks(window, std::min<std::size_t>(window.end() - at_, kBlocks * kMaskBytes), out);
  }
}

}  // namespace inkblot
