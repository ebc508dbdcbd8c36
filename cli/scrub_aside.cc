// Folders and links; what is in files comes elsewhere.
#include "scrub_aside.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

// Empty, where it is none or too long.
std::string target_of(const Spot& link) {
  std::array<char, PATH_MAX> text{};
  const ssize_t size = readlinkat(link.folder, link.name.c_str(), text.data(), text.size());
  return size <= 0 ? "" : std::string(text.data(), static_cast<std::size_t>(size));
}

Status make_link(const std::string& target, const Spot& at, const struct stat& about) {
  if (target_of(at) == target) return {};
  const Spot draft{at.folder, draft_name()};
  if (symlinkat(target.c_str(), draft.folder, draft.name.c_str()) != 0) {
    return cannot("cannot make a link: ");
  }
  const std::array<timespec, 2> times = {about.st_atim, about.st_mtim};
  utimensat(draft.folder, draft.name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
  Status status = rename_in_place(draft, at.name);
  if (!status.ok()) unlinkat(draft.folder, draft.name.c_str(), 0);
  return status;
}

}  // namespace

Result<int> make_folders(const std::string& base, const std::string& below) {
  auto fd = Folders::open_one(base, below);
  if (fd || errno != ENOENT || below.empty()) return fd;
  const auto parent = make_folders(base, folder_of(below));
  if (!parent) return parent;
  // Nobody else's before it has its mode.
  const bool made = mkdirat(*parent, last_of(below).c_str(), 0700) == 0 || errno == EEXIST;
  const int error = errno;
  close(*parent);
  if (!made) return failure(Code::io, std::string("cannot make its folder: ") + strerror(error));
  return Folders::open_one(base, below);
}

void dress_folder(const Found& folder, const std::string& out) {
  if (folder.aside.empty()) return;  // The folder of --out itself is somebody's own.
  const auto from = Folders::open_one(folder.base, folder.path);
  if (!from) return;
  if (const auto to = Folders::open_one(out, folder.aside); to) {
    // A folder of another owner or with other attributes than it had is still a folder.
    if (const auto lost = take_after(*to, {*from, folder.about, false}); !lost) errno = 0;
    close(*to);
  }
  close(*from);
}

Status copy_link(const Found& link, const std::string& out) {
  const auto from = Folders::open_one(link.base, folder_of(link.path));
  if (!from) return from.error();
  const std::string target = target_of({*from, last_of(link.path)});
  close(*from);
  if (target.empty()) return Status(Code::io, "cannot read where the link leads");
  const auto to = make_folders(out, folder_of(link.aside));
  if (!to) return to.error();
  Status status = make_link(target, {*to, last_of(link.aside)}, link.about);
  close(*to);
  return status;
}

void sweep(const std::string& folder, bool deep) {
  std::error_code error;
  const auto skip = fs::directory_options::skip_permission_denied;
  for (auto at = fs::recursive_directory_iterator(folder, skip, error);
       at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (!deep) at.disable_recursion_pending();
    if (!is_draft_name(at->path().filename().string())) continue;
    remove_leftover({AT_FDCWD, at->path().string()});
  }
}

}  // namespace inkblot::cli
