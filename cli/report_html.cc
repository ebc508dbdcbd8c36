// The rows as one value of JSON in a page, with what is said often said once.
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <vector>

#include "report_page.h"
#include "report_rows.h"

namespace inkblot::cli {
namespace {

using Json = nlohmann::json;

// Numbers for texts, in the order in which they came.
class Numbered {
 public:
  std::size_t of(const std::string& text) {
    const auto [found, is_new] = numbers_.try_emplace(text, texts_.size());
    if (is_new) texts_.push_back(text);
    return found->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> texts_;
};

// JSON that ends no script: of a text it may be anybody's.
std::string script_text(const Json& value) {
  const std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

struct Rule {
  std::string id;
  std::string provider;
  std::string severity;
};
struct File {
  std::string outcome;
  std::string why;
  std::string modified;
};

// What the page's script reads.
struct Data {
  Numbered rules;
  std::vector<Rule> of_rules;
  Numbered files;
  std::vector<File> of_files;
  Numbered words;

  std::size_t rule(const ReportRow& row) {
    const std::size_t i = rules.of(row.rule + "\n" + row.provider + "\n" + row.severity);
    if (i == of_rules.size()) of_rules.push_back({row.rule, row.provider, row.severity});
    return i;
  }
  std::size_t file(const ReportRow& row) {
    const std::size_t i = files.of(row.file.empty() ? row.stream : row.file);
    if (i == of_files.size()) of_files.emplace_back();
    return i;
  }
  Json tail(const std::string& when) const {
    Json out = {{"version", INKBLOT_VERSION}, {"when", when}, {"words", words.texts()}};
    out["rules"] = Json::array();
    for (const Rule& rule : of_rules) {
      out["rules"].push_back({rule.id, rule.provider, rule.severity});
    }
    out["files"] = Json::array();
    for (std::size_t i = 0; i < of_files.size(); ++i) {
      const File& file = of_files[i];
      out["files"].push_back({files.texts()[i], file.outcome, file.why, file.modified});
    }
    return out;
  }
};

}  // namespace

Status write_html(std::istream& from, const std::string& when, std::ostream& to) {
  Data data;
  to << kPageBegin << "{\"rows\":[";
  bool first = true;
  Status status = read_report(from, [&](const ReportRow& row) {
    const std::size_t file = data.file(row);
    if (row.rule.empty()) {
      data.of_files[file] = {row.outcome, row.why, row.modified};
      return;
    }
    Json out = {data.rule(row),           file, row.line, row.length, data.words.of(row.evidence),
                data.words.of(row.coding)};
    if (!row.member.empty() || !row.fingerprint.empty()) out.push_back(row.member);
    if (!row.fingerprint.empty()) out.push_back(row.fingerprint);
    to << (first ? "\n" : ",\n") << script_text(out);
    first = false;
  });
  if (!status.ok()) return status;
  to << "\n]," << script_text(data.tail(when)).substr(1) << kPageEnd;
  return {};
}

}  // namespace inkblot::cli
