// Redacting the output again changes nothing, and outside its redactions the output is the input.
#include <vector>

#include "confirm/coded_tag.h"
#include "expand.h"
#include "fuzz.h"
#include "io/utf16.h"
#include "support/chunking.h"
#include "tag.h"

namespace inkblot::fuzz {
namespace {

// The output, put together from the input and what was reported.
void check_reports(const std::string& text) {
  Options options;
  options.pack = builtin_pack();
  std::vector<Redaction> redactions;
  options.on_redaction = [&redactions](const Redaction& r) { redactions.push_back(r); };
  const auto once = redact(text, options);
  if (!once) broken("redact: " + once.error().message());
  std::string rebuilt;
  Offset at = 0;
  for (const Redaction& r : redactions) {
    require(at <= r.input.begin && r.input.begin < r.input.end && r.input.end <= text.size(),
            "I5: redactions are sorted, disjoint and not empty");
    rebuilt += text.substr(at, r.input.begin - at);
    require(r.output.begin == rebuilt.size(), "a redaction says where its replacement stands");
    require(r.output.end <= once->size(), "a redaction says where its replacement ends");
    const std::string shown = once->substr(r.output.begin, r.output.size());
    // In its place a number is 0, and a key has a number behind its tag.
    const auto rules = options.pack->rules();
    require(shown == "0" || is_own_tag(shown, rules) || is_coded_tag(shown, rules),
            "a replacement is a tag, or base64 of a text with one");
    rebuilt += shown;
    at = r.input.end;
  }
  rebuilt += text.substr(at);
  if (rebuilt != *once) broken("I3 " + difference(rebuilt, *once));
}

void check(const std::string& text) {
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  // What is reported of UTF-16, whose tags are wider, is tested in utf16_test.cc.
  if (byte_order(bytes) == ByteOrder::none) check_reports(text);
  Options options;
  options.pack = builtin_pack();
  const auto once = redact(text, options);
  if (!once) broken("redact: " + once.error().message());
  const auto twice = redact(*once, options);
  if (!twice || *twice != *once) broken("stable " + difference(*once, twice.value_or("FAILED")));
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot::fuzz;
  check(expand(*builtin_pack(), {reinterpret_cast<const char*>(data), size}));
  return 0;
}
