// Finds what may be a token without a form: runs of letters and digits that no word is like.
#pragma once

#include <vector>

#include "sweep/kinds.h"
#include "window.h"

namespace inkblot {

// One pass, no pattern.  A token is a longest run of kTokenBytesMin to kTokenBytesMax letters,
// digits, _ and -, of whose first 16 two are digits, or which change between capitals, small
// letters and digits six times.  THREADS: one per stream.
class Tokeniser {
 public:
  explicit Tokeniser(Kernel kernel = fastest_kernel()) : kernel_(kernel) {}

  // Appends the tokens whose end has been seen since the last call, in order: the byte behind one
  // is there, or the stream ends with it.
  // REQUIRES: the window continues the last one and holds kTokenBytesMax bytes before it.
  void scan(const Window& window, std::vector<Span>& out);

 private:
  static constexpr Offset kNone = ~Offset{0};
  void finish(const Window& window, const Span& run, std::vector<Span>& out);
  void pass_over(const Window& window, std::size_t size, std::vector<Span>& out);
  void scan_block(const Window& window, std::size_t size, std::vector<Span>& out);

  Kernel kernel_;
  Offset at_ = 0;        // All before it was scanned.
  Offset open_ = kNone;  // Where the run begins that goes on at `at_`.
};

}  // namespace inkblot
