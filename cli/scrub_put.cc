// The new content takes the place of the old one, when all of it is there.
#include <unistd.h>

#include "scrub_shred.h"
#include "scrub_work.h"

namespace inkblot::cli {

// All of it is there, dressed as the original, and is what it should be.
Status Work::finish_draft() {
  if (changed_ && compressed_ != nullptr) {
    if (Status s = compressed_->finish(); !s.ok()) return s;
  }
  struct stat written {};
  if (fstat(draft_.fd(), &written) != 0) return cannot("cannot look at the new content: ");
  if (static_cast<Offset>(written.st_size) != bytes_->written()) {
    return Status(Code::io, "the new content was not written completely");
  }
  const auto lost = take_after(draft_.fd(), {file_.fd(), about_, given_.in_place});
  if (!lost) return lost.error();
  end_.lost = *lost;
  // PERF: aside the original is there still, and many files are synced at once.
  if (Status s = given_.in_place ? draft_.sync() : Status(); !s.ok()) return s;
  return given_.verify && changed_ ? verify() : Status();
}

Status Work::verify() {
  const auto begin = [](int fd) { return lseek(fd, 0, SEEK_SET) == 0; };
  if (!begin(file_.fd()) || !begin(draft_.fd())) return cannot("cannot read it again: ");
  if (archive_) return archive_->verify([this] { return archive_bytes(draft_.fd()); });
  auto before = Text::open(file_.fd(), format_.compression);
  auto after = Text::open(draft_.fd(), format_.compression);
  if (!before || !after) return (before ? after : before).error();
  Intake old_text(before->source(), allowed_);
  if (Status s = same_outside(old_text, after->source(), exchanges_); !s.ok()) return s;
  if (!begin(draft_.fd())) return cannot("cannot read it again: ");
  after = Text::open(draft_.fd(), format_.compression);
  if (!after) return after.error();
  Intake new_text(after->source(), allowed_);
  return nothing_left(new_text, options_, content_.utf16);
}

// The file that was read is the one that stands there, and it is what it was.
Status Work::untouched() {
  struct stat now {};
  struct stat named {};
  const bool same =
      fstat(file_.fd(), &now) == 0 && FileState::of(now) == FileState::of(about_) &&
      fstatat(task_.from.folder, task_.from.name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
      named.st_ino == about_.st_ino && named.st_dev == about_.st_dev;
  return same ? unwanted() : Status(Code::io, kChanged);
}

Status Work::put() {
  if (Status s = untouched(); !s.ok()) return s;
  if (Status s = put_all_names(); !s.ok()) return s;
  struct stat now {};
  if (fstat(draft_.fd(), &now) != 0) return cannot("cannot look at it: ");
  end_.to = FileState::of(now);
  if (given_.in_place) end_.from = end_.to;
  if (given_.shred) shred();
  return {};
}

// The old content has no name any more, and what fails now is no reason to bring it back.
void Work::shred() {
  file_.release();
  const Status status = overwrite(file_.fd());
  if (!status.ok()) end_.left = status.message();
}

// What can fail comes first; then nothing but the renames is left.
Status Work::put_all_names() {
  std::vector<Spot> names;
  Status status;
  for (const Spot& other : task_.others) {
    names.push_back({other.folder, ""});
    status = draft_.link(names.back());
    if (!status.ok()) break;
  }
  struct stat now {};
  if (status.ok() && !names.empty()) {
    status = fstat(draft_.fd(), &now) == 0 ? task_.on_links(FileState::of(about_), now.st_ino)
                                           : cannot("cannot look at the new content: ");
  }
  if (status.ok()) status = draft_.put(task_.to.name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (status.ok()) status = rename_in_place(names[i], task_.others[i].name);
    if (status.ok()) fsync(names[i].folder);
    if (!status.ok()) unlinkat(names[i].folder, names[i].name.c_str(), 0);
  }
  return status;
}

}  // namespace inkblot::cli
