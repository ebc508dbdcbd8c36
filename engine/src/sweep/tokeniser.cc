// Runs are found in masks of a bit a byte; one that is cut goes on with the next block.
#include "sweep/tokeniser.h"

#include <algorithm>
#include <bit>

#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr CharSet kTokenSet = charset(kAlnum, "_-");

// How many characters the run has that begins with the first one; 0: there is none.
std::size_t first_size(const Kinds& kinds) {
  std::size_t word = 0;
  while (word + 1 < kinds.token.size() && ~kinds.token[word] == 0) ++word;
  return word * 64 + static_cast<std::size_t>(std::countr_one(kinds.token[word]));
}

// The begin of the run that ends at `end`.
std::size_t begin_of(const Kinds& kinds, std::size_t end) {
  std::size_t word = (end - 1) / 64;
  const auto bit = static_cast<unsigned>((end - 1) % 64);
  std::uint64_t others = ~kinds.token[word] << (63 - bit) >> (63 - bit);
  while (others == 0 && word > 0) others = ~kinds.token[--word];
  if (others == 0) return 0;
  return word * 64 + 64 - static_cast<std::size_t>(std::countl_zero(others));
}

}  // namespace

// Reports a run that was cut, if it is a token.
void Tokeniser::finish(const Window& window, const Span& run, std::vector<Span>& out) {
  open_ = kNone;
  if (run.size() < kTokenBytesMin || run.size() > kTokenBytesMax || run.begin < window.begin)
    return;
  Kinds kinds;
  find_kinds(kernel_, window.bytes.subspan(run.begin - window.begin, run.size()), kinds);
  if (kinds.count > 0) out.push_back(run);
}

void Tokeniser::scan_block(const Window& window, std::size_t size, std::vector<Span>& out) {
  Kinds kinds;
  find_kinds(kernel_, window.bytes.subspan(at_ - window.begin, size), kinds);
  // Up to here goes what began before.
  const std::size_t first = open_ == kNone ? 0 : first_size(kinds);
  if (first == size) {
    at_ += size;
    return;
  }
  if (open_ != kNone) finish(window, {open_, at_ + first}, out);
  for (std::size_t i = 0; i < kinds.count; ++i) {
    const Kinds::Run& run = kinds.runs[i];
    const Offset begin = at_ + run.begin;
    // What goes on may be longer.
    if (run.begin >= first && run.size <= kTokenBytesMax && run.begin + run.size < size) {
      out.push_back({begin, begin + run.size});
    }
  }
  const std::size_t last = size - 1;
  if ((kinds.token[last / 64] >> (last % 64) & 1U) != 0) open_ = at_ + begin_of(kinds, size);
  at_ += size;
}

// Bytes that are all the same are part of what began before, or end it.
void Tokeniser::pass_over(const Window& window, std::size_t size, std::vector<Span>& out) {
  const bool goes_on = kTokenSet.has(window.at(at_));
  if (!goes_on && open_ != kNone) finish(window, {open_, at_}, out);
  if (goes_on && open_ == kNone) open_ = at_;
  at_ += size;
}

void Tokeniser::scan(const Window& window, std::vector<Span>& out) {
  while (at_ < window.end()) {
    const std::size_t size = std::min<std::size_t>(window.end() - at_, Kinds::kBytes);
    // PERF: padding, zeros and rulers, as fast as they are swept.
    if (is_uniform(window.text(at_, at_ + size))) {
      pass_over(window, size, out);
    } else {
      scan_block(window, size, out);
    }
  }
  if (window.at_end && open_ != kNone) finish(window, {open_, at_}, out);
}

}  // namespace inkblot
