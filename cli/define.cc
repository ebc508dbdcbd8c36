// The table of commands and options.
#include "commands.h"
#include "manual.h"

namespace inkblot::cli {
namespace {

// One value each time, so that `--only RULE FILE` leaves the file alone.
CLI::Option* each(CLI::Option* option, const char* type) {
  return option->type_name(type)->allow_extra_args(false);
}

// Which rules run, and what they let go.
void add_rule_options(CLI::App& app, FilterOptions& o) {
  each(app.add_option("--rules", o.rules,
                      "Rules that add to or override the built-in ones\n"
                      "A TOML file, a folder of them, or a pack made by `inkblot rules compile`, "
                      "which takes the place of the built-in one; TOML files beside it add to it. "
                      "Rules are never loaded unless they are named here."),
       "PATH");
  each(app.add_option(
           "--allow", o.allow,
           "What is never redacted; may be repeated\n"
           "A TOML file of `values`, `patterns` (RE2, for whole values) and `keys` (names "
           "whose values are let go). Judged on the value alone: comments in the input "
           "that allow something are never heeded, for an attacker writes the input."),
       "FILE");
  CLI::Option* const gitleaks =
      each(app.add_option("--gitleaks", o.gitleaks,
                          "Add the rules of a gitleaks configuration; may be repeated\n"
                          "A gitleaks.toml as it is. Each rule runs near its keywords, and is "
                          "called gitleaks-<id>. What a stream cannot do is refused by name."),
           "PATH");
  gitleaks->group(kRare);
  app.add_flag("--gitleaks-skip-unsupported", o.gitleaks_skips,
               "Leave out what of it a stream cannot do\n"
               "Rules for some paths, look-ahead and their like. Each is named on stderr.")
      ->needs(gitleaks);
  each(app.add_option("--only", o.only,
                      "Run this rule only; may be repeated\n"
                      "Separate several with commas. This also turns on rules that are off "
                      "because their tokens are public by design."),
       "RULE")
      ->delimiter(',')
      ->group(kRare);
  each(app.add_option("--except", o.except, "Do not run this rule; may be repeated"), "RULE")
      ->delimiter(',')
      ->group(kRare);
}

// What is known beforehand.
void add_known_options(CLI::App& app, FilterOptions& o) {
  each(app.add_option("--vault", o.vaults,
                      "Redact the secrets of this store; may be repeated\n"
                      "A file made by `inkblot vault init`. What was enrolled is found in all its "
                      "forms, whatever the rules and --allow say, and is replaced by its label. A "
                      "store that changes while the filter runs is loaded again, and on SIGHUP; "
                      "one that cannot be loaded ends the filter."),
       "FILE");
  add_vault_key_options(app, o.vault_key);
  for (const char* const rare : {"--vault-key", "--vault-key-fd", "--vault-keyring"}) {
    app.get_option(rare)->group(kRare);
  }
  app.add_flag("--accept-masks", o.accept_masks,
               "Redact what lines as ::add-mask::VALUE announce\n"
               "As GitHub's runner does, with %25, %0D and %0A undone: the value and its forms, "
               "from that line on and for this run alone. Values below 4 bytes are not heeded. "
               "Whoever writes the input can have any text hidden by this.")
      ->group(kRare);
}

// What decides about a candidate.
void add_judging_options(CLI::App& app, FilterOptions& o) {
  app.add_option("--profile", o.profile,
                 "How much evidence a secret needs\n"
                 "balanced (the default). strict: when in doubt, redact; values that their names "
                 "give away need to look less like a secret, and tokens may be further from the "
                 "documented form. precise: only what is certain; words of a sentence, weak "
                 "passwords without quotes, and tokens whose check value does not hold stay.")
      ->type_name("PROFILE")
      ->capture_default_str();
  add_rule_options(app, o);
  add_known_options(app, o);
}

void add_config_option(CLI::App& app, FilterOptions& o) {
  app.add_option("--config", o.config,
                 "Options from a TOML file, under the same names\n"
                 "What the command line says goes before it, and --stats=false turns a flag off. "
                 "Without this option INKBLOT_CONFIG may name the file; none is read unless it is "
                 "named. Paths in it are relative to its folder.")
      ->type_name("FILE")
      ->group(kRare);
}

}  // namespace

void add_redacting_options(CLI::App& app, FilterOptions& o) {
  app.add_option("--style", o.style,
                 "What stands in a secret's place\n"
                 "tag (the default): REDACTED_<rule>. pseudonym: the same with a keyed name behind "
                 "it, which is the same for the same secret; needs --key-file. mask: as many X as "
                 "the secret has bytes. partial: the first and last four characters of a long "
                 "secret, for people. Anything with {rule}, {provider} or {length} in it, or the "
                 "word REDACTED, is a template; control characters, quotes and backslashes are "
                 "refused, for they would break JSON.")
      ->type_name("STYLE")
      ->capture_default_str();
  app.add_option("--key-file", o.key_file,
                 "Key for pseudonyms and fingerprints\n"
                 "A file of 32 bytes, or their base64. Nobody without it can test a guess against "
                 "a pseudonym or a report. It should be readable by its owner alone.")
      ->type_name("FILE")
      ->group(kRare);
  add_judging_options(app, o);
  add_config_option(app, o);
}

void add_filter_options(CLI::App& app, FilterOptions& o) {
  add_redacting_options(app, o);
  app.add_option("--report", o.report,
                 "Write one JSON line per redaction\n"
                 "Rule, provider, severity, evidence, offsets in input and output, line, length; "
                 "with --key-file a keyed fingerprint. Never the value. The file is created for "
                 "its owner alone and emptied when it exists; standard output is refused.")
      ->type_name("FILE");
  app.add_flag("--stats", o.stats,
               "Say on stderr what was done\n"
               "Bytes, speed, redactions by rule, and whether memory could not be locked.")
      ->group(kRare);
  app.add_flag("--exit-code", o.exit_code, "Exit with 1 when something was redacted")->group(kRare);
  app.add_flag("--print-config", o.print_config,
               "Say what is in force and from where, and end\n"
               "As a configuration file, with the line of each option's origin behind it.")
      ->group(kRare);
}

namespace {

struct RulesCommand {
  const char* name;
  const char* help;
  int (*run)(const RulesOptions&);
};

void add_rules_command(Commands& all, CLI::App& rules, const RulesCommand& command) {
  CLI::App* const sub = rules.add_subcommand(command.name, command.help);
  RulesOptions& options = all.rules_options;
  const std::string_view kind = command.name;
  const bool files = kind == "compile" || kind == "test";
  if (!files) {
    each(sub->add_option("--rules", options.rules, "Rules that add to the built-in ones"), "PATH");
  }
  if (kind == "show" || kind == "sample") {
    sub->add_option("rule", options.id, "The rule's id")->required()->type_name("RULE");
  }
  if (kind == "list") sub->add_flag("--json", options.json, "One JSON object a line");
  if (files) {
    CLI::Option* const paths = sub->add_option("paths", options.paths, "TOML files or folders");
    paths->type_name("PATH")->required(kind == "compile");
  }
  if (kind == "compile") {
    sub->add_option("-o,--output", options.out, "The pack to write, FILE.inkdb")
        ->required()
        ->type_name("FILE");
    sub->add_flag("--alone", options.alone,
                  "Leave the built-in rules out\n"
                  "Otherwise the pack holds them as well, as it takes their place.");
  }
  sub->callback([&all, run = command.run] { all.rules_command = run; });
}

void add_explain(Commands& all, CLI::App& rules) {
  CLI::App* const sub =
      rules.add_subcommand("explain", "Say of every candidate why it is a secret or none");
  add_judging_options(*sub, all.filter_options);
  add_config_option(*sub, all.filter_options);
  sub->add_flag("--json", all.rules_options.json, "One JSON object a line");
  sub->add_option("files", all.filter_options.files,
                  "Read these instead of standard input\n"
                  "Nothing of them is shown but names that give a value away, and at most four "
                  "characters of the head that a rule has seen.")
      ->type_name("FILE");
}

}  // namespace

void define(Commands& all) {
  CLI::App& app = all.app;
  // Inherited by every subcommand.
  app.set_help_flag("-h", "This short help");
  app.set_help_all_flag("--help", "All help, with examples");
  app.set_version_flag("--version", "inkblot " INKBLOT_VERSION, "The version");
  app.require_subcommand(0, 1);
  add_filter_options(app, all.filter_options);
  app.add_flag("-z,--decompress", all.filter_options.decompress,
               "Decompress gzip, bzip2, xz and zstd input\n"
               "Recognised by its magic number; without -z such input is refused. The output is "
               "not compressed.");
  app.add_option("files", all.filter_options.files,
                 "Read these instead of standard input\n"
                 "Each file is a stream of its own. - is standard input.")
      ->type_name("FILE");
  CLI::App* const run = app.add_subcommand("run", "Run a program with its output filtered");
  add_filter_options(*run, all.filter_options);
  run->add_option("command", all.command, "The program and its arguments, behind --")
      ->type_name("CMD");
  CLI::App* const rules =
      app.add_subcommand("rules", "List, show, test, compile and explain rules");
  rules->require_subcommand(1);
  add_rules_command(all, *rules, {"list", "One line a rule", rules_list});
  add_rules_command(all, *rules, {"show", "Everything about one rule", rules_show});
  add_rules_command(all, *rules, {"sample", "Print a made-up token of a rule", rules_sample});
  add_rules_command(all, *rules,
                    {"test", "Check rules against their samples and counter-examples", rules_test});
  add_rules_command(all, *rules,
                    {"compile", "Compile rule files to a pack that loads at once", rules_compile});
  add_explain(all, *rules);
  define_vault(all);
  define_hook(all);
  define_scrub(all);
  define_report(all);
  define_manifest(all);
  CLI::App* const completions =
      app.add_subcommand("completions", "Print completions for bash, zsh or fish");
  completions->add_option("shell", all.shell, "bash, zsh or fish")->required()->type_name("SHELL");
  app.add_subcommand("man", "Print the manual page");
}

}  // namespace inkblot::cli
