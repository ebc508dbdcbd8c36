// The pack that is linked into the program.
#pragma once

#include <inkblot/span.h>

namespace inkblot {

// LIFETIME: static.
Bytes builtin_pack_bytes();

}  // namespace inkblot
