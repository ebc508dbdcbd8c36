// TOML rows to rules, with the file and line of whatever is wrong.
#include <toml++/toml.h>
#include <algorithm>
#include <array>

#include "pack/pack.h"

namespace inkblot {
namespace {

struct Row {
  const toml::table& table;
  const std::string& file;

  Status wrong(const toml::node* node, const std::string& what) const {
    const toml::source_region& at = node != nullptr ? node->source() : table.source();
    return Status(Code::bad_pack, file + ":" + std::to_string(at.begin.line) + ": " + what);
  }
  Status text(std::string_view key, std::string& out) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::string>();
    if (!value) return wrong(node, std::string(key) + " must be a string");
    out = *value;
    return {};
  }
  Status texts(std::string_view key, std::vector<std::string>& out) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const toml::array* array = node->as_array();
    if (array == nullptr) return wrong(node, std::string(key) + " must be an array of strings");
    for (const toml::node& item : *array) {
      const auto value = item.value_exact<std::string>();
      if (!value) return wrong(&item, std::string(key) + " must hold strings only");
      out.push_back(*value);
    }
    return {};
  }
  Status number(std::string_view key, std::uint16_t& out, std::int64_t most) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > most) {
      return wrong(node, std::string(key) + " must be a number from 0 to " + std::to_string(most));
    }
    out = static_cast<std::uint16_t>(*value);
    return {};
  }
};

constexpr std::array<std::string_view, 18> kFields = {
    "id",     "provider", "description",       "severity",   "on",      "pattern",
    "head",   "parser",   "checksum",          "back",       "run_min", "keywords",
    "sample", "examples", "negative_examples", "references", "notes",   "tail"};

Status read_severity(const Row& row, Rule& rule) {
  std::string word = "high";
  if (Status s = row.text("severity", word); !s.ok()) return s;
  constexpr std::array<std::string_view, 4> kWords = {"low", "medium", "high", "critical"};
  const auto* const at = std::find(kWords.begin(), kWords.end(), word);
  if (at == kWords.end()) {
    return row.wrong(row.table.get("severity"),
                     "severity must be one of low, medium, high, critical");
  }
  rule.severity = static_cast<Severity>(at - kWords.begin());
  return {};
}

Status read_row(const Row& row, Rule& rule) {
  for (const auto& [key, value] : row.table) {
    if (std::find(kFields.begin(), kFields.end(), key.str()) == kFields.end()) {
      return row.wrong(&value, "unknown field \"" + std::string(key.str()) + "\"");
    }
  }
  const std::array<std::pair<std::string_view, std::string*>, 9> texts = {
      {{"id", &rule.id},
       {"provider", &rule.provider},
       {"description", &rule.description},
       {"pattern", &rule.pattern},
       {"head", &rule.head},
       {"parser", &rule.parser},
       {"checksum", &rule.checksum},
       {"sample", &rule.sample},
       {"tail", &rule.tail}}};
  for (const auto& [key, out] : texts) {
    if (Status s = row.text(key, *out); !s.ok()) return s;
  }
  const std::array<std::pair<std::string_view, std::vector<std::string>*>, 4> lists = {
      {{"keywords", &rule.keywords},
       {"examples", &rule.examples},
       {"negative_examples", &rule.negative_examples},
       {"references", &rule.references}}};
  for (const auto& [key, out] : lists) {
    if (Status s = row.texts(key, *out); !s.ok()) return s;
  }
  if (Status s = row.number("back", rule.back, kBackGlyphsMax); !s.ok()) return s;
  if (Status s = row.number("run_min", rule.run_min, 1024); !s.ok()) return s;
  if (const toml::node* on = row.table.get("on"); on != nullptr) {
    const auto value = on->value_exact<bool>();
    if (!value) return row.wrong(on, "on must be true or false");
    rule.on = *value;
  }
  return read_severity(row, rule);
}

Status check_rule(const Row& row, const Rule& rule) {
  const bool named = !rule.id.empty() && std::all_of(rule.id.begin(), rule.id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!named) return row.wrong(row.table.get("id"), "id must consist of a-z, 0-9 and -");
  if (rule.head.empty()) return row.wrong(nullptr, "rule " + rule.id + " needs a head");
  if (rule.pattern.empty() && rule.parser.empty()) {
    return row.wrong(nullptr, "rule " + rule.id + " needs a pattern or a parser");
  }
  return {};
}

// Parses; whatever is wrong becomes the status.
Status parse(std::string_view text, const std::string& file, toml::table& out) {
  try {
    out = toml::parse(text, file);
    return {};
  } catch (const toml::parse_error& error) {
    return Status(Code::bad_pack, file + ":" + std::to_string(error.source().begin.line) + ": " +
                                      std::string(error.description()));
  }
}

// toml++ 3.3 runs into undefined behaviour on letters beyond ASCII outside of strings and comments.
// A text that parses with question marks in their place has them nowhere else; at a line's begin
// they are looked at even in a string, when the line before ended in a backslash.
Status check_letters(std::string_view text, const std::string& file) {
  const auto odd = [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; };
  if (std::none_of(text.begin(), text.end(), odd)) return {};
  std::string ascii(text);
  std::replace_if(ascii.begin(), ascii.end(), odd, '?');
  toml::table ignored;
  if (Status s = parse(ascii, file, ignored); !s.ok()) return s;
  std::size_t line = 1;
  bool continued = false;
  for (std::size_t begin = 0; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view row = text.substr(begin, end - begin);
    const std::size_t first = row.find_first_not_of(" \t\r");
    if (continued && first != row.npos && odd(row[first])) {
      return Status(Code::bad_pack, file + ":" + std::to_string(line) +
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

Status read_rules(std::string_view text, const std::string& file, std::vector<Rule>& rules) {
  if (Status s = check_letters(text, file); !s.ok()) return s;
  toml::table document;
  if (Status s = parse(text, file, document); !s.ok()) return s;
  const std::string provider = document["provider"].value_or(std::string());
  const toml::array* rows = document["rule"].as_array();
  if (rows == nullptr) {
    return Status(Code::bad_pack, file + ":1: no [[rule]] in this file; see docs/FORMATS.md");
  }
  for (const toml::node& node : *rows) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return Status(Code::bad_pack, file + ": rule must be [[rule]]");
    const Row row{*table, file};
    Rule rule;
    rule.provider = provider;
    if (Status s = read_row(row, rule); !s.ok()) return s;
    if (Status s = check_rule(row, rule); !s.ok()) return s;
    const auto same = std::find_if(rules.begin(), rules.end(),
                                   [&](const Rule& old) { return old.id == rule.id; });
    if (same != rules.end()) {
      *same = std::move(rule);
    } else {
      rules.push_back(std::move(rule));
    }
  }
  return {};
}

}  // namespace inkblot
