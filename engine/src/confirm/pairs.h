// Letters that seldom stand beside one another in words: many of them are no word.
#pragma once

#include <cstddef>
#include <string_view>

namespace inkblot {

// How many pairs of letters, in any case, are seldom met in words.  In random text it is every
// second one.
std::size_t rare_pairs(std::string_view text);

// Whether letters that nothing else stands between are no word.  Measured: of eight random ones
// four in five are none, of ten nine in ten; of words one in fifty, of two glued one in ten.
bool is_no_word(std::string_view text);

// Whether more than a quarter of a name is words that begin as such: Ed25519PrivateKey, a_1.NoAuth.
bool holds_words(std::string_view name);

}  // namespace inkblot
