// THE LINE: sweep, confirm, resolve, rewrite, in this order; buffering, watermark, poisoning.
#pragma once

#include <inkblot/redactor.h>

#include <memory>
#include <string>
#include <vector>

#include "confirm/confirm.h"
#include "decoded_part.h"
#include "known_part.h"
#include "recode.h"
#include "resolve/resolve.h"
#include "rewrite/style.h"
#include "sweep/sweep.h"

namespace inkblot {

// One stream after the other, without buffers of its own: whoever drives it keeps the bytes.
// The sequence of calls matches the regexp (in_units? advance* pass? restart)*.   THREADS: one at a
// time.
class Line {
 public:
  static Result<std::unique_ptr<Line>> create(const Options& options, Sink& sink);
  // Wipes its copy of the key.
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // From now on a byte of the window stands for `unit_bytes` of the stream, and `sink` knows which.
  // REQUIRES: nothing was written.  LIFETIME: as the first sink's.
  void in_units(Offset unit_bytes, Sink& sink);
  // Writes what follows the last window and is less than a unit to the first sink as it is.
  // ERRORS: as advance().
  Status pass(Bytes bytes, Sink& sink);
  // One turn.  REQUIRES: the window continues the last one and reaches back to keep_from().
  // ERRORS: io, closed, internal; after any of them, poisoned for ever.
  Status advance(const Window& window);
  // The first byte that the next window must still hold.
  Offset keep_from() const { return keep_; }
  // Goes on with another stream, whose first byte has the offset that is returned: what is told of
  // it counts from there, and no verdict remembers what stood before.
  // REQUIRES: the last one ended, and was not counted in units.
  // PERF: a short text takes less time than making a line.
  Offset restart(Sink& sink, std::function<void(const Redaction&)> on_redaction);
  // From the stream's begin on the value is a known secret.  REQUIRES: nothing was advanced.
  Status know(Bytes value, const std::string& label) { return known_.know(value, label, origin_); }
  // Redacts and keeps parts of the stream, whose places are counted from its begin.  What is kept
  // is redacted only where it is known.  REQUIRES: nothing was advanced; each in order.
  void know_fields(std::vector<Span> redacted, std::vector<Span> kept);
  const Stats& stats() const { return stats_; }
  // LIFETIME: the line's.
  const Options& options() const { return options_; }
  Status poison(Status status);

 private:
  // How far a group has come, and all that it may take its label from is known.
  struct Reach {
    Offset known;
    bool complete;
  };
  // What the document wants in a group's place.
  struct Spot {
    Place place = Place::text;
    bool coded = false;
  };
  Line(const Options& options, Sink& sink, Sweep sweep, std::vector<bool> enabled);
  Status turn(const Window& window);
  void let_go();
  Status add(const Window& window, const Finding& finding);
  bool is_kept(const Finding& finding) const;
  const Rule& rule_of(std::uint32_t index) const;
  Offset waits_from() const {
    return options_.decode ? std::min(known_.mark(), decoded_.mark()) : known_.mark();
  }
  Status release(const Window& window, Offset watermark);
  void copy(const Window& window, Offset begin, Offset end);
  bool settle(const Window& window, const Group& group, const Reach& reach, Spot& spot);
  Status replace(const Window& window, Group& group, const Spot& spot);
  void conclude(const Group& group);
  void count_lines(const Window& window, Offset to);
  Span told(const Span& span) const {
    return {(span.begin - origin_) * unit_bytes_, (span.end - origin_) * unit_bytes_};
  }
  void tell(const Window& window, const Judged& judged) const;

  Options options_;
  Sink* sink_;
  const PackImpl* pack_;
  Sweep sweep_;
  Confirm confirm_;
  Resolver resolver_;
  KnownPart known_;
  std::vector<Span> kept_;
  TextScan texts_;
  DecodedPart decoded_;
  Recoder recoder_;
  std::vector<Candidate> candidates_;
  std::vector<Finding> findings_;
  std::vector<Bytes> pieces_;
  std::deque<std::string> replacements_;  // PERF: kept from turn to turn for their memory.
  std::size_t replacements_used_ = 0;
  Offset origin_ = 0;  // Of the stream.
  Offset released_ = 0;
  Offset keep_ = 0;  // It never decreases: what was let go is gone.
  Offset counted_ = 0;
  Span output_;  // Of the replacement that was written last.
  std::uint64_t lines_ = 0;
  Offset unit_bytes_ = 1;
  std::uint64_t keys_ = 0;  // Redacted ones.
  std::uint64_t line_of_group_ = 1;
  std::uint64_t key_of_group_ = 0;
  std::string value_fingerprint_;
  bool poisoned_ = false;
  bool ended_ = false;
  Stats stats_;
};

}  // namespace inkblot
