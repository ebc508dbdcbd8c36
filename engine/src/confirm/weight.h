// How much a value looks like a secret somebody made, and how much like something else.
#pragma once

#include <cstdint>
#include <string_view>

namespace inkblot {

// Weakest first.
enum class Weight : std::uint8_t {
  nothing,  // A word, a name, a reference, a number, a path, a placeholder.
  chosen,   // What a person might choose: hunter2, tr0ub4dor, pa$$word.
  mixed,    // Eight characters or more of three kinds.
  random,   // Sixteen or more that no person wrote, a UUID, a long number in hexadecimal.
};

// PERF: the cheap conditions first; most values are words.
Weight weigh(std::string_view value);

// True for what weighs at least as much.  PERF: less work than weigh() to say no.
bool weighs(std::string_view value, Weight least);

// True for DOM_VK_XF86XK_LAUNCH0 and its like.
bool is_constant(std::string_view text);

// True for what its provider means everybody to see, by how it begins.
bool is_public(std::string_view value);

// True when a token that a program made has no such marks, for they mean something to one: brackets
// around something, a regex's begin, what a shell or a URL has between words.
bool means_something(std::string_view value);

// False for a path, a cache key or the name of an object: short pieces with marks between them, or
// words with a digest of something behind them.
bool is_solid(std::string_view value);

}  // namespace inkblot
