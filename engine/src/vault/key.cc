// Where a key comes from: a file, a descriptor, a text, the kernel.
#include "vault/key.h"

#include <fcntl.h>
#include <linux/keyctl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "file.h"

namespace inkblot {
namespace {

// More than 32 bytes of base64, with line ends.
constexpr std::size_t kTextBytesMax = 128;

std::string reason(int error) { return std::strerror(error); }

}  // namespace

Result<StoreKey> StoreKey::of_bytes(Bytes bytes) {
  StoreKey key;
  auto copy = SecretBytes::copy_of(bytes);
  if (!copy) return tl::unexpected<Status>(copy.error());
  key.bytes_ = std::move(*copy);
  return key;
}

Result<StoreKey> StoreKey::of(Bytes text, const std::string& origin) {
  if (text.size() == kBytes) return of_bytes(text);
  return from_base64({reinterpret_cast<const char*>(text.data()), text.size()}, origin);
}

Result<StoreKey> StoreKey::random() {
  if (sodium_init() < 0) return failure(Code::internal, "libsodium could not start");
  auto bytes = SecretBytes::create(kBytes);
  if (!bytes) return tl::unexpected<Status>(bytes.error());
  randombytes_buf(bytes->span().data(), kBytes);
  return of_bytes(bytes->span());
}

Result<StoreKey> StoreKey::from_file(const std::filesystem::path& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) {
    return failure(Code::io, "cannot read the key file " + file.string() + ": " + reason(errno));
  }
  struct stat about {};
  const bool known = fstat(fd, &about) == 0;
  if (!known || (S_ISREG(about.st_mode) && (about.st_mode & 077U) != 0)) {
    close(fd);
    return failure(Code::invalid_argument, "others may read the key file " + file.string() +
                                               "; run chmod 600 on it, or `inkblot vault rekey` "
                                               "when somebody may have read it");
  }
  auto key = from_fd(fd);
  if (key) return key;
  return failure(key.error().code(), file.string() + ": " + key.error().message());
}

Result<StoreKey> StoreKey::from_fd(int fd) {
  auto text = SecretBytes::create(kTextBytesMax);
  const ssize_t size = text ? read_to_end(fd, text->span()) : -1;
  const int error = errno;
  close(fd);
  if (!text) return tl::unexpected<Status>(text.error());
  if (size < 0) return failure(Code::io, "cannot read the key: " + reason(error));
  return of(text->span().first(static_cast<std::size_t>(size)), "the key's source");
}

Result<StoreKey> StoreKey::from_base64(std::string_view text, const std::string& origin) {
  auto bytes = SecretBytes::create(kBytes);
  if (!bytes) return tl::unexpected<Status>(bytes.error());
  std::size_t made = 0;
  if (sodium_base642bin(bytes->span().data(), kBytes, text.data(), text.size(), "\r\n ", &made,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      made != kBytes) {
    return failure(Code::invalid_argument,
                   origin +
                       " must hold 32 bytes, in base64 or, but for a variable, as they are; "
                       "`inkblot vault init` makes a key");
  }
  return of_bytes(bytes->span());
}

Result<StoreKey> StoreKey::from_keyring(const std::string& description) {
  const long id = syscall(SYS_request_key, "user", description.c_str(), nullptr, 0);
  auto text = SecretBytes::create(kTextBytesMax);
  if (!text) return tl::unexpected<Status>(text.error());
  const long size =
      id < 0 ? -1 : syscall(SYS_keyctl, KEYCTL_READ, id, text->span().data(), text->size());
  if (size < 0) {
    return failure(Code::io, "the kernel has no key `" + description + "` for us: " +
                                 reason(errno) + "; add one with `keyctl padd user NAME @u`");
  }
  return of(text->span().first(std::min(static_cast<std::size_t>(size), text->size())),
            "the kernel's key");
}

Status StoreKey::save(const std::filesystem::path& file) const {
  constexpr std::size_t kEncodedBytes =
      sodium_base64_ENCODED_LEN(kBytes, sodium_base64_VARIANT_ORIGINAL);
  auto text = SecretBytes::create(kEncodedBytes);
  if (!text) return text.error();
  auto* const chars = reinterpret_cast<char*>(text->span().data());
  sodium_bin2base64(chars, kEncodedBytes, bytes().data(), kBytes, sodium_base64_VARIANT_ORIGINAL);
  chars[kEncodedBytes - 1] = '\n';
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    return Status(Code::io, "cannot make the key file " + file.string() + ": " + reason(errno));
  const bool written =
      write(fd, chars, kEncodedBytes) == static_cast<ssize_t>(kEncodedBytes) && fsync(fd) == 0;
  const int error = errno;
  close(fd);
  if (written) return {};
  unlink(file.c_str());
  return Status(Code::io, "cannot write the key file " + file.string() + ": " + reason(error));
}

}  // namespace inkblot
