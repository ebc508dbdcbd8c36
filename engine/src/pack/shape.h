// Patterns that are a choice of plain sequences of classes, matched without a regex engine.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "pack/plain.h"

namespace inkblot {

// Nearly every rule is `prefix[class]{n}`.  PERF: RE2 takes 150 to 600 ns for one candidate of such
// a rule, this 10 to 40 (2026-11), and hostile text is candidates and nothing else.
//
// Matches as RE2 does with longest_match: the longest of all ways, which is unique because a
// repetition is only accepted where what follows it cannot be mistaken for it.
class Shape {
 public:
  // Offsets in the text.
  struct Extent {
    std::size_t end = 0;
    std::size_t group_begin = 0;  // Of group 1, or of the whole match.
    std::size_t group_end = 0;
  };

  // Nothing when the pattern is of another kind; RE2 has to match it then.
  static std::optional<Shape> parse(std::string_view pattern);

  // The longest match that begins at text[at].  REQUIRES: at <= text.size().
  bool match(std::string_view text, std::size_t at, Extent& out) const;
  // The leftmost match and the longest that begins there.
  // BOUND: for each way to match, linear in the text, but for the items behind the first
  // repetition.
  bool search(std::string_view text, std::size_t& begin, Extent& out) const;
  // False when no match begins with this byte.
  bool may_begin_with(std::uint8_t c) const { return first_.has(c); }
  // True when some way of matching begins at text[at] and ends exactly at text.size().
  bool spans(std::string_view text, std::size_t at) const;
  // True when every way of matching begins with items of fixed width that sum up to `width`
  // characters exactly, and goes on for at least `behind` more.
  bool fixed_for(std::size_t width, std::size_t behind) const;

 private:
  static bool is_definite(const Sequence& sequence);
  static bool search_one(const Sequence& sequence, std::string_view text, std::size_t& begin,
                         Extent& out);
  static bool match_one(std::span<const Item> sequence, std::string_view text, std::size_t at,
                        Extent& out);
  std::vector<Sequence> sequences_;
  CharSet first_;
};

}  // namespace inkblot
