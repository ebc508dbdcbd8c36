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
  Code code = Code::bad_pack;
  bool any_case = false;  // Fields are the same in capitals and in small letters.

  // Null when there is none.
  const toml::node* get(std::string_view key) const;
  // FILE:LINE of the node, or of the table.
  std::string place(const toml::node* node = nullptr) const;
  // What is wrong, there.
  Status wrong(const toml::node* node, const std::string& what) const;
  // Whether every field is one of `fields`.
  Status only(std::span<const std::string_view> fields) const;
  Status text(std::string_view key, std::string& out) const;
  Status texts(std::string_view key, std::vector<std::string>& out) const;
  // Hands every string of an array to `take`, which says what is wrong with it, or nothing.
  Status each(std::string_view key,
              const std::function<std::string(const std::string&)>& take) const;
  Status flag(std::string_view key, bool& out) const;
  Status number(std::string_view key, std::uint16_t& out, std::int64_t most) const;
};

}  // namespace inkblot
