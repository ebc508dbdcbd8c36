// Stores are replaced by a rename, so it is their folders that are watched.
#include "known.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "vault/index.h"

namespace inkblot::cli {

std::optional<FileVersion> FileVersion::of(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return std::nullopt;
  return FileVersion{{about.st_dev, about.st_ino, about.st_mode}, about.st_mtim, about.st_size};
}

bool FileVersion::operator==(const FileVersion& other) const {
  return id.device == other.id.device && id.node == other.id.node && size == other.size &&
         changed.tv_sec == other.changed.tv_sec && changed.tv_nsec == other.changed.tv_nsec;
}

KnownFiles::KnownFiles(const std::vector<std::string>& paths, StoreKey key)
    : key_(std::move(key)), watch_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  for (const std::string& path : paths) {
    files_.push_back({path, std::nullopt});
    const auto folder = std::filesystem::path(path).parent_path();
    const std::string name = folder.empty() ? "." : folder.string();
    if (watch_ >= 0) inotify_add_watch(watch_, name.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE);
  }
}

KnownFiles::~KnownFiles() {
  if (watch_ >= 0) close(watch_);
}

Result<std::unique_ptr<KnownFiles>> KnownFiles::open(const std::vector<std::string>& paths,
                                                     StoreKey key) {
  std::unique_ptr<KnownFiles> out(new KnownFiles(paths, std::move(key)));
  auto vault = out->load();
  if (!vault) return tl::unexpected<Status>(vault.error());
  out->known_ = std::make_shared<KnownSecrets>(std::move(*vault));
  return out;
}

Result<std::shared_ptr<const Vault>> KnownFiles::load() {
  std::vector<std::filesystem::path> paths;
  for (File& file : files_) {
    // Looked at first: what comes while it is read is seen as a change.
    file.version = FileVersion::of(file.path);
    paths.emplace_back(file.path);
  }
  return Index::load(paths, key_);
}

// Something happened in a folder; whether it was to a store is told by the store.
bool KnownFiles::changed() {
  std::array<char, 4096> events;
  bool any = false;
  while (watch_ >= 0 && read(watch_, events.data(), events.size()) > 0) any = true;
  for (const File& file : files_) {
    if (!any) return false;
    const auto now = FileVersion::of(file.path);
    if (now && now != file.version) return true;
  }
  return false;
}

Status KnownFiles::refresh(bool asked) {
  if (!changed() && !asked) return {};
  auto vault = load();
  if (!vault) {
    return Status(vault.error().code(), "the store has changed: " + vault.error().message());
  }
  known_->set(std::move(*vault));
  return {};
}

}  // namespace inkblot::cli
