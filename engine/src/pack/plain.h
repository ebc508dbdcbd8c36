// The plain part of the regex language: choices of sequences of counted classes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/glyph.h"

namespace inkblot {

// `max` characters of `set` at most, `min` at least.
struct Item {
  CharSet set;
  std::uint32_t min = 1;
  std::uint32_t max = 1;
  bool in_group = false;  // In the pattern's only capture.
};
using Sequence = std::vector<Item>;

// Every way to match, in the pattern's order.  Nothing when the pattern is of another kind:
// assertions, lazy counts, two captures, repeated choices, more than 64 ways.
std::optional<std::vector<Sequence>> parse_plain(std::string_view pattern);

// The same as a pattern, every character in hexadecimal.
std::string to_pattern(const Sequence& sequence);

// Which two characters can stand next to each other in a match.
class Neighbours {
 public:
  void add(const Sequence& sequence);
  void add_all();
  bool has(std::uint8_t first, std::uint8_t second) const { return behind_[first].has(second); }
  // As bytes for a file, and back.  False when there are not as many.
  std::string save() const;
  bool load(std::string_view bytes);

 private:
  std::array<CharSet, 256> behind_{};
};

}  // namespace inkblot
