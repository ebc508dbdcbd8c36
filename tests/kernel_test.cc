// A kernel is chosen that runs.
#include "kernel.h"

#include <gtest/gtest.h>

#include "support/kernels.h"

namespace inkblot {
namespace {

TEST(Kernel, OneIsChosenThatRuns) {
  EXPECT_TRUE(can_run(Kernel::scalar));
  EXPECT_TRUE(can_run(fastest_kernel()));
  EXPECT_EQ(test::kernels().back(), fastest_kernel());
}

}  // namespace
}  // namespace inkblot
