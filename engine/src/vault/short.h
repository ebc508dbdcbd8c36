// Forms that are shorter than a window: known only between characters that are no letters or
// digits.
#pragma once

#include <array>
#include <vector>

#include "vault/follow.h"
#include "vault/index.h"

namespace inkblot {

// THREADS: one at a time.
class ShortForms {
 public:
  explicit ShortForms(Offset from);
  void scan(const Index& index, const Window& window, std::vector<KnownSpan>& out);
  // Where a form may begin that is not told yet, or `otherwise`.
  Offset waits_from(const Index& index, const Window& window, Offset otherwise) const;

 private:
  std::array<Offset, kWindowBytes> next_;  // Of each length, the first place that was not asked.
  std::vector<PrintRange> ranges_;
};

}  // namespace inkblot
