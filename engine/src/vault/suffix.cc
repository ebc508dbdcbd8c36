// The last characters are compared with what forms begin with, as bytes and as the view shows them.
#include "vault/suffix.h"

#include <algorithm>

#include "vault/gaps.h"

namespace inkblot {
namespace {

// The last characters of a window in one reading.
class Tail {
 public:
  Tail(const Index& index, const Window& window, bool viewed, Offset from)
      : index_(index), window_(window), viewed_(viewed), from_(from) {}

  // `end`: all behind it is not known yet.
  Offset held(Offset end) {
    first_ = window_.end();
    ask(end, false);
    // A line end may come, and these blanks be a part of it.
    const Spaces spaces = spaces_before(window_, viewed_, end);
    if (spaces.line_end) return first_;  // Seen as a gap.
    if (index_.beginnings().has_line_end()) ask(spaces.begin, true);
    if (spaces.begin < end && index_.has(Spacing::wrapped) &&
        may_wrap(window_, viewed_, spaces.begin)) {
      hold(spaces.begin, kWindowBytes - 1);
    }
    return first_;
  }

 private:
  // Whether the characters before `end`, and perhaps a line end, begin something.
  void ask(Offset end, bool line_end) {
    const std::size_t most = kWindowBytes - 1 + index_.offset_max();
    std::array<std::uint8_t, 2 * kWindowBytes> text{};
    std::size_t begin = text.size();
    if (line_end) text[--begin] = '\n';
    Glyph glyph;
    for (std::size_t i = 0; i < most && begin > 0; ++i) {
      if (!previous_letter(window_, viewed_, end, glyph) || glyph.begin < from_) return;
      end = glyph.begin;
      text[--begin] = glyph.c;
      if (index_.beginnings().may_begin(Bytes(text).subspan(begin))) first_ = std::min(first_, end);
    }
  }
  void hold(Offset end, std::size_t count) {
    Glyph glyph;
    for (; count > 0 && previous_letter(window_, viewed_, end, glyph) && glyph.begin >= from_;
         --count) {
      end = glyph.begin;
    }
    first_ = std::min(first_, end);
  }

  const Index& index_;
  const Window& window_;
  bool viewed_;
  Offset from_;
  Offset first_ = 0;
};

// Where an escape begins that is not complete, or the window's end.
Offset end_of_view(const Window& window) {
  const Offset back = std::min<Offset>(window.bytes.size(), kEscapeBytesMax);
  Offset at = window.end() - back;
  Glyph glyph;
  while (at < window.end() && next_glyph(window, at, glyph) == Step::ok) at = glyph.end;
  return at;
}

}  // namespace

Offset held_suffix(const Index& index, const Window& window, Offset from) {
  const Offset in_bytes = Tail(index, window, false, from).held(window.end());
  const Offset end = end_of_view(window);
  const Offset in_view = Tail(index, window, true, from).held(end);
  // Any character may be spelled by an escape that is not complete; none by a colour code.
  const std::size_t escape = window.text(end, window.end()).find_first_of("\\%");
  const Offset open = escape == std::string_view::npos ? window.end() : end + escape;
  return std::min({in_bytes, in_view, open});
}

}  // namespace inkblot
