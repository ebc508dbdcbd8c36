// From the command line to one of the commands.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>

#include "child.h"
#include "commands.h"
#include "config.h"
#include "manual.h"
#include "secret.h"
#include "words.h"

namespace inkblot::cli {
namespace {

// A descriptor that was closed when we started must not be given to the next file that is opened:
// it would be taken for standard output.  The placeholders fail as the closed one would have.
void reserve_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) < 0) open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
  }
}

int print(const std::string& text) {
  const auto sink = make_fd_sink(STDOUT_FILENO);
  const Bytes piece(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  return explain(sink->write(std::span(&piece, 1)));
}

CommandPath parsed_path(const CLI::App& app) {
  CommandPath path = {&app};
  while (!path.back()->get_subcommands().empty()) {
    path.push_back(path.back()->get_subcommands().front());
  }
  return path;
}

int usage_error(const CLI::App& app, const std::string& what) {
  std::string command;
  for (const CLI::App* part : parsed_path(app)) command += part->get_name() + " ";
  say(what + "; see `" + command + "--help`");
  return kUsage;
}

// The first word nobody knows, and what it may have been meant to be.
int unknown_word(const CLI::App& app) {
  const CLI::App& command = *parsed_path(app).back();
  const std::vector<std::string> words = app.remaining(true);
  if (words.empty()) return usage_error(app, "the command line cannot be read");
  const std::string word = words.front().substr(0, words.front().find('='));
  std::vector<std::string> known;
  const bool option = word.starts_with("-");
  for (const CLI::App* sub : command.get_subcommands({})) known.push_back(sub->get_name());
  if (option) known.clear();
  for (const OptionText& text : options_of(command)) {
    if (option) known.insert(known.end(), text.flags.begin(), text.flags.end());
  }
  return usage_error(
      app, (option ? "unknown option " : "unknown word ") + word + suggestion(word, known));
}

// `rules`, `man` and `completions` have no use for the filter's options: better to say so than to
// leave them unheeded.
bool has_stray_options(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const bool shared = app.got_subcommand("run") && !option->get_positional() &&
                        !option->check_lname("decompress");
    if (option->count() > 0 && !shared) return true;
  }
  return false;
}

// The filter, `run`, which is one around a program, and `scrub`, which is one over files.
int filter_or_run(Commands& all, CLI::App& command) {
  FilterOptions& options = all.filter_options;
  if (Status s = read_config(all.app, command, options); !s.ok()) return explain(s);
  if (options.print_config) {
    Prepared prepared;
    if (Status s = prepare(options, prepared); !s.ok()) return explain(s);
    return print(shown_config(all.app, command, options));
  }
  if (&command == &all.app) return filter(options);
  if (command.get_name() == "scrub") return scrub(options, all.scrub_options);
  if (all.command.empty()) return usage_error(all.app, "run needs a program, behind --");
  return run_program(options, all.command);
}

int run_hook(Commands& all, CLI::App& hook_app) {
  CLI::App& command = *hook_app.get_subcommands().front();
  const CLI::App& run = *all.app.get_subcommand("run");  // It has what every filter has.
  FilterOptions& options = all.filter_options;
  if (command.get_name() == "uninstall") return hook_uninstall(all.install_options);
  if (command.get_name() == "install") {
    const auto words = as_words(command, run, all.install_options.scope != "project");
    Status s = read_config(all.app, command, options);
    return s.ok() ? hook_install(options, all.install_options, words) : explain(s);
  }
  if (Status s = read_config(all.app, command, options); !s.ok()) return explain(s);
  all.hook_options.command = {this_program(), "run"};
  const auto words = as_words(command, run, true);
  all.hook_options.command.insert(all.hook_options.command.end(), words.begin(), words.end());
  return hook(*agent_of(command.get_name()), options, all.hook_options);
}

int dispatch(Commands& all) {
  CLI::App& app = all.app;
  if (app.get_subcommands().empty()) return filter_or_run(all, app);
  if (has_stray_options(app)) {
    return usage_error(app, "options and files belong behind the command, where it takes them");
  }
  CLI::App& rules = *app.get_subcommand("rules");
  if (rules.got_subcommand("explain")) {
    FilterOptions& options = all.filter_options;
    Status s = read_config(app, *rules.get_subcommand("explain"), options);
    return s.ok() ? rules_explain(options, all.rules_options.json) : explain(s);
  }
  if (app.got_subcommand("hook")) return run_hook(all, *app.get_subcommand("hook"));
  if (app.got_subcommand("mcp-result")) {
    Status s = read_config(app, *app.get_subcommand("mcp-result"), all.filter_options);
    return s.ok() ? mcp_result(all.filter_options) : explain(s);
  }
  if (app.got_subcommand("report")) return report(all.report_options);
  if (all.manifest_command != nullptr) return all.manifest_command(all.manifest_options);
  if (all.rules_command != nullptr) return all.rules_command(all.rules_options);
  if (all.vault_command != nullptr) return all.vault_command(all.vault_options);
  if (app.got_subcommand("man")) return print(man_page(app));
  if (app.got_subcommand("completions")) {
    const std::string text = completions(app, all.shell);
    return text.empty() ? usage_error(app, "completions are for bash, zsh or fish") : print(text);
  }
  return filter_or_run(all, *app.get_subcommands().front());
}

int run_command_line(const std::vector<std::string>& words) {
  Commands all;
  define(all);
  // Behind the first -- of `run` everything is the program's, further -- too.
  auto end = std::find(words.begin(), words.end(), "--");
  const bool runs = std::find(words.begin(), end, "run") != end;
  std::vector<std::string> command;
  if (runs && end != words.end()) command.assign(end + 1, words.end());
  if (!runs) end = words.end();
  try {
    all.app.parse(std::vector<std::string>(std::make_reverse_iterator(end), words.rend()));
  } catch (const CLI::CallForAllHelp&) {
    return print(long_help(parsed_path(all.app)));
  } catch (const CLI::CallForHelp&) {
    return print(short_help(parsed_path(all.app)));
  } catch (const CLI::CallForVersion&) {
    return print("inkblot " INKBLOT_VERSION "\n");
  } catch (const CLI::ExtrasError&) {
    return unknown_word(all.app);
  } catch (const CLI::ParseError& error) {
    if (!all.app.remaining(true).empty()) return unknown_word(all.app);
    return usage_error(all.app, error.what());
  }
  all.command.insert(all.command.end(), command.begin(), command.end());
  return dispatch(all);
}

[[noreturn]] void out_of_words() {
  say_plain("an internal failure, or no memory; nothing unscanned was written");
  _exit(kFailed);
}

// An exit code instead of SIGABRT, also where there is no memory for the globals of a library.
[[gnu::constructor(101)]] void prepare_for_the_worst() { std::set_terminate(out_of_words); }

}  // namespace
}  // namespace inkblot::cli

int main(int argc, char** argv) {
  using namespace inkblot::cli;
  reserve_standard_descriptors();
  remember_environment();
  inkblot::harden_process();
  // A reader that goes away and a limit on file sizes are failures of a write, not of ours.
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
  try {
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    const auto agent = hook_of(words);
    if (agent) return guard_hook(*agent, [&words] { return run_command_line(words); });
    return run_command_line(words);
  } catch (const std::bad_alloc&) {
    say_plain("out of memory; nothing unscanned was written");
  } catch (const std::exception&) {
    say_plain("an internal failure; nothing unscanned was written");
  }
  return kFailed;
}
