// The widest vectors that this CPU has.
#pragma once

#include <cstdint>

namespace inkblot {

// The code of a scan.  All kernels of one agree to the bit; scalar is there to say what on.
enum class Kernel : std::uint8_t { scalar, sse2, avx2, avx512 };

// Whether this CPU can run it.
bool can_run(Kernel kernel);
// The fastest that this CPU can run.  PERF: asked once.  THREADS: any.
Kernel fastest_kernel();

}  // namespace inkblot
