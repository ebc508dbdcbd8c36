// How far a reason lies is told by a shorter window: what falls there needs no more.
#include "confirm/recurrence.h"

#include <cstring>

namespace inkblot {
namespace {

// Heads that stand further apart are not worth comparing what lies between them.
constexpr Offset kDistanceMax = 512;
constexpr std::array<Offset, 2> kReaches = {512, 4096};

// PERF: between two heads there are often a few bytes, and a call takes as long as all the rest.
bool same_bytes(std::string_view a, std::string_view b) {
  using Word = std::uint32_t;
  constexpr std::size_t kSize = sizeof(Word);
  if (a.size() < kSize || a.size() > 2 * kSize) return a == b;
  const auto word = [](std::string_view text, std::size_t at) {
    Word out = 0;
    std::memcpy(&out, text.data() + at, kSize);
    return out;
  };
  const std::size_t last = a.size() - kSize;
  return word(a, 0) == word(b, 0) && word(a, last) == word(b, last);
}

// The beginning of a window, behind which more may come.
Window cut(const Window& window, Offset end) {
  return {window.bytes.first(static_cast<std::size_t>(end - window.begin)), window.begin, false};
}

}  // namespace

// Compares what was not compared before.
bool Recurrence::Row::repeats(const Window& window, Offset to) {
  if (until >= to) return true;
  const bool known = until >= window.begin + distance;
  const bool same =
      known && same_bytes(window.text(until, to), window.text(until - distance, to - distance));
  until = to;
  return same;
}

// The head does not stand where the last period says: measures the next one.  Where it cannot be
// measured, or was measured before, it is taken to have one head more.
void Recurrence::Row::begin_anew(const Span& span) {
  const Span& first = heads[at].span;
  const Offset apart = span.end - first.end;
  if (distance == 0 && filled < period) {
    ++filled;
  } else if (distance == 0 && span.size() == first.size() && apart <= kDistanceMax) {
    distance = apart;
  } else {
    period = period % static_cast<unsigned>(heads.size()) + 1;
    distance = 0;
    filled = 1;
    at = 0;
  }
  heads[at] = {.span = span};
  from = until = span.begin;
  far = false;
}

void Recurrence::Row::know(Offset reach, const Repetition::Tries& tries) {
  heads[at].reach = reach;
  heads[at].known = true;
  heads[at].after = tries;
}

bool Recurrence::recurs(const Window& window, const Candidate& candidate, Repetition& repetition) {
  Row& row = row_of(candidate.rule);
  const Span span{candidate.begin, candidate.end};
  if (row.heads[row.at].span == span) return false;  // It is to be decided.
  row.at = row.at + 1 < row.period ? row.at + 1 : 0;
  Head& head = row.heads[row.at];
  Repetition::Tries& tries = repetition.tries(candidate.rule);
  const Offset end = span.end + (head.known ? head.reach : 0);
  const bool in_step = row.distance != 0 && head.span.begin + row.distance == span.begin &&
                       head.span.end + row.distance == span.end;
  const bool at_hand = end <= window.end();
  if (!in_step || !row.repeats(window, at_hand ? end : span.end)) {
    row.begin_anew(span);
    row.heads[row.at].before = tries;
    return false;
  }
  head.span = span;
  if (at_hand && head.known && row.is_long() && tries.repeats(head.before, row.distance)) {
    head.before.at += row.distance;
    head.after.at += row.distance;
    tries = head.after;
    return true;
  }
  head.known = false;
  head.before = tries;
  return false;
}

void Recurrence::given_up(const Candidate& candidate, const Repetition::Tries& tries) {
  Row& row = row_of(candidate.rule);
  if (row.is_long()) row.know(0, tries);
}

void Recurrence::measure(const Question& question, Row& row, const Repetition::Tries& tries) {
  for (const Offset reach : kReaches) {
    const Offset end = question.candidate.end + reach;
    if (end > question.window.end()) return;
    const Window window = cut(question.window, end);
    RunCache runs;
    const Question again{question.pack, window,         question.candidate, question.scratch,
                         runs,          question.terms, question.allow};
    const Decision decision = confirm_candidate(again);
    if (decision.outcome != Outcome::reject || decision.read_until != 0) continue;
    return row.know(reach, tries);
  }
  row.far = true;
}

}  // namespace inkblot
