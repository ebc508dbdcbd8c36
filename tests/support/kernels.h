// The kernels that a test can compare with one another.
#pragma once

#include <vector>

#include "kernel.h"

namespace inkblot::test {

inline std::vector<Kernel> kernels() {
  std::vector<Kernel> out;
  for (const Kernel kernel : {Kernel::scalar, Kernel::sse2, Kernel::avx2, Kernel::avx512}) {
    if (can_run(kernel)) out.push_back(kernel);
  }
  return out;
}

}  // namespace inkblot::test
