// A file that is written beside another one, and takes its place as a whole or not at all.
#pragma once

#include <inkblot/status.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

namespace inkblot::cli {

// What could not be done, and what errno says of it.
inline Status cannot(const char* what) {
  return Status(Code::io, std::string(what) + std::strerror(errno));
}

// A name in a folder.  LIFETIME: the descriptor is somebody else's.
struct Spot {
  int folder = -1;
  std::string name;
};

// Whether a file was touched: what stat(2) says of it.
struct FileState {
  std::uint64_t node = 0;
  std::int64_t size = 0;
  std::int64_t modified = 0;  // In nanoseconds since 1970, as is the next.
  std::int64_t changed = 0;
  static FileState of(const struct stat& about);
  bool operator==(const FileState& other) const = default;
};

class Draft {
 public:
  // Ours alone (mode 0600) and locked, so that the sweep of another run leaves it.  ERRORS: io.
  static Result<Draft> create(int folder);
  Draft() = default;
  Draft(Draft&& other) noexcept { swap(other); }
  Draft& operator=(Draft&& other) noexcept {
    swap(other);
    return *this;
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft();  // Removes it, unless it has been given its place.

  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  Status sync() const;
  // Gives it another name, in the folder of `at`, whose name is set.  ERRORS: io.
  Status link(Spot& at) const;
  // Renames it.  ERRORS: io.
  Status put(const std::string& name);

 private:
  void swap(Draft& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(at_, other.at_);
  }
  int fd_ = -1;
  Spot at_;
};

// What a new file is to have of another one.
struct Original {
  int fd = -1;
  const struct stat& about;
  bool strict = true;  // What cannot be kept is a failure.
};
// Gives it the other's owner, extended attributes (ACLs are some), mode and times.  True when, not
// being strict, it lost something.  ERRORS: io.
Result<bool> take_after(int fd, const Original& original);

// A name that no other file has.
std::string draft_name();
bool is_draft_name(std::string_view name);
// Removes what a run that was killed has left, unless a living one holds it.
bool remove_leftover(const Spot& spot);
// Renames within a folder.  ERRORS: io.
Status rename_in_place(const Spot& from, const std::string& to);

}  // namespace inkblot::cli
