// The oracle: what the engine must make of a text, worked out the slow and simple way.
#pragma once

#include <inkblot/redactor.h>

#include <string>
#include <vector>

namespace inkblot::reference {

// The output for the whole text at once, in Style::tag.  No stream, no Hyperscan: every rule's head
// is looked for at every position with RE2.
std::string redact_whole(const std::string& text, const Options& options);

// The tokens of a text as sweep/tokeniser.h defines them, character by character.
std::vector<Span> tokens_in(const std::string& text);

}  // namespace inkblot::reference
