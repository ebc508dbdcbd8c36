// UTF-16 beside its projection: one byte a unit, which is what the line reads.
#pragma once

#include <inkblot/io.h>

#include <memory>
#include <vector>

#include "io/ring.h"

namespace inkblot {

enum class ByteOrder : std::uint8_t { none, little, big };

// Tells from a byte order mark, the first two bytes of a stream.
ByteOrder byte_order(Bytes head);
// True when `head` is too short to tell.
bool may_be_marked(Bytes head);

// Keeps the units of a stream.  A unit beyond ASCII is projected to 0xFF, which is part of no
// token; lone surrogates are units as any other.  As a Sink it takes slices of the projection and
// writes the units they stand for; whatever else it takes is ASCII, and is widened.
// THREADS: one at a time.
class Utf16 final : public Sink {
 public:
  // LIFETIME: `projection` and `out` outlive it.  ERRORS: no_memory.
  static Result<std::unique_ptr<Utf16>> create(ByteOrder order, const Ring& projection, Sink& out);

  // Takes the front of `chunk` that there is room for behind the units [begin, end), projects the
  // units that are complete and moves `end` behind them.
  void take(Bytes& chunk, Offset begin, Offset& end);
  // The byte of a unit that is not complete, if there is one.
  Bytes half_unit(Offset end) const;
  Status write(std::span<const Bytes> pieces) override;

 private:
  Utf16(ByteOrder order, const Ring& projection, Ring units, Sink& out)
      : low_(order == ByteOrder::little ? 0 : 1),
        projection_(&projection),
        units_(std::move(units)),
        out_(&out) {}

  Offset low_;  // Where the low byte of a unit stands in it.
  const Ring* projection_;
  Ring units_;
  Sink* out_;
  Offset end_ = 0;  // Bytes taken.
  std::vector<std::uint8_t> widened_;
  std::vector<Bytes> pieces_;
};

}  // namespace inkblot
