// Which files there are, in an order that is always the same.
#pragma once

#include <inkblot/status.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "scrub_draft.h"

namespace inkblot::cli {

struct Found {
  enum class What : std::uint8_t { file, link, special, folder, leftover, unreadable };
  What what = What::file;
  std::string base;   // A folder as it was named.
  std::string path;   // Below it, without links in it; of the base itself empty.
  std::string aside;  // Where it goes below the folder of --out.
  struct stat about {};
  std::string why;     // Of what cannot be read.
  bool named = false;  // By whoever started the program.
  std::string shown() const;
};

struct Wanted {
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::int64_t since = 0;  // In seconds since 1970.
  // What is never entered or read: our own output, reports and keys.
  std::vector<std::pair<dev_t, ino_t>> own = {};
};

// What was named, and how: a path in a list keeps its folders aside, one of the command line has
// but its last name there.
struct Named {
  std::string path;
  bool listed = false;
};

// ERRORS: invalid_argument for a path of a list that leads out of its folder.
Result<std::vector<Found>> walk(const std::vector<Named>& paths, const Wanted& wanted);
// The paths of a list on standard input, which are separated by NULs, if there are any, or else by
// line ends.  ERRORS: io.
Status read_list(std::vector<Named>& paths);

// Opens the folders that files are in, without following a link below the base.
class Folders {
 public:
  Folders() = default;
  Folders(const Folders&) = delete;
  Folders& operator=(const Folders&) = delete;
  ~Folders() { close(); }
  // The last one opened stays open.  ERRORS: io.
  Result<int> open(const std::string& base, const std::string& below);
  // Names in it were changed: before it is closed it is to be on the disk.  Until then a crash
  // leaves the file that the name stood for.
  void touch() { touched_ = true; }
  void close();
  // The same, for the caller to close.  ERRORS: io; errno says why, too.
  static Result<int> open_one(const std::string& base, const std::string& below);

 private:
  std::string base_;
  std::string below_;
  int fd_ = -1;
  bool touched_ = false;
};

// "a/b" of "a/b/c", and "c".
std::string folder_of(const std::string& path);
std::string last_of(const std::string& path);

}  // namespace inkblot::cli
