// Key blocks: what belongs to the body, and where a truncated one ends.
#pragma once

#include <cstdint>

#include "confirm/line_prefix.h"
#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// Follows the body of a key block through escapes, quotes and line prefixes, to its END line or to
// the first line that cannot belong to it.
class PemBody {
 public:
  PemBody() = default;
  // Of a block that begins at `begin`: its other lines may begin as its first one does.
  PemBody(const Window& window, Offset begin) : prefix_(window, begin) {}
  // Moves `at` over what belongs to the body; true when the body ended there.
  // BOUND: waits with at most a prefix and 416 characters behind it: what wraps a line, and a key.
  bool advance(const Window& window, Offset& at);

 private:
  Step finish_line(const Window& window, Offset& at);

  LinePrefix prefix_;
  bool in_line_ = true;      // Inside a run of base64 that is known to belong to the body.
  bool ended_ = false;       // Behind the END line.
  bool many_lines_ = false;  // Seen within one string.
};

// Skips blanks, quotes and whatever else wraps the lines of a body in source code.
// ok: stands at a character that is none of these.
Step skip_pem_wrapping(const Window& window, Offset& at);

// True when `c` may be part of a line of a body.
bool is_pem_character(std::uint8_t c);

}  // namespace inkblot
