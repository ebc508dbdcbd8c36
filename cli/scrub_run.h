// What `inkblot scrub` does with all files.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "options.h"
#include "report.h"
#include "scrub_file.h"
#include "scrub_journal.h"
#include "scrub_progress.h"
#include "scrub_walk.h"
#include "scrub_workers.h"

namespace inkblot::cli {

// All files, several at a time; of each is told in their order.  One that fails does not end it.
class ScrubRun {
 public:
  // LIFETIME: all of it outlives the run.  `report` and `manifest` may be null.
  struct Parts {
    const ScrubOptions& given;
    Options& options;
    Report* report;
    Manifest* manifest;
    Journal& journal;
  };
  explicit ScrubRun(const Parts& parts) : parts_(parts), workers_(parts.given.jobs) {}
  // ERRORS: of walk(); io, when the folder of --out cannot be made.
  Status begin(const std::vector<Named>& paths, const Wanted& wanted);
  void run();
  const Stats& stats() const { return stats_; }
  // So many were replaced, and what they were is still on the disk.
  std::uint64_t unshredded() const { return unshredded_; }
  std::uint64_t count(Fate fate) const { return fates_[static_cast<std::size_t>(fate)]; }
  void say_sum() const;

 private:
  using FileName = std::pair<dev_t, ino_t>;
  struct First {
    const Found* found = nullptr;
    Fate fate = Fate::failed;
  };
  // A file that is at work, with all that it needs.
  struct Job {
    Job(const Found& of, const Options& all) : found(of), options(all) {}
    ~Job() { wipe_key(options); }
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    const Found& found;
    Options options;
    FileTask task = {};
    std::vector<Spot> others = {};
    std::string shown = {};  // Its name in the report.
    Offset read = 0;
    FileEnd end = {};
    std::atomic<bool> done = false;
  };
  void pass(const Found& found);
  // Nothing, when it is at work now.
  std::optional<FileEnd> file(const Found& found);
  FileEnd second_name(const Found& found, const First& first);
  std::optional<FileEnd> done_before(const Found& found);
  Status start(const Found& found);
  Status open_folders(Job& job);
  void add_names(Job& job);
  // Of the oldest ones at work, until no more than `most` are.
  void conclude(std::size_t most);
  void note(const Found& found, const FileEnd& end);
  void settle();
  void tell(const Found& found, const FileEnd& end, Offset read = 0);
  void tell_shred(const Found& found, const FileEnd& end);
  void sign(const Found& found, const FileEnd& end);
  bool aside() const { return !parts_.given.out.empty() && !parts_.given.dry_run; }

  Parts parts_;
  std::vector<Found> found_;
  std::map<FileName, std::vector<const Found*>> names_;  // Of files with more than one.
  std::map<FileName, First> done_;
  std::set<std::string> places_;  // Aside.
  Folders folders_;
  std::deque<std::unique_ptr<Job>> jobs_;
  std::atomic<unsigned> at_work_ = 0;  // Files, and those that wait for a worker.
  std::mutex journal_mutex_;
  std::vector<std::pair<std::string, Journal::Done>> unsettled_;  // Aside, not yet on the disk.
  std::chrono::steady_clock::time_point settled_;
  std::optional<ScrubProgress> progress_;
  Stats stats_;
  std::array<std::uint64_t, kFates> fates_{};
  std::uint64_t lost_ = 0;
  std::uint64_t unshredded_ = 0;
  std::set<std::string> doubts_;  // Of --shred.
  Workers workers_;               // Ends first.
};

}  // namespace inkblot::cli
