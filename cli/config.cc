// Every option that the table of commands has (define.cc) may stand in the file.
#include "config.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "toml_row.h"
#include "words.h"

namespace inkblot::cli {
namespace {

constexpr const char* kVariable = "INKBLOT_CONFIG";

// The name in the file, or empty for what only the command line may say.
std::string name_of(const CLI::App& app, const CLI::Option& option) {
  const bool other = &option == app.get_help_ptr() || &option == app.get_help_all_ptr() ||
                     &option == app.get_version_ptr();
  if (other || option.get_positional() || option.get_lnames().empty()) return {};
  const std::string& name = option.get_lnames().front();
  return name == "config" || name == "print-config" ? "" : name;
}

std::vector<std::string> names_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (std::string name = name_of(app, *option); !name.empty()) names.push_back(std::move(name));
  }
  return names;
}

bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }
bool is_list(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

// Those of `run` may stand before it, too.
CLI::Option* given(CLI::App& program, CLI::App& command, const std::string& name) {
  for (CLI::App* app : {&command, &program}) {
    CLI::Option* const option = app->get_option_no_throw("--" + name);
    if (option != nullptr && option->count() > 0) return option;
  }
  return nullptr;
}

// The values of a node, as the command line would have them.
Status read_values(const TomlRow& row, const toml::node& node, const CLI::Option& option,
                   std::vector<std::string>& out) {
  const std::string& name = option.get_lnames().front();
  if (is_flag(option)) {
    const auto value = node.value_exact<bool>();
    if (!value) return row.wrong(&node, name + " must be true or false");
    out = {*value ? "true" : "false"};
    return {};
  }
  if (is_list(option) && node.is_array()) return row.texts(name, out);
  const auto value = node.value_exact<std::string>();
  if (!value) {
    return row.wrong(&node, name + (is_list(option) ? " must be a string or an array of strings"
                                                    : " must be a string"));
  }
  out = {*value};
  return {};
}

void make_absolute(const std::filesystem::path& folder, const CLI::Option& option,
                   std::vector<std::string>& values) {
  const std::string type = option.get_type_name();
  if (type != "FILE" && type != "PATH") return;
  for (std::string& value : values) {
    if (!value.empty()) value = (folder / value).string();
  }
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : harmless(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string shown_value(const CLI::Option& option) {
  const std::vector<std::string>& values = option.results();
  if (is_flag(option)) return values.empty() ? "false" : values.back();
  if (!is_list(option)) return quoted(values.empty() ? option.get_default_str() : values.back());
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + quoted(value);
  return "[" + out + "]";
}

}  // namespace

std::vector<std::string> as_words(const CLI::App& command, const CLI::App& other, bool absolute) {
  std::vector<std::string> words;
  for (const CLI::Option* option : command.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty()) continue;
    const std::string name = "--" + option->get_lnames().front();
    if (other.get_option_no_throw(name) == nullptr) continue;
    std::vector<std::string> values = option->results();
    if (absolute) make_absolute(std::filesystem::current_path(), *option, values);
    for (const std::string& value : values) words.push_back(name + "=" + value);
  }
  return words;
}

Status read_config(CLI::App& program, CLI::App& command, FilterOptions& options) {
  if (options.config.empty()) {
    const char* const named = std::getenv(kVariable);
    if (named == nullptr || *named == '\0') return {};
    options.config = named;
  }
  const auto text = read_text(options.config);
  if (!text) return text.error();
  const auto document = parse_toml(*text, options.config, Code::invalid_argument);
  if (!document) return document.error();
  const TomlRow row{*document, options.config, Code::invalid_argument};
  const std::vector<std::string> names = names_of(program);
  for (const auto& [key, node] : *document) {
    const std::string name(key.str());
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return row.wrong(&node, "no option is named " + name + suggestion(name, names));
    }
    std::vector<std::string> values;
    CLI::Option* const option = command.get_option_no_throw("--" + name);
    const CLI::Option& kind = option != nullptr ? *option : *program.get_option("--" + name);
    if (Status s = read_values(row, node, kind, values); !s.ok()) return s;
    if (option == nullptr || given(program, command, name) != nullptr || values.empty()) continue;
    make_absolute(std::filesystem::absolute(options.config).parent_path(), *option, values);
    option->add_result(values);
    option->run_callback();
    options.origins[name] = options.config + ":" + std::to_string(node.source().begin.line);
  }
  return {};
}

std::string shown_config(CLI::App& program, CLI::App& command, const FilterOptions& options) {
  std::string out;
  for (const std::string& name : names_of(command)) {
    const CLI::Option* option = given(program, command, name);
    const auto origin = options.origins.find(name);
    const std::string from = origin != options.origins.end() ? harmless(origin->second)
                             : option != nullptr             ? "command line"
                                                             : "default";
    if (option == nullptr) option = command.get_option("--" + name);
    const bool none =
        !is_flag(*option) && option->results().empty() && option->get_default_str().empty();
    if (none) {
      out.append("# ").append(name).append(" is not set\n");
    } else {
      out.append(name).append(" = ").append(shown_value(*option));
      out.append("  # ").append(from).append("\n");
    }
  }
  return out;
}

}  // namespace inkblot::cli
