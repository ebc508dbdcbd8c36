// The folder of --out: it has the shape of what was read.
#pragma once

#include "scrub_walk.h"

namespace inkblot::cli {

// Opens a folder below another one, and makes it where it is not there.  For the caller to close.
// ERRORS: io.
Result<int> make_folders(const std::string& base, const std::string& below);
// Gives the folder of the same name below `out` owner, attributes, mode and times.
void dress_folder(const Found& folder, const std::string& out);
// Makes the same link below `out`.  ERRORS: io.
Status copy_link(const Found& link, const std::string& out);
// Removes what a run that was killed has left in a folder, and in those below it if `deep`.
void sweep(const std::string& folder, bool deep);

}  // namespace inkblot::cli
