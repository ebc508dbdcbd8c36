// Finds the heads that are told by how they open, in the masks of what kind a byte is.
#pragma once

#include <vector>

#include "pack/openings.h"
#include "sweep/kinds.h"
#include "window.h"

namespace inkblot {

// A head that was seen.  `width`: in bytes, 0 where it varies.
struct Hit {
  std::uint32_t rule;
  std::uint32_t width;
  Offset end;
};

// LIFETIME: the openings outlive it.  THREADS: one per stream.
class OpeningScan {
 public:
  // In a stream, what is_glued() is none; in a view, escapes are read already.
  enum class Of : std::uint8_t { stream, view };
  // Without openings, it finds none.
  OpeningScan(const Openings* openings, Kernel kernel, Of of)
      : openings_(openings != nullptr && !openings->empty() ? openings : nullptr),
        kernel_(kernel),
        of_(of) {}

  // Appends the heads that end in the block, and begin at most Openings::kBytesMax - 1 before it.
  // They are nearly in order of their ends.
  // REQUIRES: the kinds are those of the block, 1 to Kinds::kBytes bytes of the window.
  void take(const Window& window, const Span& block, const Kinds& kinds);
  // The same for a block of one byte repeated, in which none begins but at its end.
  void pass_over(const Window& window, const Span& block);
  // What was found since clear().
  const std::vector<Hit>& hits() const { return hits_; }
  void clear() { hits_.clear(); }

 private:
  void find(const Window& window, Offset begin, const Span& block);

  const Openings* openings_;
  Kernel kernel_;
  Of of_;
  std::vector<Hit> hits_;
};

}  // namespace inkblot
