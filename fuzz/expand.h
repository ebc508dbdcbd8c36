// Turns a corpus text into what the engine is fed: placeholders become generated tokens, so that
// the corpora hold none and still reach the code behind a valid one.
#pragma once

#include <inkblot/pack.h>

#include <string>
#include <string_view>

namespace inkblot::fuzz {

inline constexpr std::size_t kExpandedBytesMax = 1U << 16U;

// @id@      a token of that rule; @id/n@ its first n characters, @id/-n@ its last.  The seed is the
// occurrence. \x01 a b  a token of the rule with index a * 256 + b, which mutation can hit. \x02
// from here to \x03 the text is written as a JSON string does; nests. \x05 c    the
// same, but in a coding of coded.h. \x04      a colour code. \x06 a b  the last a % 64 + 1
// characters again, for b * 64 more.  Everything else is itself.
std::string expand(const Pack& pack, std::string_view text);

// The built-in pack.
const std::shared_ptr<const Pack>& builtin_pack();

}  // namespace inkblot::fuzz
