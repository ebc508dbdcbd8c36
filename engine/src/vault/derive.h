// From a secret to what a store keeps of it.
#pragma once

#include <utility>
#include <vector>

#include "secret.h"
#include "vault/fingerprint.h"

namespace inkblot {

// Writes every form of a secret into memory of its own, one at a time, and keeps their prints.
// THREADS: one at a time.
class Deriver {
 public:
  // ERRORS: no_memory.
  static Result<Deriver> create(const HashKeys& keys);

  // The prints of all forms that differ and can be searched for; plain is the first, where it is
  // one of them: without it the secret cannot be known.  FormPrint::secret is left 0.
  // What is spelled in full by \uXXXX or %XX is left to the view, which reads the plain form there.
  // REQUIRES: at most kSecretBytesMax bytes; they are trimmed().
  std::vector<FormPrint> derive(Bytes secret);

 private:
  explicit Deriver(const HashKeys& keys) : hasher_(keys) {}
  void add(Bytes text, Form form, Spacing spacing);
  void add_viewed(Bytes text, Spacing spacing);
  void add_lines(Bytes secret);

  Hasher hasher_;
  SecretText written_;
  SecretText canonical_;
  SecretText viewed_;
  std::vector<FormPrint> prints_;
  std::vector<std::pair<std::uint64_t, std::size_t>> seen_;  // Hash and length of each form.
};

// Without the line ends around it.
Bytes trimmed(Bytes value);

}  // namespace inkblot
