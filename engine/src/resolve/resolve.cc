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

void merge(Group& into, const Group& other) {
  const Offset begin = std::min(into.span.begin, other.span.begin);
  if (!into.started) {
    const bool mine = into.label.span.begin < begin + kLabelBytesMax;
    const bool theirs = other.label.span.begin < begin + kLabelBytesMax;
    if (theirs && (!mine || stronger(other.label, into.label))) into.label = other.label;
  }
  into.span = {begin, std::max(into.span.end, other.span.end)};
}

}  // namespace

void Resolver::add(const Finding& finding) {
  if (finding.span.begin >= finding.span.end) return;
  Group fresh{finding.span, finding, false};
  // PERF: findings come nearly in order, so the place is at the back or close to it.
  auto at = groups_.end();
  while (at != groups_.begin() && (at - 1)->span.end >= fresh.span.begin) --at;
  if (at == groups_.end() || at->span.begin > fresh.span.end) {
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
