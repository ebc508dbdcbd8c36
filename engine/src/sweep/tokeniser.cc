// Runs are found in masks of a bit a byte; a run that is cut is followed byte by byte.
#include "sweep/tokeniser.h"

#include <algorithm>
#include <bit>

namespace inkblot {
namespace {

bool is_token_byte(std::uint8_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         c == '-';
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

// Follows the run that was cut, up to its end or the window's.
void Tokeniser::finish_open(const Window& window, std::vector<Span>& out) {
  while (at_ < window.end() && is_token_byte(window.at(at_))) ++at_;
  if (at_ == window.end() && !window.at_end) return;
  const Span run{open_, at_};
  open_ = kNone;
  if (run.size() < kTokenBytesMin || run.size() > kTokenBytesMax || run.begin < window.begin)
    return;
  Kinds kinds;
  find_kinds(kernel_, window.bytes.subspan(run.begin - window.begin, run.size()), kinds);
  if (kinds.count > 0) out.push_back(run);
}

void Tokeniser::scan_blocks(const Window& window, std::size_t size, std::vector<Span>& out) {
  Kinds kinds;
  find_kinds(kernel_, window.bytes.subspan(at_ - window.begin, size), kinds);
  for (std::size_t i = 0; i < kinds.count; ++i) {
    const Kinds::Run& run = kinds.runs[i];
    const Offset begin = at_ + run.begin;
    // What goes on may be longer.
    if (run.size <= kTokenBytesMax && run.begin + run.size < size) {
      out.push_back({begin, begin + run.size});
    }
  }
  const std::size_t last = size - 1;
  if ((kinds.token[last / 64] >> (last % 64) & 1U) != 0) open_ = at_ + begin_of(kinds, size);
  at_ += size;
}

void Tokeniser::scan(const Window& window, std::vector<Span>& out) {
  for (;;) {
    if (open_ != kNone) finish_open(window, out);
    if (at_ == window.end()) break;
    scan_blocks(window, std::min<std::size_t>(window.end() - at_, Kinds::kBytes), out);
  }
}

}  // namespace inkblot
