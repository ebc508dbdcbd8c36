// A store as a file: encrypted and authenticated as a whole.  docs/FORMATS.md has the bytes.
#pragma once

#include <filesystem>
#include <functional>

#include "vault/fingerprint.h"
#include "vault/key.h"

namespace inkblot {

inline constexpr std::size_t kSourceBytesMax = 256;

// ERRORS: io, where the file cannot be read; invalid_argument, where it is no store, of a newer
// version, cut short, altered, or the key is another one: each has words of its own.
Result<StoreContents> load_store(const std::filesystem::path& file, const StoreKey& key);

// A store with no secrets and keys of its own.
Result<StoreContents> new_contents();

// Writes a file beside `file`, and renames it into place.  ERRORS: io, with `file` as it was.
// REQUIRES: the caller holds the StoreLock.
Status save_store(const std::filesystem::path& file, const StoreKey& key,
                  const StoreContents& contents);

// Held while a store is read, changed and written: one writer at a time.  It is a file beside the
// store, NAME.lock, which stays.
class StoreLock {
 public:
  // Waits.  ERRORS: io.
  static Result<StoreLock> take(const std::filesystem::path& file);
  StoreLock(StoreLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  StoreLock& operator=(StoreLock&&) = delete;
  ~StoreLock();

 private:
  explicit StoreLock(int fd) : fd_(fd) {}
  int fd_;
};

// Reads, changes and writes a store under its lock.  `change` says whether to write.
// ERRORS: those of load_store() and save_store(), and of `change`.
Status edit_store(const std::filesystem::path& file, const StoreKey& key,
                  const std::function<Result<bool>(StoreContents&)>& change);

}  // namespace inkblot
