// What stands at the end of a window and may be a form's begin.
#pragma once

#include "vault/index.h"
#include "window.h"

namespace inkblot {

// The first place from `from` on where a form may begin whose window is not complete.
Offset held_suffix(const Index& index, const Window& window, Offset from);

}  // namespace inkblot
