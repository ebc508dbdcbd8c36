// What a value's surroundings say against it, though it looks like a secret.
#pragma once

#include <string_view>

#include "confirm/link.h"
#include "confirm/name.h"
#include "window.h"

namespace inkblot {

// True for a value that the name or what stands around it explains: a cache key, the name of a
// Kubernetes object or of a key, a form's next field.  `bare` is what links a value that stands
// without quotes; none, when it has them.
// BOUND: 80 characters before the name.
bool is_explained(const Window& window, const Name& name, Link bare, std::string_view text);

}  // namespace inkblot
