// The stores of --vault: loaded before a byte is read, and again when one has changed.
#pragma once

#include <inkblot/known.h>

#include <sys/stat.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "report.h"
#include "vault/key.h"

namespace inkblot::cli {

// Another file than before has another one.
struct FileVersion {
  FileId id;
  timespec changed{};
  off_t size = 0;
  // Nothing when there is no such file.
  static std::optional<FileVersion> of(const std::string& path);
  bool operator==(const FileVersion& other) const;
};

// THREADS: one at a time.
class KnownFiles {
 public:
  // ERRORS: those of load_store(): there is no filter without what it was told to know.
  static Result<std::unique_ptr<KnownFiles>> open(const std::vector<std::string>& paths,
                                                  StoreKey key);
  ~KnownFiles();
  KnownFiles(const KnownFiles&) = delete;
  KnownFiles& operator=(const KnownFiles&) = delete;

  const std::shared_ptr<KnownSecrets>& known() const { return known_; }
  // Readable when a store may have changed; -1 where that cannot be told.
  int watch() const { return watch_; }
  // Loads all stores again when one is another file than before, or when `asked`.
  // ERRORS: as open(); then nothing more may be released, for what is known is not what is wanted.
  Status refresh(bool asked);

 private:
  struct File {
    std::string path;
    std::optional<FileVersion> version;
  };
  KnownFiles(const std::vector<std::string>& paths, StoreKey key);
  Result<std::shared_ptr<const Vault>> load();
  bool changed();

  std::vector<File> files_;
  StoreKey key_;
  int watch_ = -1;
  std::shared_ptr<KnownSecrets> known_;
};

}  // namespace inkblot::cli
