// Text that is made of heads: after enough of them that were no token, the rest of the run is none.
#pragma once

#include <vector>

#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// Counts a rule's rejected candidates in one run, a stretch of characters that its tokens may
// consist of.  A run has one token at most, or two that touch; what holds dozens of heads in a row
// was made to be slow, or is a list of nothing.  PERF: a verdict takes as long as sweeping a
// kilobyte, the question here as long as reading what lies between two heads.
// THREADS: one per stream.
class Repetition {
 public:
  struct Tries {
    Offset at = 0;  // Where the last candidate begins.
    unsigned count = 0;
    // Whether the next verdict is counted as it would be behind `other`, `distance` bytes before.
    bool repeats(const Tries& other, Offset distance) const {
      return count == other.count && (count == 0 || at == other.at + distance);
    }
  };
  // True when the candidate need not be decided.  REQUIRES: candidates come in the order of their
  // ends; asking again for the same one changes nothing.
  bool given_up(const Window& window, const Candidate& candidate, const CharSet& run);
  // The verdict on a candidate that was not given up.
  void judged(const Candidate& candidate, bool found);
  // What was counted of a rule.
  Tries& tries(std::uint32_t rule) {
    if (rule >= tries_.size()) tries_.resize(rule + 1);
    return tries_[rule];
  }

 private:
  std::vector<Tries> tries_;  // A row for each rule: none may forget for another.
};

}  // namespace inkblot
