// Makes tokens from a rule's sample template, so that the tree holds none.
#pragma once

#include <inkblot/pack.h>

#include <cstdint>
#include <string>

namespace inkblot {

// Expands a template: literal text, {class:n} and {class:m-n} (alnum, alpha, lower, upper, digit,
// lowernum, uppernum, hex, HEX, b64, b64url, base32, base32l, base58, bech32, BECH32, x), {uuid},
// {a|b|c}, {{ and }} for braces.  Where `rule` has a checksum the token is made to pass it.
// ERRORS: bad_pack when the template is malformed.
Result<std::string> make_sample(const Rule& rule, const std::string& text, std::uint64_t seed);

}  // namespace inkblot
