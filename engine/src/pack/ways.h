// A head as what the sweep looks for: patterns of its database, and openings.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "pack/openings.h"
#include "sweep/hyperscan.h"

namespace inkblot {

struct Checksum;
struct Rule;

// The regexes that the sweep runs for a head: every slash also as JSON may write it.
std::string sweep_regex(const std::string& head);

// Whether a rule's check value may prove a token that is glued to a word.  Null: it has none.
bool proves_glued(const Checksum* checksum);
// What is glued to a word before it is no token of the rule, and what it is only its pattern tells.
bool is_never_glued(const Rule& rule, const Checksum* checksum);

// Every head and every trigger as patterns of a database, but for what `openings` takes.  Without
// those it is what all of it takes of Hyperscan, which the benches measure against.
std::vector<hyperscan::Pattern> sweep_patterns(std::span<const Rule> rules,
                                               Openings* openings = nullptr);
// Gives the openings of rule number `index` once more to `openings`, as sweep_patterns() did.
void add_openings(const Rule& rule, std::uint32_t index, Openings& openings);

}  // namespace inkblot
