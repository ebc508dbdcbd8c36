// A run for each escape; what lies between two of them is copied in pieces of a fixed size.
#include "vault/unescaped.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace inkblot {
namespace {

// Sixteen bytes.
using Piece [[gnu::vector_size(16)]] = std::uint8_t;
constexpr std::size_t kPiece = sizeof(Piece);
constexpr std::size_t kWord = sizeof(std::uint64_t);

// How many of them stand before the first that an escape may begin with.
[[gnu::always_inline]] inline std::size_t plain_in(const Piece& piece) {
  const auto escapes = (piece == '\\') | (piece == '%') | (piece == 0x1B);
  std::array<std::uint64_t, 2> words;
  static_assert(sizeof(words) == sizeof(escapes));
  std::memcpy(words.data(), &escapes, sizeof(words));
  if constexpr (std::endian::native == std::endian::big) {
    for (std::uint64_t& word : words) word = __builtin_bswap64(word);
  }
  if (words[0] != 0) return static_cast<std::size_t>(std::countr_zero(words[0])) / kWord;
  if (words[1] != 0) return kWord + static_cast<std::size_t>(std::countr_zero(words[1])) / kWord;
  return kPiece;
}

}  // namespace

void Unescaped::jump(Offset at) {
  at_ = at;
  // Byte end() - 1 stays where it is, and the next one stands at `at`.
  if (size_ > 0) {
    runs_.push_back({end() - 1, begin_of(end() - 1), at, true});
  } else {
    runs_.assign(1, {base_, at, at + 1});
  }
}

void Unescaped::put(const Spelled& letter) {
  for (std::size_t i = 0; i < letter.size; ++i) {
    runs_.push_back({end(), letter.begin, letter.end});
    text_[size_++] = letter.bytes.at(i);
  }
  at_ = letter.end;
}

// PERF: found and copied at once, for most stretches are shorter than a call is long.
void Unescaped::copy(const Window& window, std::size_t last) {
  if (size_ == 0) runs_.assign(1, {base_, at_, at_ + 1});
  const std::size_t begin = size_;
  const std::uint8_t* const from = window.bytes.data() + (at_ - window.begin);
  const std::size_t left = window.end() - at_;
  const std::size_t most = last + 1 - end();
  if (text_.size() < size_ + most + 2 * kPiece) text_.resize(2 * (size_ + most) + 2 * kPiece);
  std::size_t done = 0;
  std::size_t plain = kPiece;
  while (plain == kPiece && done < most && done + kPiece <= left) {
    Piece piece;
    std::memcpy(&piece, from + done, kPiece);
    std::memcpy(text_.data() + begin + done, &piece, kPiece);
    plain = plain_in(piece);
    done += plain;
  }
  if (plain == kPiece) {
    while (done < most && done < left && !kEscapeStarts.has(from[done])) {
      text_[begin + done] = from[done];
      ++done;
    }
  }
  size_ += done;
  at_ += done;
}

bool Unescaped::read_escape(const Window& window) {
  if (text_.size() < size_ + kPiece) text_.resize(2 * size_ + kPiece);
  if (window.at(at_) == '\\' && at_ + 1 < window.end()) {
    if (const std::uint8_t simple = kSimpleEscapes[window.at(at_ + 1)]; simple != 0) {
      put({{simple}, 1, at_, at_ + 2});
      return true;
    }
  }
  Spelled letter;
  if (next_spelled(window, at_, letter) != Step::ok) return false;
  put(letter);
  return true;
}

void Unescaped::extend(const Window& window, std::size_t last) {
  while (end() <= last && at_ < window.end()) {
    const Offset before = at_;
    if (!kEscapeStarts.has(window.at(at_))) copy(window, last);
    const bool escape = at_ < window.end() && kEscapeStarts.has(window.at(at_));
    if (escape && !read_escape(window)) break;
    if (at_ == before) break;
  }
}

const Unescaped::Run& Unescaped::run_of(std::size_t number) const {
  const auto behind = std::upper_bound(runs_.begin(), runs_.end(), number,
                                       [](std::size_t n, const Run& run) { return n < run.first; });
  return *(behind - 1);
}

bool Unescaped::is_whole(std::size_t first, std::size_t size) const {
  return std::none_of(runs_.begin(), runs_.end(), [=](const Run& run) {
    return run.jump && run.first >= first && run.first + 1 < first + size;
  });
}

Offset Unescaped::begin_of(std::size_t number) const {
  const Run& run = run_of(number);
  return number == run.first ? run.begin : run.next + (number - run.first - 1);
}

Offset Unescaped::end_of(std::size_t number) const {
  const Run& run = run_of(number);
  return run.next + (number - run.first);
}

std::size_t Unescaped::number_of(Offset at) const {
  // PERF: it is one of the last ones.
  const auto run =
      std::find_if(runs_.rbegin(), runs_.rend(), [at](const Run& one) { return one.begin <= at; });
  if (run == runs_.rend()) return base_;
  const std::size_t more = at < run->next ? 0 : at - run->next + 1;
  return std::min(run->first + more, end());
}

void Unescaped::trim(std::size_t keep) {
  if (size_ <= 2 * keep) return;
  const std::size_t first = end() - keep;
  const Offset begin = begin_of(first);
  runs_.erase(runs_.begin(), runs_.begin() + (&run_of(first) - runs_.data()));
  if (runs_.front().first < first) runs_.front() = {first, begin, begin + 1};
  std::memmove(text_.data(), text_.data() + (first - base_), keep);
  base_ = first;
  size_ = keep;
}

}  // namespace inkblot
