// A file that is read, for which whoever wants to write to it has to wait.
#pragma once

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "scrub_draft.h"

namespace inkblot::cli {

// Whether a file system is a server's.
inline bool is_of_server(const struct statfs& about) {
  constexpr std::array<unsigned, 3> kRemote = {NFS_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC};
  return std::find(kRemote.begin(), kRemote.end(), static_cast<unsigned>(about.f_type)) !=
         kRemote.end();
}

class Opened {
 public:
  explicit Opened(const Spot& spot) {
    constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    fd_ = openat(spot.folder, spot.name.c_str(), kFlags | O_NOATIME);
    // The time of a read can be spared by the owner alone.
    if (fd_ < 0 && errno == EPERM) fd_ = openat(spot.folder, spot.name.c_str(), kFlags);
  }
  ~Opened() {
    if (fd_ >= 0) close(fd_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  int fd() const { return fd_; }
  // From now on it is the caller's.
  int take() { return std::exchange(fd_, -1); }

  // From now on a writer has to wait until we are done or see that it does.  False: there is one.
  bool lease() {
    leased_ = fcntl(fd_, F_SETLEASE, F_RDLCK) == 0;
    // Of somebody else's file there is no lease.
    return leased_ || errno != EAGAIN || is_remote();
  }
  void release() {
    if (std::exchange(leased_, false)) fcntl(fd_, F_SETLEASE, F_UNLCK);
  }
  bool lease_is_broken() const { return leased_ && fcntl(fd_, F_GETLEASE) != F_RDLCK; }

 private:
  // Such file systems refuse a lease as if there were a writer when the server gave none.
  bool is_remote() const {
    struct statfs about {};
    return fstatfs(fd_, &about) == 0 && is_of_server(about);
  }
  int fd_ = -1;
  bool leased_ = false;
};

}  // namespace inkblot::cli
