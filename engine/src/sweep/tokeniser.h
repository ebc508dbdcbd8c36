// Finds what may be a token without a form: runs of letters and digits that no word is like.
#pragma once

#include <vector>

#include "sweep/kinds.h"
#include "sweep/opening_scan.h"
#include "window.h"

namespace inkblot {

// One pass, no pattern.  A token is a longest run of kTokenBytesMin to kTokenBytesMax letters,
// digits, _ and -, of whose first 16 two are digits, or which change between capitals, small
// letters and digits six times.  THREADS: one per stream.
class Tokeniser {
 public:
  // With openings, it looks for those as well, of which the masks tell most.  LIFETIME: they
  // outlive it.
  explicit Tokeniser(Kernel kernel = fastest_kernel(), const Openings* openings = nullptr)
      : kernel_(kernel), openings_(openings, kernel, OpeningScan::Of::stream) {}

  // Appends the tokens whose end has been seen since the last call, in order: the byte behind one
  // is there, or the stream ends with it.
  // REQUIRES: the window continues the last one and holds kTokenBytesMax bytes before it.
  void scan(const Window& window, std::vector<Span>& out);
  // Pieces of runs of base64 that hold text, in order: every streak that the last call saw lies in
  // one, or in two that touch, one of which the call before told.
  const std::vector<Span>& encoded() const { return encoded_; }
  // The heads that end in what the last call scanned, nearly in order of their ends.
  const std::vector<Hit>& hits() const { return openings_.hits(); }
  // Goes on behind what was scanned, with another text.
  void restart(Offset at);

 private:
  static constexpr Offset kNone = ~Offset{0};
  void finish(const Window& window, const Span& run, std::vector<Span>& out);
  void pass_over(const Window& window, std::size_t size, std::vector<Span>& out);
  void keep(Offset begin, Offset end);
  void join(const Window& window, std::size_t size);
  void see_streaks(const Window& window, const Kinds& kinds, std::size_t size);
  void open_encoded(const Window& window, Offset end);
  void scan_block(const Window& window, std::size_t size, std::vector<Span>& out);

  Kernel kernel_;
  OpeningScan openings_;
  Offset at_ = 0;        // All before it was scanned.
  Offset open_ = kNone;  // Where the run begins that goes on at `at_`.
  std::vector<Span> encoded_;
  // Of base64: where the run begins that ends at `at_`, or as much of it as a streak may hold; and
  // what stands before it was told.
  Offset encoded_open_ = kNone;
  Offset told_ = 0;
};

}  // namespace inkblot
