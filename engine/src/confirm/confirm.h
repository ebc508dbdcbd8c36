// Decides candidates strictly in the order of their ends, each as if it were the only one, so that
// what is found depends on the stream alone; keeps the findings that are still growing.
#pragma once

#include <inkblot/status.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "confirm/der.h"
#include "confirm/judged.h"
#include "confirm/parsers.h"
#include "confirm/pem.h"
#include "confirm/recurrence.h"
#include "confirm/repetition.h"
#include "window.h"

namespace inkblot {

// A finding with what it takes to follow it.
struct Grower {
  Finding finding;
  Growth growth = Growth::none;
  bool growing = false;  // It has not ended.
  bool own_end = false;  // What follows is glued to it only,
  bool in_word = false;  // and is no number of a tag.
  const CharSet* tail = nullptr;
  ValueEnd value_end = {};
  DerBody der = {};
  PemBody pem = {};

  Grower() = default;
  // Of what was decided in that window.
  Grower(const Window& window, const Decision& decision);
  // Moves the finding's end, and that over the rest of a word that it stands in: glued to a tag it
  // would be read as one with it.  True when it ended there.
  bool advance(const Window& window);
  // True when this one's end is at least as far as the other's, however both go on.  A key in the
  // lines of another says nothing of where those end.
  bool reaches(const Grower& other) const;

 private:
  bool advance_own(const Window& window);
};

// THREADS: one per stream.
class Confirm {
 public:
  // LIFETIME: pack and list outlive it; the list may be null.
  explicit Confirm(const PackImpl& pack, Profile profile = Profile::balanced,
                   const AllowList* allow = nullptr);

  // From now on `hear` is told of every candidate that is decided.
  void tell(std::function<void(const Judged&)> hear) { hear_ = std::move(hear); }
  // From now on tags with these labels are ours as well.  LIFETIME: they outlive it, or the next
  // call; null: none.
  void set_labels(const Labels* labels) { labels_ = labels; }
  // Takes the fresh candidates, decides all that can be decided, and appends the findings; one that
  // grew since the last call is appended again with its new end.  What is in `fresh` afterwards is
  // of no meaning.
  void run(const Window& window, std::vector<Candidate>& fresh, std::vector<Finding>& out);
  // No byte before this offset can become part of a later finding, or be anything but a part of one
  // that grows.  What was said once holds, though it may be less that is said later.
  Offset watermark(const Window& window) const;
  // No later finding begins before this offset, be it inside one that grows.
  Offset undecided(const Window& window) const;
  // What begins before this offset is asked no more.  A candidate inside a finding that grows may
  // wait, though all around it was released.
  Offset asked_from() const {
    Offset first = ~Offset{0};
    for (const Candidate& candidate : queue_) first = std::min(first, candidate.begin);
    return first;
  }
  // Goes on with another text.  REQUIRES: it begins kHistoryBytes behind the last one's end at
  // least.
  void restart() {
    queue_.clear();
    earlier_.clear();
    last_ = {};
    runs_.begin = runs_.end = 0;
    runs_.view.clear();
  }
  // Whether a finding that begins in the span still grows.
  bool grows(const Span& span) const;

 private:
  // What a candidate stands in.
  struct Around {
    bool word;             // A longer word.
    const Finding* found;  // Nullptr: none that makes it superfluous.
  };
  TagWords words() const { return {pack_->rules(), labels_}; }
  void grow(const Window& window, std::vector<Finding>& out);
  Step decide(const Window& window, const Candidate& candidate, std::vector<Finding>& out);
  Step decide_foreign(const Question& question, std::vector<Finding>& out);
  Step follow(const Window& window, const Decision& decision, std::vector<Finding>& out);
  Step find_ours(const Window& window, const Candidate& candidate, const Decision& decision,
                 bool& ours) const;
  Step find_inert(const Window& window, const Candidate& candidate, const Decision& decision,
                  Fact& inert) const;
  void tell_known(const Window& window, const Candidate& candidate);
  void put_back(const Candidate& candidate);
  bool covered(const Candidate& candidate) const;
  const Finding* found_around(const Candidate& candidate) const;
  bool is_known(const Window& window, const Candidate& candidate, const Around& around);
  const Grower* value_around(const Candidate& candidate) const;
  Offset earliest(const Window& window, const Candidate& candidate) const;
  Offset tail_hold(const Window& window) const;
  // Calls `each` for all findings that may still matter.
  void for_growers(auto each) const;

  const PackImpl* pack_;
  const Terms* terms_;
  const AllowList* allow_;
  const Labels* labels_ = nullptr;
  std::array<bool, 256> held_;  // Nothing of these may leave at the window's end.
  bool spoken_ = false;         // A value may stand before its name.
  std::vector<Candidate> queue_;
  std::size_t taken_ = 0;              // So many of the queue were decided this turn.
  std::array<Grower, kGrowths> last_;  // By growth: what was found last, ended or not.
  std::vector<Grower> earlier_;        // Those that still grow though another one was found.
  View scratch_;
  RunCache runs_;
  NameCache names_;
  Repetition repetition_;
  Recurrence recurrence_;
  std::function<void(const Judged&)> hear_;
  // By rule: a candidate that ends here or before it was decided with an earlier one.
  std::vector<Offset> read_until_;
};

}  // namespace inkblot
