// What is written in a secret's place.
#pragma once

#include <inkblot/redactor.h>
#include <sodium.h>

#include <string>
#include <string_view>

#include "window.h"

namespace inkblot {

// A keyed hash that is fed piece by piece; names a value without giving it away.
class Fingerprint {
 public:
  explicit Fingerprint(const std::array<std::uint8_t, 32>& key);
  // The state holds the key: it is wiped.
  ~Fingerprint();
  Fingerprint(const Fingerprint&) = delete;
  Fingerprint& operator=(const Fingerprint&) = delete;
  void add(Bytes bytes);
  // 128 bits, hexadecimal.
  std::string hex();
  // 40 bits in letters and digits that cannot be mistaken for one another.
  std::string name();

 private:
  std::array<std::uint8_t, 16> sum();
  crypto_generichash_state state_{};
};

// A value that is to be replaced.  LIFETIME: `shown` is read during the call only.
struct Redacted {
  const Rule& rule;
  std::string_view shown;  // Its first bytes, 4096 at most.
  bool whole = true;       // They are all of it.
  Place place = Place::text;
  std::uint64_t key_number = 1;  // Of a key: which redacted key of the stream it is.
};

// Appends what is written: letters, digits, `_`, `-` and `.`, but for Style::text.
void append_replacement(const Options& options, const Redacted& value, std::string& out);

}  // namespace inkblot
