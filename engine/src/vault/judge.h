// Whether a value may be enrolled: a poor one would redact half of every stream.
#pragma once

#include <inkblot/span.h>

#include <string_view>

namespace inkblot {

struct Refusal {
  std::string_view reason;  // Empty: none.
  bool insisting_helps = false;
};

Refusal judge_value(Bytes value);

// A line of a secret of several lines that says nothing by itself: a bracket, a marker, a word.
bool is_trivial_line(Bytes line);

}  // namespace inkblot
