// Every rule is swept for by its keywords, and confirmed by its regex (confirm/foreign.cc).
#include "pack/gitleaks.h"

#include <algorithm>
#include <map>

#include "decode/letters.h"
#include "pack/gitleaks_config.h"

namespace inkblot {
namespace {

using gitleaks::Config;
using gitleaks::Draft;
using gitleaks::Gap;
using gitleaks::Gaps;

constexpr std::size_t kKeywordsMax = 64;
constexpr std::size_t kKeywordBytesMax = 64;
// How far before its keyword a secret may begin.
constexpr std::uint16_t kBackGlyphs = 128;

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

std::string our_id(const std::string& id) {
  std::string out = "gitleaks-" + to_lower(id);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !is_plain(c); }, '-');
  return out;
}

// Whether the sweep can look for all of them.
bool are_usable(const std::vector<std::string>& keywords) {
  return !keywords.empty() && keywords.size() <= kKeywordsMax &&
         std::all_of(keywords.begin(), keywords.end(), [](const std::string& word) {
           return word.size() >= 2 && word.size() <= kKeywordBytesMax &&
                  std::all_of(word.begin(), word.end(), [](char c) { return c > 0; });
         });
}

std::string head_of(const std::vector<std::string>& keywords) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "(?i:";
  for (const std::string& word : keywords) {
    if (out.size() > 4) out += '|';
    for (const char c : word) {
      const auto byte = static_cast<std::uint8_t>(c);
      if (kWordSet.has(byte) || c == '/') {
        out += c;
      } else {
        out.append("\\x").append({kDigits[byte >> 4U], kDigits[byte & 15U]});
      }
    }
  }
  return out + ")";
}

// The rule, if it can run in a stream; what cannot is one more gap.
Status translate(Draft& draft, Gaps& gaps, std::vector<Rule>& out) {
  const auto leave_out = [&gaps](std::string why) {
    gaps.push_back({std::move(why), "the rule is left out"});
    return Status();
  };
  if (draft.silent) return {};
  if (!draft.unfit.empty()) return leave_out(std::move(draft.unfit));
  if (draft.regex.empty()) {
    return Status(Code::bad_pack, draft.place + ": rule " + draft.id + " needs a regex");
  }
  gaps.insert(gaps.end(), draft.gaps.begin(), draft.gaps.end());
  std::vector<std::string> keywords;
  for (const std::string& word : draft.keywords) keywords.push_back(to_lower(word));
  if (!are_usable(keywords)) keywords = literals_of(draft.regex);
  if (!are_usable(keywords)) {
    return leave_out(draft.place + ": rule " + draft.id +
                     ": it has no keywords of 2 to 64 letters of ASCII, and no such word stands in "
                     "all that its regex matches");
  }
  Foreign::Row row{draft.regex, static_cast<int>(draft.group), draft.entropy,
                   std::move(draft.allowlists)};
  auto foreign = std::make_shared<const Foreign>(std::move(row));
  if (draft.group > foreign->groups()) {
    return Status(Code::bad_pack, draft.regex_place + ": rule " + draft.id + ": secretGroup is " +
                                      std::to_string(draft.group) + ", but its regex has " +
                                      std::to_string(foreign->groups()) + " groups");
  }
  Rule rule;
  rule.id = our_id(draft.id);
  rule.provider = "gitleaks";
  rule.description = std::move(draft.description);
  rule.head = head_of(keywords);
  rule.back = kBackGlyphs;
  rule.keywords = std::move(keywords);
  rule.foreign = std::move(foreign);
  out.push_back(std::move(rule));
  return {};
}

// Gives the lists that are not a rule's own to the rules they are for.
Status hand_out_lists(Config& config) {
  for (const auto& [id, list] : config.targeted) {
    const std::string& wanted = id;
    const auto at = std::find_if(config.rules.begin(), config.rules.end(),
                                 [&wanted](const Draft& draft) { return draft.id == wanted; });
    if (at == config.rules.end()) {
      return Status(Code::bad_pack, config.file + ":1: targetRules: no rule is named " + wanted);
    }
    at->allowlists.push_back(list);
  }
  for (Draft& draft : config.rules) {
    draft.allowlists.insert(draft.allowlists.end(), config.allowlists.begin(),
                            config.allowlists.end());
  }
  return {};
}

Status translate_all(Config& config, Gaps& gaps, std::vector<Rule>& rules) {
  gaps.insert(gaps.end(), config.gaps.begin(), config.gaps.end());
  if (Status s = hand_out_lists(config); !s.ok()) return s;
  std::map<std::string, std::string> names;
  for (Draft& draft : config.rules) {
    const auto [at, fresh] = names.emplace(our_id(draft.id), draft.id);
    if (!fresh) {
      return Status(Code::bad_pack, draft.place + ": rule " + draft.id + " and rule " + at->second +
                                        " would both be called " + at->first + "; rename one");
    }
    std::vector<Rule> made;
    if (Status s = translate(draft, gaps, made); !s.ok()) return s;
    for (Rule& rule : made) {
      const auto same = std::find_if(rules.begin(), rules.end(),
                                     [&rule](const Rule& old) { return old.id == rule.id; });
      if (same != rules.end()) {
        *same = std::move(rule);
      } else {
        rules.push_back(std::move(rule));
      }
    }
  }
  return {};
}

Status refuse(const Gaps& gaps) {
  std::string words = gaps.front().what;
  if (gaps.size() > 1) {
    words += " (and " + std::to_string(gaps.size() - 1) + " more that a stream cannot do)";
  }
  return Status(Code::bad_pack,
                words + "; --gitleaks-skip-unsupported goes on without, and names each");
}

}  // namespace

Status read_gitleaks(std::span<const std::filesystem::path> files, const OpenFile& open,
                     std::vector<Rule>& rules, std::vector<std::string>* skipped) {
  std::vector<Config> configs;
  for (const std::filesystem::path& file : files) {
    Config config;
    Config* const before = configs.empty() ? nullptr : &configs.back();
    if (Status s = gitleaks::read_config(file, open, before, config); !s.ok()) return s;
    configs.push_back(std::move(config));
  }
  Gaps gaps;
  for (Config& config : configs) {
    if (Status s = translate_all(config, gaps, rules); !s.ok()) return s;
  }
  if (gaps.empty()) return {};
  if (skipped == nullptr) return refuse(gaps);
  for (const Gap& gap : gaps) skipped->push_back(gap.what + "; " + gap.effect);
  return {};
}

}  // namespace inkblot
