// Names in other languages, which go on with bytes beyond ASCII, or with an escape for each.
#pragma once

#include "confirm/cursor.h"
#include "confirm/name.h"

namespace inkblot {

// Reads the name around a stem that the sweep found, and that promises `promise`, as read_name()
// does.  What other languages put behind a name (a case, a particle) belongs to it; behind a
// particle the value may stand without a blank.
// BOUND: kNameGlyphsMax characters to either side.
Step read_foreign_name(const Window& window, const Span& stem, Promise promise, Name& out);

// Steps over a full-width colon or equals sign, in UTF-8 or as JSON escapes it.
bool take_wide(Cursor& in);

}  // namespace inkblot
