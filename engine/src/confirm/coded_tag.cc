// Word by word, for a mask is told by standing by itself.
#include "confirm/coded_tag.h"

#include <algorithm>

#include "confirm/coding.h"
#include "confirm/value.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

// A shorter word of X is a word.
constexpr std::size_t kMaskMin = 4;
constexpr std::string_view kMask = "XXXX";
static_assert(kMask.size() == kMaskMin);

bool has_own_word(std::string_view text, const TagWords& words) {
  constexpr CharSet kInner = charset(kAlnum, "_-.");
  while (!text.empty()) {
    const std::size_t size = std::min(find_in(text, inverted(kInner)), text.size());
    if (size >= kMaskMin && is_own_tag(text.substr(0, size), words)) return true;
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return false;
}

}  // namespace

bool is_coded_tag(std::string_view value, const TagWords& words) {
  constexpr CharSet kDigits = charset(kAlnum, "+/=");
  if (value.size() % 4 != 0 || !all_in(value, kDigits)) return false;
  const auto text = coding::decode_base64(value);
  if (!text) return false;
  // PERF: nearly no value.
  const bool may_be =
      text->find(kTag) != std::string::npos || text->find(kMask) != std::string::npos;
  return may_be && (holds_tag(*text, words) || has_own_word(*text, words));
}

bool is_coded_tag(const Window& window, Offset begin, const TagWords& words, View& run) {
  constexpr CharSet kDigits = charset(kAlnum, "+/");
  run.clear();
  read_run(window, begin, kDigits, kValueGlyphsMax, run);
  // PERF: what stands behind padding belongs to no base64, and `name=name=...` is all digits.
  const Offset end = run.ends.empty() ? begin : run.ends.back();
  read_run(window, end, CharSet("="), 2, run);
  return is_coded_tag(run.text, words);
}

}  // namespace inkblot
