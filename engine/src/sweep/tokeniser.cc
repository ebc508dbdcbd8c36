// Runs are found in masks of a bit a byte; one that is cut goes on with the next block.
#include "sweep/tokeniser.h"

#include <algorithm>
#include <bit>

#include "decode/letters.h"
#include "unwrap/streak.h"

namespace inkblot {
namespace {

constexpr CharSet kBase64Set = charset(kAlnum, "_-+/");
// Of these, those that stand for text when there is but one of them: VVVV, and some of hexadecimal.
constexpr CharSet kTextSet("V234567");

// Where the run of set bits ends that `at` is in, or `at`.
std::size_t end_of(const Kinds::Words& words, std::size_t at) {
  std::size_t word = at / 64;
  std::uint64_t others = ~words[word] >> (at % 64) << (at % 64);
  while (others == 0 && word + 1 < words.size()) others = ~words[++word];
  return word * 64 + static_cast<std::size_t>(std::countr_zero(others));
}

// The first set bit from `at` on, or a place that is not before `size`.
std::size_t next_in(const Kinds::Words& words, std::size_t at, std::size_t size) {
  std::size_t word = at / 64;
  std::uint64_t bits = words[word] >> (at % 64) << (at % 64);
  while (bits == 0) {
    if (++word >= words_of(size)) return size;
    bits = words[word];
  }
  return word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
}

// The begin of the run that ends at `end`, or `end`.
std::size_t begin_of(const Kinds::Words& words, std::size_t end) {
  std::size_t word = (end - 1) / 64;
  const auto bit = static_cast<unsigned>((end - 1) % 64);
  std::uint64_t others = ~words[word] << (63 - bit) >> (63 - bit);
  while (others == 0 && word > 0) others = ~words[--word];
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

void Tokeniser::restart(Offset at) {
  at_ = at;
  open_ = kNone;
  encoded_open_ = kNone;
}

void Tokeniser::keep(Offset begin, Offset end) {
  if (!encoded_.empty() && encoded_.back().end >= begin) {
    encoded_.back().end = std::max(encoded_.back().end, end);
  } else {
    encoded_.push_back({begin, end});
  }
}

// As much of a run that goes on over `at_` as a streak may hold, of the next `size` characters.
// PERF: most that are cut are short words.
void Tokeniser::join(const Window& window, std::size_t size) {
  if (encoded_open_ == kNone) return;
  const Offset most = at_ + std::min(size, kStreakBytesMax);
  Offset end = at_;
  while (end < most && kBase64Set.has(window.at(end))) ++end;
  if (end > at_ && end >= encoded_open_ + kEncodedBytesMin) {
    keep(std::max(encoded_open_, told_), end);
  }
}

void Tokeniser::see_streaks(const Window& window, const Kinds& kinds, std::size_t size) {
  for (std::size_t at = 0; (at = next_in(kinds.text, at, size)) < size;) {
    if (!begins_streak(window.bytes.subspan(at_ + at - window.begin, size - at))) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    // Between + and / there are token characters.
    for (at = end_of(kinds.token, at); at < size && kBase64Set.has(window.at(at_ + at));) {
      at = end_of(kinds.token, at + 1);
    }
    keep(at_ + begin, at_ + at);
  }
}

void Tokeniser::open_encoded(const Window& window, Offset end) {
  const Offset least = std::max(window.begin, end - std::min(end, Offset{kStreakBytesMax}));
  encoded_open_ = end;
  while (encoded_open_ > least && kBase64Set.has(window.at(encoded_open_ - 1))) --encoded_open_;
  if (encoded_open_ == end) encoded_open_ = kNone;
}

void Tokeniser::scan_block(const Window& window, std::size_t size, std::vector<Span>& out) {
  Kinds kinds;
  find_kinds(kernel_, window.bytes.subspan(at_ - window.begin, size), kinds);
  openings_.take(window, {at_, at_ + size}, kinds);
  join(window, size);
  see_streaks(window, kinds, size);
  open_encoded(window, at_ + size);
  // Up to here goes what began before.
  const std::size_t first = open_ == kNone ? 0 : end_of(kinds.token, 0);
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
  if ((kinds.token[last / 64] >> (last % 64) & 1U) != 0) open_ = at_ + begin_of(kinds.token, size);
  at_ += size;
}

// Bytes that are all the same are part of what began before, or end it.
void Tokeniser::pass_over(const Window& window, std::size_t size, std::vector<Span>& out) {
  openings_.pass_over(window, {at_, at_ + size});
  const bool goes_on = kTokenSet.has(window.at(at_));
  if (!goes_on && open_ != kNone) finish(window, {open_, at_}, out);
  if (goes_on && open_ == kNone) open_ = at_;
  join(window, size);
  if (kTextSet.has(window.at(at_))) keep(at_, at_ + size);
  open_encoded(window, at_ + size);
  at_ += size;
}

void Tokeniser::scan(const Window& window, std::vector<Span>& out) {
  encoded_.clear();
  openings_.clear();
  // PERF: padding, zeros and rulers, as fast as they are swept.
  const auto is_uniform_for = [&](std::size_t size) {
    return is_uniform(window.text(at_, at_ + size));
  };
  if (at_ < window.end() && is_uniform_for(window.end() - at_)) {
    pass_over(window, window.end() - at_, out);
  }
  while (at_ < window.end()) {
    const std::size_t size = std::min<std::size_t>(window.end() - at_, Kinds::kBytes);
    if (is_uniform_for(size)) {
      pass_over(window, size, out);
    } else {
      scan_block(window, size, out);
    }
  }
  if (window.at_end && open_ != kNone) finish(window, {open_, at_}, out);
  if (encoded_open_ != kNone) keep(std::max(encoded_open_, told_), at_);
  told_ = at_;
}

}  // namespace inkblot
