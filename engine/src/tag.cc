// The grammar of our own tags, exactly, so that nothing can be smuggled in one.
#include "tag.h"

#include <algorithm>
#include <vector>

#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr std::size_t kShown = 4;  // Characters that Style::partial leaves at either end.
constexpr CharSet kShownSet = charset(kAlnum, "_-.");
constexpr CharSet kNameSet(kNameAlphabet);

// Nothing, or _<number>.
bool is_number_suffix(std::string_view text) {
  constexpr CharSet kDigits("0123456789");
  if (text.empty()) return true;
  const std::string_view digits = text.substr(1);
  return text.front() == '_' && !digits.empty() && digits.size() <= kNumberDigitsMax &&
         all_in(digits, kDigits) && digits.front() != '0' && digits != "1";
}

bool is_suffix(std::string_view text) {
  const bool named =
      text.size() > kNameSize && text.front() == '_' && all_in(text.substr(1, kNameSize), kNameSet);
  return is_number_suffix(text) || (named && is_number_suffix(text.substr(1 + kNameSize)));
}

bool is_label_and_suffix(std::string_view text, const Labels& labels) {
  for (std::size_t size = std::min(text.size(), labels.size_max()); size > 0; --size) {
    if (is_suffix(text.substr(size)) && labels.has(text.substr(0, size))) return true;
  }
  return false;
}

bool is_name_and_suffix(std::string_view text, const TagWords& words) {
  const bool rule = std::any_of(words.rules.begin(), words.rules.end(), [text](const Rule& one) {
    return text.starts_with(one.id) && is_suffix(text.substr(one.id.size()));
  });
  const bool field = text.starts_with(kFieldLabel) && is_suffix(text.substr(kFieldLabel.size()));
  return rule || field || (words.labels != nullptr && is_label_and_suffix(text, *words.labels));
}

// Where a tag may end that begins with the text, the nearest first: a dot may be a label's, or what
// stands behind a tag.
std::vector<std::size_t> ends_of(std::string_view text, const TagWords& words) {
  const auto run = [text](const CharSet& set) {
    const auto inside = [&set](char c) { return set.has(static_cast<std::uint8_t>(c)); };
    const auto end = std::find_if_not(text.begin(), text.end(), inside);
    return static_cast<std::size_t>(end - text.begin());
  };
  std::vector<std::size_t> ends = {run(kTagSet)};
  if (words.labels == nullptr) return ends;
  std::size_t end = run(kShownSet);
  ends.push_back(end);
  while (end > 0 && text[end - 1] == '.') --end;
  ends.push_back(end);
  return ends;
}

bool is_mask(std::string_view text) {
  const std::size_t size = std::min(text.find_first_not_of('X'), text.size());
  return size > 0 && is_number_suffix(text.substr(size));
}

bool is_partial(std::string_view text) {
  constexpr std::size_t kSize = 2 * kShown + 1 + kTag.size();
  return text.size() >= kSize && text[kShown] == '_' && text.substr(kShown + 1).starts_with(kTag) &&
         all_in(text.substr(0, kShown), kShownSet) &&
         all_in(text.substr(kSize - kShown, kShown), kShownSet) &&
         is_number_suffix(text.substr(kSize));
}

}  // namespace

bool ends_in_tag(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && kTagSet.has(static_cast<std::uint8_t>(text[begin - 1]))) --begin;
  return text.substr(begin).find(kTag) != std::string_view::npos;
}

bool follows_tag(const Window& window, Offset at) {
  std::string near;
  Glyph glyph;
  while (near.size() < kTagBytesMax && previous_glyph(window, at, glyph) && kTagSet.has(glyph.c)) {
    near.push_back(static_cast<char>(glyph.c));
    at = glyph.begin;
  }
  std::reverse(near.begin(), near.end());
  return ends_in_tag(near);
}

TagBegin find_tag(const Window& window, Offset from, Offset end) {
  const Offset last = std::min<Offset>(window.end(), end + kTag.size() - 1);
  const std::string_view text = window.text(from, last);
  // PERF: its last letter is rare in what is encoded.
  for (std::size_t i = text.find(kTag.back()); i < text.size(); i = text.find(kTag.back(), i + 1)) {
    if (text.substr(0, i + 1).ends_with(kTag)) return {from + i + 1 - kTag.size(), true};
  }
  if (last < window.end() || window.at_end) return {end, true};
  for (std::size_t size = std::min(text.size(), kTag.size() - 1); size > 0; --size) {
    const Offset begin = last - size;
    if (begin < end && kTag.starts_with(text.substr(begin - from))) return {begin, false};
  }
  return {end, true};
}

bool holds_tag_reversed(std::string_view backwards) {
  return std::search(backwards.rbegin(), backwards.rend(), kTag.begin(), kTag.end()) !=
         backwards.rend();
}

bool is_own_tag(std::string_view text, const TagWords& words) {
  return (text.starts_with(kTag) && is_name_and_suffix(text.substr(kTag.size()), words)) ||
         is_partial(text) || is_mask(text);
}

bool holds_tag(std::string_view value, const TagWords& words) {
  for (std::size_t at = value.find(kTag); at != std::string_view::npos;
       at = value.find(kTag, at + 1)) {
    const std::string_view rest = value.substr(at);
    for (const std::size_t end : ends_of(rest, words)) {
      std::string_view tag = rest.substr(0, end);
      // A mark behind what was replaced hides nothing.
      while (tag.ends_with('_') || tag.ends_with('-')) tag.remove_suffix(1);
      if (is_own_tag(tag, words)) return true;
    }
  }
  return false;
}

Step find_own_tag(const Window& window, const Span& span, const TagWords& words, bool& own) {
  own = false;
  if (span.size() > kTagBytesMax) return Step::ok;
  const Offset floor =
      span.begin > window.begin + kTagBytesMax ? span.begin - kTagBytesMax : window.begin;
  const std::string_view before = window.text(floor, span.end);
  const std::string_view inside = before.substr(span.begin - floor);
  // PERF: nearly every finding is far from anything of ours.
  const Offset reach = span.end + kShown + kTag.size();
  const bool cut = reach > window.end() && !window.at_end;
  const std::string_view around = window.text(floor, std::min<Offset>(reach, window.end()));
  if (!cut && around.find(kTag) == std::string_view::npos && !is_mask(inside)) return Step::ok;
  Offset end = span.end;
  const CharSet& inner = words.labels == nullptr ? kTagSet : kShownSet;
  while (end < window.end() && inner.has(window.at(end))) {
    if (++end - span.begin > kTagBytesMax) return Step::ok;
  }
  if (end == window.end() && !window.at_end) return Step::need_more;
  const std::string_view behind = window.text(span.end, end);
  for (const std::size_t size : ends_of(behind, words)) {
    const std::string_view text(before.data(), span.end - floor + size);
    own = own || is_mask(text.substr(span.begin - floor));
    for (std::size_t at = 0; !own && floor + at <= span.begin; ++at) {
      own = (text.substr(at).starts_with(kTag) ||
             (text.size() > at + kShown && text[at + kShown] == '_')) &&
            is_own_tag(text.substr(at), words);
    }
  }
  return Step::ok;
}

}  // namespace inkblot
