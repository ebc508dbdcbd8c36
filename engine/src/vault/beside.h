// Whether a known window may hold what an escape or a line end stands for: by what is beside it.
#pragma once

#include "vault/breaks.h"
#include "vault/index.h"

namespace inkblot {

// THREADS: one at a time.
class Beside {
 public:
  // No window begins before `from`.
  Beside(const Index& index, Offset from);

  // Takes out the breaks that no known window can have in it.
  // REQUIRES: all that were not there before stand behind those that were.
  void sift(const Window& window, Breaks& breaks);

 private:
  // A line end, or an escape for a character.
  struct Break {
    Offset begin;
    Offset end;  // Behind it.
    std::uint8_t c;
    bool escape;
  };
  // How what is beside a line end was read.
  struct Read {
    bool viewed;
    bool undone = false;  // With an escape in it.
    bool alone = false;   // As it stands: no space of it was left out.
  };
  struct Mark;
  bool may_know(const Mark& mark) const;
  bool may_matter(const Window& window, Offset escape);
  bool may_be_wrapped(const Window& window, Offset at) const;
  bool may_stand(const Window& window, const Break& at) const;
  bool may_be_gap(const Window& window, const Break& at, Read& read) const;

  const Index& index_;
  Offset floor_;  // What stands before it may be a part of an escape that is long.
};

}  // namespace inkblot
