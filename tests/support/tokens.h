// Generated tokens, and small packs made in the test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "pack/pack.h"
#include "pack/sample.h"
#include "support/chunking.h"

namespace inkblot::test {

inline const Rule& rule_of(const Pack& pack, std::string_view id) {
  for (const Rule& rule : pack.rules()) {
    if (rule.id == id) return rule;
  }
  ADD_FAILURE() << "no rule " << id;
  return pack.rules().front();
}

inline std::string token_of(std::string_view id, std::uint64_t seed = 20261124) {
  const auto pack = Pack::builtin().value();
  const Rule& rule = rule_of(*pack, id);
  return make_sample(rule, rule.sample, seed).value();
}

inline std::string redacted(std::string_view text) {
  return redact(text, default_options()).value();
}

inline Rule acme_rule() {
  Rule rule;
  rule.id = "acme-key";
  rule.pattern = "acme_[0-9a-z]{16}";
  rule.head = "acme_[0-9a-z]{8}";
  rule.keywords = {"acme_"};
  rule.sample = "acme_{lowernum:16}";
  return rule;
}

inline Window whole(std::string_view text) { return {bytes_of(text), 0, true}; }

}  // namespace inkblot::test
