// Union of spans; the label goes to the strongest finding that begins near the group's begin.
#include "resolve/resolve.h"

#include <algorithm>

namespace inkblot {
namespace {

bool stronger(const Finding& a, const Finding& b) {
  if (a.evidence != b.evidence) return a.evidence > b.evidence;
  if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
  return a.rule < b.rule;
}

// Whether what was found in all of one's base64 says what the other one is, too.
bool explains(const Group& one, const Group& other) {
  return one.opened &&
         (other.opened ? one.span == other.span : other.rare && one.span.contains(other.span));
}

void merge(Group& into, const Group& other) {
  const Offset begin = std::min(into.span.begin, other.span.begin);
  if (!into.started) {
    const bool mine = into.label.span.begin < begin + kLabelBytesMax;
    const bool theirs = other.label.span.begin < begin + kLabelBytesMax;
    if (theirs && (!mine || stronger(other.label, into.label))) into.label = other.label;
  }
  into.opened = explains(into, other) || explains(other, into);
  into.rare = into.rare && other.rare;
  into.span = {begin, std::max(into.span.end, other.span.end)};
}

}  // namespace

void Resolver::add(const Finding& finding, bool rare) {
  if (finding.span.begin >= finding.span.end) return;
  Group fresh{finding.span, finding, false, finding.coding == Encoding::base64, rare};
  // PERF: nearly all findings come in order; what is encoded is found behind what stands beside it.
  // insert() puts it before what there is not, where there is no room.
  if (groups_.empty() || groups_.back().span.end < fresh.span.begin) {
    return groups_.push_back(fresh);
  }
  const auto at = std::partition_point(
      groups_.begin(), groups_.end(),
      [&fresh](const Group& group) { return group.span.end < fresh.span.begin; });
  if (at->span.begin > fresh.span.end) {
    groups_.insert(at, fresh);
    return;
  }
  merge(*at, fresh);
  const auto next = at + 1;
  auto last = next;
  while (last != groups_.end() && last->span.begin <= at->span.end) merge(*at, *last++);
  groups_.erase(next, last);
}

}  // namespace inkblot
