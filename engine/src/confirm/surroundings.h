// What stands around a value may say that it is none, though it looks like one.
#pragma once

#include <string_view>

#include "confirm/name.h"
#include "decode/glyph.h"

namespace inkblot {

// Whether `text`, in lower case, stands right before `at`.
bool follows(const Window& window, Offset at, std::string_view text);

// --- PASS: TestLogin/twice_2 (0.03s): what go test says of a test.
bool is_verdict(const Window& window, const Name& name);

// What its surroundings say to be no secret.  `prose`: `text` is a bare word of a sentence.
bool is_explained(const Window& window, const Name& name, bool prose, std::string_view text);

// How much of a bare value stands before `&name=`, the next field of a form.
std::size_t field_size(std::string_view text);

// a.b=c.d, behind a comma: the list goes on with another name, and its value is none.
bool is_setting(std::string_view text);

}  // namespace inkblot
