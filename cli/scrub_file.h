// One file: read, redacted, and replaced as a whole or left as it is.
#pragma once

#include <inkblot/redactor.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "manifest.h"
#include "scrub_draft.h"

namespace inkblot::cli {

// What became of a file.
enum class Fate : std::uint8_t {
  redacted,
  clean,      // Nothing was found; aside, it was copied.
  unchanged,  // Done before, by what the journal says.
  linked,     // Another name of a file that is done.
  skipped,    // Binary, a link, a socket and their like, or of our own.
  unhandled,  // Of a format that may hold secrets and cannot be taken apart.
  busy,       // Being written to: left for later.
  failed,     // It stays as it was, for the reason that is told.
};
inline constexpr std::size_t kFates = 8;
std::string_view name_of(Fate fate);

struct ScrubOptions {
  std::vector<std::string> paths;
  std::vector<std::string> agents;
  bool known_only = false;
  std::string out;
  bool in_place = false;
  bool dry_run = false;
  bool verify = false;
  bool shred = false;
  std::string since;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::string journal;
  std::string manifest;
  std::string manifest_key;
  unsigned min_age = 5;  // In seconds.
  unsigned jobs = 1;
};

struct FileTask {
  Spot from;
  // Where the new content goes; in place the same as `from`.
  Spot to;
  // The other names of the file, which are to be names of the new one.
  std::span<const Spot> others;
  // It has names that nobody gave, so it is not to be changed.
  bool has_names_elsewhere = false;
  // Called when all is ready, before the first of several names is given the new content.
  std::function<Status(const FileState& before, std::uint64_t node)> on_links;
  // Asked before each read, with the bytes of the text that are done.  What it says ends the file.
  std::function<Status(Offset done)> allowed;
  // How many threads may work on it now, itself among them, of which there are no more than that.
  std::function<unsigned()> threads;
  unsigned threads_max = 1;
  // `member` of an archive it is in, or empty.
  std::function<void(const Redaction&, std::string_view member)> on_redaction;
};

struct FileEnd {
  Fate fate = Fate::failed;
  std::string why;          // Words without anything of the file.
  std::string_view format;  // Static.
  Stats stats;
  FileState from;  // After it was done: what a second run will find.
  FileState to;
  // For a manifest, of the whole file.
  std::optional<FileSum> before = std::nullopt;
  std::optional<FileSum> after = std::nullopt;
  std::string left;   // Why the old content could not be written over.
  bool lost = false;  // Owner or attributes could not be kept, aside.
};

// Uses the options' on_redaction for itself.  It depends on nothing but what it is given and the
// file, so that several may be at work, each with options of its own.
FileEnd scrub_file(const FileTask& task, const ScrubOptions& given, Options& options);

}  // namespace inkblot::cli
