// What the CPU says of itself.
#include "kernel.h"

#include <initializer_list>

namespace inkblot {

bool can_run(Kernel kernel) {
#if defined(__x86_64__)
  const bool has_bits = __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("popcnt") != 0;
#endif
  switch (kernel) {
    case Kernel::scalar:
      return true;
#if defined(__x86_64__)
    case Kernel::sse2:
      return true;
    case Kernel::avx2:
      return has_bits && __builtin_cpu_supports("avx2") != 0;
    case Kernel::avx512:
      return has_bits && __builtin_cpu_supports("avx512f") != 0 &&
             __builtin_cpu_supports("avx512bw") != 0;
#endif
    default:
      return false;
  }
}

Kernel fastest_kernel() {
  static const Kernel kFastest = [] {
    for (const Kernel kernel : {Kernel::avx512, Kernel::avx2, Kernel::sse2}) {
      if (can_run(kernel)) return kernel;
    }
    return Kernel::scalar;
  }();
  return kFastest;
}

}  // namespace inkblot
