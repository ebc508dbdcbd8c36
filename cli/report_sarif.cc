// Results are written as they are read; what they refer to comes behind them.
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "report_rows.h"

namespace inkblot::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& value) {
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

// SARIF's words, and a number that others sort by.
const char* level_of(const std::string& severity) {
  if (severity == "critical" || severity == "high") return "error";
  return severity == "low" ? "note" : "warning";
}

const char* score_of(const std::string& severity) {
  if (severity == "critical") return "9.5";
  if (severity == "high") return "8.0";
  return severity == "low" ? "2.0" : "5.0";
}

// A path as a reference (RFC 3986): what is no plain character of one is written as %XX.
std::string reference(const std::string& path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (kPlain.find(c) != kPlain.npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return out;
}

struct Described {
  std::size_t index;
  std::string provider;
  std::string severity;
};
using Rules = std::map<std::string, Described>;

Json result_of(const ReportRow& row, Rules& rules) {
  const auto [rule, is_new] =
      rules.try_emplace(row.rule, Described{rules.size(), row.provider, row.severity});
  const std::string name = !row.file.empty() ? row.file : row.stream.empty() ? "-" : row.stream;
  Json place = {{"physicalLocation",
                 {{"artifactLocation", {{"uri", reference(name)}}},
                  {"region",
                   {{"startLine", std::max<std::uint64_t>(row.line, 1)},
                    {"byteOffset", row.begin},
                    {"byteLength", row.length}}}}}};
  if (!row.member.empty()) {
    place["logicalLocations"] = Json::array({{{"name", row.member}, {"kind", "member"}}});
  }
  Json out = {{"ruleId", row.rule},
              {"ruleIndex", rule->second.index},
              {"level", level_of(row.severity)},
              {"message", {{"text", row.rule + " was redacted (" + row.evidence + ")."}}},
              {"locations", Json::array({place})}};
  if (!row.fingerprint.empty()) {
    out["fingerprints"] = {{"inkblot/v1", row.fingerprint}};
  }
  return out;
}

Json driver_of(const Rules& rules) {
  std::vector<Json> listed(rules.size());
  for (const auto& [id, rule] : rules) {
    listed[rule.index] = {{"id", id},
                          {"shortDescription", {{"text", rule.provider + ": " + id}}},
                          {"properties", {{"security-severity", score_of(rule.severity)}}}};
  }
  return {{"name", "inkblot"}, {"version", INKBLOT_VERSION}, {"rules", listed}};
}

}  // namespace

Status write_sarif(std::istream& from, std::ostream& to) {
  Rules rules;
  Json files = Json::array();
  bool first = true;
  to << R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",)"
     << R"("runs":[{"results":[)";
  Status status = read_report(from, [&](const ReportRow& row) {
    if (!row.rule.empty()) {
      to << (first ? "\n" : ",\n") << text_of(result_of(row, rules));
      first = false;
    } else if (row.outcome == "failed" || row.outcome == "unhandled" || row.outcome == "busy") {
      files.push_back(
          {{"level", row.outcome == "failed" ? "error" : "warning"},
           {"message", {{"text", row.outcome + (row.why.empty() ? "" : ": " + row.why)}}},
           {"locations",
            Json::array({{{"physicalLocation",
                           {{"artifactLocation", {{"uri", reference(row.file)}}}}}}})}});
    }
  });
  if (!status.ok()) return status;
  // A file that stayed as it was is no finding, but whoever reads this must know.
  const Json invocation = {{"executionSuccessful", files.empty()},
                           {"toolExecutionNotifications", files}};
  to << "\n],\"columnKind\":\"utf16CodeUnits\",\"tool\":" << text_of({{"driver", driver_of(rules)}})
     << ",\"invocations\":[" << text_of(invocation) << "]}]}\n";
  return {};
}

}  // namespace inkblot::cli
