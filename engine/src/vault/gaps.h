// Windows with a gap in them, which no scan of the bytes can see.
#pragma once

#include <vector>

#include "vault/back.h"
#include "vault/breaks.h"
#include "vault/index.h"

namespace inkblot {

// A place where a known window begins in one reading.
struct Sighting {
  Offset at;
  PrintRange prints;
  Reading reading;
};

// THREADS: one at a time.
class Gaps {
 public:
  // A line ends at `at`, where the view shows so or the bytes do.
  void see(const Index& index, const Window& window, bool viewed, Offset at);
  // What has become of the windows around it; those that are not complete wait.
  void resolve(const Index& index, const Window& window, std::vector<Sighting>& out);
  Offset waits_from(Offset otherwise) const;

 private:
  struct Waiting {
    Offset at;
    Reading reading;
  };
  void wait_before(const Index& index, const Window& window, Offset gap, Reading reading);

  std::vector<Waiting> waiting_;
  Strand strand_{{}};  // PERF: has room already.
  std::vector<PrintRange> ranges_;
};

// Whether such a run, and perhaps blanks, end this text.
bool ends_in_run(std::string_view text);
// Whether such a run ends at `at`.
bool may_wrap(const Window& window, bool viewed, Offset at);

}  // namespace inkblot
