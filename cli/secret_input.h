// A value from a pipe, a file or a person, into locked memory and nowhere else.
#pragma once

#include <span>

#include "secret.h"

namespace inkblot::cli {

struct SecretInput {
  SecretBytes bytes;
  std::size_t size = 0;
  std::span<std::uint8_t> value() { return bytes.span().first(size); }
};

// All of a descriptor.  ERRORS: io; invalid_argument, where it is longer than `most`; no_memory.
Result<SecretInput> read_secret(int fd, std::size_t most);

// One line from the terminal that standard input is, without showing it, or all of what else
// standard input is.  ERRORS: as above.
Result<SecretInput> ask_secret(std::size_t most);

}  // namespace inkblot::cli
