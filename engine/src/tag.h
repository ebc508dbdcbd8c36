// Our own tags: what the engine writes in a secret's place is never found again.
#pragma once

#include <inkblot/pack.h>

#include <span>
#include <string_view>

#include "decode/glyph.h"
#include "decode/letters.h"
#include "labels.h"
#include "window.h"

namespace inkblot {

inline constexpr std::string_view kTag = "REDACTED_";
// What stands for a rule where a caller named the field.
inline constexpr std::string_view kFieldLabel = "field";
// 32 letters and digits that cannot be mistaken for one another; a pseudonym has eight of them.
inline constexpr std::string_view kNameAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
inline constexpr std::size_t kNameSize = 8;
// Of a redacted key: a number from 2 on.
inline constexpr std::size_t kNumberDigitsMax = 9;
inline constexpr std::size_t kTagBytesMax = 160;
// What a tag that names a rule consists of.
inline constexpr CharSet kTagSet = charset(kAlnum, "_-");

// What a tag may name.  LIFETIME: as its parts.
struct TagWords {
  std::span<const Rule> rules;
  const Labels* labels = nullptr;  // Of known secrets; null: there are none.
  TagWords(std::span<const Rule> of_rules, const Labels* of_labels = nullptr)
      : rules(of_rules), labels(of_labels) {}
};

// Moves behind what is glued to a tag that ends at `at`, however that is escaped.
// need_more: it may go on.
inline Step skip_word(const Window& window, Offset& at) {
  for (Glyph glyph;; at = glyph.end) {
    const Step step = next_glyph(window, at, glyph);
    if (step == Step::need_more) return step;
    if (step == Step::end || !kTagSet.has(glyph.c)) return Step::ok;
  }
}

// True when a text may end in one of our own tags, by its first letters alone; the second one, what
// stands before `at`, however that is escaped.
bool ends_in_tag(std::string_view text);
bool follows_tag(const Window& window, Offset at);

// The first of our own tags that begins in [from, end), by its first letters alone.
struct TagBegin {
  Offset at;   // `end`: there is none.
  bool whole;  // Not so: the window's end cuts what may be one.
};
TagBegin find_tag(const Window& window, Offset from, Offset end);

// The same of a text that was read from its end on.
bool holds_tag_reversed(std::string_view backwards);

// True when `text` is to the letter what a built-in style writes: REDACTED_<rule>, perhaps with
// _<pseudonym>; abcd_REDACTED_wxyz; XXXX.  Each perhaps with _<number>.  A rule is one of the
// words, and so may a label be that stands in a rule's place: anything else that begins like a tag
// is ordinary text.
bool is_own_tag(std::string_view text, const TagWords& words);

// True when one of our own tags stands in `value`, apart from what is behind it.  Of a value that
// only its surroundings make a secret that was decided when the tag was written: what stood in the
// tag's place may have kept it from being one value.
bool holds_tag(std::string_view value, const TagWords& words);

// Tells whether the whole of `span` lies in one of our own tags.
// need_more: the tag may go on.  BOUND: looks kTagBytesMax ahead.
Step find_own_tag(const Window& window, const Span& span, const TagWords& words, bool& own);

}  // namespace inkblot
