// Descriptors and memory as Sources, descriptors as Sinks.
#include <errno.h>
#include <fcntl.h>
#include <inkblot/io.h>
#include <poll.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <new>
#include <string>

#include "io/ring.h"

namespace inkblot {
namespace {

Status system_failure(const char* what) {
  // First: an allocation may change errno.
  // NOLINTNEXTLINE(concurrency-mt-unsafe): safe in glibc from 2.32 on.
  const char* const why = strerror(errno);
  return Status(Code::io, std::string(what) + ": " + why);
}

// Waits until a non-blocking descriptor is ready.
void wait_for(int fd, short event) {
  pollfd entry{fd, event, 0};
  poll(&entry, 1, -1);
}

// PERF: blocks of this size stay in the second-level cache between read, scan and write.
constexpr std::size_t kReadBytesMax = std::size_t{1} << 17U;

// PERF: whoever writes into the pipe fills the next block while the last one is scanned.  What is
// no pipe, or may not grow, stays as it is.
void widen_pipe(int fd) {
  constexpr int kPipeBytes = 2 * static_cast<int>(kReadBytesMax);
  const int size = fcntl(fd, F_GETPIPE_SZ);
  if (size >= 0 && size < kPipeBytes) fcntl(fd, F_SETPIPE_SZ, kPipeBytes);
}

class FdSource final : public Source {
 public:
  FdSource(int fd, Ring ring) : fd_(fd), ring_(std::move(ring)) {}

  Result<Bytes> peek() override {
    const std::size_t room = ring_.capacity() - static_cast<std::size_t>(end_ - begin_);
    if (room == 0) return failure(Code::limit, "more bytes are held than the buffer has");
    while (!at_end_) {
      const ssize_t size = read(fd_, ring_.at(end_), std::min(room, kReadBytesMax));
      if (size >= 0) {
        at_end_ = size == 0;
        end_ += static_cast<Offset>(size);
        ring_.reached(end_);
        break;
      }
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        wait_for(fd_, POLLIN);
      } else if (errno != EINTR) {
        return tl::unexpected<Status>(system_failure("cannot read the input"));
      }
    }
    return Bytes(ring_.at(begin_), static_cast<std::size_t>(end_ - begin_));
  }
  bool at_end() const override { return at_end_; }
  void skip(std::size_t n) override { begin_ += n; }

 private:
  int fd_;
  Ring ring_;
  Offset begin_ = 0;
  Offset end_ = 0;
  bool at_end_ = false;
};

class MemorySource final : public Source {
 public:
  explicit MemorySource(Bytes bytes) : bytes_(bytes) {}
  Result<Bytes> peek() override {
    end_ = std::min(bytes_.size(), end_ + kStepBytes);
    return bytes_.subspan(begin_, end_ - begin_);
  }
  bool at_end() const override { return end_ == bytes_.size(); }
  void skip(std::size_t n) override { begin_ += n; }

 private:
  static constexpr std::size_t kStepBytes = std::size_t{1} << 17U;
  Bytes bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

class FdSink final : public Sink {
 public:
  explicit FdSink(int fd) : fd_(fd) {}

  Status write(std::span<const Bytes> pieces) override {
    std::size_t next = 0;
    std::size_t skip = 0;  // Bytes of pieces[next] that are written already.
    while (next < pieces.size()) {
      std::array<iovec, kPiecesMax> vectors;  // NOLINT(*-member-init): 4 KiB that nobody reads.
      std::size_t count = 0;
      for (std::size_t i = next; i < pieces.size() && count < kPiecesMax; ++i) {
        const Bytes piece = pieces[i].subspan(i == next ? skip : 0);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): writev only reads.
        vectors[count++] = {const_cast<std::uint8_t*>(piece.data()), piece.size()};
      }
      const ssize_t size = writev(fd_, vectors.data(), static_cast<int>(count));
      if (size < 0) {
        if (Status s = recover(); !s.ok()) return s;
        continue;
      }
      auto done = static_cast<std::size_t>(size);
      while (next < pieces.size() && done >= pieces[next].size() - skip) {
        done -= pieces[next].size() - skip;
        skip = 0;
        ++next;
      }
      skip += done;
    }
    return {};
  }

 private:
  static constexpr std::size_t kPiecesMax = 256;
  Status recover() const {
    if (errno == EINTR) return {};
    if (errno == EPIPE) return Status(Code::closed, "the reader of the output went away");
    if (errno != EAGAIN && errno != EWOULDBLOCK) return system_failure("cannot write the output");
    wait_for(fd_, POLLOUT);
    return {};
  }
  int fd_;
};

}  // namespace

Result<std::unique_ptr<Source>> make_fd_source(int fd, std::size_t capacity) {
  auto ring = Ring::create(capacity, true);
  if (!ring) return tl::unexpected<Status>(ring.error());
  std::unique_ptr<Source> source(new (std::nothrow) FdSource(fd, std::move(*ring)));
  if (source == nullptr) return failure(Code::no_memory, "no memory for a buffer");
  widen_pipe(fd);
  return source;
}

std::unique_ptr<Source> make_memory_source(Bytes bytes) {
  return std::make_unique<MemorySource>(bytes);
}

std::unique_ptr<Sink> make_fd_sink(int fd) { return std::make_unique<FdSink>(fd); }

}  // namespace inkblot
