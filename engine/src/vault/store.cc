// Encrypting, locking and replacing the file.
#include "vault/store.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "file.h"
#include "little_endian.h"
#include "vault/contents.h"

namespace inkblot {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::uint8_t, 7> kMagic = {'I', 'N', 'K', 'V', 'L', 'T', 0};
constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kCheckBytes = 16;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// Authenticated, and in the clear: magic, version, key check, nonce, size of the contents.
constexpr std::size_t kVersionAt = kMagic.size();
constexpr std::size_t kCheckAt = kVersionAt + 1;
constexpr std::size_t kNonceAt = kCheckAt + kCheckBytes;
constexpr std::size_t kSizeAt = kNonceAt + kNonceBytes;
constexpr std::size_t kHeaderBytes = kSizeAt + 8;

using Subkey = std::array<std::uint8_t, crypto_aead_xchacha20poly1305_ietf_KEYBYTES>;

// Wiped at its end.
struct Subkeys {
  Subkey contents{};
  Subkey check{};
  explicit Subkeys(const StoreKey& key) {
    crypto_kdf_derive_from_key(contents.data(), contents.size(), 1, "inkstore", key.bytes().data());
    crypto_kdf_derive_from_key(check.data(), check.size(), 2, "inkstore", key.bytes().data());
  }
  Subkeys(const Subkeys&) = delete;
  Subkeys& operator=(const Subkeys&) = delete;
  ~Subkeys() { sodium_memzero(this, sizeof *this); }
};

// Tells another key from a file that was altered.
std::array<std::uint8_t, kCheckBytes> check_of(const Subkeys& keys, Bytes nonce) {
  std::array<std::uint8_t, kCheckBytes> check{};
  crypto_generichash(check.data(), check.size(), nonce.data(), nonce.size(), keys.check.data(),
                     keys.check.size());
  return check;
}

std::string reason(int error) { return std::strerror(error); }

Result<std::vector<std::uint8_t>> read_file(const fs::path& file) {
  const auto cannot = [&file](const std::string& why) {
    return failure(Code::io, "cannot read the store " + file.string() + ": " + why);
  };
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) return cannot(reason(errno));
  struct stat about {};
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    close(fd);
    return cannot("it is no regular file");
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(about.st_size));
  const ssize_t size = read_to_end(fd, bytes);
  const int error = errno;
  close(fd);
  if (size < 0) return cannot(reason(error));
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::uint64_t size_in(Bytes header) { return number_in(header.subspan(kSizeAt, 8)); }

std::vector<std::uint8_t> encrypted(const StoreKey& key, const StoreContents& contents) {
  std::vector<std::uint8_t> out(kHeaderBytes);
  write_contents(contents, out);
  const std::size_t size = out.size() - kHeaderBytes;
  out.resize(out.size() + kTagBytes);
  std::copy(kMagic.begin(), kMagic.end(), out.begin());
  out[kVersionAt] = kVersion;
  randombytes_buf(&out[kNonceAt], kNonceBytes);
  const Subkeys keys(key);
  const auto check = check_of(keys, Bytes(out).subspan(kNonceAt, kNonceBytes));
  std::copy(check.begin(), check.end(), out.begin() + kCheckAt);
  std::vector<std::uint8_t> written;
  put_number(size, 8, written);
  std::copy(written.begin(), written.end(), out.begin() + kSizeAt);
  // In place: a large store is not held twice.
  std::uint8_t* const plain = &out[kHeaderBytes];
  crypto_aead_xchacha20poly1305_ietf_encrypt(plain, nullptr, plain, size, out.data(), kHeaderBytes,
                                             nullptr, &out[kNonceAt], keys.contents.data());
  return out;
}

}  // namespace

Result<StoreContents> new_contents() {
  if (sodium_init() < 0) return failure(Code::internal, "libsodium could not start");
  StoreContents contents;
  randombytes_buf(contents.keys.seed.data(), contents.keys.seed.size());
  return contents;
}

Result<StoreContents> load_store(const fs::path& file, const StoreKey& key) {
  if (sodium_init() < 0) return failure(Code::internal, "libsodium could not start");
  const auto wrong = [&file](const std::string& what) {
    return failure(Code::invalid_argument, "the store " + file.string() + " " + what);
  };
  auto bytes = read_file(file);
  if (!bytes) return tl::unexpected<Status>(bytes.error());
  const std::size_t known = std::min(bytes->size(), kMagic.size());
  if (!std::equal(kMagic.begin(), kMagic.begin() + known, bytes->begin())) {
    return wrong("is no store of inkblot's; `inkblot vault init` makes one");
  }
  if (bytes->size() > kVersionAt && (*bytes)[kVersionAt] != kVersion) {
    const unsigned version = (*bytes)[kVersionAt];
    return wrong("is of version " + std::to_string(version) + ", and this inkblot knows version " +
                 std::to_string(kVersion) + " only; " +
                 (version > kVersion ? "use a newer inkblot" : "import its values again"));
  }
  if (bytes->size() < kHeaderBytes + kTagBytes) {
    return wrong("is cut short; put a copy in its place");
  }
  const Bytes header = Bytes(*bytes).first(kHeaderBytes);
  const Subkeys keys(key);
  const auto check = check_of(keys, header.subspan(kNonceAt, kNonceBytes));
  if (sodium_memcmp(check.data(), &header[kCheckAt], check.size()) != 0) {
    return wrong("belongs to another key, or its header was altered");
  }
  const std::size_t size = bytes->size() - kHeaderBytes - kTagBytes;
  if (size_in(header) > size) return wrong("is cut short; put a copy in its place");
  std::uint8_t* const contents = bytes->data() + kHeaderBytes;
  if (size_in(header) < size ||
      crypto_aead_xchacha20poly1305_ietf_decrypt(contents, nullptr, nullptr, contents,
                                                 size + kTagBytes, header.data(), header.size(),
                                                 &header[kNonceAt], keys.contents.data()) != 0) {
    return wrong("was altered, or is damaged; put a copy in its place");
  }
  auto read = read_contents(Bytes(contents, size));
  sodium_memzero(contents, size);
  if (!read) return wrong("cannot be understood: " + read.error().message());
  return read;
}

Status save_store(const fs::path& file, const StoreKey& key, const StoreContents& contents) {
  if (sodium_init() < 0) return Status(Code::internal, "libsodium could not start");
  return replace_file(real_place(file), encrypted(key, contents), 0600);
}

Result<StoreLock> StoreLock::take(const fs::path& file) {
  const std::string name = real_place(file).string() + ".lock";
  const int fd = open(name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  int result = fd < 0 ? -1 : 0;
  if (fd >= 0) {
    do {
      result = flock(fd, LOCK_EX);
    } while (result != 0 && errno == EINTR);
  }
  if (result == 0) return StoreLock(fd);
  const int error = errno;
  if (fd >= 0) close(fd);
  return failure(Code::io, "cannot lock the store with " + name + ": " + reason(error));
}

StoreLock::~StoreLock() {
  if (fd_ >= 0) close(fd_);
}

Status edit_store(const fs::path& file, const StoreKey& key,
                  const std::function<Result<bool>(StoreContents&)>& change) {
  const auto lock = StoreLock::take(file);
  if (!lock) return lock.error();
  auto contents = load_store(file, key);
  if (!contents) return contents.error();
  const auto changed = change(*contents);
  if (!changed) return changed.error();
  return *changed ? save_store(file, key, *contents) : Status();
}

}  // namespace inkblot
