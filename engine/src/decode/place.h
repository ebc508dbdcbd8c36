// The place of a redaction: whether the document around it wants a number or a key there.
#pragma once

#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// How far before a secret in a key its quote may stand, in bytes, and how far behind it, in
// characters.
inline constexpr std::size_t kKeyBytesMax = 384;
inline constexpr std::size_t kKeyGlyphsMax = 256;

// Tells from the bytes around `span`.  need_more: from bytes beyond the window; only where the
// bytes before it allow a number or a key.
// BOUND: waits for at most kKeyGlyphsMax characters and the blanks behind them.
Step find_place(const Window& window, const Span& span, Place& out);

// True when the string that holds `at` begins where an object's key may: all that can be told of a
// secret whose end has not come.
bool may_be_key(const Window& window, Offset at);

}  // namespace inkblot
