// toml++ throws and trips over some letters; here is where that ends.
#include "toml_row.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "decode/letters.h"

namespace inkblot {
namespace {

// Parses; whatever is wrong becomes the status.
Status parse(std::string_view text, const std::string& file, Code code, toml::table& out) {
  try {
    out = toml::parse(text, file);
    return {};
  } catch (const toml::parse_error& error) {
    return Status(code, file + ":" + std::to_string(error.source().begin.line) + ": " +
                            std::string(error.description()));
  }
}

// toml++ 3.3 runs into undefined behaviour on letters beyond ASCII outside of strings and comments.
// A text that parses with question marks in their place has them nowhere else; at a line's begin
// they are looked at even in a string, when the line before ended in a backslash.
Status check_letters(std::string_view text, const std::string& file, Code code) {
  const auto odd = [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; };
  if (std::none_of(text.begin(), text.end(), odd)) return {};
  std::string ascii(text);
  std::replace_if(ascii.begin(), ascii.end(), odd, '?');
  toml::table ignored;
  if (Status s = parse(ascii, file, code, ignored); !s.ok()) return s;
  std::size_t line = 1;
  bool continued = false;
  for (std::size_t begin = 0; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view row = text.substr(begin, end - begin);
    const std::size_t first = row.find_first_not_of(" \t\r");
    if (continued && first != row.npos && odd(row[first])) {
      return Status(code, file + ":" + std::to_string(line) +
                              ": a line behind a backslash cannot begin with a letter "
                              "beyond ASCII");
    }
    const std::size_t last = row.find_last_not_of(" \t\r");
    continued = last != row.npos ? row[last] == '\\' : continued;
    begin = end + 1;
  }
  return {};
}

}  // namespace

Result<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text;
  for (std::array<char, 4096> block{}; in;
       text.append(block.data(), static_cast<std::size_t>(in.gcount()))) {
    in.read(block.data(), block.size());
  }
  if (in.is_open() && !in.bad()) return text;
  return failure(Code::invalid_argument,
                 "cannot read " + file.string() + ": " + std::strerror(errno));
}

Result<toml::table> parse_toml(std::string_view text, const std::string& file, Code code) {
  toml::table out;
  Status status = check_letters(text, file, code);
  if (status.ok()) status = parse(text, file, code, out);
  if (!status.ok()) return tl::unexpected<Status>(std::move(status));
  return out;
}

const toml::node* TomlRow::get(std::string_view key) const {
  if (!any_case) return table.get(key);
  for (const auto& [name, node] : table) {
    if (to_lower(name.str()) == to_lower(key)) return &node;
  }
  return nullptr;
}

std::string TomlRow::place(const toml::node* node) const {
  const toml::source_region& at = node != nullptr ? node->source() : table.source();
  return file + ":" + std::to_string(at.begin.line);
}

Status TomlRow::wrong(const toml::node* node, const std::string& what) const {
  return Status(code, place(node) + ": " + what);
}

Status TomlRow::text(std::string_view key, std::string& out) const {
  const toml::node* node = get(key);
  if (node == nullptr) return {};
  const auto value = node->value_exact<std::string>();
  if (!value) return wrong(node, std::string(key) + " must be a string");
  out = *value;
  return {};
}

Status TomlRow::only(std::span<const std::string_view> fields) const {
  for (const auto& [key, value] : table) {
    if (std::find(fields.begin(), fields.end(), key.str()) == fields.end()) {
      return wrong(&value, "unknown field \"" + std::string(key.str()) + "\"");
    }
  }
  return {};
}

Status TomlRow::each(std::string_view key,
                     const std::function<std::string(const std::string&)>& take) const {
  const toml::node* node = get(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) return wrong(node, std::string(key) + " must be an array of strings");
  for (const toml::node& item : *array) {
    const auto value = item.value_exact<std::string>();
    if (!value) return wrong(&item, std::string(key) + " must hold strings only");
    if (const std::string problem = take(*value); !problem.empty()) return wrong(&item, problem);
  }
  return {};
}

Status TomlRow::texts(std::string_view key, std::vector<std::string>& out) const {
  return each(key, [&out](const std::string& item) {
    out.push_back(item);
    return std::string();
  });
}

Status TomlRow::flag(std::string_view key, bool& out) const {
  const toml::node* node = get(key);
  if (node == nullptr) return {};
  const auto value = node->value_exact<bool>();
  if (!value) return wrong(node, std::string(key) + " must be true or false");
  out = *value;
  return {};
}

Status TomlRow::number(std::string_view key, std::uint16_t& out, std::int64_t most) const {
  const toml::node* node = get(key);
  if (node == nullptr) return {};
  const auto value = node->value_exact<std::int64_t>();
  if (!value || *value < 0 || *value > most) {
    return wrong(node, std::string(key) + " must be a number from 0 to " + std::to_string(most));
  }
  out = static_cast<std::uint16_t>(*value);
  return {};
}

}  // namespace inkblot
