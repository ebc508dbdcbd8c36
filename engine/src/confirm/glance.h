// A first look at what stands behind a stem, byte by byte.
#pragma once

#include "window.h"

namespace inkblot {

// True only where read_name() or read_joint() would refuse the stem, or its value is too short.
// BOUND: kNameGlyphsMax bytes and one word.
bool is_hopeless(const Window& window, const Span& stem);

}  // namespace inkblot
