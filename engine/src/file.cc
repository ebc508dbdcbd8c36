// A draft that is ours alone, synced, renamed; then the folder is synced.
#include "file.h"

#include <fcntl.h>
#include <inkblot/io.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace inkblot {
namespace {

namespace fs = std::filesystem;

Status cannot(const char* what, const fs::path& file, int why) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): safe in glibc from 2.32 on.
  return Status(Code::io, std::string(what) + file.string() + ": " + std::strerror(why));
}

Status write_draft(int fd, const fs::path& file, Bytes bytes) {
  Status status = make_fd_sink(fd)->write({&bytes, 1});
  if (!status.ok()) status = Status(Code::io, file.string() + ": " + status.message());
  if (status.ok() && fsync(fd) != 0) status = cannot("cannot write ", file, errno);
  if (close(fd) != 0 && status.ok()) status = cannot("cannot write ", file, errno);
  return status;
}

Status sync_folder(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return {};  // Where it cannot be read it cannot be synced.
  const bool synced = fsync(fd) == 0 || errno == EINVAL;
  const int error = errno;
  close(fd);
  return synced ? Status() : cannot("cannot sync ", folder, error);
}

}  // namespace

ssize_t read_to_end(int fd, std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t size = read(fd, out.data() + done, out.size() - done);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return -1;
    if (size == 0) break;
    done += static_cast<std::size_t>(size);
  }
  return static_cast<ssize_t>(done);
}

fs::path real_place(const fs::path& file) {
  std::error_code error;
  fs::path real = fs::canonical(file, error);
  return error ? file : real;
}

Status replace_file(const fs::path& file, Bytes bytes, mode_t mode) {
  // Whatever stands beside the file is neither followed nor written to.
  const std::string draft = file.string() + ".new-" + std::to_string(randombytes_random());
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  if (fd < 0) return cannot("cannot write ", file, errno);
  Status status = write_draft(fd, file, bytes);
  if (status.ok() && rename(draft.c_str(), file.c_str()) != 0) {
    status = cannot("cannot write ", file, errno);
  }
  if (status.ok()) return sync_folder(file);
  unlink(draft.c_str());
  return status;
}

}  // namespace inkblot
