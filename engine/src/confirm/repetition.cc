// A run is walked once: from one candidate's begin to the next one's.
#include "confirm/repetition.h"

namespace inkblot {
namespace {

constexpr unsigned kTriesMax = 32;
// Heads that stand further apart are not a repetition.
constexpr Offset kApartMax = 512;

bool in_one_run(const Window& window, Offset from, Offset to, const CharSet& run) {
  constexpr CharSet kBlanks(" \t\r\n");
  if (to <= from) return true;
  if (to > from + kApartMax) return false;
  // PERF: a blank is itself wherever it stands, and most heads have one before them.
  const std::uint8_t before = window.at(to - 1);
  if (kBlanks.has(before) && !run.has(before)) return false;
  while (from < to) {
    const std::uint8_t c = window.at(from);
    if (run.has(c) && !kEscapeStarts.has(c)) {
      ++from;
      continue;
    }
    Glyph glyph;
    if (next_glyph(window, from, glyph) != Step::ok || !run.has(glyph.c)) return false;
    from = glyph.end;
  }
  return true;
}

}  // namespace

bool Repetition::given_up(const Window& window, const Candidate& candidate, const CharSet& run) {
  Tries& row = tries(candidate.rule);
  // PERF: where nothing was rejected before, it does not matter what lies between.
  if (row.count != 0 && !in_one_run(window, row.at, candidate.begin, run)) row.count = 0;
  row.at = candidate.begin;
  return row.count >= kTriesMax;
}

void Repetition::judged(const Candidate& candidate, bool found) {
  Tries& row = tries(candidate.rule);
  row.count = found ? 0 : row.count + 1;
}

}  // namespace inkblot
