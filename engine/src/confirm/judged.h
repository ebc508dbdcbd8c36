// What became of a candidate, for whoever asks why.
#pragma once

#include <inkblot/fact.h>

#include <string>

#include "confirm/parsers.h"

namespace inkblot {

struct Judged {
  const Candidate& candidate;
  const Decision& decision;
  Fact reason;  // What settled it.
  Facts facts;
  // The name, of what is found by one, or at most four characters of the head.
  std::string seen;
};

// What one may show of a candidate.  Nothing of a value that its name gives away: a name that looks
// like one itself is cut to the stem.
std::string seen_of(const Question& question);
// What settled the verdict that its confirmer gave.
Fact reason_of(const Decision& decision);

}  // namespace inkblot
