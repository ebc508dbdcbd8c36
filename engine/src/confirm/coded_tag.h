// Our own tags in base64: what a redaction leaves where the document around it decodes (ADR 0018).
#pragma once

#include <string_view>

#include "tag.h"
#include "window.h"

namespace inkblot {

struct View;

// True when `value` is base64 of a text in which one of our own tags stands.
bool is_coded_tag(std::string_view value, const TagWords& words);

// True when one of our own tags stands in `value` (tag.h), or in what it is the base64 of.
inline bool shows_tag(std::string_view value, const TagWords& words) {
  return holds_tag(value, words) || is_coded_tag(value, words);
}

// True when that is so of the base64 that begins there, with its padding; `run` becomes that.
bool is_coded_tag(const Window& window, Offset begin, const TagWords& words, View& run);

}  // namespace inkblot
