// What every fuzz target shares: how a broken property is told.
#pragma once

#include <inkblot/redactor.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace inkblot::fuzz {

// Ends the process: a broken property is a finding, under libFuzzer and in a replay alike.
[[noreturn]] inline void broken(const std::string& property) {
  std::fprintf(stderr, "broken property: %s\n", property.c_str());
  std::abort();
}

inline void require(bool holds, const char* property) {
  if (!holds) broken(property);
}

// What is told of a redaction, in a line.
inline std::string line_of(const Redaction& r) {
  std::string out = r.rule->id + ' ' + std::to_string(static_cast<int>(r.evidence));
  for (const Offset n : {r.input.begin, r.input.end, r.output.begin, r.output.end, r.line}) {
    out += ' ' + std::to_string(n);
  }
  return out + '\n';
}

// The first difference of two texts, escaped so that a terminal shows it.
std::string difference(const std::string& a, const std::string& b);

}  // namespace inkblot::fuzz
