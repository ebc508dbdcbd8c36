// Once is enough where it works at all, and where it does not, no number of times is.
#include "scrub_shred.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "scrub_opened.h"

namespace inkblot::cli {
namespace {

Status write_zeros(int fd, off_t size) {
  const std::vector<char> zeros(std::size_t{1} << 18U);
  for (off_t at = 0; at < size;) {
    const auto most = static_cast<std::size_t>(std::min<off_t>(size - at, 1 << 18));
    const ssize_t written = pwrite(fd, zeros.data(), most, at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot("it cannot be written over: ");
    at += written;
  }
  return fsync(fd) == 0 ? Status() : cannot("that it was written over did not reach the disk: ");
}

}  // namespace

Status overwrite(int fd) {
  struct stat about {};
  if (fstat(fd, &about) != 0) return cannot("it cannot be looked at: ");
  if (about.st_nlink > 0) return Status(Code::io, "it has another name still");
  // The descriptor is for reading, and there is no name to open it by.
  const std::string self = "/proc/self/fd/" + std::to_string(fd);
  const int out = open(self.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (out < 0) return cannot("it cannot be opened for that: ");
  Status status = write_zeros(out, about.st_size);
  close(out);
  return status;
}

std::string_view doubt_about(const char* folder) {
  struct statfs about {};
  if (statfs(folder, &about) != 0) return "";
  // Those that linux/magic.h does not have: ZFS, bcachefs.
  constexpr std::array<unsigned, 6> kElsewhere = {BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC,
                                                  NILFS_SUPER_MAGIC, OVERLAYFS_SUPER_MAGIC,
                                                  0x2FC12FC1U,       0xCA451A4EU};
  if (std::find(kElsewhere.begin(), kElsewhere.end(), static_cast<unsigned>(about.f_type)) !=
      kElsewhere.end()) {
    return "this file system writes new bytes to another place, so that the old ones are still on "
           "the disk";
  }
  if (is_of_server(about)) return "what the server does with old bytes cannot be known here";
  return "a journal, a snapshot, a backup, and the spare blocks of flash may hold them still";
}

}  // namespace inkblot::cli
