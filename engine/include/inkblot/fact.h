// What can speak for or against a candidate, in fixed words.
#pragma once

#include <cstdint>
#include <string_view>

namespace inkblot {

// Those up to `random` speak for it.
enum class Fact : std::uint8_t {
  none,
  form,
  check,
  varied,
  place,
  name,
  quotes,
  chosen,
  mixed,
  random,
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

// Several facts.
class Facts {
 public:
  void add(Fact fact) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(fact); }
  bool has(Fact fact) const { return (bits_ >> static_cast<unsigned>(fact) & 1U) != 0; }

 private:
  std::uint64_t bits_ = 0;
};

constexpr bool speaks_for(Fact fact) { return fact <= Fact::random; }
// LIFETIME: static.
std::string_view words_of(Fact fact);

}  // namespace inkblot
