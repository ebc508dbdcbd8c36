// The lines of a key of which every line is a value by itself.
#pragma once

#include "confirm/line_prefix.h"
#include "confirm/parsers.h"
#include "window.h"

namespace inkblot {

// Moves to the next line of a body, past as many headers.  end: something else comes before it.
// BOUND: Frame::kGlyphsApartMax characters for each of them.
Step find_line(const Window& window, const Frame& frame, int headers, Offset& at);

// The line of a body that begins at `begin`, and where the next one does: there is the next
// candidate, which is empty.
Decision framed_line(const Question& question, const Frame& frame, Offset begin);

}  // namespace inkblot
