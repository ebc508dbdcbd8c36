// The table of commands.
#include <csignal>

#include "commands.h"
#include "secret.h"

namespace inkblot::cli {
namespace {

constexpr const char* kDescription =
    "Removes credentials from a stream: reads standard input or files, writes the same bytes with\n"
    "every secret replaced by a tag such as REDACTED_github-pat.\n\n"
    "  app 2>&1 | inkblot | shipper        in front of a log shipper\n"
    "  inkblot run -- make deploy          around a program\n"
    "  inkblot --stats old.jsonl > new     over a file";
constexpr const char* kFooter =
    "Exit codes: 0 done; 1 something was redacted (only with --exit-code); 2 usage, configuration\n"
    "or a bad rule file, nothing was written; 3 input or output failed; 4 a limit or an internal\n"
    "failure. After a failure nothing unscanned has been written. A reader that goes away is\n"
    "success.";

struct Commands {
  CLI::App app{kDescription, "inkblot"};
  FilterOptions filter_options;
  FilterOptions run_options;
  RulesOptions rules_options;
  std::vector<std::string> command;
  int (*rules_command)(const RulesOptions&) = nullptr;
};

void add_rules_command(Commands& all, CLI::App& rules, const char* name, const char* help,
                       int (*command)(const RulesOptions&)) {
  CLI::App* const sub = rules.add_subcommand(name, help);
  RulesOptions& options = all.rules_options;
  sub->add_option("--rules", options.rules, "Rule files or folders that add to the built-in pack")
      ->type_name("PATH");
  const std::string_view kind = name;
  if (kind == "show" || kind == "sample") {
    sub->add_option("rule", options.id, "The rule's id")->required();
  }
  if (kind == "list") sub->add_flag("--json", options.json, "One JSON object a line");
  if (kind == "compile" || kind == "test") {
    CLI::Option* const paths = sub->add_option("paths", options.paths, "TOML files or folders");
    if (kind == "compile") paths->required();
  }
  if (kind == "compile") {
    sub->add_option("-o,--output", options.out, "The database to write, FILE.inkdb")->required();
  }
  sub->callback([&all, command] { all.rules_command = command; });
}

void define(Commands& all) {
  CLI::App& app = all.app;
  app.footer(kFooter);
  app.set_version_flag("--version", "inkblot 0.1.0");
  app.require_subcommand(0, 1);
  add_filter_options(app, all.filter_options);
  app.add_option("files", all.filter_options.files, "Files to read instead of standard input")
      ->type_name("FILE");
  CLI::App* const run = app.add_subcommand(
      "run", "Runs a program with its stdout and stderr filtered; keeps its exit code");
  add_filter_options(*run, all.run_options);
  run->add_option("command", all.command, "The program and its arguments, after --")->required();
  run->positionals_at_end();
  CLI::App* const rules = app.add_subcommand("rules", "Lists, shows, tests and compiles rules");
  rules->require_subcommand(1);
  add_rules_command(all, *rules, "list", "One line a rule", rules_list);
  add_rules_command(all, *rules, "show", "Everything about one rule", rules_show);
  add_rules_command(all, *rules, "sample", "Prints a made-up token of a rule", rules_sample);
  add_rules_command(all, *rules, "test",
                    "Checks rules against their own samples and "
                    "counter-examples",
                    rules_test);
  add_rules_command(all, *rules, "compile", "Compiles rule files to a database that loads at once",
                    rules_compile);
}

int dispatch(Commands& all) {
  if (all.rules_command != nullptr) return all.rules_command(all.rules_options);
  if (all.app.got_subcommand("run")) return run_program(all.run_options, all.command);
  return filter(all.filter_options);
}

}  // namespace
}  // namespace inkblot::cli

int main(int argc, char** argv) {
  using namespace inkblot::cli;
  inkblot::harden_process();
  std::signal(SIGPIPE, SIG_IGN);  // A reader that goes away is no reason to die.
  try {
    Commands all;
    define(all);
    try {
      all.app.parse(argc, argv);
    } catch (const CLI::Success& success) {
      return all.app.exit(success);
    } catch (const CLI::ParseError& error) {
      say(std::string(error.what()) + "; see inkblot --help");
      return kUsage;
    }
    return dispatch(all);
  } catch (const std::bad_alloc&) {
    say("out of memory; nothing unscanned was written");
    return kFailed;
  } catch (const std::exception&) {
    say("an internal failure; nothing unscanned was written");
    return kFailed;
  }
}
