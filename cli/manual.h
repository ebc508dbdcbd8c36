// Help, manual page and completions, all made from the one table of commands (define.cc).
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot::cli {

// `path` leads from the program to a subcommand; the last is the one that is explained.
using CommandPath = std::vector<const CLI::App*>;

std::string short_help(const CommandPath& path);  // One screen: 24 lines of 80 columns.
std::string long_help(const CommandPath& path);
std::string man_page(const CLI::App& program);  // roff, for man(1).
// Empty when the shell is not one of bash, zsh, fish.
std::string completions(const CLI::App& program, std::string_view shell);

// What the table says about an option, for all of the above.
struct OptionText {
  std::vector<std::string> flags;  // "-z", "--decompress"; empty for a positional.
  std::string type;                // "FILE", or empty for a flag.
  std::string brief;
  std::string detail;
  bool needs_another = false;  // It says how another option works.
  bool rare = false;           // Of the group kRare: the short help names it only.
};
inline constexpr const char* kRare = "More";
std::vector<OptionText> options_of(const CLI::App& app);
std::vector<OptionText> positionals_of(const CLI::App& app);
std::string brief(const std::string& description);

}  // namespace inkblot::cli
