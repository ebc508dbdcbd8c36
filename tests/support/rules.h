// Packs from rules written in a test.
#pragma once

#include <inkblot/pack.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace inkblot::test {

// The rules in `toml`, on top of the built-in ones.
inline std::shared_ptr<const Pack> with_rules(const std::string& toml) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("inkblot-rules-" + std::to_string(getpid()) + ".toml");
  std::ofstream(file) << toml;
  const auto base = Pack::builtin().value();
  auto pack = Pack::compile({&file, 1}, base.get());
  std::filesystem::remove(file);
  return pack.value();
}

// A rule that consists of digits alone, for secrets that are JSON numbers.
inline std::string card_rule() {
  return "[[rule]]\nid = 'card'\npattern = '4929[0-9]{12}'\nhead = '4929[0-9]{8}'\n"
         "keywords = ['4929']\nsample = '4929{digit:12}'\n";
}

}  // namespace inkblot::test
