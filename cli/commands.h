// One declaration per command, and what they share.
#pragma once

#include <inkblot/redactor.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot::cli {

// Documented in README.md and in --help.
enum Exit : int { kDone = 0, kRedacted = 1, kUsage = 2, kIo = 3, kFailed = 4 };

// Words go to stderr; control characters are escaped, for names and paths are anybody's text.
void say(std::string_view words);
std::string printable(std::string_view text);
// The exit code that stands for a failure; says why on stderr.
int explain(const Status& status);

// What the filter and `run` have in common.
struct FilterOptions {
  std::vector<std::string> files;
  std::string style = "tag";
  std::string key_file;
  std::vector<std::string> rules;
  std::vector<std::string> only;
  std::vector<std::string> except;
  std::string report;
  bool stats = false;
  bool exit_code = false;
  bool decompress = false;
};
void add_filter_options(CLI::App& app, FilterOptions& options);
// Everything that can be wrong is found here, before a byte is read.
Result<Options> prepare(const FilterOptions& options);
Result<std::shared_ptr<const Pack>> load_rules(const std::vector<std::string>& paths);
void print_stats(const Stats& stats, const Pack& pack);

// Writes one JSON line per redaction.  Never a byte of a value.
class Report {
 public:
  static Result<std::unique_ptr<Report>> open(const std::string& file);
  ~Report();
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  void add(const Redaction& redaction, std::string_view file);
  Status close();

 private:
  explicit Report(std::FILE* file) : file_(file) {}
  std::FILE* file_;
};

int filter(const FilterOptions& options);
int run_program(const FilterOptions& options, const std::vector<std::string>& command);

struct RulesOptions {
  std::vector<std::string> rules;
  std::vector<std::string> paths;
  std::string id;
  std::string out;
  bool json = false;
};
int rules_list(const RulesOptions& options);
int rules_show(const RulesOptions& options);
int rules_test(const RulesOptions& options);
int rules_sample(const RulesOptions& options);
int rules_compile(const RulesOptions& options);

}  // namespace inkblot::cli
