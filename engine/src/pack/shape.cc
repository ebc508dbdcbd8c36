// A matcher that never looks back.
#include "pack/shape.h"

#include <algorithm>

namespace inkblot {
// A repetition must not be able to take what the items behind it need.
bool Shape::is_definite(const Sequence& sequence) {
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (sequence[i].min == sequence[i].max) continue;
    for (std::size_t j = i + 1; j < sequence.size(); ++j) {
      if (sequence[i].set.meets(sequence[j].set)) return false;
      if (sequence[j].min > 0) break;
    }
  }
  return true;
}

std::optional<Shape> Shape::parse(std::string_view pattern) {
  auto sequences = parse_plain(pattern);
  if (!sequences) return std::nullopt;
  Shape shape;
  shape.sequences_ = std::move(*sequences);
  if (!std::all_of(shape.sequences_.begin(), shape.sequences_.end(), is_definite)) {
    return std::nullopt;
  }
  for (const Sequence& sequence : shape.sequences_) {
    // What may be missing says nothing of the first byte.
    if (sequence.empty() || sequence.front().min == 0) return std::nullopt;
    shape.first_.add(sequence.front().set);
  }
  return shape;
}

bool Shape::match_one(std::span<const Item> sequence, std::string_view text, std::size_t at,
                      Extent& out) {
  out = {at, at, at};
  bool grouped = false;
  for (const Item& item : sequence) {
    const std::size_t from = at;
    const std::size_t most = std::min<std::size_t>(text.size() - at, item.max);
    std::size_t count = 0;
    while (count < most && item.set.has(static_cast<std::uint8_t>(text[at + count]))) ++count;
    if (count < item.min) return false;
    at += count;
    if (!item.in_group) continue;
    if (!grouped) out.group_begin = from;
    grouped = true;
    out.group_end = at;
  }
  if (!grouped) out.group_end = at;
  out.end = at;
  return true;
}

bool Shape::match(std::string_view text, std::size_t at, Extent& out) const {
  bool any = false;
  for (const Sequence& sequence : sequences_) {
    Extent one;
    if (!match_one(sequence, text, at, one)) continue;
    if (!any || one.end > out.end) out = one;
    any = true;
  }
  return any;
}

// PERF: where a repetition ends does not depend on where the match begins, so that of all begins in
// front of one end a single one has to be tried.
bool Shape::search_one(const Sequence& sequence, std::string_view text, std::size_t& begin,
                       Extent& out) {
  std::size_t width = 0;
  auto repeated = sequence.begin();
  for (; repeated != sequence.end() && repeated->min == repeated->max; ++repeated) {
    width += repeated->min;
  }
  const std::span<const Item> prefix(sequence.begin(), repeated);
  for (std::size_t at = 0; at + width <= text.size();) {
    if (!match_one(prefix, text, at, out)) {
      ++at;
      continue;
    }
    begin = at;
    if (repeated == sequence.end()) return true;
    std::size_t end = at + width;
    while (end < text.size() && repeated->set.has(static_cast<std::uint8_t>(text[end]))) ++end;
    if (end - at - width > repeated->max) {
      at = std::max(at + 1, end - repeated->max - width);
      continue;
    }
    if (match_one(sequence, text, at, out)) return true;
    at = std::max(at + 1, end + 1 - std::min(end + 1, width));
  }
  return false;
}

bool Shape::search(std::string_view text, std::size_t& begin, Extent& out) const {
  bool any = false;
  for (const Sequence& sequence : sequences_) {
    std::size_t at = 0;
    Extent one;
    if (!search_one(sequence, text, at, one)) continue;
    if (!any || at < begin || (at == begin && one.end > out.end)) {
      begin = at;
      out = one;
    }
    any = true;
  }
  return any;
}

bool Shape::spans(std::string_view text, std::size_t at) const {
  for (const Sequence& sequence : sequences_) {
    Extent one;
    if (match_one(sequence, text, at, one) && one.end == text.size()) return true;
  }
  return false;
}

bool Shape::fixed_for(std::size_t width, std::size_t behind) const {
  return std::all_of(sequences_.begin(), sequences_.end(), [&](const Sequence& sequence) {
    std::size_t sum = 0;
    auto item = sequence.begin();
    for (; item != sequence.end() && sum < width && item->min == item->max; ++item) {
      sum += item->min;
    }
    if (sum != width) return false;
    std::size_t rest = 0;
    for (; item != sequence.end(); ++item) rest += item->min;
    return rest >= behind;
  });
}

}  // namespace inkblot
