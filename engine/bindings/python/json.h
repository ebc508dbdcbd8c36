// Python objects as JSON text, and back onto the objects they came from.
#pragma once

#include <nanobind/nanobind.h>

#include <string_view>

#include "json_text.h"

namespace inkblot_python {

namespace nb = nanobind;

// Deeper objects are refused, and so are those that hold themselves.
inline constexpr int kDepthMax = 500;

using inkblot_bindings::Text;

// Writes None, bool, int, float, str, and lists, tuples and dicts of them.  What JSON has no word
// for (NaN, an infinity) is written as null.  ERRORS: TypeError, ValueError.
void write_json(nb::handle value, Text& out);

// `value` with what is another text in `redacted`, which was parsed from what write_json() wrote.
// What did not change is the same object.
nb::object merge(nb::handle value, nb::handle redacted);

// UTF-8; lone surrogates as if they were characters.  LIFETIME: as `owner`, which may be filled.
std::string_view utf8_of(nb::handle text, nb::object& owner);
nb::object str_of(std::string_view utf8);

}  // namespace inkblot_python
