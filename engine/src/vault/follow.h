// Forms whose window was seen, in one reading of the stream, until it is known whether they are.
#pragma once

#include <memory>
#include <vector>

#include "vault/index.h"
#include "vault/strand.h"

namespace inkblot {

// BOUND: how far a form may be spread over the stream by escapes, colour codes and gaps.
inline constexpr Offset kSpreadBytesMax = Offset{96} << 10U;

// A form of a known secret that stands in the stream.
struct KnownSpan {
  Span span;
  std::uint32_t print = 0;  // Of the index.
};

// THREADS: one at a time.
class Follower {
 public:
  explicit Follower(Reading reading) : reading_(reading), strand_(reading) {}

  // The window of these prints, which have one offset and fit the reading, may begin at `at`; the
  // form begins at `from` or behind it.
  struct Start {
    Offset at;
    Offset from;
    PrintRange prints;
  };
  void start(const Index& index, const Window& window, const Start& start,
             std::vector<KnownSpan>& out);
  // Goes on with those that waited for more.
  void resume(const Index& index, const Window& window, std::vector<KnownSpan>& out);
  // The first byte of what may still become a form, or `otherwise`.
  Offset waits_from(Offset otherwise) const;

 private:
  struct Job {
    Offset begin;
    std::size_t number;           // Of the form's first byte.
    PrintRange prints;            // That are not decided.
    std::unique_ptr<Strand> own;  // Where the form begins inside what is one character otherwise.
  };
  // True when all of it is decided.
  bool run(const Index& index, const Window& window, Job& job, std::vector<KnownSpan>& out);

  Reading reading_;
  Strand strand_;
  std::vector<Job> jobs_;
};

}  // namespace inkblot
