// Text that repeats itself: the verdict on a rejected head is kept for the next one like it.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "confirm/parsers.h"
#include "confirm/repetition.h"
#include "window.h"

namespace inkblot {

// A verdict is a function of the text: of at most kHistoryBytes before a head, and of as much
// behind it as is at hand when it falls.  Where all that repeats what stands one distance before,
// the verdict is that of the head there.  PERF: the question takes as long as comparing the bytes
// between two heads, a verdict ten to fifty times that.
// THREADS: one per stream.
class Recurrence {
 public:
  // BOUND: for that many rules.
  explicit Recurrence(std::size_t rules) : rows_(rules) {}

  // True when the candidate is rejected for the reason that one before it was; it is counted then.
  // REQUIRES: candidates come in the order of their ends; asking again for the same one changes
  // nothing.
  bool recurs(const Window& window, const Candidate& candidate, Repetition& repetition);
  // The candidate that was asked for last was rejected and counted; where text repeats itself, this
  // finds out how far behind the head the reason lies.
  void rejected(const Question& question, const Repetition::Tries& tries) {
    Row& row = row_of(question.candidate.rule);
    if (row.is_long() && !row.far) measure(question, row, tries);
  }
  // The same for one that was given up, for the reason that lies before it.
  void given_up(const Candidate& candidate, const Repetition::Tries& tries);

 private:
  struct Head {
    Span span = {};
    Offset reach = 0;    // Behind its end, within which its reason lies.
    bool known = false;  // That it was rejected, and why.
    Repetition::Tries before = {};
    Repetition::Tries after = {};
  };
  // What is known of a rule.
  struct Row {
    std::array<Head, 4> heads = {};  // Those of one period; when it has more, nothing is known.
    unsigned at = 0;                 // The last one.
    unsigned period = 1;             // How many heads it is taken to have.
    unsigned filled = 0;
    Offset distance = 0;  // From one period to the next; 0: none is known.
    Offset from = 0;      // Bytes of [from, until) are what stands one distance before them.
    Offset until = 0;
    bool far = false;  // A reason lay too far behind its head.
    bool repeats(const Window& window, Offset to);
    void begin_anew(const Span& span);
    // For as long as a verdict looks back.
    bool is_long() const { return distance != 0 && from + kHistoryBytes <= heads[at].span.begin; }
    void know(Offset reach, const Repetition::Tries& tries);
  };
  Row& row_of(std::uint32_t rule) {
    if (rows_[rule] == nullptr) rows_[rule] = std::make_unique<Row>();
    return *rows_[rule];
  }
  static void measure(const Question& question, Row& row, const Repetition::Tries& tries);

  std::vector<std::unique_ptr<Row>> rows_;  // Most rules have no candidate.
};

}  // namespace inkblot
