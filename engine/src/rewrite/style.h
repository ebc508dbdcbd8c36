// What is written in a secret's place.
#pragma once

#include <inkblot/redactor.h>
#include <sodium.h>

#include <string>
#include <string_view>

namespace inkblot {

// A keyed hash that is fed piece by piece; names a value without giving it away.
class Fingerprint {
 public:
  explicit Fingerprint(const std::array<std::uint8_t, 32>& key);
  void add(Bytes bytes);
  // 128 bits, hexadecimal.
  std::string hex();
  // 40 bits in letters and digits that cannot be mistaken for one another.
  std::string name();

 private:
  std::array<std::uint8_t, 16> sum();
  crypto_generichash_state state_{};
};

// Appends the replacement of a value that is `shown` (its first bytes at least) and `size` bytes
// long; size is 0 when it still grows.  Consists of letters, digits, `_`, `-` and `.` but for
// Style::text.
void append_replacement(const Options& options, const Rule& rule, std::string_view shown,
                        Offset size, std::string& out);

// True when `text` is one of our own tags, exactly: REDACTED_, a rule's name, perhaps a pseudonym.
bool is_own_tag(std::string_view text);

}  // namespace inkblot
