// Reading a value to its end, and what is found of it.
#pragma once

#include "confirm/cursor.h"
#include "confirm/parsers.h"

namespace inkblot {

inline constexpr std::size_t kValueGlyphsMax = 2048;
// What is shorter is no value by its name alone.
inline constexpr std::size_t kValueBytesMin = 6;

struct Value {
  Text text;
  ValueEnd end = {};
};

// Reads one value: to the closing quote, or to whatever ends a bare word.  False when it may go on
// beyond the window.  BOUND: kValueGlyphsMax; a longer one is cut there.
bool read_value(Cursor& in, View& scratch, Value& value, const CharSet& bare_ends = kBareEnds);

// Whether what closed a value may close nothing: a single quote or a backtick that something
// is glued to which may be a value of its own.  end: surely not.
Step may_be_unclosed(const Window& window, const Value& value);
// Reads such a value again, from its quote on, as if nothing had closed it.  False as read_value().
bool read_unclosed(Cursor in, View& scratch, const CharSet& bare_ends, Value& value);

// Whether a name at `at` begins its line, or stands there behind `export` and its like.
bool begins_line(const Window& window, Offset at);

// Reads a value that ends where its line does, so that `,;|` and brackets are part of it.
// end: there is none of them, or something else stands on the line.  BOUND: 128 characters.
Step read_setting(Cursor in, View& scratch, Value& value);

// `size` characters of the value from `from` on.  A value that was not read to its end grows.
Decision found_value(const Question& question, const Value& value, std::size_t from,
                     std::size_t size);

}  // namespace inkblot
