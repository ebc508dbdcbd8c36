// Bytes that must not outlive their owner, nor reach a disk or a log.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string_view>
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

  // More zeros behind what is there.  The pages are moved, not copied, so that nothing stays
  // behind.  ERRORS: no_memory.
  Status grow(std::size_t size);

  // Makes it zeros again, as the end of its life does.
  void wipe();

  // LIFETIME: valid until the SecretBytes is moved from, grown, assigned to or destroyed.
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

// A text that is written into SecretBytes.  What does not fit is dropped, and full() says so.
class SecretText {
 public:
  // ERRORS: no_memory.
  static Result<SecretText> create(std::size_t capacity);
  void push_back(std::uint8_t byte) {
    if (size_ < bytes_.size()) {
      bytes_.span()[size_++] = byte;
    } else {
      full_ = true;
    }
  }
  void append(std::string_view text) {
    for (const char c : text) push_back(static_cast<std::uint8_t>(c));
  }
  // LIFETIME: until the text is changed.
  Bytes bytes() const { return bytes_.span().first(size_); }
  bool full() const { return full_; }
  void clear() { size_ = 0; }

 private:
  SecretBytes bytes_;
  std::size_t size_ = 0;
  bool full_ = false;
};

// Runs `work` on a stack and with registers of its own, both gone when this returns: libraries
// leave plaintext there.  ERRORS: no_memory, also when `work` runs out of it; those of `work`.
// REQUIRES: what `work` keeps on the heap is no plaintext.  BOUND: a stack of 1 MiB.
Status on_secret_stack(const std::function<Status()>& work);

// For programs, not for hosts of the library: no core dump, no ptrace by the same user, from now
// on and for ever.  Best effort: a kernel that refuses is no error.
void harden_process();

}  // namespace inkblot
