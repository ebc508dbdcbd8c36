// Reads backwards, byte by byte and word by word: what a sentence leaves behind must be held until
// its name has come, so that little may count as one.
#include "confirm/before.h"

#include <algorithm>
#include <array>
#include <string>

#include "confirm/reference.h"
#include "confirm/value.h"
#include "confirm/weight.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr std::size_t kNameBytesMax = 96;
constexpr std::size_t kWordBytesMax = 12;
constexpr std::size_t kWordsMax = 4;
constexpr std::size_t kValueBytesMax = 128;
constexpr CharSet kAscii = [] {
  CharSet out;
  for (std::uint8_t c = 0; c < 0x80; ++c) out.set(c);
  return out;
}();
constexpr CharSet kNameSet = [] {
  CharSet out = inverted(kAscii);
  out.add(charset(kAlnum, "_-.$"));
  return out;
}();
// Of these nothing leaves before what follows is known, wherever the stream is cut.
constexpr CharSet kValueSet = charset(kAlnum, "_-+/=.~:%$@!#");
// A sentence, a prompt or a path ends in these.
constexpr CharSet kNeverLast(".:$#%=/");

constexpr auto kVerbs = std::to_array<std::string_view>({"as", "est", "es", "is", "ist", "was"});
constexpr std::size_t kVerbBytesMax = 3;
constexpr auto kArticles = std::to_array<std::string_view>(
    {"a",    "an",  "das", "dein", "el", "her", "his",   "its",  "la", "le",
     "mein", "mon", "my",  "our",  "su", "the", "their", "this", "tu", "your"});

constexpr auto kConditions = std::to_array<std::string_view>(
    {"and", "assert", "elif", "if", "not", "or", "return", "unless", "when", "while"});

template <class List>
bool listed(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The byte before `at`, or 0 at the window's begin.
std::uint8_t before(const Window& window, Offset at) {
  return at > window.begin ? window.at(at - 1) : std::uint8_t{0};
}

std::string word_of(const Window& window, const Span& span) {
  return to_lower(window.text(span.begin, span.end));
}

Offset skip_back(const Window& window, Offset at, const CharSet& set, std::size_t most) {
  const Offset floor = at > window.begin + most ? at - most : window.begin;
  while (at > floor && set.has(window.at(at - 1))) --at;
  return at;
}

Offset before_quote(const Window& window, Offset at, std::uint8_t quote) {
  constexpr CharSet kBackslash("\\");
  constexpr std::size_t kDepthMax = 8;
  return before(window, at) == quote ? skip_back(window, at - 1, kBackslash, kDepthMax) : at;
}

// The value that ends at `end`.
bool read_value(const Window& window, Offset end, Span& value) {
  if (end == window.begin || kNeverLast.has(window.at(end - 1))) return false;
  constexpr CharSet kPlainSet = charset(kAlnum, "_-+/.~$@!#");
  Offset begin = plain_run_begin(window, end, kPlainSet, kValueBytesMax);
  Glyph glyph;
  std::size_t count = end - begin;
  for (; count <= kValueBytesMax && previous_glyph(window, begin, glyph); ++count) {
    const bool plain = glyph.end == begin && glyph.end - glyph.begin == 1;
    if (!plain || !kValueSet.has(glyph.c)) break;
    begin = glyph.begin;
  }
  if (end - begin > kValueBytesMax) return false;
  // The marks of a comment.
  constexpr CharSet kMarks("#/-");
  while (begin < end && kMarks.has(window.at(begin))) ++begin;
  if (end - begin < kValueBytesMin) return false;
  value = {begin, end};
  const std::string_view text = window.text(begin, end);
  return weighs(text, Weight::mixed) && !is_reference(text);
}

// A double quote ends what is quoted in any document, so that only the other two may hold a value
// that a sentence goes on behind.
bool read_spoken(const Window& window, Offset end, Span& value) {
  const std::uint8_t last = before(window, end);
  const bool quoted = last == '\'' || last == '`';
  return read_value(window, quoted ? before_quote(window, end, last) : end, value);
}

// `("X" == `, with as much of the operator as there is.
bool find_compared(const Window& window, Offset at, bool whole, Span& value) {
  constexpr CharSet kOperator("=!");
  Offset end = skip_back(window, at, kBlank, 1);
  const Offset begin = skip_back(window, end, kOperator, 3);
  if (whole && (end - begin < 2 || window.at(end - 1) != '=')) return false;
  if (begin != end) end = skip_back(window, begin, kBlank, 1);
  const std::uint8_t quote = before(window, end);
  if (!kQuotes.has(quote) || !read_value(window, before_quote(window, end, quote), value)) {
    return false;
  }
  const Offset opening = before_quote(window, value.begin, quote);
  if (opening == value.begin) return false;
  // What a condition begins with.
  constexpr CharSet kCondition("(!&|");
  const Offset blank = skip_back(window, opening, kBlank, 1);
  if (blank == opening) return kCondition.has(before(window, opening));
  const Offset word = skip_back(window, blank, kLetter, kWordBytesMax);
  return listed(kConditions, window.text(word, blank)) || kCondition.has(before(window, blank));
}

}  // namespace

bool is_in_name(const Window& window, const Span& stem) {
  return skip_back(window, stem.end, kNameSet, stem.size()) == stem.begin;
}

bool find_before(const Window& window, Offset at, bool whole, Span& value) {
  at = skip_back(window, at, kNameSet, kNameBytesMax);
  const std::uint8_t last = before(window, at);
  if (last == '=' || last == '!' || kQuotes.has(last)) {
    return find_compared(window, at, whole, value) || (!whole && read_spoken(window, at, value));
  }
  if (last != ' ') return false;
  // The first of the words between and the second.  PERF: compared only where one may be meant.
  Span verb;
  Span article;
  for (std::size_t words = 0; words <= kWordsMax; ++words) {
    if (words > 0 && verb.size() <= kVerbBytesMax && listed(kVerbs, word_of(window, verb)) &&
        (words == 1 || listed(kArticles, word_of(window, article)))) {
      return read_spoken(window, at - 1, value);
    }
    if (words == 0 && !whole && read_spoken(window, at - 1, value)) return true;
    if (words == 0 && find_compared(window, at, whole, value)) return true;
    const Offset end = at - 1;
    at = skip_back(window, end, kLetter, kWordBytesMax);
    if (at == end || before(window, at) != ' ') return false;
    article = verb;
    verb = {at, end};
  }
  return false;
}

}  // namespace inkblot
