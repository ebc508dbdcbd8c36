// The command becomes one quoted word: nothing in it can end the quotes, and so the filter.
#include "hook_wrap.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "json/reader.h"

namespace inkblot::cli {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./=:,@%+").find(c) != std::string_view::npos;
}

// A folder that is changed in a shell of its own is not changed for the commands that follow; by
// itself this prints nothing but its own argument.
bool only_changes_folder(std::string_view command) {
  return command.starts_with("cd ") && std::all_of(command.begin() + 3, command.end(),
                                                   [](char c) { return is_plain(c) || c == '~'; });
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

Result<std::string> wrapped_input(std::string_view input, std::span<const std::string> filter) {
  std::string_view spelled;
  const bool whole = for_each_member(input, [&spelled](std::string_view key, std::string_view at) {
    if (key == "command") spelled = at;
  });
  if (!whole) return failure(Code::invalid_argument, "the tool's input is no JSON object");
  if (spelled.empty()) return std::string();
  const auto parsed = nlohmann::json::parse(spelled, nullptr, false);
  if (!parsed.is_string()) return failure(Code::invalid_argument, "the command is no text");
  const auto& command = parsed.get_ref<const std::string&>();
  if (command.find('\0') != std::string::npos) {
    return failure(Code::invalid_argument, "the command holds a zero byte");
  }
  if (only_changes_folder(command)) return std::string();
  std::string line;
  for (const std::string& word : filter) line += shell_word(word) + ' ';
  line += "-- \"${BASH:-bash}\" -c -- " + shell_word(command);
  std::string out(input.substr(0, static_cast<std::size_t>(spelled.data() - input.data())));
  out += nlohmann::json(line).dump();
  out.append(spelled.data() + spelled.size(), input.data() + input.size());
  return out;
}

}  // namespace inkblot::cli
