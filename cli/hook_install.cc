// Which hooks an agent's settings are to have, and how ours are told from other people's.
#include <inkblot/io.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "agent_settings.h"
#include "hook.h"
#include "hook_wrap.h"
#include "words.h"

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

struct Home {
  const char* folder;
  const char* variable;  // Names another folder than that in the user's home.
  const char* file;
};
constexpr std::array<Home, 3> kHomes = {{{".claude", "CLAUDE_CONFIG_DIR", "settings.json"},
                                         {".gemini", nullptr, "settings.json"},
                                         {".codex", "CODEX_HOME", "hooks.json"}}};

struct Wanted {
  const char* event;
  const char* matcher;  // Null: the event has none.
  int timeout;          // In the agent's unit; 0: the agent's own.  It is beyond our patience.
  std::vector<std::string> words;
};

std::vector<Wanted> wanted_of(Agent agent, const InstallOptions& options) {
  if (agent == Agent::gemini) return {{"AfterTool", ".*", 30000, {}}};
  if (agent == Agent::codex) return {{"PostToolUse", nullptr, 0, {}}};
  std::vector<Wanted> all = {{"PostToolUse", "*", 30, {}}, {"PostToolUseFailure", "*", 30, {}}};
  if (options.wrap_failures) all.push_back({"PreToolUse", "Bash", 30, {"--wrap-failures"}});
  if (options.block_prompts) all.push_back({"UserPromptSubmit", nullptr, 30, {"--block-prompts"}});
  return all;
}

// The words of a command that only ours could have been written as: plain or in single quotes.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  std::string again;
  for (std::size_t at = 0; at < command.size();) {
    std::string word;
    while (at < command.size() && command[at] != ' ') {
      if (command.compare(at, 2, "\\'") == 0) {
        word += '\'';
        at += 2;
      } else if (command[at] == '\'') {
        const std::size_t end = command.find('\'', at + 1);
        if (end == std::string::npos) return {};
        word += command.substr(at + 1, end - at - 1);
        at = end + 1;
      } else {
        word += command[at++];
      }
    }
    again += (words.empty() ? "" : " ") + shell_word(word);
    words.push_back(std::move(word));
    ++at;
  }
  return again == command ? words : std::vector<std::string>();
}

bool is_ours(const Json& entry, std::string_view agent) {
  const auto command = entry.is_object() ? entry.find("command") : entry.end();
  if (!entry.is_object() || command == entry.end() || !command->is_string()) return false;
  const auto words = words_of(command->get<std::string>());
  return words.size() >= 3 && fs::path(words[0]).filename().string().starts_with("inkblot") &&
         words[1] == "hook" && words[2] == agent;
}

Json entry_of(const Wanted& wanted, const std::vector<std::string>& command) {
  std::string line;
  for (const auto* const words : {&command, &wanted.words}) {
    for (const std::string& word : *words) line += (line.empty() ? "" : " ") + shell_word(word);
  }
  Json entry = {{"type", "command"}, {"command", line}};
  if (wanted.timeout > 0) entry["timeout"] = wanted.timeout;
  return entry;
}

Json group_of(const Wanted& wanted, const Json& entry) {
  Json group = Json::object();
  if (wanted.matcher != nullptr) group["matcher"] = wanted.matcher;
  group["hooks"] = Json::array({entry});
  return group;
}

Status unexpected(const std::string& where) {
  return Status(Code::invalid_argument, "has something unexpected at " + where);
}

// Takes our entries out of an event's groups.  The first stays where it is when `entry` is given,
// and says that.
Status replace_ours(Json& groups, const std::string& event, std::string_view agent,
                    const Json* entry) {
  if (!groups.is_array()) return unexpected("hooks." + event);
  bool stands = false;
  Json kept = Json::array();
  for (const Json& group : groups) {
    const auto entries = group.is_object() ? group.find("hooks") : group.end();
    if (!group.is_object() || entries == group.end() || !entries->is_array()) {
      kept.push_back(group);
      continue;
    }
    Json others = Json::array();
    for (const Json& one : *entries) {
      if (!is_ours(one, agent)) {
        others.push_back(one);
      } else if (entry != nullptr && !std::exchange(stands, true)) {
        others.push_back(*entry);
      }
    }
    if (others.empty() && !entries->empty()) continue;
    kept.push_back(group);
    kept.back()["hooks"] = std::move(others);
  }
  groups = std::move(kept);
  if (entry != nullptr && !stands) return Status(Code::limit, "");
  return {};
}

Status take_out(Json& settings, std::string_view agent, const std::vector<Wanted>& but) {
  const auto hooks = settings.find("hooks");
  if (hooks == settings.end()) return {};
  if (!hooks->is_object()) return unexpected("hooks");
  Json kept = Json::object();
  for (const auto& [event, groups] : hooks->items()) {
    const bool stays = std::any_of(
        but.begin(), but.end(), [&name = event](const Wanted& one) { return name == one.event; });
    Json left = groups;
    if (!stays && left.is_array()) {
      if (Status s = replace_ours(left, event, agent, nullptr); !s.ok()) return s;
      if (left.empty() && !groups.empty()) continue;
    }
    kept[event] = std::move(left);
  }
  if (kept.empty() && !hooks->empty()) {
    settings.erase("hooks");
  } else {
    *hooks = std::move(kept);
  }
  return {};
}

Status put_in(Json& settings, std::string_view agent, const std::vector<Wanted>& all,
              const std::vector<std::string>& command) {
  if (Status s = take_out(settings, agent, all); !s.ok()) return s;
  Json& hooks = settings["hooks"];
  if (hooks.is_null()) hooks = Json::object();
  for (const Wanted& wanted : all) {
    Json& groups = hooks[wanted.event];
    if (groups.is_null()) groups = Json::array();
    const Json entry = entry_of(wanted, command);
    const Status s = replace_ours(groups, wanted.event, agent, &entry);
    if (s.code() == Code::limit) {
      groups.push_back(group_of(wanted, entry));
    } else if (!s.ok()) {
      return s;
    }
  }
  return {};
}

Result<std::string> file_of(Agent agent, const InstallOptions& options) {
  if (!options.settings.empty()) return options.settings;
  const Home& home = kHomes[static_cast<std::size_t>(agent)];
  if (options.scope == "project") return (fs::path(home.folder) / home.file).string();
  if (options.scope != "user") {
    return failure(Code::invalid_argument, "--scope is user or project, not " + options.scope);
  }
  const char* const named = home.variable != nullptr ? std::getenv(home.variable) : nullptr;
  if (named != nullptr && *named != '\0') return (fs::path(named) / home.file).string();
  const char* const user = std::getenv("HOME");
  if (user == nullptr || *user == '\0') {
    return failure(Code::invalid_argument, "HOME is not set; name the file with --settings");
  }
  return (fs::path(user) / home.folder / home.file).string();
}

Result<Agent> agent_named(const std::string& name) {
  const auto agent = agent_of(name);
  if (agent) return *agent;
  const std::vector<std::string> names(kAgents.begin(), kAgents.end());
  return failure(Code::invalid_argument,
                 "--agent is claude-code, gemini or codex, not " + name + suggestion(name, names));
}

// A project's settings are for people who have the program somewhere else.
std::vector<std::string> command_of(const InstallOptions& options,
                                    const std::vector<std::string>& words) {
  std::vector<std::string> command = {options.scope == "project" ? "inkblot" : this_program()};
  command.insert(command.end(), {"hook", options.agent});
  command.insert(command.end(), words.begin(), words.end());
  return command;
}

}  // namespace

std::string this_program() {
  std::error_code error;
  const fs::path path = fs::read_symlink("/proc/self/exe", error);
  return error ? "inkblot" : path.string();
}

int hook_install(const FilterOptions& given, const InstallOptions& options,
                 const std::vector<std::string>& words) {
  const auto agent = agent_named(options.agent);
  if (!agent) return explain(agent.error());
  const auto file = file_of(*agent, options);
  if (!file) return explain(file.error());
  if (*agent != Agent::claude_code && (options.wrap_failures || options.block_prompts)) {
    return explain(Status(Code::invalid_argument,
                          "--wrap-failures and --block-prompts are for claude-code alone"));
  }
  // What cannot be prepared would withhold every result.
  Prepared prepared;
  if (Status s = prepare(given, prepared); !s.ok()) return explain(s);
  const auto wanted = wanted_of(*agent, options);
  const auto command = command_of(options, words);
  const auto edit = [&](Json& settings) {
    return put_in(settings, options.agent, wanted, command);
  };
  if (options.print) {
    Json settings = Json::object();
    if (Status s = edit(settings); !s.ok()) return explain(s);
    std::cout << settings_text(settings, "");
    return finish_output();
  }
  if (Status s = edit_settings(*file, edit); !s.ok()) return explain(s);
  say(*file + " has the hooks of " + options.agent);
  return kDone;
}

int hook_uninstall(const InstallOptions& options) {
  const auto agent = agent_named(options.agent);
  if (!agent) return explain(agent.error());
  const auto file = file_of(*agent, options);
  if (!file) return explain(file.error());
  const auto edit = [&options](Json& settings) { return take_out(settings, options.agent, {}); };
  if (Status s = edit_settings(*file, edit); !s.ok()) return explain(s);
  say(*file + " has no hook of ours any more");
  return kDone;
}

}  // namespace inkblot::cli
