// What must hold for every text: cuts, bytes outside of findings, idempotence, JSON.
#include "corpus/properties.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace inkblot::test {
namespace {

using Json = nlohmann::ordered_json;

std::size_t first_difference(std::string_view a, std::string_view b) {
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(left - a.begin());
}

std::string rules_of(const Run& run) {
  std::string out;
  for (const Redaction& r : run.findings) {
    out += (out.empty() ? "" : " ") + r.rule->id + "@" + std::to_string(r.input.begin) + "-" +
           std::to_string(r.input.end);
    if (out.size() > 300) return out + " ...";
  }
  return out.empty() ? "no finding" : out;
}

bool same(const Redaction& a, const Redaction& b) {
  return a.rule->id == b.rule->id && a.evidence == b.evidence && a.input.begin == b.input.begin &&
         a.input.end == b.input.end && a.output.begin == b.output.begin &&
         a.output.end == b.output.end && a.line == b.line;
}

// One byte at a time and `random_cuts` ways from `seed`.
std::vector<std::vector<std::size_t>> cuts_for(std::size_t size, std::uint64_t seed,
                                               int random_cuts) {
  std::vector<std::vector<std::size_t>> out = {std::vector<std::size_t>(size, 1)};
  std::mt19937_64 random(seed + size);
  for (int i = 0; i < random_cuts; ++i) {
    // Few pieces or many: the widest is drawn first.
    const std::size_t widest = std::min(size, std::size_t{1} << (1 + random() % 12));
    std::vector<std::size_t> cut;
    for (std::size_t at = 0; at < size; at += cut.back()) {
      cut.push_back(std::min<std::size_t>(1 + random() % widest, size - at));
    }
    out.push_back(std::move(cut));
  }
  return out;
}

std::string described(const std::vector<std::size_t>& cut) {
  if (cut.size() > 8 && std::all_of(cut.begin(), cut.end(), [](auto n) { return n == 1; })) {
    return "one byte at a time";
  }
  std::string out = std::to_string(cut.size()) + " pieces:";
  for (std::size_t i = 0; i < cut.size() && i < 12; ++i) out += " " + std::to_string(cut[i]);
  return cut.size() > 12 ? out + " ..." : out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// BOUND: recursion as deep as the document; the corpus is ours.
std::string compare(const Json& before, const Json& after, const std::string& where) {
  const bool numbers = before.is_number() && after.is_number();
  if (before.type() != after.type() && !numbers) return where + ": the type changed";
  if (before.size() != after.size()) return where + ": the number of members changed";
  if (before.is_array()) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      const auto wrong = compare(before[i], after[i], where + "/" + std::to_string(i));
      if (!wrong.empty()) return wrong;
    }
  } else if (before.is_object()) {
    auto changed = after.begin();
    std::size_t index = 0;
    for (auto it = before.begin(); it != before.end(); ++it, ++changed, ++index) {
      const std::string place = where + "/member " + std::to_string(index);
      if (it.key() != changed.key() && changed.key().find("REDACTED") == std::string::npos) {
        return place + ": the key changed";
      }
      const auto wrong = compare(it.value(), changed.value(), place);
      if (!wrong.empty()) return wrong;
    }
  }
  return {};
}

}  // namespace

Run run_cut(std::string_view text, const std::vector<std::size_t>& sizes, const Options& options) {
  Run run;
  Options observed = options;
  observed.on_redaction = [&run](const Redaction& r) { run.findings.push_back(r); };
  run.output = redact_cut(text, sizes, observed);
  if (run.output.starts_with("FAILED: ") && !text.starts_with("FAILED: ")) run.error = run.output;
  return run;
}

std::string check_cuts(std::string_view text, const Run& whole, std::uint64_t seed, int random_cuts,
                       const Options& options) {
  for (const auto& cut : cuts_for(text.size(), seed, random_cuts)) {
    const Run run = run_cut(text, cut, options);
    if (run.output != whole.output) {
      return "the output differs from its byte " +
             std::to_string(first_difference(whole.output, run.output)) + " on; " + described(cut) +
             "; whole: " + rules_of(whole) + "; cut: " + rules_of(run);
    }
    if (!std::equal(run.findings.begin(), run.findings.end(), whole.findings.begin(),
                    whole.findings.end(), same)) {
      return "the report differs; " + described(cut) + "; whole: " + rules_of(whole) +
             "; cut: " + rules_of(run);
    }
  }
  return {};
}

std::string check_outside(std::string_view text, const Run& whole) {
  std::size_t in = 0;
  std::size_t out = 0;
  const std::string_view output = whole.output;
  for (const Redaction& r : whole.findings) {
    if (r.input.begin < in || r.input.end <= r.input.begin || r.input.end > text.size() ||
        r.output.begin < out || r.output.end < r.output.begin || r.output.end > output.size()) {
      return "the report's spans are not sorted, disjoint and within: " + rules_of(whole);
    }
    if (text.substr(in, r.input.begin - in) != output.substr(out, r.output.begin - out)) {
      return "bytes before input byte " + std::to_string(r.input.begin) +
             " changed unreported: " + rules_of(whole);
    }
    in = r.input.end;
    out = r.output.end;
  }
  if (text.substr(in) != output.substr(out)) {
    return "bytes after input byte " + std::to_string(in) +
           " changed unreported: " + rules_of(whole);
  }
  return {};
}

std::string check_idempotent(const Run& whole, const Options& options) {
  const Run again = run_cut(whole.output, {whole.output.size()}, options);
  if (again.output == whole.output && again.findings.empty()) return {};
  return "the output is redacted again: " + rules_of(again) + "; at first: " + rules_of(whole);
}

std::string check_json(std::string_view text, const Run& whole) {
  const auto before = lines_of(text);
  const auto after = lines_of(whole.output);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool paired = before.size() == after.size();
    if (paired && before[i] == after[i]) continue;
    const Json parsed = Json::parse(before[i], nullptr, false);
    if (parsed.is_discarded() || parsed.is_number()) continue;
    const std::string line = "line " + std::to_string(i + 1);
    if (!paired) {
      // A key's lines went, and a string on a line of its own is a line of source code.
      if (!parsed.is_structured()) continue;
      if (std::find(after.begin(), after.end(), before[i]) != after.end()) continue;
      return line + ": a JSON line changed while lines disappeared: " + rules_of(whole);
    }
    const Json changed = Json::parse(after[i], nullptr, false);
    if (changed.is_discarded()) return line + ": no longer JSON: " + rules_of(whole);
    const auto wrong = compare(parsed, changed, line);
    if (!wrong.empty()) return wrong + ": " + rules_of(whole);
  }
  return {};
}

}  // namespace inkblot::test
