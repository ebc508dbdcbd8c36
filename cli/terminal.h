// A pseudo-terminal that stands in for the real one, so that a filtered program still sees one.
#pragma once

#include <inkblot/status.h>
#include <termios.h>

namespace inkblot::cli {

// The program writes to `program_end`; what it writes is read from `our_end`.  Its standard input,
// its echo and its job control stay with the real terminal; what it sets on its output (raw mode,
// for example) is set on the real one as well, and undone at the end.
// LIFETIME: the descriptors are the caller's to close; `real` stays open.
class StandIn {
 public:
  // ERRORS: io.
  static Result<StandIn> open(int real);
  int our_end() const { return our_end_; }
  int program_end() const { return program_end_; }
  // The real terminal's size was changed, or it was in other hands for a while.
  void refresh_size() const;
  void forget() { known_ = false; }
  // Takes over what the program has set.  Call it after every read.
  void mirror();
  // Puts the real terminal back as it was found, if mirror() ever changed it.
  void restore();

 private:
  int real_ = -1;
  int our_end_ = -1;
  int program_end_ = -1;
  termios original_{};
  termios last_{};
  bool known_ = true;
  bool changed_ = false;
};

}  // namespace inkblot::cli
