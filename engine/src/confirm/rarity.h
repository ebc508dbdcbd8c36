// How unlike words and identifiers a token is.
#pragma once

#include <cstddef>
#include <string_view>

namespace inkblot {

// What a token's characters tell together, in bits, each behind the one before it: the less
// ordinary text has of such pairs, the more.  Letters and digits that chance drew have eight bits
// each, words four.  The table is trained on source code and documentation (bench/rarity.py, ADR
// 0019).
std::size_t rarity(std::string_view token);

// True when a token holds at least so many tenths of a bit a character.
inline bool is_rare(std::string_view token, std::size_t tenths) {
  return rarity(token) * 10 >= tenths * token.size();
}

}  // namespace inkblot
