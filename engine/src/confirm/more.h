// More values of one name: literals of a list, lines of a block.
#pragma once

#include "confirm/value.h"

namespace inkblot {

// Where the next literal begins, behind the quote that closes this one; 0: nowhere.  `list`: a list
// was opened, in which a comma stands between two; `'a' | 'b'` may stand anywhere.
// need_more: it is yet to come.  BOUND: 18 characters behind the value.
Step next_in_list(Cursor in, const Value& value, bool list, Offset& next);

// Where the next line of a block begins, behind a value that ends its line; 0: nowhere.
// BOUND: 66 characters behind the value.
Step next_in_block(Cursor in, const Value& value, Offset& next);

}  // namespace inkblot
