// What is a little off a documented form: how long it is, where it stands, what is behind it.
#pragma once

#include <string_view>

#include "pack/pack.h"
#include "window.h"

namespace inkblot {

// Whether its form is of one length, or of few.
bool is_fixed(const Derived& derived);

// Whether a token of so many characters is cut or a page's sample, by its length alone: a new form
// is of the longest old length or much longer.
bool is_off(const Derived& derived, std::size_t size);

// The same of a token behind whose documented form `behind` is glued: more of its own characters,
// but not many more.
bool is_padded(const Derived& derived, std::string_view body, std::string_view behind);

// Whether a quote, an operator or a bracket before a token says that it is a value.
bool is_placed(const Window& window, Offset begin);

// Whether a body is but small letters and what joins words: ptr_to_map_value_or_null.
bool is_name(std::string_view body);

// Whether a plain word stands in the place of a signature: `behind` is what follows two parts of
// a JSON Web Token.
bool is_unsigned(const Derived& derived, std::string_view behind);

}  // namespace inkblot
