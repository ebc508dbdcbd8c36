// Overlapping findings become one; it never uncovers a byte.
#pragma once

#include <inkblot/span.h>

#include <deque>

#include "window.h"

namespace inkblot {

// Findings that overlap or touch, and the strongest of them: two tags in a row would be none.
struct Group {
  Span span;
  Finding label;
  bool started = false;  // Its replacement has been written.
  // All was found in what the span stands for as base64: the rest of that may stay.  That the
  // digits are rare says no more of them.
  bool opened = false;
  bool rare = false;  // All was found by its rarity.
};

// Keeps groups sorted and apart (I5).  THREADS: one at a time.
class Resolver {
 public:
  // REQUIRES: the finding begins at or after the bytes that were released, unless a started group
  // covers its begin.  `rare`: nothing but its rarity speaks for it.
  void add(const Finding& finding, bool rare = false);
  std::deque<Group>& groups() { return groups_; }

 private:
  std::deque<Group> groups_;
};

}  // namespace inkblot
