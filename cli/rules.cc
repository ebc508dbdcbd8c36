// rules list | show | sample | test | compile.
#include <inkblot/settings.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iostream>

#include "commands.h"
#include "pack/pack.h"
#include "pack/sample.h"
#include "words.h"

namespace inkblot::cli {
namespace {

// ERRORS: invalid_argument when there is none.
Result<const Rule*> find_rule(const Pack& pack, const std::string& id) {
  if (Status s = check_rule_id(pack, id); !s.ok()) return tl::unexpected<Status>(s);
  const auto rules = pack.rules();
  return &*std::find_if(rules.begin(), rules.end(), [&id](const Rule& r) { return r.id == id; });
}

// What the engine makes of a text under one rule alone.
Result<std::string> redact_with(const std::shared_ptr<const Pack>& pack, const Rule& rule,
                                const std::string& text) {
  Options options;
  options.pack = pack;
  options.only = {rule.id};
  return redact(text, options);
}

// The text of a failed check, or empty.
std::string check_sample(const std::shared_ptr<const Pack>& pack, const Rule& rule,
                         std::uint64_t seed) {
  const auto secret = make_sample(rule, rule.sample, seed);
  if (!secret) return secret.error().message();
  std::vector<std::string> examples = rule.examples;
  if (examples.empty()) examples = {"{secret}", "key: {secret}\n", "\"{secret}\"\n"};
  for (const std::string& example : examples) {
    std::string text = example;
    const std::size_t at = text.find("{secret}");
    if (at != std::string::npos) text.replace(at, 8, *secret);
    const auto out = redact_with(pack, rule, text);
    if (!out) return out.error().message();
    if (out->find("REDACTED_" + rule.id) == std::string::npos) return "its sample is not found";
    const auto index = static_cast<std::uint32_t>(&rule - pack->rules().data());
    const std::string tail =
        secret->substr(secret->size() - std::min<std::size_t>(secret->size(), 8));
    const bool whole = rule.parser.empty() && !impl(*pack).derived(index).captures;
    if (whole && out->find(tail) != std::string::npos) return "a part of its sample survives";
  }
  return {};
}

std::string check_rule(const std::shared_ptr<const Pack>& pack, const Rule& rule) {
  if (rule.sample.empty()) return "it has no sample";
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    std::string problem = check_sample(pack, rule, seed);
    if (!problem.empty()) return problem + " (seed " + std::to_string(seed) + ")";
  }
  for (const std::string& negative : rule.negative_examples) {
    Rule plain = rule;
    plain.checksum.clear();
    const auto text = make_sample(plain, negative, 1);
    if (!text) return text.error().message();
    const auto out = redact_with(pack, rule, *text);
    if (!out) return out.error().message();
    if (*out != *text) return "the counter-example \"" + negative + "\" is redacted";
  }
  return {};
}

Result<std::shared_ptr<const Pack>> pack_of(const RulesOptions& options, const Pack* base) {
  if (options.paths.empty()) return load_rules(options.rules);
  const std::vector<std::filesystem::path> files(options.paths.begin(), options.paths.end());
  return Pack::compile(files, base);
}

}  // namespace

int rules_list(const RulesOptions& options) {
  const auto pack = load_rules(options.rules);
  if (!pack) return explain(pack.error());
  for (const Rule& rule : (*pack)->rules()) {
    if (options.json) {
      const nlohmann::ordered_json row = {{"id", rule.id},
                                          {"provider", rule.provider},
                                          {"description", rule.description},
                                          {"severity", name_of(rule.severity)},
                                          {"on", rule.on}};
      std::cout << row.dump() << '\n';
    } else {
      std::cout << rule.id << '\t' << (rule.on ? name_of(rule.severity) : "off") << '\t'
                << printable(rule.provider) << '\t' << printable(rule.description) << '\n';
    }
  }
  return finish_output();
}

int rules_show(const RulesOptions& options) {
  const auto pack = load_rules(options.rules);
  if (!pack) return explain(pack.error());
  const auto found = find_rule(**pack, options.id);
  if (!found) return explain(found.error());
  const Rule& rule = **found;
  const auto row = [](std::string_view name, const std::string& value) {
    if (!value.empty()) std::cout << name << ": " << printable(value) << '\n';
  };
  row("id", rule.id);
  row("provider", rule.provider);
  row("description", rule.description);
  row("severity", std::string(name_of(rule.severity)));
  row("on", rule.on ? "yes" : "no (public by design; --only turns it on)");
  row("pattern", rule.pattern);
  row("head", rule.head);
  row("parser", rule.parser);
  row("checksum", rule.checksum);
  row("back", rule.back == 0 ? "" : std::to_string(rule.back));
  row("run_min", rule.run_min == 0 ? "" : std::to_string(rule.run_min));
  for (const std::string& reference : rule.references) row("reference", reference);
  const auto sample =
      rule.sample.empty() ? Result<std::string>("") : make_sample(rule, rule.sample, 7);
  if (!sample) return explain(sample.error());
  if (sample->empty()) return finish_output();
  const auto becomes = redact_with(*pack, rule, *sample);
  if (!becomes) return explain(becomes.error());
  row("sample (made up)", *sample);
  row("becomes", *becomes);
  row("try", "inkblot rules sample " + rule.id + " | inkblot --only " + rule.id);
  row("turn off", "inkblot --except " + rule.id);
  return finish_output();
}

int rules_sample(const RulesOptions& options) {
  const auto pack = load_rules(options.rules);
  if (!pack) return explain(pack.error());
  const auto rule = find_rule(**pack, options.id);
  if (!rule) return explain(rule.error());
  const auto sample = make_sample(**rule, (*rule)->sample, 7);
  if (!sample) return explain(sample.error());
  std::cout << *sample << '\n';
  return finish_output();
}

int rules_test(const RulesOptions& options) {
  const auto pack = pack_of(options, nullptr);
  if (!pack) return explain(pack.error());
  std::size_t failed = 0;
  for (const Rule& rule : (*pack)->rules()) {
    const std::string problem = check_rule(*pack, rule);
    if (problem.empty()) continue;
    ++failed;
    std::cout << "FAILED " << rule.id << ": " << printable(problem) << '\n';
  }
  std::cout << (*pack)->rules().size() - failed << " passed, " << failed << " failed\n";
  const int code = finish_output();
  return code != kDone ? code : failed == 0 ? kDone : kRedacted;
}

int rules_compile(const RulesOptions& options) {
  const auto base = Pack::builtin();
  if (!base) return explain(base.error());
  const auto pack = pack_of(options, options.alone ? nullptr : base->get());
  if (!pack) return explain(pack.error());
  if (!options.out.ends_with(".inkdb")) {
    say("name the pack FILE.inkdb, for --rules knows it by that");
    return kUsage;
  }
  if (Status s = (*pack)->save(options.out); !s.ok()) return explain(s);
  say(std::to_string((*pack)->rules().size()) + " rules compiled");
  return kDone;
}

}  // namespace inkblot::cli
