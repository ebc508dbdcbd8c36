// Whether what was found is on the list of what is never redacted.
#pragma once

#include <inkblot/allow.h>

#include "confirm/parsers.h"

namespace inkblot {

// Follows the finding to its end, and asks the list for its value: as the reader of the document
// sees it, and as it stands in the stream.  A key block, and a value of which there is no end
// within AllowList::kValueBytesMax characters, is never allowed.
// need_more: its end has not come yet.  REQUIRES: the decision is one of Outcome::found.
Step find_allowed(const Window& window, const Decision& decision, const AllowList& list,
                  bool& allowed);

// Whether the list has the name in `span`.
bool is_allowed_name(const Question& question, const Span& span);

}  // namespace inkblot
