// The key of a store: 32 bytes that live apart from it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "secret.h"

namespace inkblot {

// THREADS: as a plain array.
class StoreKey {
 public:
  static constexpr std::size_t kBytes = 32;

  // ERRORS: no_memory.
  static Result<StoreKey> random();
  // A file of 32 bytes, or of their base64.  ERRORS: io; invalid_argument when others may read it,
  // or it holds something else.
  static Result<StoreKey> from_file(const std::filesystem::path& file);
  // What a descriptor holds up to its end; it is closed.  ERRORS: as above.
  static Result<StoreKey> from_fd(int fd);
  // `origin` says in an error where the text is from.  ERRORS: invalid_argument.
  static Result<StoreKey> from_base64(std::string_view text, const std::string& origin);
  // A key of type `user` of the kernel's keyrings, by its description: 32 bytes or their base64.
  // ERRORS: io, where there is none or it cannot be read; invalid_argument.
  static Result<StoreKey> from_keyring(const std::string& description);

  // Makes a file that only its owner can read, of the key's base64 and a line end.
  // ERRORS: io, also when there is such a file.
  Status save(const std::filesystem::path& file) const;

  Bytes bytes() const { return bytes_.span(); }

 private:
  static Result<StoreKey> of_bytes(Bytes bytes);
  static Result<StoreKey> of(Bytes text, const std::string& origin);
  SecretBytes bytes_;
};

}  // namespace inkblot
