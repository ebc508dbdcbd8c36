// Keys in DER without PEM lines: they say themselves how long they are.
#pragma once

#include <cstdint>

#include "confirm/line_prefix.h"
#include "window.h"

namespace inkblot {

// Follows the base64 of a key over the lines that it is wrapped into, bare or escaped, indented or
// not; to the length that it has, and then to the end of the run.
class DerBody {
 public:
  DerBody() = default;
  // `left`: how many characters are still to come.  The other lines may begin as the one does on
  // which the key begins, at `begin`.
  DerBody(const Window& window, Offset begin, std::uint32_t left)
      : prefix_(window, begin), left_(left) {}
  // Moves `at` over what belongs to the key; true when it ended there.
  // BOUND: waits with at most a prefix or 64 blanks, and 40 characters behind it.
  bool advance(const Window& window, Offset& at);

 private:
  LinePrefix prefix_;
  std::uint32_t left_ = 0;
};

}  // namespace inkblot
