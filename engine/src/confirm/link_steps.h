// Small steps from a name to its value.  Each takes what it reads or nothing; where it cannot tell
// yet, the cursor has starved.
#pragma once

#include <string>

#include "confirm/cursor.h"
#include "confirm/link.h"

namespace inkblot {

inline constexpr std::size_t kBlanksMax = 32;
inline constexpr CharSet kSpace(" \t\r\n");

// A word of letters, in lower case; empty when there is none or it is longer than `most`.
std::string take_word(Cursor& in, std::size_t most);
// What an operator says; none where there is none.
Link read_operator(Cursor& in);
// `str =` behind a colon, `string =` behind a blank.
bool take_type(Cursor& in);
// `default=`, and `fallback=`, where they follow the name in a call.
bool take_default(Cursor& in);
// `value=`, and the like, in the brackets behind the name: ApiKey(value=V).
bool take_field(Cursor& in);
// The value under a name of its own: `, "value": `, `/> <value="`, `{ default = `.
bool take_value_name(Cursor& in);
// Behind YAML's `key: |` the value stands on the next line.
bool take_block(Cursor& in);
// Brackets, and a line's end, up to a literal.
bool take_break(Cursor& in);
// Key{"V"} makes a value of a type, or begins with one.
bool take_brace(Cursor& in);
// b"", @"", and make_string("").
void take_prefix(Cursor& in, Joint& out);

}  // namespace inkblot
