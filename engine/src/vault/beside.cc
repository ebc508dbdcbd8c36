// Of the marks of a window that holds a character, one ends or begins with it: two questions for
// the filter rule out nearly all, before anything is undone.
#include "vault/beside.h"

#include <algorithm>

#include "decode/letters.h"
#include "vault/back.h"
#include "vault/gaps.h"
#include "vault/unescaped.h"

namespace inkblot {

// PERF: in a register, for bytes that were just stored would have to be waited for.
struct Beside::Mark {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  void set(std::size_t i, std::uint8_t c) {
    (i < kMarkBytes - 1 ? low : high) |= std::uint32_t{c} << (8 * (i % (kMarkBytes - 1)));
  }
};

namespace {

constexpr std::size_t kBesideBytes = kMarkBytes - 1;
constexpr Offset kSlashesMax = 16;
constexpr std::size_t kSpacesMax = 256;

// A walk in one reading over what is plain, or an escape of two letters; at all else it stops, and
// what is there may be anything.
struct Walk {
  const Window& window;
  Offset floor;
  Offset at;
  bool viewed;
  bool undone = false;  // Escapes were met.

  bool forth(std::uint8_t& c) {
    if (at >= window.end()) return false;
    c = window.at(at);
    if (!viewed || !kEscapeStarts.has(c)) {
      ++at;
      return true;
    }
    return c == '%' ? forth_over_percent() : c == '\\' && forth_over_slashes(c);
  }

  bool back(std::uint8_t& c) {
    if (at < floor + 2) return false;
    c = window.at(at - 1);
    const bool escape = window.at(at - 2) == '\\' && kSimpleEscapes[c] != 0;
    if (!viewed || (c != '\\' && !escape)) {
      --at;
      return true;
    }
    undone = true;
    if (escape) c = kSimpleEscapes[c];
    const Offset end = escape ? at - 1 : at;
    for (at = end; at > floor && window.at(at - 1) == '\\';) --at;
    return at > floor && end - at < kSlashesMax;
  }

 private:
  bool forth_over_percent() {
    if (at + 2 >= window.end()) return false;
    if (kHex.has(window.at(at + 1)) && kHex.has(window.at(at + 2))) return false;
    ++at;
    return true;
  }
  bool forth_over_slashes(std::uint8_t& c) {
    Offset end = at;
    while (end < window.end() && window.at(end) == '\\') ++end;
    if (end == window.end() || end - at >= kSlashesMax) return false;
    const std::uint8_t letter = window.at(end);
    undone = true;
    if (kLongEscapes.has(letter)) return false;
    at = end;
    if (kSimpleEscapes[letter] == 0) return true;
    c = kSimpleEscapes[letter];
    ++at;
    return true;
  }
};

// As it was hashed: spaces with a line end among them are one line end.
bool forth_over_gap(Walk& walk, std::uint8_t& c) {
  if (!walk.forth(c)) return false;
  if (!is_space(c)) return true;
  bool line_end = is_line_end(c);
  Walk ahead = walk;
  for (std::size_t i = 0; i < kSpacesMax; ++i) {
    std::uint8_t next = 0;
    if (!ahead.forth(next)) return false;
    if (!is_space(next)) {
      if (line_end) c = '\n';
      return true;
    }
    line_end = line_end || is_line_end(next);
    if (!line_end) continue;
    walk.at = ahead.at;
    walk.undone = ahead.undone;
  }
  return false;
}

}  // namespace

Beside::Beside(const Index& index, Offset from) : index_(index), floor_(from) {}

bool Beside::may_know(const Mark& mark) const {
  return index_.sign_filter().has(mark_of(mark.low, mark.high));
}

// Whether such a character may stand in a window of which all bytes are in the view.
bool Beside::may_stand(const Window& window, const Break& at) const {
  Mark before;
  Mark behind;
  before.set(kBesideBytes, at.c);
  behind.set(0, at.c);
  std::uint8_t c = 0;
  Walk back{window, std::max(floor_, window.begin), at.begin, true};
  for (std::size_t i = kBesideBytes; i > 0; before.set(--i, c)) {
    if (!back.back(c)) return true;
  }
  Walk forth{window, 0, at.end, true};
  for (std::size_t i = 1; i <= kBesideBytes; behind.set(i++, c)) {
    if (!forth.forth(c)) return true;
  }
  return may_know(before) || may_know(behind);
}

// Whether it may be the first gap in a window.
bool Beside::may_be_gap(const Window& window, const Break& at, Read& read) const {
  Mark before;
  before.set(kBesideBytes, '\n');
  Walk back{window, std::max(floor_, window.begin), at.begin, read.viewed};
  std::uint8_t c = 0;
  std::size_t i = kBesideBytes;
  std::size_t spaces = 0;
  while (i > 0) {
    if (!back.back(c) || spaces > kSpacesMax) return true;
    if (is_line_end(c)) break;
    if (i == kBesideBytes && is_space(c)) {
      ++spaces;
      continue;
    }
    before.set(--i, c);
  }
  const bool whole = i == 0;
  // The gap was seen with that one.
  if (is_line_end(c) && i == kBesideBytes && (at.escape || !back.undone)) return false;
  Walk forth{window, 0, at.end, read.viewed};
  const auto skip = [&] { return forth.forth(c) && forth.at <= at.end + kSpacesMax; };
  if (!skip()) return true;
  read.alone = whole && spaces == 0 && !is_space(c);
  while (is_space(c)) {
    if (!skip()) return true;
  }
  Mark behind;
  behind.set(0, '\n');
  behind.set(1, c);
  for (i = 2; i <= kBesideBytes; behind.set(i++, c)) {
    if (!forth_over_gap(forth, c)) return true;
    read.alone = read.alone && !is_line_end(c);
  }
  read.undone = back.undone || forth.undone;
  return (whole && may_know(before)) || may_know(behind);
}

bool Beside::may_be_wrapped(const Window& window, Offset at) const {
  if (!index_.has(Spacing::wrapped)) return false;
  const Offset begin = std::max(window.begin, at - std::min(at, Offset{kWrapRunMin}));
  const std::string_view text = window.text(begin, at);
  return !text.empty() && (text.back() == ' ' || text.back() == '\t' || ends_in_run(text));
}

bool Beside::may_matter(const Window& window, Offset escape) {
  const auto is_long = [&] {
    if (window.at(escape) == '\x1B' || escape + 2 >= window.end()) return true;
    const std::uint8_t next = window.at(escape + 1);
    return window.at(escape) == '%' ? kHex.has(window.at(escape + 2)) : kLongEscapes.has(next);
  };
  if (is_long()) {
    floor_ = escape + kEscapeBytesMax;
    return true;
  }
  if (window.at(escape) == '%') return false;
  const std::uint8_t letter = window.at(escape + 1);
  Offset begin = escape;
  while (begin > window.begin && window.at(begin - 1) == '\\') --begin;
  if (letter == '\\' || begin <= floor_ || escape - begin >= kSlashesMax) return true;
  const std::uint8_t c = kSimpleEscapes[letter];
  if (c == 0) return begin < escape && may_stand(window, {begin, escape + 1, '\\', true});
  const Break at{begin, escape + 2, c, true};
  if (is_space(c) && may_be_wrapped(window, begin)) return true;
  Read read{true};
  if (is_line_end(c) && index_.beginnings().has_line_end()) {
    if (may_be_gap(window, at, read)) return true;
    if (c == '\n' && read.alone) return false;
  }
  return may_stand(window, at);
}

void Beside::sift(const Window& window, Breaks& breaks) {
  if (index_.signs() == 0) return;
  auto escape = breaks.escapes.begin();
  auto kept = escape;
  const auto sift_before = [&](Offset end) {
    for (; escape != breaks.escapes.end() && *escape < end; ++escape) {
      if (may_matter(window, *escape)) *kept++ = *escape;
    }
  };
  std::erase_if(breaks.line_ends, [&](Offset at) {
    if (!index_.beginnings().has_line_end()) return false;
    sift_before(at);
    const Break line_end{at, at + 1, '\n', false};
    Read view{true};
    Read bytes{false};
    return !may_be_wrapped(window, at) && !may_be_gap(window, line_end, view) &&
           (!view.undone || !may_be_gap(window, line_end, bytes));
  });
  sift_before(window.end());
  breaks.escapes.erase(kept, breaks.escapes.end());
}

}  // namespace inkblot
