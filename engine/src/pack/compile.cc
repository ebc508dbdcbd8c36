// Rules to a database, and what can be derived from a rule's pattern.
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>

#include "confirm/checksum.h"
#include "confirm/parsers.h"
#include "pack/gitleaks.h"
#include "pack/head.h"
#include "pack/pack.h"
#include "pack/providers.h"
#include "pack/triggers.h"
#include "pack/ways.h"

namespace inkblot {
namespace {

bool is_punctuation(char c) {
  return std::string_view("!#$%&*+,./:;=?@^|~_-{}").find(c) != std::string_view::npos;
}

// The characters beyond letters and digits that a pattern names, in classes or by themselves.
CharSet named_characters(const std::string& pattern) {
  CharSet set = kTokenSet;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      c = pattern[++i];
      if (is_punctuation(c)) set.set(static_cast<std::uint8_t>(c));
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    const bool meta = !in_class && std::string_view("$*+.?^|").find(c) != std::string_view::npos;
    if (c == '{' && !in_class) {  // A count, not a character.
      i = std::min(pattern.find('}', i), pattern.size() - 1);
      continue;
    }
    const bool group = c == '(' && i + 1 < pattern.size() && pattern[i + 1] == '?';
    if (group) {
      i = std::min(pattern.find_first_of(":)", i), pattern.size() - 1);
      continue;
    }
    if (is_punctuation(c) && !meta) set.set(static_cast<std::uint8_t>(c));
  }
  return set;
}

bool crosses_blanks(const std::string& pattern) {
  return pattern.find("\\s") != std::string::npos || pattern.find(' ') != std::string::npos ||
         pattern.find('"') != std::string::npos || pattern.find('>') != std::string::npos;
}

// True when the pattern has a group that is not (?: ... ).
bool has_capture(const std::string& pattern) {
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '[') {
      in_class = true;
    } else if (pattern[i] == ']') {
      in_class = false;
    } else if (pattern[i] == '(' && !in_class && pattern.compare(i, 2, "(?") != 0) {
      return true;
    }
  }
  return false;
}

void derive_sets(const Rule& rule, Derived& out) {
  const CharSet named = named_characters(rule.pattern);
  out.captures = has_capture(rule.pattern);
  out.checksum = find_checksum(rule.checksum);
  out.proven_glued = proves_glued(out.checksum);
  out.line = crosses_blanks(rule.pattern);
  constexpr CharSet kLine = inverted(CharSet("\n\r"));
  out.run = out.line ? kLine : named;
  out.plain_run = out.run;
  out.plain_run.remove(kEscapeStarts);
  if (rule.back > 0) {
    const auto shape = Shape::parse(rule.pattern);
    out.fixed_back = shape && shape->fixed_for(rule.back, out.head_min);
  }
  out.never_glued = is_never_glued(rule, out.checksum);
  out.parser = find_parser(rule.parser);
  if (out.parser != nullptr) {
    out.repeats = out.parser->repeats;
    out.ends_word = out.parser->ends_word;
  } else if (!out.line && rule.foreign == nullptr) {
    out.repeats = out.run;
  }
  out.tail = kTokenSet;
  out.tail.add(rule.tail);
  for (const char c : std::string_view("+/=")) {
    if (named.has(static_cast<std::uint8_t>(c))) out.tail.set(static_cast<std::uint8_t>(c));
  }
}

// Every character that the first atom of a head names; more than it can begin with does no harm.
void add_starts(const std::string& head, CharSet& out) {
  const char closing = head.starts_with('[') ? ']' : head.starts_with('(') ? ')' : '\0';
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == closing) return;
    const bool escaped = head[i] == '\\' && i + 1 < head.size();
    const char c = head[escaped ? ++i : i];
    if (escaped ? is_punctuation(c) || c == '"' : c != ' ') out.set(static_cast<std::uint8_t>(c));
    if (closing == '\0') return;
  }
}

void add_neighbours(const std::string& head, Neighbours& out) {
  const auto sequences = parse_plain(head);
  if (!sequences) return out.add_all();
  for (const Sequence& sequence : *sequences) out.add(sequence);
}

Status rule_error(const Rule& rule, const std::string& what) {
  return Status(Code::bad_pack, "rule " + rule.id + ": " + what);
}

Status check_parser(const Rule& rule) {
  if (rule.parser.empty() || find_parser(rule.parser) != nullptr) return {};
  return rule_error(rule, "no parser is named " + rule.parser);
}

}  // namespace

const Matcher& PackImpl::exact(std::uint32_t rule) const {
  return exact_[rule].get([&] { return std::make_unique<Matcher>(rules_[rule].pattern); });
}

const Matcher& PackImpl::head(std::uint32_t rule) const {
  return heads_[rule].get(
      [&] { return std::make_unique<Matcher>(sweep_regex(rules_[rule].head)); });
}

Status PackImpl::measure() {
  for (const Rule& rule : rules_) {
    Derived out;
    if (rule.head.empty()) {
      if (Status s = check_parser(rule); !s.ok()) return s;
      derived_.push_back(out);
      continue;
    }
    const auto head = hyperscan::measure(sweep_regex(rule.head));
    if (!head) return rule_error(rule, "head: " + head.error().message());
    if (head->max > kHeadBytesMax || head->min < 2) {
      return rule_error(rule, "its head must span 2 to " + std::to_string(kHeadBytesMax) +
                                  " bytes; use a bounded pattern such as prefix_[0-9a-z]{8}");
    }
    if (Status s = check_head(rule.head); !s.ok()) return rule_error(rule, "head: " + s.message());
    add_neighbours(sweep_regex(rule.head), neighbours_);
    out.head_min = static_cast<std::uint16_t>(head->min);
    out.head_max = static_cast<std::uint16_t>(head->max);
    out.width_max = kDecideGlyphsMax;
    if (!rule.pattern.empty()) {
      const auto whole = hyperscan::measure(rule.pattern);
      if (!whole) return rule_error(rule, "pattern: " + whole.error().message());
      out.width_min = static_cast<std::uint32_t>(whole->min);
      out.width_max = std::min<std::uint32_t>(whole->max, kDecideGlyphsMax);
      RE2::Options quiet;
      quiet.set_log_errors(false);
      const RE2 regex(rule.pattern, quiet);
      if (!regex.ok()) return rule_error(rule, "pattern: " + regex.error());
    }
    if (!rule.checksum.empty() && find_checksum(rule.checksum) == nullptr) {
      return rule_error(rule, "no checksum is named " + rule.checksum);
    }
    if (Status s = check_parser(rule); !s.ok()) return s;
    derived_.push_back(out);
  }
  return {};
}

Status PackImpl::derive() {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    derive_sets(rules_[i], derived_[i]);
    if (!rules_[i].forms.empty()) {
      auto providers = std::make_shared<Providers>();
      if (Status s = providers->read(rules_[i].forms); !s.ok()) {
        return rule_error(rules_[i], s.message());
      }
      derived_[i].providers = std::move(providers);
    }
    shapeless_ = shapeless_ || rules_[i].head.empty();
    // A foreign secret begins in the run of its keyword or behind it.
    const bool from_head = rules_[i].parser.empty() && rules_[i].foreign == nullptr;
    if (from_head && !derived_[i].captures) add_starts(rules_[i].head, head_starts_);
    head_bytes_max_ = std::max<std::size_t>(head_bytes_max_, derived_[i].head_max);
    back_glyphs_max_ = std::max<std::size_t>(back_glyphs_max_, rules_[i].back);
    exact_.emplace_back();
    heads_.emplace_back();
  }
  return {};
}

Result<std::shared_ptr<PackImpl>> PackImpl::make(std::vector<Rule> rules, std::string origin) {
  auto pack = std::make_shared<PackImpl>();
  pack->rules_ = std::move(rules);
  pack->origin_ = std::move(origin);
  if (Status s = pack->measure(); !s.ok()) return tl::unexpected<Status>(s);
  if (Status s = pack->derive(); !s.ok()) return tl::unexpected<Status>(s);
  const auto patterns = sweep_patterns(pack->rules_, &pack->openings_);
  pack->openings_.sort();
  for (const std::uint32_t id : pack->openings_.ids()) {
    pack->derived_[SweepId::of(id).rule].opens = true;
  }
  std::size_t failed = 0;
  auto compiled = hyperscan::compile(patterns, failed);
  if (!compiled) {
    const bool of_rule = failed < patterns.size() && !is_trigger(patterns[failed].id);
    if (!of_rule) return tl::unexpected<Status>(compiled.error());
    const Rule& rule = pack->rules_[SweepId::of(patterns[failed].id).rule];
    return tl::unexpected<Status>(rule_error(rule, compiled.error().message()));
  }
  pack->database_ = std::move(*compiled);
  return pack;
}

namespace {

Result<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  in.peek();  // A folder can be opened.
  if (!in && !in.eof()) return failure(Code::bad_pack, "cannot read the rules in " + file.string());
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<std::vector<std::filesystem::path>> rule_files(
    std::span<const std::filesystem::path> paths) {
  std::vector<std::filesystem::path> out;
  for (const auto& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    std::set<std::filesystem::path> sorted;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (entry.path().extension() == ".toml") sorted.insert(entry.path());
    }
    if (error) return failure(Code::bad_pack, "cannot list " + path.string());
    out.insert(out.end(), sorted.begin(), sorted.end());
  }
  return out;
}

}  // namespace

Result<std::shared_ptr<const Pack>> Pack::compile(std::span<const std::filesystem::path> files,
                                                  const Pack* base) {
  std::vector<Rule> rules;
  if (base != nullptr) rules.assign(base->rules().begin(), base->rules().end());
  const auto paths = rule_files(files);
  if (!paths) return tl::unexpected<Status>(paths.error());
  for (const auto& path : *paths) {
    const auto text = read_file(path);
    if (!text) return tl::unexpected<Status>(text.error());
    if (Status s = read_rules(*text, path.string(), rules); !s.ok()) {
      return tl::unexpected<Status>(s);
    }
  }
  return PackImpl::make(std::move(rules), files.empty() ? "none" : files.front().string());
}

Result<std::shared_ptr<const Pack>> Pack::compile_gitleaks(
    std::span<const std::filesystem::path> files, const Pack* base,
    std::vector<std::string>* skipped) {
  std::vector<Rule> rules;
  if (base != nullptr) rules.assign(base->rules().begin(), base->rules().end());
  if (Status s = read_gitleaks(files, read_file, rules, skipped); !s.ok()) {
    return tl::unexpected<Status>(s);
  }
  return PackImpl::make(std::move(rules), files.empty() ? "none" : files.front().string());
}

}  // namespace inkblot
