// Decides candidates strictly in the order of their ends, so that what is decided depends on the
// stream alone; keeps the finding that is still growing.
#pragma once

#include <inkblot/status.h>

#include <array>
#include <deque>
#include <limits>
#include <vector>

#include "confirm/der.h"
#include "confirm/parsers.h"
#include "confirm/pem.h"
#include "confirm/repetition.h"
#include "window.h"

namespace inkblot {

inline constexpr Offset kNowhere = std::numeric_limits<Offset>::max();

// THREADS: one per stream.
class Confirm {
 public:
  // LIFETIME: the pack outlives it.
  explicit Confirm(const PackImpl& pack);

  // Takes the fresh candidates, decides all that can be decided, and appends the findings; one that
  // grew since the last call is appended again with its new end.
  void run(const Window& window, const std::vector<Candidate>& fresh, std::vector<Finding>& out);
  // No byte before this offset can become part of a later finding.  Never decreases.
  Offset watermark(const Window& window) const;
  // Where the finding begins whose end is not yet known, or kNowhere.
  Offset growing_from() const { return growth_ == Growth::none ? kNowhere : last_.span.begin; }

 private:
  void grow(const Window& window, std::vector<Finding>& out);
  bool advance(const Window& window, Offset& at);
  void follow(const Decision& decision);
  Step find_ours(const Window& window, const Candidate& candidate, const Decision& decision,
                 bool& ours) const;
  bool covered(const Candidate& candidate) const;
  bool is_known(const Window& window, const Candidate& candidate);
  Offset earliest(const Candidate& candidate) const;
  Offset tail_hold(const Window& window) const;

  const PackImpl* pack_;
  std::array<bool, 256> held_;  // Nothing of these may leave at the window's end.
  std::deque<Candidate> queue_;
  Finding last_;
  bool have_last_ = false;
  Growth last_growth_ = Growth::none;  // Of the last finding, also when it has ended.
  Growth growth_ = Growth::none;
  const CharSet* tail_ = nullptr;
  ValueEnd value_end_;
  DerBody der_;
  PemBody pem_;
  View scratch_;
  RunCache runs_;
  Repetition repetition_;
  std::uint32_t read_rule_ = 0;
  Offset read_until_ = 0;
};

}  // namespace inkblot
