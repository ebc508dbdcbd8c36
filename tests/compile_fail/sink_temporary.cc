// A Sink must outlive its Redactor, so that a temporary is refused.
#include <inkblot/redactor.h>

struct Nowhere final : inkblot::Sink {
  inkblot::Status write(std::span<const inkblot::Bytes>) override { return {}; }
};

bool create(const inkblot::Options& options) {
#ifdef MISUSE
  return inkblot::Redactor::create(options, Nowhere()).has_value();
#else
  Nowhere sink;
  return inkblot::Redactor::create(options, sink).has_value();
#endif
}
