// The canonical text of a stretch of the stream, with the way back: where forms are hashed.
#pragma once

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

// Appends the view of a text: what a form that is found in the view only is a form of.
void append_viewed(Bytes text, std::vector<std::uint8_t>& out);

// A byte of it has a number that it keeps.  THREADS: one at a time.
class Strand {
 public:
  explicit Strand(Reading reading) : reading_(reading) {}

  // Begins anew with the byte at `at`; what is numbered next follows what was.
  void restart(Offset at);
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

  Reading reading_;
  std::size_t base_ = 0;
  std::vector<std::uint8_t> text_;
  std::vector<Run> runs_;
  Offset at_ = 0;
  std::deque<Letter> blanks_;  // That may be a gap, or are one when line_end_.
  bool line_end_ = false;
};

}  // namespace inkblot
