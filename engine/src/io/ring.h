// Memory that is mapped twice in a row, so that any stretch of a ring is contiguous.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

#include <cstddef>
#include <utility>

namespace inkblot {

// THREADS: one at a time.  Kept out of core dumps; locked where the limit allows; wiped at the end.
class Ring {
 public:
  // `capacity` in bytes is rounded up to whole pages.  A refused mlock is no error; see locked().
  // ERRORS: no_memory.
  static Result<Ring> create(std::size_t capacity, bool lock);
  Ring(Ring&& other) noexcept { swap(other); }
  Ring& operator=(Ring&& other) noexcept {
    swap(other);
    return *this;
  }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring();

  std::size_t capacity() const { return capacity_; }
  bool locked() const { return locked_; }
  // Where the byte of that stream offset stands; capacity() bytes from there are contiguous.
  std::uint8_t* at(Offset offset) const { return base_ + offset % capacity_; }
  // Bytes were written up to that stream offset and no further.  PERF: a page that was not touched
  // is neither there nor wiped; a ring whose owner does not say is wiped as a whole.
  void reached(Offset end) { used_ = end < capacity_ ? static_cast<std::size_t>(end) : capacity_; }
  // Overwrites n bytes from there with zeros.  REQUIRES: n <= capacity().
  void wipe(Offset offset, std::size_t n);

 private:
  Ring() = default;
  void swap(Ring& other) {
    std::swap(base_, other.base_);
    std::swap(capacity_, other.capacity_);
    std::swap(used_, other.used_);
    std::swap(locked_, other.locked_);
  }
  std::uint8_t* base_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;  // From the begin, in bytes.
  bool locked_ = false;
};

}  // namespace inkblot
