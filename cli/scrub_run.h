// What `inkblot scrub` does with all files.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>

#include "report.h"
#include "scrub_file.h"
#include "scrub_journal.h"
#include "scrub_progress.h"
#include "scrub_walk.h"

namespace inkblot::cli {

// All files in their order; one that fails does not end it.
class ScrubRun {
 public:
  // LIFETIME: all of it outlives the run.  `report` may be null.
  struct Parts {
    const ScrubOptions& given;
    Options& options;
    Report* report;
    Journal& journal;
  };
  explicit ScrubRun(const Parts& parts) : parts_(parts) {}
  // ERRORS: of walk(); io, when the folder of --out cannot be made.
  Status begin(const std::vector<Named>& paths, const Wanted& wanted);
  void run();
  const Stats& stats() const { return stats_; }
  std::uint64_t count(Fate fate) const { return fates_[static_cast<std::size_t>(fate)]; }
  void say_sum() const;

 private:
  using FileName = std::pair<dev_t, ino_t>;
  struct First {
    const Found* found = nullptr;
    Fate fate = Fate::failed;
  };
  void pass(const Found& found);
  FileEnd file(const Found& found);
  FileEnd second_name(const Found& found, const First& first);
  std::optional<FileEnd> done_before(const Found& found);
  FileEnd scrub_one(const Found& found);
  void add_names(const Found& found, FileTask& task, std::vector<Spot>& others);
  void note(const Found& found, const FileEnd& end);
  void settle();
  void tell(const Found& found, const FileEnd& end);
  bool aside() const { return !parts_.given.out.empty() && !parts_.given.dry_run; }

  Parts parts_;
  std::vector<Found> found_;
  std::map<FileName, std::vector<const Found*>> names_;  // Of files with more than one.
  std::map<FileName, First> done_;
  std::set<std::string> places_;  // Aside.
  Folders folders_;
  std::vector<std::pair<std::string, Journal::Done>> unsettled_;  // Aside, not yet on the disk.
  std::chrono::steady_clock::time_point settled_;
  std::optional<ScrubProgress> progress_;
  Stats stats_;
  std::array<std::uint64_t, kFates> fates_{};
  std::uint64_t lost_ = 0;
};

}  // namespace inkblot::cli
