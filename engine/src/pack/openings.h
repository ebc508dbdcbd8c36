// Heads of which only the first two or three characters are their own, and the rest is as in any
// token.
//
// PERF: Hyperscan stops wherever the literal of a head stands, and so short a one stands in every
// line: these heads took a fifth to two fifths of its time (docs/adr/0023).  A run of a token is
// rarer, and where runs are the tokeniser knows.
#pragma once

#include <inkblot/span.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pack/plain.h"
#include "window.h"

namespace inkblot {

// THREADS: any, once sort() or load() was called.
class Openings {
 public:
  // How wide such a head is, in bytes.
  static constexpr std::size_t kBytesMin = kTokenBytesMin;
  static constexpr std::size_t kBytesMax = 20;
  // BOUND: what is more is left to Hyperscan.
  static constexpr std::size_t kHeadsMax = 128;

  // For each half of each of the first bytes, the groups of heads that may open with it, a bit
  // each: where one opens, all halves have a bit in common.
  using Halves = std::array<std::uint8_t, 16>;
  struct Of {
    Halves low{};
    Halves high{};
  };
  static constexpr std::size_t kDepth = 3;
  using Table = std::array<Of, kDepth>;

  // Takes the head if it is one of these.  `id` is what find() reports.
  bool take(const Sequence& head, std::uint32_t id);
  // Makes the table, which takes as long as reading a short text.
  void sort();
  // Takes the table from save(), which sort() made of the same heads.  False when it is none.
  bool load(std::string_view table);
  std::string save() const;
  bool empty() const { return heads_.empty(); }
  // The ids of the heads that were taken, in order.
  std::vector<std::uint32_t> ids() const;
  const Table& table() const { return table_; }
  // Whether some head may open so.  PERF: for a few places; for many, by vectors (opening_scan.cc).
  bool may_open(Bytes bytes) const {
    unsigned groups = 0xFF;
    for (std::size_t k = 0; k < kDepth && k < bytes.size(); ++k) {
      groups &= table_[k].low[bytes[k] & 15U] & table_[k].high[bytes[k] >> 4U];
    }
    return groups != 0;
  }

  // Whether some head begins with the three bytes there, as far as a hash tells.  PERF: the groups
  // let ten times as many through.
  bool may_begin(const std::uint8_t* at) const {
    const std::uint32_t hash = hash_of(at[0], at[1], at[2]);
    return (begins_[hash / 64] >> (hash % 64) & 1U) != 0;
  }

  // Reports the id of every head that these bytes begin with.
  void find(Bytes bytes, auto&& report) const {
    if (bytes.size() < 2 || !seconds_[bytes[0]].has(bytes[1])) return;
    for (const std::uint8_t i : by_first_[bytes.front()]) {
      if (heads_[i].stands_in(bytes)) report(heads_[i].id);
    }
  }

 private:
  struct Head {
    Sequence items;
    std::size_t size;
    std::uint32_t id;
    bool stands_in(Bytes bytes) const;
  };
  static constexpr unsigned kHashBits = 15;
  static std::uint32_t hash_of(std::uint8_t a, std::uint8_t b, std::uint8_t c) {
    const std::uint32_t key = a | std::uint32_t{b} << 8U | std::uint32_t{c} << 16U;
    return key * 0x9E3779B1U >> (32 - kHashBits);
  }
  void index();
  void add_begins(const Head& head);

  std::vector<Head> heads_;
  std::array<std::vector<std::uint8_t>, 256> by_first_;
  std::array<CharSet, 256> seconds_;                                        // By the first byte.
  std::array<std::uint64_t, (std::size_t{1} << kHashBits) / 64> begins_{};  // A bit a hash.
  Table table_;
};

}  // namespace inkblot
