// PERF: most stems stand in ordinary words and sentences, and a few bytes say so.
#include "confirm/glance.h"

#include <algorithm>

#include "confirm/cursor.h"
#include "confirm/name.h"
#include "confirm/value.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr CharSet kNamed = charset(kAlnum, "_-.");
// The longest word of a language: what is longer may be anything.
constexpr Offset kWordMax = 16;

// Whether the word at `at`, which stands behind a name and a blank, is one of a sentence.
bool is_prose(const Window& window, Offset at) {
  const Offset last = std::min<Offset>(window.end(), at + 24);
  const Offset begin = at;
  while (at < last && kLetter.has(window.at(at))) ++at;
  // A verb (is, as, or, was) may link a value, and a type or a token goes on with something else.
  if (at == last || at - begin < 3 || window.at(begin) == 'w') return false;
  constexpr CharSet kSentence(",;)\n\r");
  if (kSentence.has(window.at(at))) return true;
  return window.at(at) == ' ' && at + 1 < window.end() && kLetter.has(window.at(at + 1));
}

// Whether the bare word behind an operator at `at` is shorter than a value may be, or a word of a
// language.
bool is_word(const Window& window, Offset at) {
  at += at + 1 < window.end() && window.at(at + 1) == ' ' ? 2 : 1;
  constexpr CharSet kBody = charset(kAlnum, "_-.:");
  const Offset begin = at;
  const Offset last = std::min<Offset>(window.end(), at + kWordMax);
  while (at < last && kLower.has(window.at(at))) ++at;
  const Offset least = std::min<Offset>(window.end(), begin + kValueBytesMin - 1);
  while (at < least && kBody.has(window.at(at))) ++at;
  if (at == begin || at == window.end() || kBody.has(window.at(at))) return false;
  if (kLineEnds.has(window.at(at))) return true;
  if (at + 1 == window.end()) return false;
  // On a line of settings a value may hold these.
  constexpr CharSet kEnds(",;)");
  constexpr CharSet kBehind(" \r\n");
  if (kEnds.has(window.at(at))) return kBehind.has(window.at(at + 1));
  // Behind a type an operator may follow.
  return window.at(at) == ' ' && kWordSet.has(window.at(at + 1));
}

}  // namespace

bool is_hopeless(const Window& window, const Span& stem) {
  const Offset end = window.end();
  Offset at = stem.end;
  const Offset last = std::min<Offset>(end, at + kNameGlyphsMax);
  while (at < last && kNamed.has(window.at(at))) ++at;
  if (at == last) return false;
  if (at - stem.end > kBehindStemMax && window.at(stem.end) == '-') return false;
  constexpr CharSet kClosings(")]}");  // [preauth], (sshd:auth):
  if (kClosings.has(window.at(at)) && at + 1 < end) {
    ++at;
    if (kLineEnds.has(window.at(at))) return true;
    if (window.at(at) != ':') return false;
  }
  constexpr CharSet kNever(";/&@#~^$");
  constexpr CharSet kOperators(":=");
  if (kOperators.has(window.at(at))) return is_word(window, at);
  if (window.at(at) != ' ') return kNever.has(window.at(at));
  // --name, and the last letters of ENV, #define, setenv and ARG.
  constexpr CharSet kFlag("-_");
  constexpr CharSet kDirective("vVeEgG");
  Glyph before;
  bool flag = previous_glyph(window, stem.begin, before) && kFlag.has(before.c);
  flag = flag || (before.c == ' ' && previous_glyph(window, before.begin, before) &&
                  kDirective.has(before.c));
  return !flag && at + 1 < end && is_prose(window, at + 1);
}

}  // namespace inkblot
