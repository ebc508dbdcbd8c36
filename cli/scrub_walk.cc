// Folders are read whole and sorted; links in them are seen, and not followed.
#include "scrub_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

// A pattern with a slash is for the path below the base, one without for the last name.
bool fits(const std::vector<std::string>& globs, const std::string& path) {
  return std::any_of(globs.begin(), globs.end(), [&path](const std::string& glob) {
    const bool whole = glob.find('/') != glob.npos;
    const std::string text = whole ? path : last_of(path);
    return fnmatch(glob.c_str(), text.c_str(), whole ? FNM_PATHNAME : 0) == 0;
  });
}

std::string joined(const std::string& folder, const std::string& name) {
  std::string out = folder;
  if (!folder.empty() && !name.empty() && !folder.ends_with('/')) out += '/';
  return out.append(name);
}

class Walk {
 public:
  explicit Walk(const Wanted& wanted) : wanted_(wanted) {}
  void begin(const std::string& path, const std::string& aside);
  std::vector<Found> found;

 private:
  void take(Found one);
  void enter(const Found& folder);
  void fail(Found one, int error);
  bool is_own(const struct stat& about) const {
    return std::find(wanted_.own.begin(), wanted_.own.end(),
                     std::pair(about.st_dev, about.st_ino)) != wanted_.own.end();
  }
  const Wanted& wanted_;
};

void Walk::fail(Found one, int error) {
  one.what = Found::What::unreadable;
  one.why = std::string("cannot read it: ") + std::strerror(error);
  found.push_back(std::move(one));
}

void Walk::begin(const std::string& path, const std::string& aside) {
  Found one;
  one.aside = aside;
  one.base = path;
  one.named = true;
  if (lstat(path.c_str(), &one.about) != 0) return fail(std::move(one), errno);
  if (!S_ISDIR(one.about.st_mode)) {
    one.base = folder_of(path);
    one.path = last_of(path);
    if (one.base.empty()) one.base.assign(1, path.starts_with('/') ? '/' : '.');
  }
  take(std::move(one));
}

void Walk::take(Found one) {
  if (is_own(one.about)) return;
  if (!one.path.empty() && fits(wanted_.exclude, one.path)) return;
  if (S_ISDIR(one.about.st_mode)) {
    one.what = Found::What::folder;
    found.push_back(one);
    return enter(one);
  }
  if (is_draft_name(last_of(one.path))) {
    one.what = Found::What::leftover;
    found.push_back(std::move(one));
    return;
  }
  if (!wanted_.include.empty() && !fits(wanted_.include, one.path)) return;
  if (one.about.st_mtim.tv_sec < wanted_.since) return;
  one.what = S_ISREG(one.about.st_mode)   ? Found::What::file
             : S_ISLNK(one.about.st_mode) ? Found::What::link
                                          : Found::What::special;
  found.push_back(std::move(one));
}

void Walk::enter(const Found& folder) {
  const auto fd = Folders::open_one(folder.base, folder.path);
  if (!fd) return fail(folder, errno);
  DIR* const entries = fdopendir(*fd);
  if (entries == nullptr) return;
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = readdir(entries)) names.emplace_back(entry->d_name);
  const int error = errno;
  std::sort(names.begin(), names.end());
  std::vector<Found> inside;
  for (const std::string& name : names) {
    if (name == "." || name == "..") continue;
    Found one;
    one.base = folder.base;
    one.path = joined(folder.path, name);
    one.aside = joined(folder.aside, name);
    const int failed = fstatat(*fd, name.c_str(), &one.about, AT_SYMLINK_NOFOLLOW);
    // It went away meanwhile, or the folder may be read and not be searched.
    if (failed != 0 && errno != ENOENT) fail(one, errno);
    if (failed == 0) inside.push_back(std::move(one));
  }
  closedir(entries);
  if (error != 0) fail(folder, error);
  for (Found& one : inside) take(std::move(one));
}

// Where a path of a list goes aside: where it is, seen from the begin of its path.
Result<std::string> place_of(const Named& named) {
  const fs::path normal = fs::path(named.path).lexically_normal();
  const std::string relative = normal.relative_path().string();
  const std::string whole = relative.ends_with('/') ? folder_of(relative) : relative;
  if (whole == ".." || whole.starts_with("../")) {
    if (!named.listed) return std::string();
    return failure(Code::invalid_argument,
                   "in a list, " + named.path + " has no place in the folder of --out");
  }
  if (whole == ".") return std::string();
  return named.listed ? whole : last_of(whole);
}

}  // namespace

std::string Found::shown() const { return base == "." ? path : joined(base, path); }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? "" : path.substr(0, slash);
}

std::string last_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);  // From 0, where there is none.
}

Result<std::vector<Found>> walk(const std::vector<Named>& paths, const Wanted& wanted) {
  Walk all(wanted);
  for (const Named& named : paths) {
    auto aside = place_of(named);
    if (!aside) return tl::unexpected<Status>(aside.error());
    std::string path = named.path;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    all.begin(path, *aside);
  }
  return std::move(all.found);
}

Status read_list(std::vector<Named>& paths) {
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  if (std::cin.bad()) return Status(Code::io, "cannot read the list");
  const char end = text.find('\0') != text.npos ? '\0' : '\n';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t to = std::min(text.find(end, at), text.size());
    if (to > at) paths.push_back({text.substr(at, to - at), true});
    at = to + 1;
  }
  return {};
}

void Folders::close() {
  if (touched_) fsync(fd_);
  if (fd_ >= 0) ::close(fd_);
  touched_ = false;
  fd_ = -1;
}

Result<int> Folders::open(const std::string& base, const std::string& below) {
  if (fd_ >= 0 && base == base_ && below == below_) return fd_;
  auto fd = open_one(base, below);
  if (!fd) return fd;
  close();
  base_ = base;
  below_ = below;
  return fd_ = *fd;
}

Result<int> Folders::open_one(const std::string& base, const std::string& below) {
  const int root = ::open(base.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY);
  int fd = root;
  if (root >= 0 && !below.empty()) {
    open_how how{};
    how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    fd = static_cast<int>(syscall(SYS_openat2, root, below.c_str(), &how, sizeof how));
    // A kernel or a sandbox that does not know the call: the last name at least is no link.
    if (fd < 0 && (errno == ENOSYS || errno == EPERM)) {
      fd = openat(root, below.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    }
    const int error = errno;
    ::close(root);
    errno = error;
  }
  if (fd >= 0) return fd;
  const int error = errno;
  auto failed = failure(Code::io, std::string("cannot open its folder: ") + std::strerror(error));
  errno = error;
  return failed;
}

}  // namespace inkblot::cli
