// Keys and made-up secrets for the tests of known secrets.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "vault/fingerprint.h"

namespace inkblot {

inline std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

inline std::string text_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

inline HashKeys keys_of(std::uint8_t seed) {
  HashKeys keys;
  keys.seed.fill(seed);
  return keys;
}

// The same for the same state of `random`.
inline std::string made_up(std::mt19937& random, std::size_t size,
                           std::string_view alphabet =
                               "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
  std::string out;
  while (out.size() < size) out.push_back(alphabet[random() % alphabet.size()]);
  return out;
}

inline std::string made_up_bytes(std::mt19937& random, std::size_t size) {
  std::string out;
  while (out.size() < size) out.push_back(static_cast<char>(random()));
  return out;
}

}  // namespace inkblot
