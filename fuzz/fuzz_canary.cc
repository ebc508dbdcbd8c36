// Must fail: guards the rig.  A fuzzer that cannot spell three letters finds nothing.
#include <string_view>

#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  inkblot::fuzz::require(!text.starts_with("ink"), "canary");
  return 0;
}
