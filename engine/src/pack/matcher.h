// One pattern, matched by a Shape where it is plain and by RE2 where it is not.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pack/shape.h"

namespace inkblot {

// Built on its rule's first candidate.  THREADS: any, once built.
class Matcher {
 public:
  using Extent = Shape::Extent;

  // REQUIRES: RE2 accepts the pattern.
  explicit Matcher(const std::string& pattern);

  // The longest match that begins at text[at]; group 1 where there is one.
  bool match(std::string_view text, std::size_t at, Extent& out) const;
  // The leftmost and longest match in the text; `begin` is where it begins.
  bool search(std::string_view text, std::size_t& begin, Extent& out) const;
  // The begin of the match that ends exactly at the text's end and begins nearest to it, among
  // those of `least` to `most` bytes.
  bool ends(std::string_view text, std::size_t least, std::size_t most, std::size_t& begin) const;

 private:
  // From text[begin] on; `begin` becomes the match's.
  bool run(std::string_view text, RE2::Anchor anchor, std::size_t& begin, Extent& out) const;

  std::optional<Shape> shape_;
  std::unique_ptr<RE2> regex_;  // Where there is no shape.
};

}  // namespace inkblot
