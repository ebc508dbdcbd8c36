// Key blocks: what belongs to the body, and where a truncated one ends.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "confirm/line_prefix.h"
#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

inline constexpr CharSet kPemBody = charset(kAlnum, "+/=");
// A shorter run is a line of a body only where the END line follows.
inline constexpr std::size_t kPemLineMin = 16;

// A marker's words.  PERF: no memory is asked for.
class PemLabel {
 public:
  static constexpr std::size_t kGlyphsMax = 96;

  void assign(const std::uint8_t* bytes, std::size_t size) {
    std::copy_n(bytes, size, bytes_.begin());
    size_ = size;
  }
  void push(std::uint8_t c) { bytes_[size_++] = static_cast<char>(c); }
  bool full() const { return size_ == kGlyphsMax; }
  std::string_view text() const { return {bytes_.data(), size_}; }
  bool has(std::string_view word) const { return text().find(word) != std::string_view::npos; }

 private:
  std::array<char, kGlyphsMax> bytes_{};
  std::size_t size_ = 0;
};

// Follows the body of a key block through escapes, quotes and line prefixes, to its END line or to
// the first line that cannot belong to it.
class PemBody {
 public:
  PemBody() = default;
  // Of a block that begins at `begin`: its other lines may begin as its first one does.
  PemBody(const Window& window, Offset begin) : prefix_(window, begin) {}
  // Moves `at` over what belongs to the body; true when the body ended there.
  // BOUND: waits with at most a prefix and 416 characters behind it: what wraps a line, and a key.
  bool advance(const Window& window, Offset& at);

 private:
  Step finish_line(const Window& window, Offset& at);

  LinePrefix prefix_;
  bool in_line_ = true;      // Inside a run of base64 that is known to belong to the body.
  bool many_lines_ = false;  // Seen within one string.
};

// Skips blanks, quotes and whatever else wraps the lines of a body in source code.
// ok: stands at a character that is none of these.
Step skip_pem_wrapping(const Window& window, Offset& at);

// Skips what stands between two lines: a prefix like the first one's, where there is one, and
// wrapping.
Step skip_to_line(const Window& window, const LinePrefix& prefix, Offset& at);

// ok: a quote and a colon follow, so that what stands before them is a key.
Step find_colon(const Window& window, Offset at);

// Reads `-----END ... -----` at `at`.  ok: `at` is behind it.  end: it is something else.
Step read_end_marker(const Window& window, Offset& at);

// Measures a run of a body's characters.  It ends at one of our own tags: what that replaced was no
// part of it.
Step measure_body(const Window& window, Offset at, std::size_t most, Run& out);

// ok: the END line follows, perhaps behind the checksum of a PGP key.  `to_line` moves to the next
// line.
Step find_end(const Window& window, const auto& to_line, Offset at) {
  constexpr std::size_t kSumGlyphs = 5;
  for (bool again = true; again;) {
    Step step = to_line(at);
    Offset marker = at;
    if (step == Step::ok) step = read_end_marker(window, marker);
    if (step != Step::end) return step;
    Glyph first;
    Run run;
    step = next_glyph(window, at, first);
    if (step == Step::ok && first.c == '+')
      step = next_glyph(window, at = first.end, first);  // Of a diff.
    if (step == Step::ok) step = measure_body(window, at, kSumGlyphs + 1, run);
    if (step == Step::need_more) return step;
    again = first.c == '=' && run.size == kSumGlyphs;
    at = run.end;
  }
  return Step::end;
}

// True when `c` may be part of a line of a body.
bool is_pem_character(std::uint8_t c);

}  // namespace inkblot
