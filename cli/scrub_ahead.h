// A compressor in a thread of its own.
#pragma once

#include <memory>

#include "io/compress.h"

namespace inkblot::cli {

// Takes what is to be compressed, and returns: what was written is compressed meanwhile, in order.
// A failure is told by a later call, at the latest by finish().  BOUND: of what waits, 4 MiB.
// THREADS: one at a time; `inner` is used by no other.
// ERRORS: no_memory, also when there can be no more threads.
Result<std::unique_ptr<CompressingSink>> make_ahead(std::unique_ptr<CompressingSink> inner);

}  // namespace inkblot::cli
