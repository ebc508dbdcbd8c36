// One run of base64 or hexadecimal that holds text, decoded as it arrives, with the way back.
#pragma once

#include <vector>

#include "unwrap/base.h"
#include "unwrap/places.h"
#include "window.h"

namespace inkblot {

// How far before a streak its text may begin, in bytes.
inline constexpr Offset kLookBackBytes = 512;

// Where the run begins that goes on at `at`, as the view shows it, but not before `floor`, nor more
// than kLookBackBytes before.  `phase` is how many characters of a group stand from there to `at`.
Offset run_begin(const Window& window, Offset at, Offset floor, const Base& base);

// The characters may be spelled as escapes, and wrapped in lines of one width.  The text ends with
// its run, or with the first byte that no text has.  THREADS: one at a time.
class RunReader {
 public:
  // So much is decoded before it has to be taken.  BOUND: of decoded bytes, and of the stream.
  static constexpr std::size_t kTextBytes = 12288;
  static constexpr Offset kRunBytes = 32768;
  enum class State : std::uint8_t { starved, full, ended };

  // At `streak` there is text; the group there begins one.  What stands before it, up to `floor`,
  // is a part of it as far as it is text, too.
  void open(const Window& window, Offset streak, const Base& base, Offset floor);
  // At `begin`, whatever the bytes are.
  void open_bytes(Offset begin);
  // Reads on.
  State read(const Window& window);

  Bytes text() const { return text_; }
  // Where what is decoded stands, and what pads it.
  Span whole() const { return {begin(), end_}; }
  // The groups that text[begin, end) comes from.
  Span locate(std::size_t begin, std::size_t end) const;
  // Forgets the text before a place.
  void drop(std::size_t before);
  // Where what is kept begins.
  Offset begin() const {
    if (!groups_.empty()) return groups_.begin();
    return chars_ > 0 ? group_begin_ : at_;
  }
  // Behind what was decoded.  REQUIRES: it ended.
  Offset end() const { return end_; }
  Encoding coding() const { return base_->coding; }
  // One of our own tags stands in the text's first line, or in the line before it, so that its
  // first token may have gone on from there.
  bool follows_tag() const { return follows_tag_; }
  // It ended before one of our own tags, or before a line, and a tag stands in that or in the one
  // before it: it may have gone on there.
  bool is_cut() const { return cut_; }

 private:
  void restart(const Base& base, Offset at);
  void look_back(const Window& window, Offset streak);
  void read_plain(const Window& window);
  bool put(std::uint8_t digit, const Span& where);
  bool put_bytes(std::uint32_t bits, std::size_t count, const Span& where);
  bool is_valid(std::uint8_t byte);
  Step join(const Window& window, Offset& at);
  Step pad(const Window& window);
  Step look_ahead(const Window& window);
  bool is_full() const;
  std::size_t room(const Window& window) const;

  const Base* base_ = &kBase64Digits;
  std::vector<std::uint8_t> text_;
  Places groups_;
  bool text_only_ = true;
  Offset at_ = 0;
  Offset sure_ = 0;  // Before it, what is no text does not end it.
  Offset end_ = 0;
  // The group at hand.
  std::uint32_t bits_ = 0;
  std::size_t chars_ = 0;
  Offset group_begin_ = 0;
  std::size_t higher_ = 0;  // Bytes that a character beyond ASCII still wants.
  std::size_t line_ = 0;    // Characters in the line at hand.
  std::size_t width_ = 0;   // Of the lines before it; 0: there is none, or but the first.
  bool unsure_ = false;     // How long the first line was, for a tag stands in it.
  bool follows_tag_ = false;
  bool follows_line_ = false;  // Behind a line of digits, which may be of the run.
  bool cut_ = false;
  bool ended_ = false;
};

}  // namespace inkblot
