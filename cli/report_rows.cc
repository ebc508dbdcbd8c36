// Rows are checked one by one, for a report may come from anywhere.
#include "report_rows.h"

#include <array>
#include <istream>
#include <nlohmann/json.hpp>

namespace inkblot::cli {
namespace {

using Json = nlohmann::json;

struct TextField {
  const char* name;
  std::string ReportRow::*text;
};
constexpr std::array<TextField, 12> kTexts = {{{"rule", &ReportRow::rule},
                                               {"provider", &ReportRow::provider},
                                               {"severity", &ReportRow::severity},
                                               {"evidence", &ReportRow::evidence},
                                               {"coding", &ReportRow::coding},
                                               {"fingerprint", &ReportRow::fingerprint},
                                               {"file", &ReportRow::file},
                                               {"member", &ReportRow::member},
                                               {"stream", &ReportRow::stream},
                                               {"outcome", &ReportRow::outcome},
                                               {"why", &ReportRow::why},
                                               {"modified", &ReportRow::modified}}};

std::uint64_t number(const Json& value) {
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

bool read_row(const std::string& line, ReportRow& out) {
  const Json row = Json::parse(line, nullptr, false);
  if (!row.is_object()) return false;
  out = {};
  for (const TextField& field : kTexts) {
    const auto found = row.find(field.name);
    if (found != row.end() && found->is_string()) out.*field.text = found->get<std::string>();
  }
  out.line = number(row.value("line", Json()));
  out.length = number(row.value("length", Json()));
  const Json input = row.value("input", Json());
  if (input.is_array() && !input.empty()) out.begin = number(input.front());
  return !out.rule.empty() || !out.outcome.empty() || row.contains("vault");
}

}  // namespace

Status read_report(std::istream& from, const std::function<void(const ReportRow&)>& tell) {
  ReportRow row;
  std::string line;
  for (std::uint64_t number = 1; std::getline(from, line); ++number) {
    if (line.empty()) continue;
    if (!read_row(line, row)) {
      return Status(Code::invalid_argument,
                    "line " + std::to_string(number) + ": no row of a report that --report wrote");
    }
    if (!row.rule.empty() || !row.outcome.empty()) tell(row);
  }
  return from.bad() ? Status(Code::io, "the report cannot be read") : Status();
}

}  // namespace inkblot::cli
