// Where a text may be cut so that either part can be read by itself.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

namespace inkblot::cli {

// The first such place in [at, at + most) of a file: behind a line end, between two lines that hold
// what no wrapped key and no encoded text holds.  0: there is none.
// ERRORS: io.
Result<Offset> find_seam(int fd, Offset at, Offset most);
// Whether a line can stand beside such a place.  `line` is without its end.
bool is_plain_line(std::string_view line);

}  // namespace inkblot::cli
