// The report of --report, and which file is which.
#pragma once

#include <inkblot/redactor.h>
#include <sys/types.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

namespace inkblot::cli {

// Two names of one file have the same FileId.
struct FileId {
  dev_t device = 0;
  ino_t node = 0;
  mode_t mode = 0;
  // ERRORS: io, without a message, when there is no such file.
  static Result<FileId> of(int fd);
  static Result<FileId> of(const std::string& path);
  // True for what one must not read and write at the same time: files and pipes, not terminals.
  bool collides_with(const FileId& other) const;
};

// Creates a file for its owner alone (mode 0600), or empties it; `what` it is, for words.
// ERRORS: invalid_argument when it is one of `in_use` or standard output, or cannot be written.
Result<std::FILE*> create_output(const std::string& what, const std::string& file,
                                 std::span<const FileId> in_use);

// Where a redaction happened, besides its offsets; one of the two is empty.
struct Place {
  std::string_view file;    // Escaped and redacted.
  std::string_view stream;  // "stdout" or "stderr" of `inkblot run`.
  std::string member = {};  // Of an archive; escaped and redacted, or empty.
};

// What became of a file as a whole.
struct FileRow {
  std::string_view outcome;
  std::string_view format;  // Empty where it was not read.
  std::string_view why;     // Empty where there is nothing to explain.
  std::uint64_t redactions = 0;
  std::time_t modified = 0;
};

// Writes one JSON line per redaction.  Never a byte of a value.
class Report {
 public:
  // Null for an empty name.  ERRORS: as create_output().
  static Result<std::unique_ptr<Report>> open(const std::string& file,
                                              std::span<const FileId> in_use);
  ~Report();
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  void add(const Redaction& redaction, const Place& place);
  // A changed store is in force from this offset of the input on.
  void add_vault(Offset from, const Place& place);
  void add_file(const FileRow& file, const Place& place);
  // ERRORS: io, when anything of it was not written.
  Status close();

 private:
  explicit Report(std::FILE* file) : file_(file) {}
  void write(nlohmann::ordered_json row, const Place& place);
  std::FILE* file_;
};

}  // namespace inkblot::cli
