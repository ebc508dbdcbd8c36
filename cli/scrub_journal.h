// Which files are done, so that a run that was cut short goes on, and a second one is short.
#pragma once

#include <inkblot/status.h>

#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scrub_draft.h"

namespace inkblot::cli {

// Names no file: of a path it has a keyed hash, for a path may hold a secret.
class Journal {
 public:
  struct Done {
    FileState from;
    FileState to;
  };
  // Names that were about to become names of another file.
  struct Links {
    std::vector<std::string> names;  // As name_of() has them.
    FileState before;
    std::uint64_t node = 0;  // Of the new file.
  };

  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  // Reads what is there, if it is of this configuration, and holds the file for this process.
  // ERRORS: io, also when another run has it; invalid_argument when it is no journal.
  Status open(const std::string& path, const std::string& configuration);
  bool is_open() const { return file_ != nullptr; }
  int fd() const { return fileno(file_); }
  std::string name_of(const std::string& path) const;
  // Nothing, if it is not done.
  const Done* find(const std::string& path) const;
  const std::vector<Links>& links() const { return links_; }
  void add(const std::string& path, const Done& done);
  // On the disk before it returns.  Without names: all that were added before are settled.
  // ERRORS: io.
  Status add_links(const Links& links);
  // ERRORS: io, when anything of it was not written.
  Status close();

 private:
  bool read_row(const std::string& line);
  Status read(const std::string& path);
  void write(const std::string& line);
  std::FILE* file_ = nullptr;
  std::string configuration_;
  std::array<std::uint8_t, 32> key_{};
  bool of_this_ = false;  // What was read has the same configuration.
  std::map<std::string, Done> done_;
  std::vector<Links> links_;
};

// A hash of 128 bits as hexadecimal digits, of texts that are told apart whatever stands in them.
class Digest {
 public:
  void add(std::string_view text);
  void add(const std::vector<std::string>& texts);
  // What stands in a file, or nothing where it cannot be read.
  void add_file(const std::string& path);
  std::string end() const;

 private:
  std::string text_;
};

}  // namespace inkblot::cli
