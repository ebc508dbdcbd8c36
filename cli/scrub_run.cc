// Where each file goes, what became of it, and who is told.
#include "scrub_run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "scrub_aside.h"
#include "scrub_links.h"
#include "scrub_shred.h"
#include "stats.h"
#include "stop.h"
#include "words.h"

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

FileEnd ended(Fate fate, std::string why = {}) {
  FileEnd end;
  end.fate = fate;
  end.why = std::move(why);
  return end;
}

FileEnd failed(const Status& status) { return ended(Fate::failed, status.message()); }

std::string lead_of(Fate fate) {
  switch (fate) {
    case Fate::failed:
      return "left as it was: ";
    case Fate::unhandled:
      return "not handled, and left as it was: ";
    case Fate::busy:
      return "left for later: ";
    default:
      return "skipped: ";
  }
}

}  // namespace

std::string_view name_of(Fate fate) {
  constexpr std::array<std::string_view, kFates> kNames = {
      "redacted", "clean", "unchanged", "linked", "skipped", "unhandled", "busy", "failed"};
  return kNames[static_cast<std::size_t>(fate) % kFates];
}

Status ScrubRun::begin(const std::vector<Named>& paths, const Wanted& wanted) {
  auto found = walk(paths, wanted);
  if (!found) return found.error();
  found_ = std::move(*found);
  const bool in_place = parts_.given.in_place && !parts_.given.dry_run;
  // Their names stand for other files now.
  if (in_place && finish_links(found_, parts_.journal)) {
    found = walk(paths, wanted);
    if (!found) return found.error();
    found_ = std::move(*found);
  }
  if (aside()) sweep(parts_.given.out, true);
  std::set<std::string> swept;
  for (const Found& one : found_) {
    // The folder of a file that was named was not walked through.
    const bool alone = one.named && one.what == Found::What::file;
    if (in_place && alone && swept.insert(one.base).second) sweep(one.base, false);
  }
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  for (const Found& one : found_) {
    if (one.what != Found::What::file) continue;
    ++files;
    bytes += static_cast<std::uint64_t>(one.about.st_size);
    if (one.about.st_nlink > 1) names_[{one.about.st_dev, one.about.st_ino}].push_back(&one);
  }
  progress_.emplace(files, bytes);
  return {};
}

void ScrubRun::run() {
  settled_ = std::chrono::steady_clock::now();
  for (const Found& one : found_) {
    if (stop_signal() != 0) break;
    pass(one);
  }
  conclude(0);
  // A folder's times change with what is put into it, and its mode may forbid that.
  for (auto one = found_.rbegin(); aside() && one != found_.rend(); ++one) {
    if (one->what == Found::What::folder) dress_folder(*one, parts_.given.out);
  }
  folders_.close();
  settle();
  progress_->clear();
}

void ScrubRun::pass(const Found& found) {
  switch (found.what) {
    case Found::What::folder: {
      const auto made = aside() ? make_folders(parts_.given.out, found.aside) : Result<int>(-1);
      if (!made) return tell(found, failed(made.error()));
      if (*made >= 0) close(*made);
      return;
    }
    case Found::What::leftover:
      if (const auto folder = folders_.open(found.base, folder_of(found.path));
          folder && !parts_.given.dry_run) {
        remove_leftover({*folder, last_of(found.path)});
      }
      return;
    case Found::What::unreadable:
      return tell(found, ended(Fate::failed, found.why));
    case Found::What::special:
      return tell(found, ended(Fate::skipped, "no file"));
    case Found::What::link: {
      const Status status = aside() ? copy_link(found, parts_.given.out) : Status();
      return tell(found, status.ok() ? ended(Fate::skipped, "a link; name what it leads to")
                                     : failed(status));
    }
    case Found::What::file:
      break;
  }
  if (const auto end = file(found)) tell(found, *end);
}

std::optional<FileEnd> ScrubRun::file(const Found& found) {
  First& first = done_[{found.about.st_dev, found.about.st_ino}];
  if (first.found != nullptr) {
    conclude(0);  // It may be one of those.
    return second_name(found, first);
  }
  if (aside() && !places_.insert(found.aside).second) {
    return ended(Fate::failed, "another file has its place in the folder of --out");
  }
  first.found = &found;
  if (auto end = done_before(found)) {
    first.fate = end->fate;
    return end;
  }
  if (const Status status = start(found); !status.ok()) return failed(status);
  return std::nullopt;
}

void ScrubRun::note(const Found& found, const FileEnd& end) {
  constexpr std::size_t kUnsettledMax = 1000;
  constexpr std::chrono::seconds kUnsettledTime{5};
  if (!aside()) {
    // Its name was changed in there.
    if (end.fate == Fate::redacted && folders_.open(found.base, folder_of(found.path))) {
      folders_.touch();
    }
    const std::lock_guard lock(journal_mutex_);
    return parts_.journal.add(journal_key(found), {end.from, end.to});
  }
  unsettled_.emplace_back(journal_key(found), Journal::Done{end.from, end.to});
  const auto now = std::chrono::steady_clock::now();
  if (unsettled_.size() >= kUnsettledMax || now - settled_ > kUnsettledTime) settle();
}

// What is on the disk is done.
void ScrubRun::settle() {
  settled_ = std::chrono::steady_clock::now();
  if (unsettled_.empty()) return;
  const int out = open(parts_.given.out.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = out >= 0 && syncfs(out) == 0;
  if (out >= 0) close(out);
  if (synced) {
    for (const auto& [key, done] : unsettled_) parts_.journal.add(key, done);
  } else {
    progress_->clear();
    say("cannot sync " + parts_.given.out + ": its newest files may not be there after a crash");
    fates_[static_cast<std::size_t>(Fate::failed)] += unsettled_.size();
  }
  unsettled_.clear();
}

// In place both names have been given the new content; aside the second becomes one, too.
FileEnd ScrubRun::second_name(const Found& found, const First& first) {
  if (first.fate > Fate::unchanged) return ended(first.fate, "as another name of it");
  // The same name again is none.
  if (!aside() || !places_.insert(found.aside).second) return ended(Fate::linked);
  const auto from = make_folders(parts_.given.out, folder_of(first.found->aside));
  if (!from) return failed(from.error());
  const auto to = make_folders(parts_.given.out, folder_of(found.aside));
  const Status status =
      to ? give_name({*from, last_of(first.found->aside)}, {*to, last_of(found.aside)})
         : to.error();
  close(*from);
  if (to) close(*to);
  return status.ok() ? ended(Fate::linked) : failed(status);
}

std::optional<FileEnd> ScrubRun::done_before(const Found& found) {
  const Journal::Done* const done = parts_.journal.find(journal_key(found));
  if (done == nullptr || done->from != FileState::of(found.about)) return std::nullopt;
  if (parts_.given.in_place) return ended(Fate::unchanged);
  struct stat about {};
  const fs::path place = fs::path(parts_.given.out) / found.aside;
  if (lstat(place.c_str(), &about) != 0) return std::nullopt;
  FileState now = FileState::of(about);
  now.changed = done->to.changed;  // Another name of it may have come.
  if (now != done->to) return std::nullopt;
  return ended(Fate::unchanged);
}

void ScrubRun::add_names(Job& job) {
  const Found& found = job.found;
  const auto names = names_.find({found.about.st_dev, found.about.st_ino});
  if (!parts_.given.out.empty() || names == names_.end()) return;
  job.others = other_names(found, names->second);
  job.task.others = job.others;
  job.task.has_names_elsewhere = job.others.size() + 1 < found.about.st_nlink;
  job.task.on_links = [this, names](const FileState& before, std::uint64_t node) {
    const std::lock_guard lock(journal_mutex_);
    return note_links(names->second, {{}, before, node}, parts_.journal);
  };
}

Status ScrubRun::open_folders(Job& job) {
  const Found& found = job.found;
  const auto folder = Folders::open_one(found.base, folder_of(found.path));
  if (!folder) return folder.error();
  job.task.from = {*folder, last_of(found.path)};
  job.task.to = job.task.from;
  if (!aside()) return {};
  const auto made = make_folders(parts_.given.out, folder_of(found.aside));
  if (!made) {
    close(*folder);
    return made.error();
  }
  job.task.to = {*made, last_of(found.aside)};
  return {};
}

Status ScrubRun::start(const Found& found) {
  constexpr std::size_t kAhead = 64;  // So many wait for one that takes long.
  auto made = std::make_unique<Job>(found, parts_.options);
  Job& job = *made;
  if (Status s = open_folders(job); !s.ok()) return s;
  add_names(job);
  job.task.allowed = [this, &job](Offset done) {
    progress_->show(done - job.read);
    job.read = done;
    return stop_signal() == 0 ? Status() : Status(Code::io, "a signal came");
  };
  job.task.threads_max = parts_.given.jobs;
  job.task.threads = [this] {
    const unsigned others = at_work_ - 1;
    return others < parts_.given.jobs ? parts_.given.jobs - others : 1;
  };
  if (parts_.report != nullptr) {
    job.shown = harmless(found.shown());
    job.task.on_redaction = [this, &job](const Redaction& r, std::string_view member) {
      parts_.report->add(r, {job.shown, "", harmless(member)});
    };
  }
  jobs_.push_back(std::move(made));
  ++at_work_;
  workers_.start([this, &job] {
    job.end = scrub_file(job.task, parts_.given, job.options);
    --at_work_;
    job.done = true;
  });
  conclude(parts_.given.jobs > 1 ? kAhead : 0);
  return {};
}

void ScrubRun::conclude(std::size_t most) {
  for (; !jobs_.empty() && (jobs_.size() > most || jobs_.front()->done); jobs_.pop_front()) {
    Job& job = *jobs_.front();
    workers_.wait_for([&job] { return job.done.load(); });
    for (const Spot& other : job.others) close(other.folder);
    if (job.task.to.folder != job.task.from.folder) close(job.task.to.folder);
    close(job.task.from.folder);
    if (job.end.fate == Fate::redacted || job.end.fate == Fate::clean) note(job.found, job.end);
    done_[{job.found.about.st_dev, job.found.about.st_ino}].fate = job.end.fate;
    // What a signal has ended is no failure.
    if (stop_signal() == 0 || job.end.fate != Fate::failed) tell(job.found, job.end, job.read);
  }
}

void ScrubRun::tell(const Found& found, const FileEnd& end, Offset read) {
  ++fates_[static_cast<std::size_t>(end.fate)];
  lost_ += end.lost ? 1U : 0U;
  if (end.fate == Fate::redacted || end.fate == Fate::clean) add(stats_, end.stats);
  if (found.what == Found::What::file) {
    progress_->add(static_cast<std::uint64_t>(found.about.st_size), end.stats.redactions, read);
  }
  const bool aloud = end.fate == Fate::failed || end.fate == Fate::unhandled ||
                     end.fate == Fate::busy || (end.fate == Fate::skipped && found.named) ||
                     (parts_.given.dry_run && end.fate == Fate::redacted);
  if (aloud) {
    progress_->clear();
    const bool dry = end.fate == Fate::redacted;
    const std::string why = dry ? std::to_string(end.stats.redactions) + " findings" : end.why;
    say((dry ? "would be redacted: " : lead_of(end.fate)) + found.shown() + ": " + why);
  }
  if (parts_.given.shred && end.fate == Fate::redacted) tell_shred(found, end);
  if (parts_.manifest != nullptr) sign(found, end);
  if (parts_.report == nullptr) return;
  const std::string shown = harmless(found.shown());
  parts_.report->add_file(
      {name_of(end.fate), end.format, end.why, end.stats.redactions, found.about.st_mtim.tv_sec},
      {shown, ""});
}

void ScrubRun::tell_shred(const Found& found, const FileEnd& end) {
  doubts_.emplace(doubt_about(found.base.c_str()));
  if (end.left.empty()) return;
  ++unshredded_;
  progress_->clear();
  say("redacted, but the old content is still there: " + found.shown() + ": " + end.left);
}

// What is done already is what it was left as: that much can be said of it without the last run.
void ScrubRun::sign(const Found& found, const FileEnd& end) {
  const std::string shown = harmless(found.shown());
  const std::string to =
      aside() ? harmless((fs::path(parts_.given.out) / found.aside).string()) : "";
  auto after = end.after;
  if (end.fate == Fate::unchanged || end.fate == Fate::linked) {
    const std::string place =
        aside() ? (fs::path(parts_.given.out) / found.aside).string() : found.shown();
    const int fd = open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0) {
      if (auto sum = sum_of(fd)) after = std::move(*sum);
      close(fd);
    }
  }
  const bool there = after.has_value() && !to.empty();
  parts_.manifest->add({shown, there ? std::string_view(to) : std::string_view(), name_of(end.fate),
                        end.stats.redactions, end.before, after});
}

void ScrubRun::say_sum() const {
  std::string words;
  for (std::size_t i = 0; i < kFates; ++i) {
    if (fates_[i] == 0) continue;
    words += (words.empty() ? "" : ", ") + std::to_string(fates_[i]) + " " +
             std::string(name_of(static_cast<Fate>(i)));
  }
  const std::string found = std::to_string(stats_.redactions) + " findings, ";
  say_plain((words.empty() ? "no files" : words) + "; " + found + fixed(progress_->seconds()) +
            " s" + (parts_.given.dry_run ? "; nothing was changed" : ""));
  for (const std::string& doubt : doubts_) {
    if (!doubt.empty()) say_plain("the old contents were written over once; " + doubt);
  }
  if (lost_ > 0) {
    say_plain(std::to_string(lost_) + " files could not keep their owner or attributes in --out");
  }
}

}  // namespace inkblot::cli
