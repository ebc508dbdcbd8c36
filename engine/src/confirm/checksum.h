// Offline arithmetic that proves a token: check values and decodable structure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace inkblot {

enum class Verdict : unsigned char {
  pass,     // The check value or the structure holds: near-proof.
  fail,     // It does not hold; lowers confidence only.
  unknown,  // The token is not of the form that the validator knows.
};

// What a pass rests on.
enum class Proof : unsigned char {
  value,      // A check value over the whole body: any altered character fails.
  // The same of 16 bits: in base32 of a few kilobytes some place passes by chance.
  value16,
  structure,  // The body decodes to what it should.
};

// One validator.  `token` is the whole decoded token, prefix included.
struct Checksum {
  std::string_view name;
  Verdict (*check)(std::string_view token);
  // Rewrites the check characters of `token` so that check() passes; false where it cannot.
  // Used to generate samples only.
  bool (*fix)(std::string& token);
  Proof proof = Proof::structure;
};

// All validators, sorted by name.
std::span<const Checksum> checksums();
// The one of that name, or null.
const Checksum* find_checksum(std::string_view name);

}  // namespace inkblot
