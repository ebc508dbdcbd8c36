// A gitleaks configuration as rules of ours.
#pragma once

#include <inkblot/pack.h>

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace inkblot {

// Whoever reads configurations says where their texts come from.
using OpenFile = std::function<Result<std::string>(const std::filesystem::path&)>;

// Appends the rules of the configurations to `rules`; see Pack::compile_gitleaks().  A file that
// one extends by extend.path is looked for beside it, never in the working directory.
// ERRORS: bad_pack, with file and line; those of `open`.
Status read_gitleaks(std::span<const std::filesystem::path> files, const OpenFile& open,
                     std::vector<Rule>& rules, std::vector<std::string>* skipped);

}  // namespace inkblot
