// A head as what the sweep looks for: patterns of its database, and openings.
#include "pack/ways.h"

#include <algorithm>

#include "confirm/checksum.h"
#include "pack/pack.h"
#include "pack/plain.h"
#include "pack/triggers.h"

namespace inkblot {
namespace {

// Before a slash, as JSON within JSON may write it.
constexpr std::uint32_t kSlashesMax = 7;

// The bytes that a match takes, or 0 where that varies.
std::uint32_t width_of(const Sequence& sequence) {
  std::uint32_t out = 0;
  for (const Item& item : sequence) {
    if (item.min != item.max) return 0;
    out += item.min;
  }
  return out;
}

// A sequence once for each number of backslashes that its slashes may have before them, which is
// one for all that one encoder wrote.  PERF: Hyperscan knows `://` then, where it had but a colon.
// Where some have more than others, the view shows what is spelled.
std::vector<Sequence> slash_ways(const Sequence& sequence) {
  // As sweep_regex() puts them before a slash.
  const auto is_free = [&sequence](std::size_t i) {
    const Item& item = sequence[i];
    return item.set == CharSet("\\") && item.min == 0 && item.max == kSlashesMax &&
           i + 1 < sequence.size() && sequence[i + 1].set == CharSet("/");
  };
  std::vector<Sequence> out;
  for (std::uint32_t slashes = 0; slashes <= kSlashesMax; ++slashes) {
    bool any = false;
    Sequence& way = out.emplace_back();
    for (std::size_t i = 0; i < sequence.size(); ++i) {
      const Item& item = sequence[i];
      const bool free = is_free(i);
      any = any || free;
      if (!free) way.push_back(item);
      if (free && slashes > 0) way.push_back({item.set, slashes, slashes, item.in_group});
    }
    if (!any) break;
  }
  return out;
}

// A sequence as several, each of one width; the sequence itself when they are too many.
std::vector<Sequence> fixed_ways(const Sequence& sequence) {
  constexpr std::size_t kWaysMax = 8;
  std::vector<Sequence> out = {Sequence()};
  for (const Item& item : sequence) {
    std::vector<Sequence> longer;
    for (std::uint32_t times = item.min; times <= item.max; ++times) {
      for (const Sequence& way : out) {
        longer.push_back(way);
        if (times > 0) longer.back().push_back({item.set, times, times, item.in_group});
        if (longer.size() > kWaysMax) return {sequence};
      }
    }
    out = std::move(longer);
  }
  return out;
}

// PERF: in a run of one character, a literal of that character is found at every byte, for which
// Hyperscan falls to a five hundredth of its speed.  A sequence that begins with such a run becomes
// one for every character that may end the run.
void add_sequence(const Sequence& items, SweepId id, std::vector<hyperscan::Pattern>& out) {
  constexpr std::size_t kRunMin = 4;
  const auto in_run = [&items](const Item& item) {
    return item.set == items.front().set && item.set.size() == 1 && item.min == item.max;
  };
  const auto end = std::find_if_not(items.begin(), items.end(), in_run);
  std::size_t size = 0;
  for (auto item = items.begin(); item != end; ++item) size += item->min;
  if (size < kRunMin || end == items.end() || end->min != 1 || end->max != 1) {
    out.push_back({to_pattern(items), id.id()});
    return;
  }
  Sequence one = items;
  Item& ending = one[static_cast<std::size_t>(end - items.begin())];
  for (unsigned c = 0; c < 256; ++c) {
    if (!end->set.has(static_cast<std::uint8_t>(c))) continue;
    ending.set = CharSet();
    ending.set.set(static_cast<std::uint8_t>(c));
    out.push_back({to_pattern(one), id.id()});
  }
}

// What a rule's head takes.
struct Ways {
  std::vector<hyperscan::Pattern>* patterns;
  Openings* openings;  // Null: those are patterns as well.

  void add(const Sequence& way, std::uint32_t rule) {
    const SweepId id{rule, width_of(way)};
    if (openings == nullptr || !openings->take(way, id.id())) add_sequence(way, id, *patterns);
  }
  // PERF: a head of several widths is swept as one pattern for each way to match it, so that each
  // hit says where it began.
  void add(const std::string& head, std::uint32_t rule) {
    const std::string whole = sweep_regex(head);
    const auto sequences = parse_plain(whole);
    if (!sequences) {
      patterns->push_back({whole, SweepId{rule}.id()});
      return;
    }
    for (const Sequence& sequence : *sequences) {
      for (const Sequence& alike : slash_ways(sequence)) {
        for (const Sequence& way : fixed_ways(alike)) add(way, rule);
      }
    }
  }
};

}  // namespace

std::string sweep_regex(const std::string& head) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == '\\' && i + 1 < head.size() && head[i + 1] != '/') {
      out += c;
      out += head[++i];
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    if (c == '/' && !in_class) {
      if (!out.empty() && out.back() == '\\') out.pop_back();
      out += "\\\\{0," + std::to_string(kSlashesMax) + "}/";
    } else {
      out += c;
    }
  }
  return out;
}

bool proves_glued(const Checksum* checksum) {
  return checksum != nullptr && checksum->proof == Proof::value;
}

bool is_never_glued(const Rule& rule, const Checksum* checksum) {
  return rule.back == 0 && rule.parser.empty() && !proves_glued(checksum);
}

void add_openings(const Rule& rule, std::uint32_t index, Openings& openings) {
  std::vector<hyperscan::Pattern> others;
  Ways{&others, &openings}.add(rule.head, index);
}

std::vector<hyperscan::Pattern> sweep_patterns(std::span<const Rule> rules, Openings* openings) {
  std::vector<hyperscan::Pattern> out;
  Ways ways{&out, openings};
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (rules[i].head.empty()) continue;
    const bool whole = is_never_glued(rules[i], find_checksum(rules[i].checksum));
    ways.openings = whole ? openings : nullptr;
    ways.add(rules[i].head, i);
  }
  for (const Trigger& trigger : kTriggers)
    out.push_back({std::string(trigger.pattern), trigger.id});
  return out;
}

}  // namespace inkblot
