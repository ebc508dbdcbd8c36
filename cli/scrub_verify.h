// The second look at what was written, before it takes the original's place.
#pragma once

#include <inkblot/redactor.h>

#include <span>
#include <vector>

#include "scrub_content.h"

namespace inkblot::cli {

// What was put where, in the order of the text.
struct Exchange {
  Span input;
  Span output;
};

// Whether `after` is `before` with nothing changed but the exchanges.
// ERRORS: io, when it is not; those of the sources.
Status same_outside(Source& before, Source& after, std::span<const Exchange> exchanges);
// Whether redacting a text would change nothing.  `options` tell nobody.  ERRORS: as above.
Status nothing_left(Intake& text, const Options& options, bool utf16);

}  // namespace inkblot::cli
