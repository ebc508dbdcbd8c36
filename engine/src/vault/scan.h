// Which places of a text may hold a known window: a filter in the cache, asked of every fourth one.
#pragma once

#include <inkblot/span.h>

#include <vector>

#include "kernel.h"
#include "vault/fingerprint.h"

namespace inkblot {

// Of the marks of all windows: three bits of one word for each.  THREADS: any number may ask.
class MarkFilter {
 public:
  // Room for `marks` of them, which are to be added.
  explicit MarkFilter(std::size_t marks = 0);
  void add(std::uint32_t mark);
  bool has(std::uint32_t mark) const {
    const std::uint32_t bits = bits_of(mark);
    return (words_[mark >> shift_] & bits) == bits;
  }
  // Whether it may know the mark of the bytes at `at`.  REQUIRES: kMarkBytes there.
  bool has_at(Bytes text, std::size_t at) const;
  // Whether all marks of a window may be known.  REQUIRES: kWindowBytes.
  bool has_window(Bytes window) const;
  const std::uint32_t* words() const { return words_.data(); }
  unsigned shift() const { return shift_; }
  std::size_t bytes() const { return words_.size() * sizeof(std::uint32_t); }

  // Its high bits tell which bits of a word are meant.
  static constexpr std::uint32_t kSpread = 0xC2B2AE3DU;
  static constexpr std::uint32_t bits_of(std::uint32_t mark) {
    const std::uint32_t spread = mark * kSpread;
    return 1U << (spread >> 27U) | 1U << (spread >> 22U & 31U) | 1U << (spread >> 17U & 31U);
  }

 private:
  unsigned shift_;
  std::vector<std::uint32_t> words_;
};

inline constexpr std::size_t kScanStep = kMarkPlaces;

// Writes the places of `text`, 0, kScanStep and so on, whose kMarkBytes bytes the filter may know,
// and returns how many there are.  No byte beyond `text` is read.
// REQUIRES: can_run(kernel); room for scan_room(text.size()) places.  BOUND: 4 GiB of text.
std::size_t scan_marks(Kernel kernel, Bytes text, const MarkFilter& filter, std::uint32_t* out);
// Vectors are written whole.
constexpr std::size_t scan_room(std::size_t bytes) { return bytes / kScanStep + 17; }

}  // namespace inkblot
