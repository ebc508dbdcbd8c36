// What can speak for or against a candidate, in fixed words.
#pragma once

#include <cstdint>
#include <string_view>

namespace inkblot {

// Those up to `rare` speak for it.
enum class Fact : std::uint8_t {
  none,
  form,
  check,
  varied,
  boundary,
  place,
  name,
  quotes,
  chosen,
  mixed,
  random,
  rare,
  absent,
  glued,
  drift,
  short_body,
  uniform,
  wordy,
  filler,
  check_fails,
  longer,
  tag,
  allowed,
  covered,
  repeated,
  no_promise,
  no_value,
  short_value,
  weak,
  reference,
  unquoted,
  sentence,
  own_name,
  marks,
};
inline constexpr Fact kLastFact = Fact::marks;

// What a number is of that a profile has a threshold for (docs/EVIDENCE.md).
enum class Scale : std::uint8_t {
  none,
  weight,  // How much a value looks like a secret: 0 a word or a reference, 1 what a person may
           // have chosen, 2 characters of several kinds, 3 what chance drew.
  length,  // Quarters of a character of body.
  rarity,  // Tenths of a bit that a character tells.
};
inline constexpr Scale kLastScale = Scale::rarity;
// LIFETIME: static.
std::string_view name_of(Scale scale);

struct Score {
  Scale scale = Scale::none;
  std::uint32_t has = 0;
  std::uint32_t asked = 0;
};

// Several facts, and the score that was put to a threshold last.
class Facts {
 public:
  void add(Fact fact) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(fact); }
  bool has(Fact fact) const { return (bits_ >> static_cast<unsigned>(fact) & 1U) != 0; }
  void put(const Score& score) { score_ = score; }
  const Score& score() const { return score_; }

 private:
  std::uint64_t bits_ = 0;
  Score score_;
};

constexpr bool speaks_for(Fact fact) { return fact <= Fact::rare; }
// LIFETIME: static.
std::string_view words_of(Fact fact);

}  // namespace inkblot
