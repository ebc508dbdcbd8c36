// Where the view of a text may show a known window that its bytes do not: everything else is passed
// over in vectors.
#pragma once

#include <array>
#include <vector>

#include "decode/glyph.h"
#include "kernel.h"

namespace inkblot {

// How long a line of base64 or hexadecimal is at least before its end is taken for a wrap inside a
// window: any word at a line's end could be a form's begin otherwise, and would have to wait.
inline constexpr std::size_t kWrapRunMin = 24;
inline constexpr CharSet kWrapRun = charset(kAlnum, "+/=-_");

// Behind a backslash: an escape of more letters, or for what is in words.
inline constexpr CharSet kLongEscapes("0bfeux/");

// What is looked for.
struct BreakKinds {
  // A backslash before one of these makes an escape for a character that no known window holds.
  CharSet quiet;
  // Line ends behind kWrapRunMin characters of kWrapRun, or behind a blank that may follow them,
  // and escapes for a line end or a tab there.
  bool wraps = false;
  bool line_ends = false;  // All that are bytes.
};

// Ascending.
struct Breaks {
  std::vector<Offset> escapes;  // The last backslash of each, a percent sign, ESC.
  std::vector<Offset> line_ends;
};

// THREADS: any number may use one.
class BreakFinder {
 public:
  // REQUIRES: can_run(kernel).
  BreakFinder(const BreakKinds& kinds, Kernel kernel);
  // Appends what stands from `from` on; an escape that the window cuts may be any.  What stands
  // before `from` is looked at, as far as the window has it.
  void find(const Window& window, Offset from, Breaks& out) const;

  // By the low half of a character: a bit for each of the high halves of ASCII.
  using Table = std::array<std::uint8_t, 16>;
  static constexpr std::size_t kTables = 7;
  using Tables = std::array<Table, kTables>;

 private:
  BreakKinds kinds_;
  Kernel kernel_;
  Tables tables_;
};

}  // namespace inkblot
