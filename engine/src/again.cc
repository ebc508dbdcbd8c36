// A few values are searched for one by one; where there are more, all are looked for at once.
#include "again.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "confirm/weight.h"
#include "decode/glyph.h"
#include "tag.h"
#include "window.h"

namespace inkblot {
namespace {

constexpr std::size_t kSearchedMax = 16;

std::string without_escapes(std::string_view text) {
  std::string out;
  const Window window{as_bytes(text), 0, true};
  Glyph glyph;
  for (Offset at = 0; next_glyph(window, at, glyph) == Step::ok; at = glyph.end) {
    out.push_back(static_cast<char>(glyph.c));
  }
  return out;
}

// Whether a value is worth looking for where nothing says what it is.
bool is_telling(const Redaction& one, std::string_view value) {
  constexpr std::size_t kSizeMin = 8;
  constexpr std::size_t kSizeMax = 4096;
  if (value.size() < kSizeMin || value.size() > kSizeMax || one.coding != Encoding::none) {
    return false;
  }
  const bool found = one.evidence > Evidence::contextual && one.rule->id != kFieldLabel;
  return found || weighs(value, Weight::mixed);
}

// As findings of one place are told apart; the rules are those of one pack, in its order.
bool stronger(const Redaction& a, const Redaction& b) {
  if (a.evidence != b.evidence) return a.evidence > b.evidence;
  return std::less<>()(a.rule, b.rule);
}

bool stands_elsewhere(std::string_view text, std::string_view raw, const Found& found) {
  for (std::size_t at = text.find(raw); at != text.npos; at = text.find(raw, at + 1)) {
    if (!found.covers(at, at + raw.size())) return true;
  }
  return false;
}

}  // namespace

void Found::add(const Redaction& one) {
  all_.push_back(one);
  if (one.evidence == Evidence::known) all_.back().rule = &rules_.emplace_back(*one.rule);
}

const Redaction* Found::of_rule(std::string_view id) const {
  const auto at = std::find_if(all_.begin(), all_.end(),
                               [id](const Redaction& one) { return one.rule->id == id; });
  return at == all_.end() ? nullptr : &*at;
}

bool Found::covers(Offset begin, Offset end) const {
  const auto behind =
      std::upper_bound(all_.begin(), all_.end(), begin,
                       [](Offset at, const Redaction& one) { return at < one.input.begin; });
  return behind != all_.begin() && end <= (behind - 1)->input.end;
}

std::vector<FoundValue> values_elsewhere(std::string_view text, const Found& found) {
  struct Value {
    std::string_view raw;
    const Redaction* best;
    bool several = false;  // It was found under several names.
  };
  std::vector<Value> values;
  std::unordered_map<std::string_view, std::size_t> seen;
  for (const Redaction& one : found.all()) {
    const std::string_view raw = text.substr(one.input.begin, one.input.size());
    const auto [at, fresh] = seen.try_emplace(raw, values.size());
    if (fresh) {
      values.push_back({raw, &one});
      continue;
    }
    Value& value = values[at->second];
    value.several = value.several || value.best->rule->id != one.rule->id;
    if (stronger(one, *value.best)) value.best = &one;
  }
  std::vector<FoundValue> out;
  for (const Value& value : values) {
    std::string plain = without_escapes(value.raw);
    if (!is_telling(*value.best, plain)) continue;
    // What is escaped may be so in another way elsewhere.
    const bool may = value.several || values.size() > kSearchedMax || value.raw != plain ||
                     stands_elsewhere(text, value.raw, found);
    if (may) out.push_back({std::move(plain), value.best->rule->id});
  }
  return out;
}

}  // namespace inkblot
