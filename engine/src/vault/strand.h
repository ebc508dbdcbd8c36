// The canonical text of a stretch of the stream, with the way back: where forms are hashed.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "decode/glyph.h"
#include "vault/fingerprint.h"
#include "window.h"

namespace inkblot {

// One way to read a stream.
struct Reading {
  bool viewed = false;  // With escapes undone.
  Spacing spacing = Spacing::exact;
};

// A character of the view as bytes: itself, or in UTF-8 what the view cannot show.
struct Spelled {
  std::array<std::uint8_t, 4> bytes{};
  std::size_t size = 0;
  Offset begin = 0;
  Offset end = 0;
};
// As next_glyph(), but a pair of surrogates is one character.
Step next_spelled(const Window& window, Offset at, Spelled& out);

// Appends the view of a text: what a form that is found in the view only is a form of.
template <class Text>
void append_viewed(Bytes text, Text& out) {
  const Window window{text, 0, true};
  Spelled letter;
  for (Offset at = 0; next_spelled(window, at, letter) == Step::ok; at = letter.end) {
    for (std::size_t i = 0; i < letter.size; ++i) out.push_back(letter.bytes.at(i));
  }
}

// A byte of it has a number that it keeps.  THREADS: one at a time.
class Strand {
 public:
  explicit Strand(Reading reading) : reading_(reading), stops_(stops_of(reading)) {}

  // Begins anew with the byte at `at`; what is numbered next follows what was.
  void restart(Offset at);
  // The same in another reading.
  void restart(Offset at, Reading reading);
  // Goes on with the byte at `at`, and leaves out what stands before it.
  void jump(Offset at);
  // Reads on, up to the byte with number `last` or to what is not decided yet.
  // REQUIRES: the window holds what was not read.
  void extend(const Window& window, std::size_t last);
  // The number of the byte that begins at `at`; none where something else does.
  std::optional<std::size_t> number_of(Offset at) const;
  // Forgets the bytes before number `first`.
  void trim(std::size_t first);

  std::size_t begin() const { return base_; }
  std::size_t end() const { return base_ + text_.size(); }
  // Everything before it was read.
  Offset read_to() const { return at_; }
  // REQUIRES: they were read, and not forgotten.
  Bytes text(std::size_t first, std::size_t size) const {
    return Bytes(text_).subspan(first - base_, size);
  }
  Span span(std::size_t first, std::size_t size) const;

 private:
  // Bytes that stand in the stream as they are, or that an escape or a gap stands for.
  struct Run {
    std::size_t first;
    Offset begin;
    Offset end;
    bool plain;
  };
  struct Letter {
    Offset begin;
    Offset end;
    std::uint8_t byte;
  };
  const Run& run_of(std::size_t number) const;
  bool read_escape(const Window& window);
  void take(const Letter& letter);
  void end_gap();
  void push(const Letter& letter);
  void push_all(Bytes bytes, Offset begin, Offset end);
  bool copy_plain(const Window& window, std::size_t most);
  static CharSet stops_of(Reading reading);

  Reading reading_;
  CharSet stops_;  // What is not as it stands.
  std::size_t base_ = 0;
  std::vector<std::uint8_t> text_;
  std::vector<Run> runs_;
  Offset at_ = 0;
  std::deque<Letter> blanks_;  // That may be a gap, or are one when line_end_.
  bool line_end_ = false;
};

}  // namespace inkblot
