// The decoded regions of a stream: the view of what lies around its escapes, ready to be swept.
#pragma once

#include <string>
#include <vector>

#include "decode/glyph.h"
#include "pack/pack.h"
#include "window.h"

namespace inkblot {

// All regions of a stream stand in one text, so that one scan serves many.  THREADS: one at a time.
class Regions {
 public:
  // From here on [begin, end) is part of a region.  REQUIRES: called in the order of the escapes.
  void cover(const Window& window, Offset begin, Offset end);
  // Decodes as far as the window, or kTextBytesMax, allows.  True when there is more to decode.
  bool read(const Window& window);

  const std::string& text() const { return text_; }
  // How much of text() was read before.
  std::size_t old() const { return old_; }
  // True when text[begin, end) lies in one region, and surely reads so; `out` is where it stands.
  bool locate(std::size_t begin, std::size_t end, Span& out) const;
  // Whether text[begin, end) holds an escape that is_spelled(), or a colour code.
  bool has_spelled(std::size_t begin, std::size_t end) const;
  // Forgets all but the last `keep` characters; they are old now.
  void trim(std::size_t keep);
  bool idle() const { return at_ >= end_; }
  // Goes on with another text, which begins there.
  void restart(Offset at) {
    text_.clear();
    segments_.clear();
    hint_ = old_ = 0;
    origin_ = at_ = end_ = at;
  }
  // Where the last region ends.
  Offset end() const { return end_; }

 private:
  // text[at] stands at raw offset `raw` and is `width` bytes wide; those behind it are one byte
  // each, up to the next segment.
  struct Segment {
    std::size_t at;
    Offset raw;
    Offset width;
    Offset sure;  // Before it, the region may have been read wrong.
    bool first;   // Of its region.
    bool spelled = false;
    bool coloured = false;  // A colour code stands before it.
  };
  std::size_t segment_of(std::size_t i) const;
  void copy(const Window& window, Offset to);

  std::string text_;
  std::vector<Segment> segments_;
  mutable std::size_t hint_ = 0;  // The segment that was asked for last.
  std::size_t old_ = 0;
  Offset origin_ = 0;  // Of the text.
  // The region at hand is decoded up to `at_` and ends at `end_`.
  Offset at_ = 0;
  Offset end_ = 0;
};

}  // namespace inkblot
