// One memfd, two mappings side by side.
#include "io/ring.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

namespace inkblot {

Result<Ring> Ring::create(std::size_t capacity, bool lock) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  Ring ring;
  capacity = (capacity + page - 1) / page * page;
  const int fd = memfd_create("inkblot-ring", MFD_CLOEXEC);
  const auto refused = [fd] {
    if (fd >= 0) close(fd);
    return failure(Code::no_memory, "no memory for a buffer");
  };
  if (fd < 0 || ftruncate(fd, static_cast<off_t>(capacity)) != 0) return refused();
  void* const base = mmap(nullptr, 2 * capacity, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return refused();
  auto* const bytes = static_cast<std::uint8_t*>(base);
  for (std::uint8_t* const half : {bytes, bytes + capacity}) {
    if (mmap(half, capacity, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED) {
      munmap(base, 2 * capacity);
      return refused();
    }
  }
  close(fd);
  madvise(base, 2 * capacity, MADV_DONTDUMP);
  // Both halves are the same pages: locking one keeps them all, and counts once at RLIMIT_MEMLOCK.
  // A page is locked when it comes to be.
  ring.locked_ = lock && mlock2(base, capacity, MLOCK_ONFAULT) == 0;
  ring.base_ = bytes;
  ring.capacity_ = ring.used_ = capacity;
  return ring;
}

Ring::~Ring() {
  if (base_ == nullptr) return;
  wipe(0, used_);
  munmap(base_, 2 * capacity_);
}

void Ring::wipe(Offset offset, std::size_t n) { explicit_bzero(at(offset), n); }

}  // namespace inkblot
