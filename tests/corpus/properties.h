// What must hold for every text: each check returns what is wrong, or nothing.
#pragma once

#include <string>
#include <vector>

#include "support/chunking.h"

namespace inkblot::test {

// One run of the engine: what it wrote and what it reported.  `error` is set when it failed.
struct Run {
  std::string output;
  std::vector<Redaction> findings;
  std::string error;
};
Run run_cut(std::string_view text, const std::vector<std::size_t>& sizes, const Options& options);

// The output and the reported findings are those of the uncut text, for every cut.
std::string check_cuts(std::string_view text, const Run& whole, std::uint64_t seed, int random_cuts,
                       const Options& options);
// The reported spans are sorted and disjoint, and what is outside of them is the input's bytes.
std::string check_outside(std::string_view text, const Run& whole);
// Redacting the output again changes nothing.
std::string check_idempotent(const Run& whole, const Options& options);
// A line that parsed as JSON parses, with as many values of the same types, under the same keys
// unless a key was itself redacted.
std::string check_json(std::string_view text, const Run& whole);
// In blocks a long text gives the same output and findings.
std::string check_blocks(const std::string& text, const Run& whole, const Options& options);

}  // namespace inkblot::test
