// A Status must be looked at.
#include <inkblot/status.h>

inkblot::Status work() { return {}; }

int main() {
#ifdef MISUSE
  work();
#else
  return work().ok() ? 0 : 1;
#endif
}
