// vault due: what should be rotated, and why.
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <map>

#include "vault.h"
#include "vault/label.h"
#include "words.h"

namespace inkblot::cli {
namespace {

// How often each label was redacted, by its name in reports without its form.
using Seen = std::map<std::string, std::size_t>;

Status count_seen(const std::string& file, Seen& seen) {
  std::ifstream in(file);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto row = nlohmann::json::parse(line, nullptr, false);
    if (row.is_object() && row.contains("vault")) continue;  // A changed store came into force.
    const bool good = row.is_object() && row.contains("rule") && row["rule"].is_string();
    if (!good) {
      return Status(Code::invalid_argument, file + ", line " + std::to_string(number) +
                                                ": it is no line of a report of inkblot's");
    }
    if (!row.contains("evidence") || row["evidence"] != "known") continue;
    std::string rule = row["rule"].get<std::string>();
    if (rule.ends_with(')')) rule.erase(std::min(rule.rfind(" ("), rule.size()));
    ++seen[rule];
  }
  if (in.bad() || number == 0) {
    // An empty report says that nothing was redacted; a file that is not there says nothing.
    std::ifstream again(file);
    if (!again) return Status(Code::io, "cannot read the report " + file);
  }
  return {};
}

std::size_t times_seen(const Seen& seen, const std::string& label) {
  const auto plain = seen.find(label);
  if (plain != seen.end()) return plain->second;
  const auto tag = seen.find(sanitised(label));
  return tag == seen.end() ? 0 : tag->second;
}

std::vector<std::string> reasons(const KnownSecret& secret, std::int64_t now, std::int64_t age_max,
                                 std::size_t seen) {
  constexpr std::int64_t kDay = 86'400;
  std::vector<std::string> out;
  if (secret.expires != 0 && secret.expires <= now) {
    out.push_back("expired on " + shown_day(secret.expires));
  }
  const std::int64_t age = now - secret.enrolled;
  if (age_max >= 0 && age >= age_max) out.push_back(std::to_string(age / kDay) + " days old");
  if (seen > 0) out.push_back("seen " + std::to_string(seen) + " times");
  return out;
}

}  // namespace

int vault_due(const VaultOptions& options) {
  std::int64_t age_max = -1;
  if (!options.older_than.empty()) {
    const auto age = read_age(options.older_than);
    if (!age) return explain(age.error());
    age_max = *age;
  }
  const auto store = open_store(options);
  if (!store) return explain(store.error());
  Seen seen;
  for (const std::string& file : options.seen) {
    if (Status s = count_seen(file, seen); !s.ok()) return explain(s);
  }
  bool due = false;
  for (const KnownSecret& secret : store->contents.secrets) {
    const auto why = reasons(secret, time_now(), age_max, times_seen(seen, secret.label));
    if (why.empty()) continue;
    due = true;
    if (options.json) {
      const nlohmann::ordered_json row = {{"label", secret.label}, {"reasons", why}};
      std::cout << row.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
      continue;
    }
    std::cout << printable(secret.label);
    for (const std::string& reason : why) std::cout << '\t' << reason;
    std::cout << '\n';
  }
  const int code = finish_output();
  return code != kDone ? code : due ? kRedacted : kDone;
}

}  // namespace inkblot::cli
