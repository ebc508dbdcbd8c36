// Rules of another tool: a free regex is run over a bounded stretch around each of its keywords.
#pragma once

#include <vector>

#include "confirm/parsers.h"

namespace inkblot {

// How far behind its keyword a rule reads, in characters and in bytes.
inline constexpr std::size_t kForeignGlyphsMax = 4096;
inline constexpr std::size_t kForeignBytesMax = std::size_t{1} << 15U;

// Decides all secrets in the stretch around the candidate and appends them.  A later candidate of
// the same rule that ends at `read_until` or before is decided with it.
// need_more: nothing was appended, for the stretch is not complete.
Step confirm_foreign(const Question& question, std::vector<Finding>& out, Offset& read_until);

// No secret of the candidate begins before this: what stands there has left when its keyword comes.
Offset foreign_begin(const PackImpl& pack, const Window& window, const Candidate& candidate);

}  // namespace inkblot
