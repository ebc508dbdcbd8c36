// Secret bytes have one owner.
#include "secret.h"

inkblot::SecretBytes take(inkblot::SecretBytes& secret) {
#ifdef MISUSE
  return secret;
#else
  return std::move(secret);
#endif
}
