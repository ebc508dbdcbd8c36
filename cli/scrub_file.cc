// Whatever fails, and whenever it is cut short: the file is the old one or the new one.
#include "scrub_file.h"

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "scrub_ahead.h"
#include "scrub_blocks.h"
#include "scrub_splice.h"
#include "scrub_work.h"

namespace inkblot::cli {
// The first reason stays.
bool Work::end(Fate fate, std::string why) {
  if (std::exchange(ended_, true)) return false;
  end_.fate = fate;
  end_.why = std::move(why);
  return false;
}

// What can be known before it is read.
bool Work::look() {
  if (file_.fd() < 0) return check(cannot("cannot read it: "));
  if (fstat(file_.fd(), &about_) != 0) return check(cannot("cannot look at it: "));
  end_.from = end_.to = FileState::of(about_);
  if (!S_ISREG(about_.st_mode)) return end(Fate::skipped, "it is no file any more");
  const std::int64_t age = std::int64_t{time(nullptr)} - about_.st_mtim.tv_sec;
  const bool young = age >= 0 && age < std::int64_t{given_.min_age};
  if (young || !file_.lease()) return end(Fate::busy, kWritten);
  const ssize_t size = pread(file_.fd(), head_.data(), head_.size(), 0);
  if (size < 0) return check(cannot("cannot read it: "));
  head_size_ = static_cast<std::size_t>(size);
  return tell_format(Bytes(head_.data(), head_size_), false);
}

bool Work::tell_format(Bytes head, bool inner) {
  content_ = format_of(head);
  if (!inner) format_ = content_;
  end_.format = format_.name;
  const bool nested = inner && content_.kind == Kind::compressed;
  const std::string what =
      std::string(content_.name) + (inner ? " in " + std::string(format_.name) : "");
  if (content_.kind == Kind::unhandled || nested) return end(Fate::unhandled, what);
  return content_.kind != Kind::binary || end(Fate::skipped, what);
}

// Nobody waits to write to it.
Status Work::unwanted() {
  if (!file_.lease_is_broken()) return {};
  end(Fate::busy, kWritten);
  return Status(Code::io, kWritten);
}

Status Work::allowed(Offset done) {
  if (Status s = unwanted(); !s.ok()) return s;
  done_ = std::max(done_, done);  // What is read again is no progress.
  return task_.allowed(done_);
}

Status Work::scan() {
  if (content_.kind == Kind::archive) return scan_archive();
  auto text = Text::open(file_.fd(), format_.compression);
  if (!text) return text.error();
  Intake intake(text->source(), allowed_);
  if (format_.kind == Kind::compressed) {
    const auto head = intake.look();
    if (!head) return head.error();
    if (!tell_format(head->first(std::min(head->size(), kHeadBytes)), true)) return {};
    if (content_.kind == Kind::archive) return scan_archive();
  } else if (is_for_blocks()) {
    return scan_in_blocks();
  }
  return scan_text(intake);
}

// PERF: one thread is faster by itself, for what it writes it has just read; of a very large file
// other threads may help later on.
bool Work::is_for_blocks() const {
  constexpr Offset kVeryLarge = Offset{1} << 29U;
  const auto size = static_cast<Offset>(about_.st_size);
  return task_.threads_max > 1 && !content_.utf16 && may_be_in_blocks(size, options_, {}) &&
         (size >= kVeryLarge || task_.threads() > 1);
}

Status Work::scan_text(Intake& intake) {
  Parting::Open open = [this](Offset same) { return open_draft(same); };
  if (given_.dry_run || task_.has_names_elsewhere) open = nullptr;
  Parting sink(intake, std::move(open), content_.utf16);
  // PERF: for nobody the engine counts no lines, which takes as long as all the rest.
  if (given_.verify || task_.on_redaction) {
    options_.on_redaction = [this](const Redaction& redaction) {
      if (given_.verify) exchanges_.push_back({redaction.input, redaction.output});
      if (task_.on_redaction) task_.on_redaction(redaction, "");
    };
  }
  Status status = redact(intake, sink, options_, end_.stats);
  options_.on_redaction = nullptr;
  if (status.ok()) status = sink.finish(end_.stats.bytes_in);
  changed_ = content_.utf16 ? end_.stats.redactions > 0 : sink.parted();
  if (!status.ok()) return status;
  if (Status s = has_all_names(); !s.ok()) return s;
  return untouched();
}

Status Work::scan_in_blocks() {
  const Opened again(task_.from);
  if (!is_the_same(again)) return Status(Code::io, kChanged);
  std::optional<Splice> splice;
  const bool writes = !given_.dry_run && !task_.has_names_elsewhere;
  const auto take = [&](const Redaction& redaction, std::string_view text) -> Status {
    changed_ = true;
    if (given_.verify) exchanges_.push_back({redaction.input, redaction.output});
    if (task_.on_redaction) task_.on_redaction(redaction, "");
    if (!writes) return {};
    if (!splice) {
      if (const auto writer = open_draft(0); !writer) return writer.error();
      splice.emplace(again.fd(), *bytes_, allowed_);
    }
    return splice->put(redaction.input, text);
  };
  const auto open = [this] {
    Opened another(task_.from);
    return is_the_same(another) ? another.take() : -1;
  };
  const auto size = static_cast<Offset>(about_.st_size);
  Status status = scan_blocks({open, size, task_.threads, task_.threads_max, options_,
                               task_.on_redaction != nullptr, allowed_, take},
                              end_.stats);
  if (status.ok() && splice) status = splice->finish(size);
  if (!status.ok()) return status;
  if (Status s = has_all_names(); !s.ok()) return s;
  return untouched();
}

Status Work::has_all_names() const {
  return changed_ && task_.has_names_elsewhere
             ? Status(Code::io, "it has another name (a hard link) that was not named")
             : Status();
}

// The bytes of an archive like the file's, as the file is compressed.
Result<std::unique_ptr<ArchiveBytes>> Work::archive_bytes(int fd) {
  struct stat about {};
  if (lseek(fd, 0, SEEK_SET) != 0 || fstat(fd, &about) != 0) {
    return tl::unexpected<Status>(cannot("cannot read it again: "));
  }
  if (content_.archive == ArchiveKind::zip) {
    return make_archive_file(fd, static_cast<Offset>(about.st_size), allowed_);
  }
  auto text = Text::open(fd, format_.compression);
  if (!text) return tl::unexpected<Status>(text.error());
  return std::make_unique<ArchiveText>(std::move(*text), allowed_);
}

Status Work::scan_archive() {
  const bool zip = content_.archive == ArchiveKind::zip;
  if (zip && format_.kind == Kind::compressed) {
    end(Fate::unhandled, std::string(content_.name) + " in " + std::string(format_.name));
    return {};
  }
  archive_.emplace(ArchiveScrub::Parts{
      content_.archive, [this] { return archive_bytes(file_.fd()); },
      static_cast<Offset>(about_.st_size), options_, task_.on_redaction, given_.verify});
  const auto changed = archive_->measure();
  end_.stats = archive_->stats();
  if (!archive_->unhandled().empty()) {
    end(Fate::unhandled, archive_->unhandled() + " in " + std::string(format_.name));
    return {};
  }
  if (!changed) return changed.error();
  changed_ = *changed;
  if (Status s = has_all_names(); !s.ok()) return s;
  if (changed_ && !given_.dry_run) {
    const auto writer = open_draft(0);
    if (!writer) return writer.error();
    if (Status s = archive_->write(**writer); !s.ok()) return s;
  }
  return untouched();
}

// The draft, with the begin of the text in it.
Result<Sink*> Work::open_draft(Offset same) {
  auto draft = Draft::create(task_.to.folder);
  if (!draft) return tl::unexpected<Status>(draft.error());
  draft_ = std::move(*draft);
  bytes_ = std::make_unique<CountingSink>(draft_.fd());
  Sink* writer = bytes_.get();
  if (format_.kind == Kind::compressed) {
    const Bytes head(head_.data(), head_size_);
    auto sink = make_compressing_sink(*bytes_, format_.compression, head);
    if (!sink) return tl::unexpected<Status>(sink.error());
    auto ahead = make_ahead(std::move(*sink));
    if (!ahead) return tl::unexpected<Status>(ahead.error());
    compressed_ = std::move(*ahead);
    writer = compressed_.get();
  }
  if (same == 0) return writer;
  const Opened again(task_.from);
  if (!is_the_same(again)) return failure(Code::io, kChanged);
  if (Status s = copy_begin(again.fd(), same, *writer); !s.ok()) return tl::unexpected(s);
  return writer;
}

// Another descriptor, for the place that the first one has in the file is the engine's.
bool Work::is_the_same(const Opened& again) const {
  struct stat now {};
  return again.fd() >= 0 && fstat(again.fd(), &now) == 0 && now.st_ino == about_.st_ino &&
         now.st_dev == about_.st_dev;
}

Status Work::copy_begin(int from, Offset size, Sink& writer) {
  Offset copied = 0;
  const bool as_it_is = &writer == bytes_.get();
  if (as_it_is) {
    const auto by_kernel = bytes_->take(from, size, allowed_);
    if (!by_kernel) return by_kernel.error();
    copied = *by_kernel;
  }
  if (copied == size) return {};
  auto text = Text::open(from, as_it_is ? Compression::none : format_.compression);
  if (!text) return text.error();
  Intake begin(text->source(), allowed_);
  return cli::copy_begin(begin, size - copied, writer);
}

// The bytes that were scanned, for untouched() says afterwards that they still are what they were.
Status Work::copy_whole() {
  auto draft = Draft::create(task_.to.folder);
  if (!draft) return draft.error();
  draft_ = std::move(*draft);
  bytes_ = std::make_unique<CountingSink>(draft_.fd());
  if (lseek(file_.fd(), 0, SEEK_SET) != 0) return cannot("cannot read it again: ");
  return copy_begin(file_.fd(), static_cast<Offset>(about_.st_size), *bytes_);
}

FileEnd Work::run() {
  if (!look() || !check(scan()) || ended_) return end_;
  const bool copies = !given_.in_place && !given_.dry_run;
  if (!changed_) draft_ = Draft();
  if (!changed_ && copies && !check(copy_whole())) return end_;
  const bool writes = !given_.dry_run && (changed_ || copies);
  if (writes && !check(finish_draft())) return end_;
  if (!given_.manifest.empty() &&
      !check(sum_both({file_.fd(), writes ? draft_.fd() : -1}, end_.before, end_.after))) {
    return end_;
  }
  if (writes && !check(put())) return end_;
  end(changed_ ? Fate::redacted : Fate::clean, "");
  return end_;
}

FileEnd scrub_file(const FileTask& task, const ScrubOptions& given, Options& options) {
  return Work(task, given, options).run();
}

}  // namespace inkblot::cli
