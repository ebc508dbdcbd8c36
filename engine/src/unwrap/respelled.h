// A line that is written in HTML entities, quoted-printable or percent signs beyond those of the
// view: undone character by character, with the way back.
#pragma once

#include <vector>

#include "unwrap/base.h"
#include "unwrap/places.h"
#include "unwrap/spelled.h"
#include "window.h"

namespace inkblot {

// Where the token begins that goes on at `at`, or RespelledReader::kBeforeBytes before.
Offset spelled_token_begin(const Window& window, Offset at);
// What stands before it has nothing to do with a character whose spelling the window's end cuts.
Offset unspelled_until(const Window& window);

// THREADS: one at a time.
class RespelledReader {
 public:
  // BOUND: of decoded bytes, and of the stream.
  static constexpr std::size_t kTextBytes = 12288;
  static constexpr Offset kLineBytes = 32768;
  // What of a line is looked at before its first spelled character.
  static constexpr Offset kBeforeBytes = 512;
  // A line of quoted-printable with as many equals signs that are written out, behind the last one
  // that shows itself, is none.  PERF: a chance =3D opens a line, which may go on for megabytes.
  static constexpr unsigned kBareSignsMax = 64;
  enum class State : std::uint8_t { starved, full, ended };

  // In a line whose first spelled character stands at `at`.  False: that says nothing.
  bool open(const Window& window, const SpelledChar& at, Encoding coding);
  // Reads on, to the line's end.
  State read(const Window& window);

  Bytes text() const { return text_; }
  Span locate(std::size_t begin, std::size_t end) const {
    return {places_.at(begin).span.begin, places_.at(end - 1).span.end};
  }
  // What begins and ends there is told: a character before it in its line is spelled, with no tag
  // of ours between them, or one of its token up to the one behind it, and of quoted-printable no
  // tag stands in the same token before it.  Else it may have been released, or does but look so
  // because a redaction made one line of two.
  bool is_told(std::size_t begin, std::size_t end);
  // Forgets the text before a place.
  void drop(std::size_t before);
  // What stands before it is not told: it may have been released, or a redaction may have made it a
  // token of its own.
  Offset first() const { return first_; }
  // The same in the text.
  std::size_t told_from() const;
  // What is kept of the stream begins here, or at first().
  Offset begin() const { return places_.empty() ? at_ : places_.begin(); }
  Offset end() const { return at_; }
  // The text ended at a soft line break of a line that is too short for one: it may go on.
  bool is_cut() const { return cut_; }
  Encoding coding() const { return coding_; }

 private:
  void begin_behind_cut();
  bool read_plain(const Window& window);
  bool is_none_of(const SpelledChar& c);
  Step next(const Window& window, SpelledChar& c) const;
  Encoding coding_ = Encoding::html;
  std::vector<std::uint8_t> text_;
  Places places_;
  Offset first_ = 0;
  Offset opened_ = 0;  // Where its first spelled character stands.
  Offset at_ = 0;
  bool cut_ = false;
  bool broken_ = false;  // The last character was a soft line break.
  bool follows_ = false;
  bool in_first_ = false;  // What is read is of the token behind a cut.
  unsigned bare_signs_ = 0;
  // PERF: nearly no text holds a tag.
  bool tagged_ = false;
  std::size_t searched_ = 0;  // From here on the text is to be searched for one.
};

}  // namespace inkblot
