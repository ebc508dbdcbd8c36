// No validator trips over a token, and what fix() mended passes check().
#include "confirm/checksum.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot;
  if (size == 0) return 0;
  const auto all = checksums();
  const Checksum& checksum = all[data[0] % all.size()];
  std::string token(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Verdict first = checksum.check(token);
  fuzz::require(first == checksum.check(token), "a verdict is a function of the token");
  if (checksum.fix == nullptr || !checksum.fix(token)) return 0;
  if (checksum.check(token) != Verdict::pass) {
    fuzz::broken("fix() made a token that fails, by " + std::string(checksum.name));
  }
  return 0;
}
