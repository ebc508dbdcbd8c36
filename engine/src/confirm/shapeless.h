// A token that the tokeniser found, as the view has it, and what stands before it.
#pragma once

#include "confirm/parsers.h"
#include "pack/providers.h"

namespace inkblot {

// The token of a candidate without a head, without the letters of an escape that it seems to begin
// with.  end: it is a part of a longer one, of which another part is escaped.
Step read_shapeless(const Window& window, const Candidate& candidate, Span& out);

// Up to `most` characters of the view before `at`, and none before one that no name stands behind.
// LIFETIME: the window's and the scratch's.
std::string_view read_before(const Window& window, Offset at, std::size_t most, View& scratch);

}  // namespace inkblot
