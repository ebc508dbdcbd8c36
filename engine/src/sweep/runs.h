// Where runs begin that may be tokens or hold text, found in the masks of what kind a byte is.
#pragma once

#include "sweep/kinds.h"

namespace inkblot {

// Fills in kinds.text, kinds.run, kinds.start and kinds.runs.
// REQUIRES: can_run(kernel); so many words of the kinds of bytes are known, and those behind are 0
// up to the end of a vector and for one word at least.
void find_runs(Kernel kernel, Kinds& kinds, std::size_t words);

}  // namespace inkblot
