// Packs from a gitleaks configuration that is written in a test.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pack/gitleaks.h"
#include "pack/pack.h"

namespace inkblot::test {

using Files = std::map<std::string, std::string>;

// Texts by name, as a loader asks for them.
inline OpenFile open_of(const Files& files) {
  return [files](const std::filesystem::path& path) -> Result<std::string> {
    const auto at = files.find(path.string());
    if (at == files.end()) return failure(Code::bad_pack, path.string() + ": no such file");
    return at->second;
  };
}

// The rules of one configuration alone, whatever a stream cannot do left out.
inline std::shared_ptr<const Pack> gitleaks_pack(const std::string& toml) {
  std::vector<Rule> rules;
  std::vector<std::string> skipped;
  const std::vector<std::filesystem::path> paths = {"g.toml"};
  const Status status = read_gitleaks(paths, open_of({{"g.toml", toml}}), rules, &skipped);
  if (!status.ok()) return nullptr;
  return PackImpl::make(std::move(rules), "g.toml").value();
}

}  // namespace inkblot::test
