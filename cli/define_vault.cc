// The table of `inkblot vault`.
#include "commands.h"

namespace inkblot::cli {
namespace {

struct VaultCommand {
  const char* name;
  const char* help;
  int (*run)(const VaultOptions&);
};

constexpr VaultCommand kCommands[] = {
    {"init", "Make a store, and its key file where there is none", vault_init},
    {"add", "Enrol a value from standard input or a prompt", vault_add},
    {"import", "Enrol what a password store or a program exported", vault_import},
    {"list", "Labels, ages, expiry and forms; never values", vault_list},
    {"check", "Say whether a value from standard input is known", vault_check},
    {"remove", "Forget all values of a label", vault_remove},
    {"expire", "Say when a label's values are to be rotated", vault_expire},
    {"rekey", "Encrypt the store with another key", vault_rekey},
    {"due", "What should be rotated; exits with 1 when anything should", vault_due}};

void add_enrolling(CLI::App& sub, VaultOptions& o) {
  sub.add_option("--expires", o.when,
                 "When it is to be rotated: 2027-01-31, 90d, never\n"
                 "It is redacted ever after as well.")
      ->type_name("WHEN");
  sub.add_flag(
      "--insist", o.insist,
      "Also values that are short or common\n"
      "Such a value is refused otherwise, for it would redact half of every text. One of 4 "
      "to 7 bytes is found only where no letter or digit stands beside it.");
}

void add_own(CLI::App& sub, VaultOptions& o) {
  const std::string name = sub.get_name();
  if (name == "add") {
    sub.add_option("--label", o.label,
                   "What the secret is called, in tags and reports\n"
                   "payments/api_key becomes REDACTED_payments.api_key. A label may have several "
                   "values: older ones stay known.")
        ->required()
        ->type_name("LABEL");
  }
  if (name == "import") {
    sub.add_option("--label", o.label, "What stands before the names of the values")
        ->type_name("LABEL");
    sub.add_option("--format", o.format,
                   "What it is, where that is not seen\n"
                   "vault (`vault kv get -format=json`), json, variables (of gh and GitLab), "
                   "kubernetes (Secrets), dotenv, npmrc, netrc, aws, lines (one value a line).")
        ->type_name("FORMAT")
        ->capture_default_str();
    sub.add_option("file", o.file, "Read this instead of standard input")->type_name("FILE");
  }
  if (name == "add" || name == "import") add_enrolling(sub, o);
  if (name == "remove" || name == "expire") {
    sub.add_option("label", o.label, "The secret's label")->required()->type_name("LABEL");
  }
  if (name == "expire") {
    sub.add_option("--on", o.when, "2027-01-31, 90d, now or never")->required()->type_name("WHEN");
  }
  if (name == "rekey") {
    sub.add_option("--new-key", o.new_key,
                   "The new key's file, made where there is none\n"
                   "The old key opens copies of the store that were made before.")
        ->required()
        ->type_name("FILE");
  }
  if (name == "due") {
    sub.add_option("--older-than", o.older_than, "Also what was enrolled so long ago, as in 90d")
        ->type_name("AGE");
    sub.add_option("--seen", o.seen,
                   "Also what this report says was redacted; may be repeated\n"
                   "A file that --report has written.")
        ->type_name("FILE")
        ->allow_extra_args(false);
  }
  if (name == "due" || name == "list") sub.add_flag("--json", o.json, "One JSON object a line");
}

}  // namespace

void define_vault(Commands& all) {
  CLI::App* const vault =
      all.app.add_subcommand("vault", "Enrol, list, check and rotate known secrets");
  vault->require_subcommand(1);
  for (const VaultCommand& command : kCommands) {
    CLI::App* const sub = vault->add_subcommand(command.name, command.help);
    VaultOptions& options = all.vault_options;
    sub->add_option("--vault", options.store, "The store of known secrets")
        ->required()
        ->type_name("FILE");
    add_own(*sub, options);
    add_vault_key_options(*sub, options.key);
    sub->callback([&all, run = command.run] { all.vault_command = run; });
  }
}

}  // namespace inkblot::cli
