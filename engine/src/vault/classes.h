// What forms begin with, as kinds of characters: tells what may be held and what need not.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "vault/fingerprint.h"

namespace inkblot {

// THREADS: any number may ask.
class Beginnings {
 public:
  void add(const FormPrint& print);
  // Whether a form may begin with these characters, and its window not end before the last one.
  bool may_begin(Bytes canonical) const;
  // Whether a line end may stand among the characters up to a window's end, in a form with line
  // ends.
  bool has_line_end() const { return line_end_; }

 private:
  // PERF: more characters than these would not fit into the cache; most differ in fewer.
  static constexpr std::size_t kDepth = 5;
  using Level = std::vector<std::uint64_t>;
  struct Tree {
    std::array<Level, kDepth> levels;
    std::size_t size_max = 0;  // Of a window and what is before it.
    void add(std::uint32_t classes, std::size_t size);
    bool has(std::uint32_t classes, std::size_t size) const;
  };
  Tree near_;   // Of forms that begin with their window.
  Tree moved_;  // Of all others.
  bool line_end_ = false;
};

}  // namespace inkblot
