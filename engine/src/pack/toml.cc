// TOML rows to rules, with the file and line of whatever is wrong.
#include <algorithm>
#include <array>

#include "confirm/parsers.h"
#include "pack/pack.h"
#include "toml_row.h"

namespace inkblot {
namespace {

constexpr std::array<std::string_view, 19> kFields = {
    "id",         "provider", "description", "severity", "on",
    "pattern",    "head",     "parser",      "checksum", "back",
    "run_min",    "keywords", "sample",      "examples", "negative_examples",
    "references", "notes",    "tail",        "forms"};

Status read_severity(const TomlRow& row, Rule& rule) {
  std::string word = "high";
  if (Status s = row.text("severity", word); !s.ok()) return s;
  for (const Severity one : {Severity::low, Severity::medium, Severity::high, Severity::critical}) {
    if (word != name_of(one)) continue;
    rule.severity = one;
    return {};
  }
  return row.wrong(row.table.get("severity"),
                   "severity must be one of low, medium, high, critical");
}

Status read_row(const TomlRow& row, Rule& rule) {
  if (Status s = row.only(kFields); !s.ok()) return s;
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
  const std::array<std::pair<std::string_view, std::vector<std::string>*>, 5> lists = {
      {{"forms", &rule.forms},
       {"keywords", &rule.keywords},
       {"examples", &rule.examples},
       {"negative_examples", &rule.negative_examples},
       {"references", &rule.references}}};
  for (const auto& [key, out] : lists) {
    if (Status s = row.texts(key, *out); !s.ok()) return s;
  }
  if (Status s = row.number("back", rule.back, kBackGlyphsMax); !s.ok()) return s;
  if (Status s = row.number("run_min", rule.run_min, 1024); !s.ok()) return s;
  if (Status s = row.flag("on", rule.on); !s.ok()) return s;
  return read_severity(row, rule);
}

Status check_rule(const TomlRow& row, const Rule& rule) {
  const bool named = !rule.id.empty() && std::all_of(rule.id.begin(), rule.id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!named) return row.wrong(row.table.get("id"), "id must consist of a-z, 0-9 and -");
  const Parser* const parser = find_parser(rule.parser);
  if (rule.head.empty() && (parser == nullptr || !parser->shapeless)) {
    return row.wrong(nullptr, "rule " + rule.id + " needs a head");
  }
  if (parser != nullptr && parser->forms && rule.forms.empty()) {
    return row.wrong(nullptr, "rule " + rule.id + " needs forms");
  }
  if (rule.pattern.empty() && rule.parser.empty()) {
    return row.wrong(nullptr, "rule " + rule.id + " needs a pattern or a parser");
  }
  return {};
}

}  // namespace

Status read_rules(std::string_view text, const std::string& file, std::vector<Rule>& rules) {
  const auto document = parse_toml(text, file, Code::bad_pack);
  if (!document) return document.error();
  const std::string provider = (*document)["provider"].value_or(std::string());
  const toml::array* rows = (*document)["rule"].as_array();
  if (rows == nullptr) {
    return Status(Code::bad_pack, file + ":1: no [[rule]] in this file; see docs/FORMATS.md");
  }
  for (const toml::node& node : *rows) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return Status(Code::bad_pack, file + ": rule must be [[rule]]");
    const TomlRow row{*table, file, Code::bad_pack};
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
