// The compiled pack as bytes of this library.
#include "pack/builtin.h"

#include "pack/pack.h"

extern "C" {
extern const std::uint8_t inkblot_builtin_pack_begin[];
extern const std::uint8_t inkblot_builtin_pack_end[];
}

namespace inkblot {

Bytes builtin_pack_bytes() {
  return {inkblot_builtin_pack_begin,
          static_cast<std::size_t>(inkblot_builtin_pack_end - inkblot_builtin_pack_begin)};
}

Result<std::shared_ptr<const Pack>> Pack::builtin() {
  return load_pack(builtin_pack_bytes(), "the built-in pack");
}

}  // namespace inkblot
