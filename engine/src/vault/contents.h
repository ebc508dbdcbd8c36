// The contents of a store as bytes.
#pragma once

#include <inkblot/status.h>

#include <vector>

#include "vault/fingerprint.h"

namespace inkblot {

// Appends to `out`.  REQUIRES: the prints of a secret stand together, in the order of the secrets.
void write_contents(const StoreContents& contents, std::vector<std::uint8_t>& out);
// ERRORS: invalid_argument, where they are none.
Result<StoreContents> read_contents(Bytes bytes);

}  // namespace inkblot
