// One anonymous mapping per secret, so that locking and wiping never touch a neighbour.
#include "secret.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>

namespace inkblot {

Result<SecretBytes> SecretBytes::create(std::size_t size) {
  SecretBytes secret;
  if (size == 0) return secret;
  void* const base =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return failure(Code::no_memory, "no memory for a secret");
  madvise(base, size, MADV_DONTDUMP);
  secret.data_ = static_cast<std::uint8_t*>(base);
  secret.size_ = size;
  secret.locked_ = mlock(base, size) == 0;
  return secret;
}

Result<SecretBytes> SecretBytes::copy_of(Bytes bytes) {
  auto secret = create(bytes.size());
  if (secret) std::copy(bytes.begin(), bytes.end(), secret->span().begin());
  return secret;
}

SecretBytes::~SecretBytes() {
  if (data_ == nullptr) return;
  explicit_bzero(data_, size_);
  munmap(data_, size_);
}

void harden_process() {
  // The hard limit stays, so that a program started from here can have its own limit back.
  rlimit core{};
  if (getrlimit(RLIMIT_CORE, &core) == 0) {
    core.rlim_cur = 0;
    setrlimit(RLIMIT_CORE, &core);
  }
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace inkblot
