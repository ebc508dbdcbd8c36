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

// Whether the bare word behind an operator at `at` is shorter than a value may be.
bool is_short(const Window& window, Offset at) {
  at += at + 1 < window.end() && window.at(at + 1) == ' ' ? 2 : 1;
  const Offset last = std::min<Offset>(window.end(), at + kValueBytesMin);
  const Offset begin = at;
  constexpr CharSet kBody = charset(kAlnum, "_-.:");
  while (at < last && kBody.has(window.at(at))) ++at;
  if (at == last || at == begin) return false;
  constexpr CharSet kEnds(",;)\n\r");
  if (kEnds.has(window.at(at))) return true;
  // Behind a type an operator may follow.
  return window.at(at) == ' ' && at + 1 < window.end() && kWordSet.has(window.at(at + 1));
}

}  // namespace

bool is_hopeless(const Window& window, const Span& stem) {
  const Offset end = window.end();
  Offset at = stem.end;
  const Offset last = std::min<Offset>(end, at + kNameGlyphsMax);
  while (at < last && kNamed.has(window.at(at))) ++at;
  if (at == last) return false;
  constexpr CharSet kClosings(")]}");  // [preauth]
  if (kClosings.has(window.at(at)) && at + 1 < end && kLineEnds.has(window.at(at + 1))) return true;
  constexpr CharSet kNever(";/&@#~^$");
  constexpr CharSet kOperators(":=");
  if (kOperators.has(window.at(at))) return is_short(window, at);
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
