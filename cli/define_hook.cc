// The table of `inkblot hook` and `inkblot mcp-result`.
#include "commands.h"

namespace inkblot::cli {
namespace {

constexpr const char* kWrapHelp =
    "Also filter commands that fail\n"
    "Of the Bash tool, by `inkblot run` around each: Claude Code lets nobody change what a failed "
    "command has said. The agent's rules for commands then see the wrapped one, and a folder that "
    "is changed in it is not changed for the next.";
constexpr const char* kBlockHelp =
    "Block prompts that hold a secret\n"
    "They cannot be redacted. The reason names the rules, and not the value.";

void add_agent(Commands& all, CLI::App& hook, const char* name, const char* help) {
  CLI::App* const sub = hook.add_subcommand(name, help);
  add_redacting_options(*sub, all.filter_options);
  sub->add_option(
         "--patience", all.hook_options.patience,
         "Withhold what is not decided in so many seconds\n"
         "20, if nothing is said. Keep it below the time-out of the agent, which shows the "
         "result as it is when that is over.")
      ->type_name("N")
      ->check(CLI::Validator(CLI::Range(1, 3600)).description(""));
  if (std::string_view(name) != "claude-code") return;
  sub->add_flag("--wrap-failures", all.hook_options.wrap_failures, kWrapHelp);
  sub->add_flag("--block-prompts", all.hook_options.block_prompts, kBlockHelp);
}

void add_place(CLI::App& sub, InstallOptions& o) {
  sub.add_option("--agent", o.agent, "claude-code, gemini or codex")
      ->type_name("AGENT")
      ->capture_default_str();
  sub.add_option("--scope", o.scope,
                 "user or project\n"
                 "Settings in the user's home (or where CLAUDE_CONFIG_DIR or CODEX_HOME say), or "
                 "in the working directory.")
      ->type_name("SCOPE")
      ->capture_default_str();
  sub.add_option("--settings", o.settings, "The settings file, wherever it is")->type_name("FILE");
}

}  // namespace

void define_hook(Commands& all) {
  CLI::App* const hook = all.app.add_subcommand("hook", "Redact what a coding agent's tools say");
  hook->require_subcommand(1);
  add_agent(all, *hook, "claude-code", "Answer one event of Claude Code");
  add_agent(all, *hook, "gemini", "Answer one event of Gemini CLI");
  add_agent(all, *hook, "codex", "Answer one event of Codex CLI");
  InstallOptions& install = all.install_options;
  CLI::App* const in = hook->add_subcommand("install", "Add the hook to an agent's settings");
  add_place(*in, install);
  in->add_flag("--print", install.print, "Print what would be added, and change nothing");
  in->add_flag("--wrap-failures", install.wrap_failures, kWrapHelp);
  in->add_flag("--block-prompts", install.block_prompts, kBlockHelp);
  add_redacting_options(*in, all.filter_options);
  add_place(*hook->add_subcommand("uninstall", "Take it out again"), install);
  CLI::App* const result =
      all.app.add_subcommand("mcp-result", "Redact one result of an MCP server");
  add_redacting_options(*result, all.filter_options);
}

}  // namespace inkblot::cli
