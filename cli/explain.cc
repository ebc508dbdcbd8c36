// rules explain: every candidate of an input, what speaks for and against it, and the verdict.
#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <map>

#include "commands.h"
#include "words.h"

namespace inkblot::cli {
namespace {

// Explanations are all that is written.
class NullSink final : public Sink {
 public:
  Status write(std::span<const Bytes> pieces) override {
    (void)pieces;
    return {};
  }
};

std::string_view verdict_of(const Judgement& judgement) {
  if (judgement.found) return "found";
  const bool hidden = judgement.reason == Fact::covered || judgement.reason == Fact::repeated;
  return hidden ? "suppressed" : "rejected";
}

std::vector<std::string_view> facts_of(const Judgement& judgement, bool for_it) {
  std::vector<std::string_view> out;
  for (unsigned i = 1; i <= static_cast<unsigned>(kLastFact); ++i) {
    const Fact fact = static_cast<Fact>(i);
    const bool known = judgement.facts.has(fact) || judgement.reason == fact;
    if (known && speaks_for(fact) == for_it) out.push_back(words_of(fact));
  }
  return out;
}

// What was put to a threshold of the profile, and the threshold, in words.
std::string words_of(const Score& score) {
  constexpr std::array<std::string_view, 4> kWeights = {"nothing", "chosen", "mixed", "random"};
  const auto number = [&](std::uint32_t n) {
    if (score.scale == Scale::weight) return std::string(kWeights.at(n % kWeights.size()));
    const std::uint32_t parts = score.scale == Scale::rarity ? 10 : 4;
    const std::uint32_t rest = n % parts * 100 / parts;
    return std::to_string(n / parts) + (rest == 0 ? "" : "." + std::to_string(rest));
  };
  return std::string(name_of(score.scale)) + " " + number(score.has) + ", " + number(score.asked) +
         " asked";
}

using Json = nlohmann::ordered_json;

// One that writes what it is told about one input.
class Explainer {
 public:
  Explainer(std::string file, bool json) : file_(std::move(file)), json_(json) {}

  void add(const Judgement& j) {
    const std::string& seen = shown(j);
    if (json_) {
      Json row = begin(j.line);
      row["head"] = {j.head.begin, j.head.end};
      row["rule"] = j.rule->id;
      row["seen"] = seen;
      row["verdict"] = verdict_of(j);
      row["because"] = words_of(j.reason);
      row["for"] = facts_of(j, true);
      row["against"] = facts_of(j, false);
      const Score& score = j.facts.score();
      if (score.scale != Scale::none) {
        row["score"] = {
            {"scale", name_of(score.scale)}, {"has", score.has}, {"asked", score.asked}};
      }
      if (j.found) row["evidence"] = name_of(j.evidence);
      if (j.found) row["value"] = {j.value.begin, j.value.end};
      write(row);
      return;
    }
    std::cout << place(j.line) << ", byte " << j.head.begin << ": " << j.rule->id << ", seen \""
              << seen << "\": " << verdict_of(j) << ", " << words_of(j.reason) << '\n';
    list("for", facts_of(j, true));
    list("against", facts_of(j, false));
    if (j.facts.score().scale != Scale::none) {
      std::cout << "  score: " << words_of(j.facts.score()) << '\n';
    }
  }
  void add(const Redaction& r) const {
    if (json_) {
      Json row = begin(r.line);
      row["redacted"] = {r.input.begin, r.input.end};
      row["rule"] = r.rule->id;
      row["evidence"] = name_of(r.evidence);
      if (r.coding != Encoding::none) row["coding"] = name_of(r.coding);
      write(row);
      return;
    }
    const std::string coding =
        std::string(r.coding == Encoding::none ? "" : ", in ") + std::string(name_of(r.coding));
    std::cout << place(r.line) << ", bytes " << r.input.begin << " to " << r.input.end
              << ": redacted as " << r.rule->id << " (" << name_of(r.evidence) << coding << ")\n";
  }

 private:
  // PERF: to redact a name costs more than all that goes before, and names are few.
  const std::string& shown(const Judgement& j) {
    constexpr std::size_t kNamesMax = 1000;
    if (names_.size() >= kNamesMax) names_.clear();
    const auto [at, fresh] = names_.try_emplace(j.seen);
    if (fresh) at->second = harmless(j.seen);
    return at->second;
  }
  Json begin(std::uint64_t line) const {
    Json row;
    if (!file_.empty()) row["file"] = file_;
    row["line"] = line;
    return row;
  }
  static void write(const Json& row) {
    std::cout << row.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  std::string place(std::uint64_t line) const {
    return (file_.empty() ? "" : file_ + ": ") + "line " + std::to_string(line);
  }
  static void list(const char* title, const std::vector<std::string_view>& facts) {
    std::string text;
    for (const std::string_view fact : facts) text.append(text.empty() ? "" : "; ").append(fact);
    if (!text.empty()) std::cout << "  " << title << ": " << text << '\n';
  }

  std::string file_;
  bool json_;
  std::map<std::string, std::string> names_;
};

Status explain_input(const std::string& path, Options& options, bool json) {
  const bool standard = path == "-";
  const int fd = standard ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  const auto wrong = [&path](Code code, const std::string& why) {
    return Status(code, "cannot read " + path + ": " + why);
  };
  if (fd < 0) return wrong(Code::invalid_argument, std::strerror(errno));
  Explainer explainer(standard ? "" : harmless(path), json);
  options.on_judgement = [&explainer](const Judgement& judgement) { explainer.add(judgement); };
  options.on_redaction = [&explainer](const Redaction& redaction) { explainer.add(redaction); };
  auto source = make_fd_source(fd);
  if (!source) return source.error();
  NullSink sink;
  const auto stats = redact(**source, sink, options);
  if (!standard) close(fd);
  return stats ? Status() : wrong(stats.error().code(), stats.error().message());
}

}  // namespace

int rules_explain(const FilterOptions& given, bool json) {
  Prepared prepared;
  if (Status s = prepare(given, prepared); !s.ok()) return explain(s);
  std::vector<std::string> paths = given.files;
  if (paths.empty()) paths.emplace_back("-");
  for (const std::string& path : paths) {
    if (Status s = explain_input(path, prepared.options, json); !s.ok()) {
      std::cout.flush();
      return explain(s);
    }
  }
  return finish_output();
}

}  // namespace inkblot::cli
