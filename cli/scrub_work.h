// A file that is at work: looked at, read, and replaced or left.
#pragma once

#include <sys/stat.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scrub_archive.h"
#include "scrub_content.h"
#include "scrub_file.h"
#include "scrub_opened.h"
#include "scrub_verify.h"

namespace inkblot::cli {

inline constexpr const char* kWritten = "it is being written to";
inline constexpr const char* kChanged = "it changed while it was read";

// THREADS: one.
class Work {
 public:
  // LIFETIME: all of them outlive it.
  Work(const FileTask& task, const ScrubOptions& given, Options& options)
      : task_(task), given_(given), options_(options), file_(task.from) {}
  FileEnd run();

 private:
  // Those that say false have set the end.
  bool look();
  bool tell_format(Bytes head, bool inner);
  bool end(Fate fate, std::string why);
  bool check(const Status& status) { return status.ok() || end(Fate::failed, status.message()); }
  Status allowed(Offset done);
  Status scan();
  Status scan_text(Intake& intake);
  bool is_for_blocks() const;
  Status scan_in_blocks();
  bool is_the_same(const Opened& again) const;
  Status has_all_names() const;
  Result<std::unique_ptr<ArchiveBytes>> archive_bytes(int fd);
  Status scan_archive();
  Result<Sink*> open_draft(Offset same);
  Status copy_begin(int from, Offset size, Sink& writer);
  Status copy_whole();
  Status finish_draft();
  Status verify();
  Status unwanted();
  Status untouched();
  Status put();
  Status put_all_names();
  void shred();

  const FileTask& task_;
  const ScrubOptions& given_;
  Options& options_;
  Opened file_;
  struct stat about_ {};
  std::array<std::uint8_t, kHeadBytes> head_{};
  std::size_t head_size_ = 0;
  Format format_;   // Of the file.
  Format content_;  // Of what is in it.
  Draft draft_;
  std::unique_ptr<CountingSink> bytes_;
  std::unique_ptr<CompressingSink> compressed_;
  std::vector<Exchange> exchanges_;
  std::optional<ArchiveScrub> archive_;
  const Intake::Allowed allowed_ = [this](Offset done) { return allowed(done); };
  Offset done_ = 0;
  bool changed_ = false;
  bool ended_ = false;
  FileEnd end_;
};

}  // namespace inkblot::cli
