// Completions for three shells, and what they and the help read from the table of commands.
#include <algorithm>
#include <array>

#include "manual.h"

namespace inkblot::cli {
namespace {

// What a shell offers for a value, by its type in the table.
enum class Kind { files, rules, words, commands };
struct Type {
  std::string_view name;
  Kind kind;
  std::string_view words;
};
constexpr std::array<Type, 10> kTypes = {
    {{"STYLE", Kind::words, "tag pseudonym mask partial"},
     {"PROFILE", Kind::words, "strict balanced precise"},
     {"SHELL", Kind::words, "bash zsh fish"},
     {"AGENT", Kind::words, "claude-code gemini codex"},
     {"SCOPE", Kind::words, "user project"},
     {"FORMAT", Kind::words,
      "auto vault json variables kubernetes dotenv npmrc netrc "
      "aws lines"},
     {"RULE", Kind::rules, ""},
     {"FILE", Kind::files, ""},
     {"PATH", Kind::files, ""},
     {"CMD", Kind::commands, ""}}};
constexpr const char* kRules = "inkblot rules list 2>/dev/null | cut -f1";

Type type_of(const std::string& name) {
  const auto* const at = std::find_if(kTypes.begin(), kTypes.end(),
                                      [&name](const Type& type) { return type.name == name; });
  return at == kTypes.end() ? kTypes[7] : *at;
}

std::vector<OptionText> texts_of(const CLI::App& app, bool positional) {
  std::vector<OptionText> all;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() != positional) continue;
    OptionText text;
    for (const std::string& name : option->get_snames()) text.flags.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) text.flags.push_back("--" + name);
    if (option->get_items_expected_max() > 0) text.type = option->get_type_name();
    const std::string& description = option->get_description();
    text.brief = brief(description);
    if (text.brief.size() < description.size()) {
      text.detail = description.substr(text.brief.size() + 1);
    }
    text.needs_another = !option->get_needs().empty();
    text.rare = option->get_group() == kRare;
    all.push_back(std::move(text));
  }
  return all;
}

// Every command with its path, the program first: "inkblot rules list".
void walk(const CLI::App& app, const std::string& path,
          std::vector<std::pair<std::string, const CLI::App*>>& all) {
  all.emplace_back(path, &app);
  for (const CLI::App* sub : app.get_subcommands({})) walk(*sub, path + " " + sub->get_name(), all);
}

std::string joined_flags(const OptionText& option, const char* between) {
  std::string text;
  for (const std::string& flag : option.flags) text += (text.empty() ? "" : between) + flag;
  return text;
}

std::string bash_value(const Type& type) {
  constexpr std::array<std::string_view, 4> kFrom = {"-f",
                                                     "-W \"$(inkblot rules list 2>/dev/null "
                                                     "| cut -f1)\"",
                                                     "-W \"", "-c"};
  std::string words(kFrom[static_cast<std::size_t>(type.kind)]);
  if (type.kind == Kind::words) words += std::string(type.words) + "\"";
  return "mapfile -t COMPREPLY < <(compgen " + words + " -- \"$cur\")";
}

std::string bash(const std::vector<std::pair<std::string, const CLI::App*>>& commands) {
  std::string paths;
  std::string cases;
  std::string values;
  for (const auto& [path, app] : commands) {
    if (path != "inkblot") paths += (paths.empty() ? "\"" : "|\"") + path + "\"";
    std::string words;
    for (const OptionText& option : options_of(*app)) {
      words += " " + joined_flags(option, " ");
      if (option.type.empty()) continue;
      std::string line = "    " + joined_flags(option, "|") + ") ";
      line += bash_value(type_of(option.type)) + "; return ;;\n";
      if (values.find(line) == std::string::npos) values += line;
    }
    for (const CLI::App* sub : app->get_subcommands({})) words += " " + sub->get_name();
    cases += "    \"" + path + "\") words=\"" + words.substr(1) + "\"";
    const auto positionals = positionals_of(*app);
    if (!positionals.empty()) {
      cases += "; [[ $cur == -* ]] || " + bash_value(type_of(positionals.front().type));
    }
    cases += " ;;\n";
  }
  return "# bash completion for inkblot\n_inkblot() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local path=inkblot words= i\n  COMPREPLY=()\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case \"$path ${COMP_WORDS[i]}\" in\n      " +
         paths + ") path+=\" ${COMP_WORDS[i]}\" ;;\n    esac\n  done\n  case $prev in\n" + values +
         "  esac\n  case $path in\n" + cases +
         "  esac\n  local more\n  mapfile -t more < <(compgen -W \"$words\" -- \"$cur\")\n"
         "  COMPREPLY+=(\"${more[@]}\")\n}\ncomplete -o filenames -F _inkblot inkblot\n";
}

// In single quotes; a colon or bracket would end a field of _arguments.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == ':' || c == '[' || c == ']') {
      out += std::string("\\") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string zsh_value(const Type& type) {
  switch (type.kind) {
    case Kind::rules:
      return ":rule:($(" + std::string(kRules) + "))";
    case Kind::words:
      return ":word:(" + std::string(type.words) + ")";
    case Kind::commands:
      return ":command:_command_names -e";
    default:
      return ":file:_files";
  }
}

std::string zsh(const std::vector<std::pair<std::string, const CLI::App*>>& commands) {
  std::string cases;
  std::string paths;
  for (const auto& [path, app] : commands) {
    if (path != "inkblot") paths += (paths.empty() ? "'" : "|'") + path + "'";
    cases += "    '" + path + "')\n      _arguments -S";
    for (const OptionText& option : options_of(*app)) {
      for (const std::string& flag : option.flags) {
        cases += " \\\n        '*" + flag + "[" + zsh_text(option.brief) + "]";
        cases += (option.type.empty() ? "" : zsh_value(type_of(option.type))) + "'";
      }
    }
    std::string subs;
    for (const CLI::App* sub : app->get_subcommands({})) subs += " " + sub->get_name();
    if (!subs.empty()) cases += " \\\n        '1::command:(" + subs.substr(1) + ")'";
    for (const OptionText& option : positionals_of(*app)) {
      cases += " \\\n        '*" + zsh_value(type_of(option.type)) + "'";
    }
    cases += "\n      ;;\n";
  }
  return "#compdef inkblot\n_inkblot() {\n  local path=inkblot i\n"
         "  for ((i = 2; i < CURRENT; i++)); do\n    case \"$path ${words[i]}\" in\n      " +
         paths +
         ") path=\"$path ${words[i]}\" ;;\n    esac\n  done\n"
         "  words[1]=$path\n  case $path in\n" +
         cases + "  esac\n}\n_inkblot \"$@\"\n";
}

std::string fish_text(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? "\\'" : std::string(1, c);
  return "'" + out + "'";
}

std::string fish_value(const Type& type) {
  switch (type.kind) {
    case Kind::rules:
      return " -x -a '(" + std::string(kRules) + ")'";
    case Kind::words:
      return " -x -a " + fish_text(std::string(type.words));
    case Kind::commands:
      return " -x -a '(__fish_complete_command)'";
    default:
      return " -r -F";
  }
}

std::string fish(const std::vector<std::pair<std::string, const CLI::App*>>& commands) {
  std::string out = "# fish completion for inkblot\n";
  for (const auto& [path, app] : commands) {
    std::string when = "complete -c inkblot";
    std::string subs;
    for (const CLI::App* sub : app->get_subcommands({})) subs += " " + sub->get_name();
    if (path == "inkblot") {
      when += " -n __fish_use_subcommand";
    } else {
      std::string seen = "__fish_seen_subcommand_from " + app->get_name();
      if (!subs.empty()) seen += "; and not __fish_seen_subcommand_from" + subs;
      when += " -n '" + seen + "'";
    }
    for (const OptionText& option : options_of(*app)) {
      out += when;
      for (const std::string& flag : option.flags) {
        out += flag.starts_with("--") ? " -l " + flag.substr(2) : " -s " + flag.substr(1);
      }
      if (!option.type.empty()) out += fish_value(type_of(option.type));
      out += " -d " + fish_text(option.brief) + "\n";
    }
    for (const CLI::App* sub : app->get_subcommands({})) {
      out += when + " -a " + sub->get_name() + " -d " + fish_text(sub->get_description()) + "\n";
    }
    for (const OptionText& option : positionals_of(*app)) {
      const Type type = type_of(option.type);
      if (type.kind != Kind::files) out += when + fish_value(type) + "\n";
    }
  }
  return out;
}

}  // namespace

std::string brief(const std::string& description) {
  return description.substr(0, description.find('\n'));
}

std::vector<OptionText> options_of(const CLI::App& app) { return texts_of(app, false); }
std::vector<OptionText> positionals_of(const CLI::App& app) { return texts_of(app, true); }

std::string completions(const CLI::App& program, std::string_view shell) {
  std::vector<std::pair<std::string, const CLI::App*>> commands;
  walk(program, "inkblot", commands);
  if (shell == "bash") return bash(commands);
  if (shell == "zsh") return zsh(commands);
  if (shell == "fish") return fish(commands);
  return "";
}

}  // namespace inkblot::cli
