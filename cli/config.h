// The configuration file: the options under their own names, below the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "options.h"

namespace inkblot::cli {

// Reads the file of --config or INKBLOT_CONFIG, if one is named, and gives the options of `command`
// that the command line has not given its values.  Paths in it are relative to its own folder.
// `program` has the names that may stand in it, whether `command` takes them or not.
// ERRORS: invalid_argument, naming file and line.
Status read_config(CLI::App& program, CLI::App& command, FilterOptions& options);
// What is in force and from where, as a configuration file.
std::string shown_config(CLI::App& program, CLI::App& command, const FilterOptions& options);

// What was said to one command, as words for another one: options that it does not have are left
// out, and paths made absolute if that is wanted.
std::vector<std::string> as_words(const CLI::App& command, const CLI::App& other, bool absolute);

}  // namespace inkblot::cli
