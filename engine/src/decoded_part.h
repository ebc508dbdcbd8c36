// What is encoded in one stream: texts in base64 and hexadecimal, each scanned as a stream of its
// own, and again what is encoded in those.
#pragma once

#include <inkblot/redactor.h>

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "text_scan.h"
#include "unwrap/inflate.h"
#include "unwrap/respelled.h"
#include "unwrap/run_reader.h"

namespace inkblot {

// So many codings are undone, one in the other.  Compression in base64 is one.
inline constexpr unsigned kCodingsMax = 3;

// How much may be inflated beyond eight times what stands in the stream; an eighth of the stream is
// added to it.  BOUND: what a text made of bombs costs.
inline constexpr std::size_t kCreditBytes = std::size_t{1} << 20U;

// THREADS: one per stream.
class DecodedPart {
 public:
  // Of what so many codings stand around.  LIFETIME: the scan outlives it.
  explicit DecodedPart(TextScan& scan, unsigned depth = 0) : scan_(&scan), depth_(depth) {}
  // Appends what has become complete.  REQUIRES: `sweep` scanned this window last.
  // ERRORS: internal, no_memory.
  Status find(const Window& window, const Sweep& sweep, std::vector<Finding>& out);
  // Goes on with another text.  REQUIRES: the last one was read to its end.
  void restart();
  // What is encoded and not told yet begins here or behind it.
  Offset mark() const { return mark_; }
  // Searches a text by itself.  LIFETIME: of what it found, until the next call; `searched` is the
  // text, in which that stands.  ERRORS: as find().
  Status search(Bytes text);
  const Window& searched() const { return searched_; }
  const std::vector<Finding>& found() const { return found_; }

 private:
  // Lines in which more is spelled than the view undoes, by one of the two ways: each by itself,
  // for one may stand in the other.
  struct Spelled {
    explicit Spelled(Encoding of) : coding(of) {}
    Encoding coding;
    std::deque<Offset> triggers;  // That were not looked at.
    RespelledReader line;         // At hand, if there is one.
    LongFinding goes_on;
    bool open = false;
    Offset to = 0;  // What stands before it was looked at.
  };

  void add(const Window& window, const Sweep& sweep);
  bool open_next(const Window& window);
  bool open_compressed(const Window& window, Offset end);
  bool open_text(const Window& window, Span& run);
  // One piece of the run at hand, which has ended or not.
  Status take(bool ended, std::vector<Finding>& out);
  Status take_text(bool ended, std::vector<Finding>& out);
  Status take_compressed(bool ended, std::vector<Finding>& out);
  bool inflate_piece();
  Status find_runs(const Window& window, std::vector<Finding>& out);
  Status find_spelled(const Window& window, Spelled& spelled, std::vector<Finding>& out);
  bool open_spelled(const Window& window, Spelled& spelled);
  Status take_spelled(const Window& window, Spelled& spelled, bool ended,
                      std::vector<Finding>& out);
  // Moves the ends of what was found over the rest of a word.
  void take_glued(const Window& window, std::size_t before, std::vector<Finding>& out);
  std::size_t kept_from(Bytes text, LongFinding& goes_on) const;

  TextScan* scan_;
  unsigned depth_;
  std::unique_ptr<DecodedPart> inner_;
  std::deque<Span> pending_;       // Runs that were not searched, and the end of one that goes on.
  std::deque<Offset> compressed_;  // Where what is compressed may begin.
  RunReader run_;
  LongFinding goes_on_;
  bool open_ = false;
  bool first_ = false;  // Nothing of the run was taken yet.
  Offset floor_ = 0;    // What stands before it was decoded.
  Offset again_ = 0;    // What stands before it is not read again, by whatever groups.
  Offset mark_ = 0;
  // Of a compressed run: how it is, and a finding that all behind its begin belongs to.
  Encoding compression_ = Encoding::none;
  std::unique_ptr<Inflater> inflater_;
  std::vector<std::uint8_t> plain_;
  std::optional<Finding> rest_;
  std::size_t credit_ = kCreditBytes;
  Offset credit_at_ = 0;
  std::vector<Finding> found_;
  Window searched_;
  std::optional<Finding> glued_;  // What the next window begins with may be glued to.
  std::array<Spelled, 2> spelled_ = {Spelled(Encoding::html), Spelled(Encoding::quoted_printable)};
};

}  // namespace inkblot
