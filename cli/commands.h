// One declaration per command, and the table of their options.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "hook.h"
#include "options.h"
#include "scrub_file.h"
#include "vault.h"

namespace inkblot::cli {

int filter(const FilterOptions& given);
// ERRORS: its own exit codes only when inkblot itself failed; otherwise the program's.
int run_program(const FilterOptions& given, const std::vector<std::string>& command);

// Every candidate of the inputs, and why it is a secret or none.
int rules_explain(const FilterOptions& given, bool json);

// Many files, in place or aside.
int scrub(const FilterOptions& given, const ScrubOptions& wanted);

// A report in another form.
struct ReportOptions {
  std::string file;
  std::string to = "html";
};
int report(const ReportOptions& options);

// What scrub has signed.
struct ManifestOptions {
  std::string file;
  std::string public_key;
  bool files = false;
};
int manifest_key(const ManifestOptions& options);
int manifest_verify(const ManifestOptions& options);

struct RulesOptions {
  std::vector<std::string> rules;
  std::vector<std::string> paths;
  std::string id;
  std::string out;
  bool json = false;
  bool alone = false;
};
int rules_list(const RulesOptions& options);
int rules_show(const RulesOptions& options);
int rules_test(const RulesOptions& options);
int rules_sample(const RulesOptions& options);
int rules_compile(const RulesOptions& options);

// Everything the command line can say: help, man page and completions are made from `app`.  An
// option's description is its short help up to the first line feed, and its long help as a whole.
struct Commands {
  CLI::App app{"", "inkblot"};
  FilterOptions filter_options;
  RulesOptions rules_options;
  std::vector<std::string> command;  // Of `run`.
  std::string shell;                 // Of `completions`.
  int (*rules_command)(const RulesOptions&) = nullptr;
  VaultOptions vault_options;
  int (*vault_command)(const VaultOptions&) = nullptr;
  HookOptions hook_options;
  InstallOptions install_options;
  ScrubOptions scrub_options;
  ReportOptions report_options;
  ManifestOptions manifest_options;
  int (*manifest_command)(const ManifestOptions&) = nullptr;
};
void define(Commands& all);
void define_vault(Commands& all);  // A part of it.
void define_hook(Commands& all);   // Another.
void define_scrub(Commands& all);  // And another.
void define_report(Commands& all);
void define_manifest(Commands& all);
// The options of everything that redacts: what is found, and what stands in its place.
void add_redacting_options(CLI::App& app, FilterOptions& options);
// And those of everything that filters on and on: reports and figures.
void add_filter_options(CLI::App& app, FilterOptions& options);

}  // namespace inkblot::cli
