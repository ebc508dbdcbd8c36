// The view of what stands around escapes, for the scan: each one is undone once, at little cost.
#pragma once

#include <array>
#include <vector>

#include "vault/strand.h"
#include "window.h"

namespace inkblot {

// What a letter behind backslashes stands for, where it does so alone; 0: it does not.
inline constexpr std::array<std::uint8_t, 256> kSimpleEscapes = [] {
  std::array<std::uint8_t, 256> out{};
  out['n'] = '\n';
  out['r'] = '\r';
  out['t'] = '\t';
  out['"'] = '"';
  out['\''] = '\'';
  out['`'] = '`';
  out['/'] = '/';
  return out;
}();

// Stretches of the stream with escapes undone, one behind the other.  A byte has a number that it
// keeps.  THREADS: one at a time.
class Unescaped {
 public:
  explicit Unescaped(Offset from) : at_(from) { runs_.push_back({0, from, from}); }

  // Goes on with the byte at `at`, which is behind what was read.
  void jump(Offset at);
  // Reads on, up to the byte with number `last` at least, or to what is not decided yet.
  void extend(const Window& window, std::size_t last);
  // Forgets all but the last `keep` bytes, or fewer where they are most.
  void trim(std::size_t keep);

  std::size_t begin() const { return base_; }
  std::size_t end() const { return base_ + size_; }
  Offset read_to() const { return at_; }
  // REQUIRES: they were read, and not forgotten.
  Bytes text(std::size_t first, std::size_t size) const {
    return Bytes(text_).subspan(first - base_, size);
  }
  // Where the byte begins, and where the next one may.
  Offset begin_of(std::size_t number) const;
  Offset end_of(std::size_t number) const;
  // Whether these bytes are of one stretch.
  bool is_whole(std::size_t first, std::size_t size) const;
  // The number of the byte that stands at `at`, or of one before it where that was not read.
  std::size_t number_of(Offset at) const;

 private:
  // Byte `first` begins at `begin`; those behind it stand in the stream from `next` on as they are.
  struct Run {
    std::size_t first;
    Offset begin;
    Offset next;
    bool jump = false;  // Another stretch stands behind the byte.
  };
  const Run& run_of(std::size_t number) const;
  void copy(const Window& window, std::size_t last);
  bool read_escape(const Window& window);
  void put(const Spelled& letter);

  std::size_t base_ = 0;
  std::size_t size_ = 0;
  std::vector<std::uint8_t> text_;  // PERF: has room for more than it holds.
  std::vector<Run> runs_;
  Offset at_;
};

}  // namespace inkblot
