// Known secrets: what was enrolled is found in a stream, and nothing but its fingerprints is kept.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace inkblot {

// The secrets of one or more stores, ready to be found.
// THREADS: any number of threads may use one Vault at the same time.
class Vault {
 public:
  virtual ~Vault() = default;
  // Opens stores that one key was made for; `key_file` holds it.
  // ERRORS: io, where a file cannot be read; invalid_argument, where one is no store or no key, was
  // altered, others may read the key, or it is another one.
  static Result<std::shared_ptr<const Vault>> open(std::span<const std::filesystem::path> stores,
                                                   const std::filesystem::path& key_file);
  virtual std::size_t secrets() const = 0;
  virtual std::size_t forms() const = 0;
};

// The vault that is in force, which may be another one while streams run.  THREADS: any.
class KnownSecrets {
 public:
  explicit KnownSecrets(std::shared_ptr<const Vault> vault) : vault_(std::move(vault)) {}

  // Streams that run take it with the next bytes they are given, and tell from which offset on.
  void set(std::shared_ptr<const Vault> vault) {
    const std::lock_guard lock(mutex_);
    vault_ = std::move(vault);
  }
  std::shared_ptr<const Vault> get() const {
    const std::lock_guard lock(mutex_);
    return vault_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Vault> vault_;
};

}  // namespace inkblot
