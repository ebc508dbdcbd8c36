// TOML text to tables, and their fields to values, with the file and line of whatever is wrong.
#pragma once

#include <inkblot/status.h>
#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot {

// The text of a file.  ERRORS: invalid_argument, naming it.
Result<std::string> read_text(const std::filesystem::path& file);
// ERRORS: `code`, naming file and line.
Result<toml::table> parse_toml(std::string_view text, const std::string& file, Code code);

// A table whose fields are read one by one; one that is missing leaves `out` as it is.
// LIFETIME: one call.  ERRORS: `code`, naming file and line.
struct TomlRow {
  const toml::table& table;
  const std::string& file;
  Code code;

  // What is wrong, at the node's line, or at the table's.
  Status wrong(const toml::node* node, const std::string& what) const;
  // Whether every field is one of `fields`.
  Status only(std::span<const std::string_view> fields) const;
  Status text(std::string_view key, std::string& out) const;
  Status texts(std::string_view key, std::vector<std::string>& out) const;
  // Hands every string of an array to `take`, which says what is wrong with it, or nothing.
  Status each(std::string_view key,
              const std::function<std::string(const std::string&)>& take) const;
  Status number(std::string_view key, std::uint16_t& out, std::int64_t most) const;
};

}  // namespace inkblot
