// Values enrolled in all their forms, as a store would hold them, in a line.
#pragma once

#include <string>
#include <vector>

#include "support/chunking.h"
#include "vault/derive.h"
#include "vault/index.h"

namespace inkblot::test {

struct Enrolled {
  std::string label;
  std::string value;
};

inline Options options_knowing(const std::vector<Enrolled>& secrets) {
  StoreContents contents;
  contents.keys.seed.fill(3);
  auto deriver = Deriver::create(contents.keys).value();
  for (const Enrolled& secret : secrets) {
    const auto number = static_cast<std::uint32_t>(contents.secrets.size());
    contents.secrets.push_back({secret.label, "test", 0, 0});
    for (FormPrint print : deriver.derive(trimmed(bytes_of(secret.value)))) {
      print.secret = number;
      contents.prints.push_back(print);
    }
  }
  Options options = default_options();
  std::vector<StoreContents> stores;
  stores.push_back(std::move(contents));
  options.known = std::make_shared<KnownSecrets>(std::make_shared<Index>(std::move(stores)));
  return options;
}

inline std::string hidden(std::string_view text, const Options& options) {
  return redact_cut(text, {text.size()}, options);
}

}  // namespace inkblot::test
