// Keys in DER without PEM lines: they say themselves how long they are.
#pragma once

#include <cstdint>

#include "window.h"

namespace inkblot {

// Follows the base64 of a key over the lines that it is wrapped into, bare or escaped, indented or
// not; to the length that it has, and then to the end of the run.
class DerBody {
 public:
  // `left`: how many characters are still to come.
  explicit DerBody(std::uint32_t left = 0) : left_(left) {}
  // Moves `at` over what belongs to the key; true when it ended there.
  // BOUND: waits with at most a line end, 64 blanks and 40 characters behind `at`.
  bool advance(const Window& window, Offset& at);

 private:
  std::uint32_t left_;
};

}  // namespace inkblot
