// Decompressing arbitrary bytes ends, in bounded memory, with the same verdict however they arrive.
#include "fuzz.h"
#include "io/codec.h"
#include "support/fault_io.h"

namespace inkblot::fuzz {
namespace {

constexpr std::size_t kOutputBytesMax = 1U << 20U;  // A bomb is read no further.

struct Result {
  std::string text;
  bool whole = false;
};

Result decompress(const std::string& input, std::size_t bytes_max, Compression compression) {
  test::FaultSource inner(input, {.bytes_max = bytes_max});
  auto source = make_decompressing_source(inner, compression);
  Result out;
  if (!source) {
    require(source.error().code() == Code::invalid_argument, "an unknown form is refused by name");
    return out;
  }
  while (out.text.size() < kOutputBytesMax) {
    const auto bytes = (*source)->peek();
    if (!bytes) {
      require(bytes.error().code() == Code::io && !bytes.error().message().empty(),
              "a corrupt input fails with io and words");
      return out;
    }
    out.text.append(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if ((*source)->at_end()) {
      out.whole = true;
      break;
    }
    require(!bytes->empty(), "peek() brings something or the end");
    (*source)->skip(bytes->size());
  }
  require(!inner.skipped_too_much, "no more is skipped than was seen");
  return out;
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot;
  if (size == 0 || size > 8192) return 0;
  const std::string input(reinterpret_cast<const char*>(data), size);
  const Bytes head(data, size);
  const Compression compression = sniff(head);
  if (compression == Compression::none) return 0;
  const fuzz::Result one = fuzz::decompress(input, input.size(), compression);
  const fuzz::Result other = fuzz::decompress(input, 7, compression);
  fuzz::require(one.whole == other.whole, "the verdict does not depend on how bytes arrive");
  const std::size_t both = std::min(one.text.size(), other.text.size());
  fuzz::require(one.text.compare(0, both, other.text, 0, both) == 0,
                "nor does the text as far as both have it");
  fuzz::require(!one.whole || one.text.size() >= fuzz::kOutputBytesMax || one.text == other.text,
                "a whole text is the same text");
  return 0;
}
