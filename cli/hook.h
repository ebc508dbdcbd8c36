// Hooks of coding agents: a tool's result is redacted before the model reads it.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "options.h"

namespace inkblot::cli {

enum class Agent { claude_code, gemini, codex };
constexpr std::array<std::string_view, 3> kAgents = {"claude-code", "gemini", "codex"};
std::optional<Agent> agent_of(std::string_view name);

struct HookOptions {
  bool wrap_failures = false;
  bool block_prompts = false;
  int patience = 20;                 // In seconds.
  std::vector<std::string> command;  // By which the program filters another one's output.
};

struct InstallOptions {
  std::string agent = "claude-code";
  std::string scope = "user";
  std::string settings;  // Instead of the scope's file.
  bool print = false;
  bool wrap_failures = false;
  bool block_prompts = false;
};

// The agent whose event the command line asks for, if it does.
std::optional<Agent> hook_of(std::span<const std::string> words);
// Calls the command for one event.  Whatever becomes of it, a result that was not checked is
// withheld: an agent that learns of a failure shows the result as it was.
int guard_hook(Agent agent, const std::function<int()>& command);
// Reads an event and writes the answer.  REQUIRES: guard_hook() called it.
// ERRORS: another exit code than kDone: nothing was written.
int hook(Agent agent, const FilterOptions& given, const HookOptions& options);

// Where this program stands.
std::string this_program();

// `words` are the filter options that a hook is installed with.
int hook_install(const FilterOptions& given, const InstallOptions& options,
                 const std::vector<std::string>& words);
int hook_uninstall(const InstallOptions& options);

// An MCP server's result from standard input, redacted to standard output; nothing when it is
// clean.
int mcp_result(const FilterOptions& given);

}  // namespace inkblot::cli
