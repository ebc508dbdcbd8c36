// A value that stands before its name: `X is the password`, `"X" == password`.
#pragma once

#include "window.h"

namespace inkblot {

// How far before its name a value may begin, in bytes.
inline constexpr Offset kSpokenBytesMax = 384;

// Looks back from `at`, where a name may begin or go on.  `whole`: what links the value to the name
// must be there in full; otherwise it may be yet to come.  False when no value stands there.
// BOUND: 96 bytes of the name, 64 between, and 128 of the value; none of them an escape.
bool find_before(const Window& window, Offset at, bool whole, Span& value);

// Whether a stem is what a name behind a value may hold: no blank, and no escape.
bool is_in_name(const Window& window, const Span& stem);

}  // namespace inkblot
