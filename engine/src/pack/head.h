// Whether a head is cheap to look for.
#pragma once

#include <inkblot/status.h>

#include <string>

namespace inkblot {

// A head that begins with a class, or with a single fixed byte, costs the whole sweep a factor of
// four: Hyperscan then finds no literal to look for.  Every way to begin `head` must start with at
// most eight different bytes, and have two neighbours among its first four bytes that together
// leave at most sixteen combinations.
// ERRORS: bad_pack, saying which begin is too wide and what to write instead.
Status check_head(const std::string& head);

}  // namespace inkblot
