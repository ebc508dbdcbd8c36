// Bytes that must not outlive their owner, nor reach a disk or a log.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <utility>

namespace inkblot {

// A fixed number of bytes on pages of their own: kept out of core dumps, locked where the limit
// allows, wiped at the end.  Moved, never copied or printed.  THREADS: as a plain array.
class SecretBytes {
 public:
  // Zeros.  A refused mlock is no error; see locked().  ERRORS: no_memory.
  static Result<SecretBytes> create(std::size_t size);
  // LIFETIME: `bytes` is read only during the call, and stays the caller's to wipe.
  // ERRORS: no_memory.
  static Result<SecretBytes> copy_of(Bytes bytes);
  SecretBytes() = default;
  SecretBytes(SecretBytes&& other) noexcept { swap(other); }
  // What was held is wiped here and now, not when `other` goes.
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    SecretBytes taken(std::move(other));
    swap(taken);
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  // LIFETIME: valid until the SecretBytes is moved from, assigned to or destroyed.
  std::span<std::uint8_t> span() { return {data_, size_}; }
  Bytes span() const { return {data_, size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool locked() const { return locked_; }
  friend std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;

 private:
  void swap(SecretBytes& other) {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(locked_, other.locked_);
  }
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
  bool locked_ = false;
};

// For programs, not for hosts of the library: no core dump, no ptrace by the same user, from now
// on and for ever.  Best effort: a kernel that refuses is no error.
void harden_process();

}  // namespace inkblot
