// Where bytes come from and where they go.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

#include <memory>
#include <span>

namespace inkblot {

// A stream of bytes with look-ahead.  The sequence of calls matches the regexp (peek skip?)*.
// THREADS: one at a time.
class Source {
 public:
  virtual ~Source() = default;
  // Reads once when there is room, and returns every byte read but not yet skipped, contiguous.
  // `grown` beyond the previous view unless the input ended; then `at_end()` is true.  Blocks until
  // at least one new byte arrived or the input ended.
  // LIFETIME: the view is valid until the next peek() or skip().
  // ERRORS: io; limit when nothing was skipped and the buffer is full.
  virtual Result<Bytes> peek() = 0;
  virtual bool at_end() const = 0;
  // Gives back the first n bytes.  In a buffer of the Source's own they stand until later reads
  // overwrite them, and are wiped at the latest when the Source is destroyed.
  // REQUIRES: n <= size of the last peek().
  virtual void skip(std::size_t n) = 0;
};

// Takes bytes.  THREADS: one at a time.
class Sink {
 public:
  virtual ~Sink() = default;
  // Writes every piece, in order, or fails; a short write is not success.
  // LIFETIME: the pieces are read only during the call.
  // ERRORS: io; closed when the reader went away.
  virtual Status write(std::span<const Bytes> pieces) = 0;
};

// Reads a descriptor through a ring of memory that is mapped twice, so that a window is always
// contiguous.  `capacity` in bytes, rounded up to whole pages.  A pipe is made to hold 256 KiB, if
// it may.
// LIFETIME: the descriptor stays the caller's.  EINTR is retried, a non-blocking descriptor polled.
// ERRORS: no_memory.
Result<std::unique_ptr<Source>> make_fd_source(int fd, std::size_t capacity = 1u << 20);
// Reads memory where it stands.  LIFETIME: `bytes` outlives the Source.
std::unique_ptr<Source> make_memory_source(Bytes bytes);
// Writes a descriptor with writev(2): short writes, EINTR and EAGAIN are handled.
std::unique_ptr<Sink> make_fd_sink(int fd);

}  // namespace inkblot
