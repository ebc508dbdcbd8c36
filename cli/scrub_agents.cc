// A table of agents.
#include "scrub_agents.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

struct Agent {
  std::string_view name;
  const char* variable;  // That names its folder; may be null.
  std::string_view folder;
  std::array<std::string_view, 11> places;
};

constexpr std::array<Agent, 3> kAgents = {{
    {"claude-code",
     "CLAUDE_CONFIG_DIR",
     ".claude",
     {"projects", "transcripts", "history.jsonl", "file-history", "shell-snapshots", "session-env",
      "paste-cache", "debug", "todos", "tasks", "plans"}},
    {"codex", "CODEX_HOME", ".codex", {"sessions", "archived_sessions", "history.jsonl", "log"}},
    {"gemini", nullptr, ".gemini", {"tmp"}},
}};

std::string variable(const char* name) {
  const char* const value = name == nullptr ? nullptr : std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

const std::vector<std::string>& agent_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Agent& agent : kAgents) out.emplace_back(agent.name);
    return out;
  }();
  return names;
}

Result<std::vector<std::string>> agent_places(const std::string& name) {
  const auto* const agent = std::find_if(kAgents.begin(), kAgents.end(),
                                         [&name](const Agent& one) { return one.name == name; });
  if (agent == kAgents.end()) return failure(Code::invalid_argument, "no agent is named " + name);
  fs::path folder = variable(agent->variable);
  if (folder.empty()) {
    const std::string home = variable("HOME");
    if (home.empty())
      return failure(Code::invalid_argument, "there is no HOME to look for " + name);
    folder = fs::path(home) / agent->folder;
  }
  std::vector<std::string> out;
  for (const std::string_view place : agent->places) {
    std::error_code error;
    const fs::path path = folder / place;
    if (!place.empty() && fs::exists(path, error)) out.push_back(path.string());
  }
  if (!out.empty()) return out;
  return failure(
      Code::invalid_argument,
      "nothing of " + name + " is in " + folder.string() +
          (agent->variable == nullptr ? ""
                                      : "; " + std::string(agent->variable) + " names its folder"));
}

}  // namespace inkblot::cli
