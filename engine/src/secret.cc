// One anonymous mapping per secret, so that locking and wiping never touch a neighbour.
#include "secret.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <new>

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
  // PERF: most of what might be needed never is.
  secret.locked_ = mlock2(base, size, MLOCK_ONFAULT) == 0;
  return secret;
}

Result<SecretBytes> SecretBytes::copy_of(Bytes bytes) {
  auto secret = create(bytes.size());
  if (secret) std::copy(bytes.begin(), bytes.end(), secret->span().begin());
  return secret;
}

Status SecretBytes::grow(std::size_t size) {
  if (data_ == nullptr) {
    auto fresh = create(size);
    if (!fresh) return fresh.error();
    *this = std::move(*fresh);
    return {};
  }
  if (size <= size_) return {};
  void* base = mremap(data_, size_, size, MREMAP_MAYMOVE);
  if (base == MAP_FAILED && locked_) {
    // More than may be locked: it is still kept out of core dumps.
    munlock(data_, size_);
    locked_ = false;
    base = mremap(data_, size_, size, MREMAP_MAYMOVE);
  }
  if (base == MAP_FAILED) return Status(Code::no_memory, "no memory for a secret");
  data_ = static_cast<std::uint8_t*>(base);
  size_ = size;
  return {};
}

// PERF: a page that was never written is none yet.  What is not locked may be in the swap instead.
void SecretBytes::wipe() {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  std::array<unsigned char, 64> there;
  for (std::size_t from = 0; from < size_; from += there.size() * page) {
    const std::size_t size = std::min(there.size() * page, size_ - from);
    if (!locked_ || mincore(data_ + from, size, there.data()) != 0) there.fill(1);
    for (std::size_t at = 0; at < size; at += page) {
      if ((there[at / page] & 1U) != 0)
        explicit_bzero(data_ + from + at, std::min(page, size - at));
    }
  }
}

SecretBytes::~SecretBytes() {
  if (data_ == nullptr) return;
  wipe();
  munmap(data_, size_);
}

Result<SecretText> SecretText::create(std::size_t capacity) {
  SecretText text;
  auto bytes = SecretBytes::create(capacity);
  if (!bytes) return tl::unexpected<Status>(bytes.error());
  text.bytes_ = std::move(*bytes);
  return text;
}

namespace {

struct Work {
  const std::function<Status()>* run;
  Status status;
};

void* run_work(void* argument) {
  auto& work = *static_cast<Work*>(argument);
  try {
    work.status = (*work.run)();
  } catch (const std::bad_alloc&) {
    work.status = Status(Code::no_memory, "no memory for a secret");
  }
  return nullptr;
}

}  // namespace

Status on_secret_stack(const std::function<Status()>& work) {
  // As much as a thread of a sanitized program needs.
  constexpr std::size_t kStackBytes = std::size_t{1} << 20U;
  auto stack = SecretBytes::create(kStackBytes);
  if (!stack) return stack.error();
  Work given{&work, {}};
  pthread_attr_t attributes;
  pthread_t thread{};
  pthread_attr_init(&attributes);
  bool ran = pthread_attr_setstack(&attributes, stack->span().data(), stack->size()) == 0 &&
             pthread_create(&thread, &attributes, run_work, &given) == 0;
  pthread_attr_destroy(&attributes);
  ran = ran && pthread_join(thread, nullptr) == 0;
  if (!ran) return Status(Code::no_memory, "no thread for a secret");
  return given.status;
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
