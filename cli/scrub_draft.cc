// Nothing of a draft can be seen under the name that it will have until all of it is on the disk.
#include "scrub_draft.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace inkblot::cli {
namespace {

constexpr std::string_view kBegin = ".inkblot-";
constexpr std::string_view kEnd = ".scrub";
constexpr std::size_t kDigits = 16;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// Reads as much as there is, which may grow meanwhile.  Empty where there is none.
template <class Read>
std::vector<char> read_whole(const Read& read) {
  std::vector<char> out(4096);
  for (;;) {
    const ssize_t size = read(out.data(), out.size());
    if (size < 0 && errno == ERANGE && out.size() < (std::size_t{1} << 20U)) {
      out.resize(out.size() * 4);
      continue;
    }
    out.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return out;
  }
}

std::vector<char> attribute(int fd, const char* name) {
  return read_whole([&](char* out, std::size_t size) { return fgetxattr(fd, name, out, size); });
}

// False when one of them is not there afterwards.
bool copy_attributes(int from, int to) {
  const std::vector<char> names =
      read_whole([from](char* out, std::size_t size) { return flistxattr(from, out, size); });
  bool all = true;
  for (const char* name = names.data(); name < names.data() + names.size();
       name += std::strlen(name) + 1) {
    const std::vector<char> value = attribute(from, name);
    if (fsetxattr(to, name, value.data(), value.size(), 0) == 0) continue;
    all = all && attribute(to, name) == value;
  }
  return all;
}

}  // namespace

FileState FileState::of(const struct stat& about) {
  return {about.st_ino, about.st_size, nanoseconds(about.st_mtim), nanoseconds(about.st_ctim)};
}

std::string draft_name() {
  std::array<char, kDigits + 1> digits{};
  std::snprintf(digits.data(), digits.size(), "%08x%08x", randombytes_random(),
                randombytes_random());
  return std::string(kBegin) + digits.data() + std::string(kEnd);
}

bool is_draft_name(std::string_view name) {
  if (name.size() != kBegin.size() + kDigits + kEnd.size()) return false;
  const std::string_view digits = name.substr(kBegin.size(), kDigits);
  return name.starts_with(kBegin) && name.ends_with(kEnd) &&
         digits.find_first_not_of("0123456789abcdef") == digits.npos;
}

bool remove_leftover(const Spot& spot) {
  const int fd = openat(spot.folder, spot.name.c_str(),
                        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return false;
  const bool dead = flock(fd, LOCK_EX | LOCK_NB) == 0;
  const bool removed = dead && unlinkat(spot.folder, spot.name.c_str(), 0) == 0;
  close(fd);
  return removed;
}

Status rename_in_place(const Spot& from, const std::string& to) {
  const bool renamed = renameat(from.folder, from.name.c_str(), from.folder, to.c_str()) == 0;
  return renamed ? Status() : cannot("cannot take its place: ");
}

Result<bool> take_after(int fd, const Original& original) {
  const struct stat& about = original.about;
  const auto failed = [](const char* what) { return tl::unexpected<Status>(cannot(what)); };
  struct stat now {};
  if (fstat(fd, &now) != 0) return failed("cannot look at the new file: ");
  const bool same = now.st_uid == about.st_uid && now.st_gid == about.st_gid;
  const bool owned = same || fchown(fd, about.st_uid, about.st_gid) == 0;
  if (!owned && original.strict) return failed("its owner cannot be kept: ");
  const bool attributes = copy_attributes(original.fd, fd);
  if (!attributes && original.strict) {
    return failure(Code::io, "its extended attributes or its ACL cannot be kept");
  }
  // Without its owner a file must not run as somebody else.
  if (fchmod(fd, about.st_mode & (owned ? 07777U : 0777U)) != 0) {
    return failed("its mode cannot be kept: ");
  }
  const std::array<timespec, 2> times = {about.st_atim, about.st_mtim};
  if (futimens(fd, times.data()) != 0) return failed("its times cannot be kept: ");
  return !owned || !attributes;
}

Result<Draft> Draft::create(int folder) {
  Draft draft;
  draft.at_ = {folder, draft_name()};
  draft.fd_ = openat(folder, draft.at_.name.c_str(),
                     O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOATIME | O_CLOEXEC, 0600);
  if (draft.fd_ < 0) {
    return tl::unexpected<Status>(cannot("cannot write in its folder: "));
  }
  flock(draft.fd_, LOCK_EX | LOCK_NB);
  return draft;
}

Draft::~Draft() {
  if (fd_ < 0) return;
  if (!at_.name.empty()) unlinkat(at_.folder, at_.name.c_str(), 0);
  close(fd_);
}

Status Draft::sync() const {
  return fsync(fd_) == 0 ? Status() : cannot("cannot write the new content: ");
}

Status Draft::link(Spot& at) const {
  at.name = draft_name();
  if (linkat(at_.folder, at_.name.c_str(), at.folder, at.name.c_str(), 0) == 0) return {};
  return cannot("cannot make its other name: ");
}

Status Draft::put(const std::string& name) {
  Status status = rename_in_place(at_, name);
  if (status.ok()) at_.name.clear();
  return status;
}

}  // namespace inkblot::cli
