// Whether a write came off must be looked at, too.
#include <inkblot/redactor.h>

int release(inkblot::Redactor& redactor, inkblot::Bytes chunk) {
#ifdef MISUSE
  redactor.write(chunk);
  return 0;
#else
  return redactor.write(chunk).ok() ? 0 : 1;
#endif
}
