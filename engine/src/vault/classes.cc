// A bit for each row of kinds that some form begins with.
#include "vault/classes.h"

#include <algorithm>

namespace inkblot {
namespace {

constexpr unsigned kClassBits = 4;
constexpr std::uint8_t kLineEndClass = 2;

std::uint32_t first_of(std::uint32_t classes, std::size_t size) {
  return classes & ((std::uint32_t{1} << (kClassBits * size)) - 1);
}

}  // namespace

void Beginnings::Tree::add(std::uint32_t classes, std::size_t size) {
  size_max = std::max(size_max, size);
  for (std::size_t i = 1; i <= std::min(size, kDepth); ++i) {
    Level& level = levels[i - 1];
    if (level.empty()) level.resize(((std::size_t{1} << (kClassBits * i)) + 63) / 64);
    const std::uint32_t key = first_of(classes, i);
    level[key / 64] |= std::uint64_t{1} << (key % 64);
  }
}

bool Beginnings::Tree::has(std::uint32_t classes, std::size_t size) const {
  if (size > size_max) return false;
  const std::size_t depth = std::min(size, kDepth);
  const Level& level = levels[depth - 1];
  const std::uint32_t key = first_of(classes, depth);
  return !level.empty() && (level[key / 64] >> (key % 64) & 1U) != 0;
}

void Beginnings::add(const FormPrint& print) {
  const std::size_t size = std::min<std::size_t>(print.length, print.offset + kWindowBytes);
  (print.offset == 0 ? near_ : moved_).add(print.classes, size);
  if (print.spacing != Spacing::line_ends) return;
  for (unsigned i = 0; i < 8; ++i) {
    line_end_ = line_end_ || (print.classes >> (kClassBits * i) & 15U) == kLineEndClass;
  }
  line_end_ = line_end_ || print.offset > 0;
}

bool Beginnings::may_begin(Bytes canonical) const {
  if (canonical.empty()) return false;
  const std::uint32_t classes = classes_of(canonical);
  return near_.has(classes, canonical.size()) || moved_.has(classes, canonical.size());
}

}  // namespace inkblot
