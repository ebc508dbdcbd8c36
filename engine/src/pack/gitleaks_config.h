// A gitleaks configuration as it stands in its files, put together.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pack/foreign.h"
#include "pack/gitleaks.h"

namespace inkblot::gitleaks {

using Lists = std::vector<std::shared_ptr<const Allowlist>>;

// What a stream cannot do, and what is done in its place when that is wished for.
struct Gap {
  std::string what;
  std::string effect;
};
using Gaps = std::vector<Gap>;

// A rule as it stands in a file, or as it is put together from several.
struct Draft {
  std::string place;  // FILE:LINE
  std::string regex_place;
  std::string id;
  std::string description;
  std::string regex;
  std::string unfit;  // Why it cannot run in a stream; empty: it can.
  std::int64_t group = 0;
  double entropy = 0;
  bool silent = false;  // It is there for other rules.
  std::vector<std::string> keywords;
  Lists allowlists;
  Gaps gaps;
};

struct Config {
  std::string file;
  std::vector<Draft> rules;
  Lists allowlists;
  std::vector<std::pair<std::string, std::shared_ptr<const Allowlist>>> targeted;
  Gaps gaps;
};

// Reads a file and those that it extends by their path.  `before` is what useDefault stands for; it
// is emptied when it was used, and null when there is nothing.
// ERRORS: bad_pack, with file and line; those of `open`.
Status read_config(const std::filesystem::path& path, const OpenFile& open, Config* before,
                   Config& out);

}  // namespace inkblot::gitleaks
