// The engine agrees with the oracle that has neither a stream nor Hyperscan.
#include "expand.h"
#include "fuzz.h"
#include "io/utf16.h"
#include "reference/whole_buffer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot;
  if (size > 1024) return 0;
  const std::string text =
      fuzz::expand(*fuzz::builtin_pack(), {reinterpret_cast<const char*>(data), size});
  if (text.size() > 8192) return 0;
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  if (byte_order(bytes) != ByteOrder::none) return 0;  // The oracle reads bytes.
  Options options;
  options.pack = fuzz::builtin_pack();
  options.decode = false;  // The oracle does not.
  const std::string expected = reference::redact_whole(text, options);
  const auto actual = redact(text, options);
  if (!actual) fuzz::broken("redact: " + actual.error().message());
  if (*actual != expected) fuzz::broken("oracle " + fuzz::difference(expected, *actual));
  return 0;
}
