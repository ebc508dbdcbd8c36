// What an engine says of a text does not depend on the texts before it.
#include <inkblot/engine.h>

#include "expand.h"
#include "fuzz.h"
#include "support/chunking.h"

namespace inkblot::fuzz {
namespace {

Options options_of(std::string& told) {
  Options options;
  options.pack = builtin_pack();
  options.accept_masks = true;
  options.on_redaction = [&told](const Redaction& r) { told += line_of(r); };
  return options;
}

// It lives as long as the process, so that all texts follow one another in it.
const Engine& engine() {
  static const std::shared_ptr<const Engine> kEngine = [] {
    std::string none;
    return Engine::create(options_of(none)).value();
  }();
  return *kEngine;
}

void check(const std::string& text) {
  std::string alone_told;
  const std::string alone = redact(text, options_of(alone_told)).value();
  std::string told;
  const Options options = options_of(told);
  const auto changed = engine().redact(text, options.on_redaction).value();
  if (changed.value_or(text) != alone)
    broken("engine output " + difference(alone, changed.value_or(text)));
  if (told != alone_told) broken("engine redactions\n" + alone_told + "---\n" + told);
  require(!changed || !told.empty(), "what is as it was is not copied");
}

}  // namespace
}  // namespace inkblot::fuzz

// Texts are set apart by \x06.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot::fuzz;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (;;) {
    const std::size_t end = std::min(rest.find('\x06'), rest.size());
    check(expand(*builtin_pack(), rest.substr(0, end)));
    if (end == rest.size()) return 0;
    rest.remove_prefix(end + 1);
  }
}
