// How programs write a secret: every coding that a form stands for.
#pragma once

#include <span>

#include "secret.h"
#include "vault/fingerprint.h"

namespace inkblot {

struct Coding {
  Form form;
  Spacing spacing;
  bool escapes;  // The view may read it otherwise than the secret itself.
  void (*write)(Bytes secret, SecretText& out);
};

// The longest that a coding makes of one byte, and what it adds.
inline constexpr std::size_t kCodingGrowthMax = 8;
inline constexpr std::size_t kCodingExtraMax = 16;

// All but `plain`, `line` and `viewed`.  Several may be of one form.
std::span<const Coding> codings();

}  // namespace inkblot
