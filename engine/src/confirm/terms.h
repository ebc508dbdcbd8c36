// What each profile asks of the evidence: the one table of thresholds.
#pragma once

#include <inkblot/redactor.h>

#include <algorithm>
#include <array>

#include "confirm/weight.h"

namespace inkblot {

struct Terms {
  // Contextual: added to what the surroundings ask of a value (confirm/context.cc).
  int weight_more;
  // The least that a value without quotes must weigh.
  Weight bare_least;
  // A word of a sentence may be a value: `the password is X`.
  bool prose;
  // Drifted: the share of `run_min` that a body must have, in quarters, and its entropy in bits.
  unsigned run_quarters;
  double entropy_least;
  // It may be cut, or a few characters longer, though nothing before it says that it is a value.
  bool any_length;
  // A body may read as words.
  bool wordy;
  // Exact, but its check value does not hold.
  bool check_fails;
  // Rarity: tenths of a bit that a character of a literal tells at least; 0: it is not asked.
  std::size_t rare_tenths;
  // Structure: the least that a password in a URL or a file must weigh.
  Weight structure_least;
};

inline constexpr std::array<Terms, 3> kTerms = {{
    {-1, Weight::chosen, true, 3, 0, true, true, true, 58, Weight::nothing},    // strict
    {0, Weight::chosen, true, 4, 0, false, false, true, 65, Weight::nothing},   // balanced
    {0, Weight::mixed, false, 5, 3.5, false, false, false, 0, Weight::chosen},  // precise
}};

constexpr const Terms& terms_of(Profile profile) {
  return kTerms[std::min<std::size_t>(static_cast<std::size_t>(profile), kTerms.size() - 1)];
}

// What a contextual value must weigh where its surroundings ask for `least`.
constexpr Weight asked(const Terms& terms, Weight least, bool literal) {
  const int weight = std::clamp(static_cast<int>(least) + terms.weight_more,
                                static_cast<int>(Weight::chosen), static_cast<int>(Weight::random));
  return literal ? static_cast<Weight>(weight)
                 : std::max(static_cast<Weight>(weight), terms.bare_least);
}

}  // namespace inkblot
