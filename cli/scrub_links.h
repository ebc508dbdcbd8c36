// Files with several names: all of them are given the new content, or none.
#pragma once

#include <vector>

#include "scrub_journal.h"
#include "scrub_walk.h"

namespace inkblot::cli {

// Under which a file stands in the journal.
std::string journal_key(const Found& found);
// Every other name among these, once each.  The descriptors are the caller's to close.
std::vector<Spot> other_names(const Found& one, const std::vector<const Found*>& names);
// Notes that they are about to become names of another file.  ERRORS: io.
Status note_links(const std::vector<const Found*>& names, const Journal::Links& links,
                  Journal& journal);
// Does what a run that was killed has noted and not done.  True when a name stands for another file
// than it did.
bool finish_links(const std::vector<Found>& found, Journal& journal);
// Makes `to` a name of the file that `from` is one of, in the place of what it stood for.
// ERRORS: io.
Status give_name(const Spot& from, const Spot& to);

}  // namespace inkblot::cli
