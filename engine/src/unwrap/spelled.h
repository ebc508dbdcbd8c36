// One character that is written as an HTML entity or in quoted-printable.
#pragma once

#include <array>

#include "unwrap/base.h"
#include "window.h"

namespace inkblot {

// One character, as its coding spells it.
struct SpelledChar {
  std::array<std::uint8_t, 4> bytes = {};
  std::size_t size = 0;  // 0: a soft line break.
  Offset begin = 0;
  Offset end = 0;
  bool spelled = false;
  bool shows = false;  // The sweep looks for what is spelled like this (pack/triggers.h).
};
// Reads the one at `at`.
Step next_char(const Window& window, Offset at, Encoding coding, SpelledChar& out);

// What is spelled where a character of the view stands: html for an ampersand, and so on.
Encoding spelling_of(std::uint8_t c);
// Whether what the sweep saw of a spelled character (Sweep::spellings()) may be of this coding,
// which its last byte tells.
bool may_show(std::uint8_t last, Encoding coding);

}  // namespace inkblot
