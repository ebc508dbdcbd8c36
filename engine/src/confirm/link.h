// What stands between a name and its value: an operator, a tag, a comma, a few words.
#pragma once

#include <cstdint>

#include "confirm/cursor.h"
#include "confirm/name.h"

namespace inkblot {

// Roughly in the order of how surely a value follows.
enum class Link : std::uint8_t {
  none,
  prose,    // `password is X`, `token X`: any two words stand like that.
  listed,   // `password,X`: a row of a table, or any list.
  code,     // `password == X`, `password := X`: without quotes, X is a name.
  spaced,   // `password = X`: as a program writes it, or a file of settings.
  assign,   // `password=X`, `password: X`.
  flag,     // `--password X`, `ENV PASSWORD X`.
  paired,   // `"name": "password", "value": X`, <x name="password" value=X>.
  element,  // <password>X</password>, and the like.
};

struct Joint {
  Link link = Link::none;
  bool list = false;   // More values may follow: the operator or a bracket opens a list.
  bool call = false;   // The value is an argument of a call that makes the value: f("X").
  bool apart = false;  // It stands on the line behind a comma: it may be one of a list of words.
  bool block = false;  // The value stands on lines of its own.
};

// Reads from a name's end to where its value begins, a quote included.
// end: no value follows.  need_more: it may still.
// BOUND: 64 characters of blanks, four lines, and a few words.
Step read_joint(Cursor& in, const Name& name, Joint& out);

}  // namespace inkblot
