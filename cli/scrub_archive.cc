// Each member is a file of its own, which may be an archive again.
#include "scrub_archive.h"

#include <sodium.h>

#include <algorithm>

#include "archive_api.h"
#include "scrub_content.h"
#include "stats.h"

namespace inkblot::cli {
namespace {

constexpr unsigned kDepthMax = 3;
constexpr std::size_t kNestedBytesMax = std::size_t{32} << 20U;

Status changed_meanwhile() { return Status(Code::io, "it changed while it was read"); }

// The size of what nobody keeps, and its digest where somebody wants to know.
class Measure {
 public:
  explicit Measure(bool digests) : digests_(digests) {
    crypto_generichash_init(&hash_, nullptr, 0, 32);
  }
  void add(Bytes bytes) {
    size_ += bytes.size();
    if (digests_) crypto_generichash_update(&hash_, bytes.data(), bytes.size());
  }
  Offset size() const { return size_; }
  std::array<std::uint8_t, 32> digest() {
    std::array<std::uint8_t, 32> out{};
    crypto_generichash_final(&hash_, out.data(), out.size());
    return out;
  }

 private:
  bool digests_;
  Offset size_ = 0;
  crypto_generichash_state hash_{};
};

class MeasuringSink final : public Sink {
 public:
  explicit MeasuringSink(bool digests) : measure(digests) {}
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) measure.add(piece);
    return {};
  }
  Measure measure;
};

// What is read of another source.
class MeasuringSource final : public Source {
 public:
  MeasuringSource(Source& inner, bool digests) : measure(digests), inner_(inner) {}
  Result<Bytes> peek() override {
    auto bytes = inner_.peek();
    if (bytes) view_ = *bytes;
    return bytes;
  }
  bool at_end() const override { return inner_.at_end(); }
  void skip(std::size_t n) override {
    measure.add(view_.first(n));
    view_ = view_.subspan(n);
    inner_.skip(n);
  }
  // All that was left.
  Status finish() {
    for (;;) {
      skip(view_.size());
      if (at_end()) return {};
      if (const auto bytes = peek(); !bytes) return bytes.error();
    }
  }
  Measure measure;

 private:
  Source& inner_;
  Bytes view_;
};

// Whether a path leads out of the folder that the archive is unpacked in.
bool leads_out(std::string_view path) {
  constexpr std::string_view kSeparators = "/\\";
  if (!path.empty() && kSeparators.find(path.front()) != path.npos) return true;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(kSeparators), path.size());
    if (path.substr(0, end) == "..") return true;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return false;
}

// The one of two formats of tar that can say what the other can; of the oldest only names and
// numbers that are short can be kept, so that it is extended where there is need.
int format_for(int one, int other) {
  for (const int format : {one, other}) {
    if (format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE) return format;
  }
  for (const int format : {one, other}) {
    if (format == ARCHIVE_FORMAT_TAR_GNUTAR) return format;
  }
  return ARCHIVE_FORMAT_TAR_PAX_RESTRICTED;
}

bool has_content(archive_entry* entry) {
  return archive_api().archive_entry_filetype(entry) == AE_IFREG &&
         (archive_api().archive_entry_size_is_set(entry) == 0 ||
          archive_api().archive_entry_size(entry) > 0);
}

// Leaves nothing of it behind where it stood before.
void append(std::vector<std::uint8_t>& to, Bytes bytes) {
  if (to.capacity() < to.size() + bytes.size()) {
    std::vector<std::uint8_t> larger;
    larger.reserve(2 * (to.size() + bytes.size()));
    larger.insert(larger.end(), to.begin(), to.end());
    to.swap(larger);
    sodium_memzero(larger.data(), larger.size());
  }
  to.insert(to.end(), bytes.begin(), bytes.end());
}

Status copy_all(Source& from, Sink& to) {
  for (;;) {
    const auto bytes = from.peek();
    if (!bytes) return bytes.error();
    const Bytes piece = *bytes;
    if (!piece.empty()) {
      if (Status s = to.write({&piece, 1}); !s.ok()) return s;
    }
    if (from.at_end()) return {};
    from.skip(piece.size());
  }
}

}  // namespace

Result<bool> ArchiveScrub::measure() {
  auto plan = this->plan(parts_.kind, parts_.open, {"", 1, true});
  if (!plan) return tl::unexpected<Status>(plan.error());
  plan_ = std::move(*plan);
  return plan_.changed;
}

Status ArchiveScrub::write(Sink& to) { return write(plan_, parts_.open, to, {"", 1, false}); }

Status ArchiveScrub::verify(const Open& other) {
  auto plan = this->plan(parts_.kind, other, {"", 1, false});
  if (!plan) return plan.error();
  for (Member& member : plan_.members) member.changed = false;
  return plan->changed || plan->members != plan_.members
             ? Status(Code::io, "the new archive is not what it should be")
             : Status();
}

// Logs shrink to a hundredth, hardly ever to less.
Offset ArchiveScrub::read_max() const {
  constexpr Offset kLeast = Offset{1} << 30U;
  return std::max(kLeast, parts_.size * 250);
}

tl::unexpected<Status> ArchiveScrub::cannot(std::string_view what) {
  unhandled_ = what;
  return failure(Code::limit, std::string(what) + " in an archive");
}

// What no archive should hold that somebody unpacks.
Status ArchiveScrub::unsafe(archive_entry* entry, std::set<std::string>& names) {
  const char* const path = archive_api().archive_entry_pathname(entry);
  const char* const link = archive_api().archive_entry_hardlink(entry);
  if (path == nullptr) return Status(Code::io, "a name in the archive cannot be read");
  if (archive_api().archive_entry_is_encrypted(entry) != 0)
    return cannot("encrypted member").value();
  if (leads_out(path) || (link != nullptr && leads_out(link))) {
    return Status(Code::io, "a name in the archive leads out of it");
  }
  if (archive_api().archive_entry_filetype(entry) == AE_IFDIR) return {};
  std::string_view name = path;
  while (name.starts_with("./")) name.remove_prefix(2);
  const bool is_new = names.insert(std::string(name)).second;
  return is_new ? Status() : Status(Code::io, "two members of the archive have one name");
}

Result<ArchiveScrub::Plan> ArchiveScrub::plan(ArchiveKind kind, const Open& open,
                                              const Where& where) {
  auto bytes = open();
  if (!bytes) return tl::unexpected<Status>(bytes.error());
  auto reader = ArchiveReader::open(kind, std::move(*bytes));
  if (!reader) return tl::unexpected<Status>(reader.error());
  Plan out{kind};
  std::set<std::string> names;
  for (;;) {
    auto entry = (*reader)->next();
    if (!entry) return tl::unexpected<Status>(entry.error());
    if (*entry == nullptr) break;
    if (Status s = unsafe(*entry, names); !s.ok()) return tl::unexpected<Status>(std::move(s));
    out.format = format_for(out.format, (*reader)->format());
    Member member;
    member.name = archive_api().archive_entry_pathname(*entry);
    if (has_content(*entry)) {
      auto source = (*reader)->content();
      if (!source) return tl::unexpected<Status>(source.error());
      MeasuringSource from(**source, parts_.verifies);
      MeasuringSink to(parts_.verifies);
      const std::string shown =
          where.member.empty() ? member.name : where.member + "/" + member.name;
      const auto changed = content(from, to, {shown, where.depth, where.tells});
      if (!changed) return tl::unexpected<Status>(changed.error());
      // To its end: only there a member shows that it is damaged.
      if (Status s = from.finish(); !s.ok()) return tl::unexpected<Status>(std::move(s));
      member.changed = *changed;
      Measure& measure = *changed ? to.measure : from.measure;
      member.size = measure.size();
      member.digest = measure.digest();
      out.changed = out.changed || *changed;
    }
    out.members.push_back(std::move(member));
  }
  if (Status s = (*reader)->finish(); !s.ok()) return tl::unexpected<Status>(std::move(s));
  return out;
}

Status ArchiveScrub::write(const Plan& plan, const Open& open, Sink& to, const Where& where) {
  auto bytes = open();
  if (!bytes) return bytes.error();
  auto reader = ArchiveReader::open(plan.kind, std::move(*bytes));
  if (!reader) return reader.error();
  auto writer = ArchiveWriter::open(plan.format, to);
  if (!writer) return writer.error();
  for (const Member& member : plan.members) {
    auto entry = (*reader)->next();
    if (!entry) return entry.error();
    if (*entry == nullptr || member.name != archive_api().archive_entry_pathname(*entry)) {
      return changed_meanwhile();
    }
    if (member.changed)
      archive_api().archive_entry_set_size(*entry, static_cast<la_int64_t>(member.size));
    archive_api().archive_entry_sparse_clear(*entry);
    if (Status s = (*writer)->begin(*entry, (*reader)->is_stored()); !s.ok()) return s;
    if (!has_content(*entry)) continue;
    auto source = (*reader)->content();
    if (!source) return source.error();
    Status status;
    if (member.changed) {
      const auto changed = content(**source, **writer, {where.member, where.depth, false});
      status = changed ? Status() : changed.error();
    } else {
      status = copy_all(**source, **writer);
    }
    if (!status.ok()) return status;
  }
  return (*writer)->finish();
}

Result<bool> ArchiveScrub::content(Source& from, Sink& to, const Where& where) {
  Offset before = 0;
  const Intake::Allowed allowed = [&](Offset done) {
    read_ += done - before;
    before = done;
    return read_ <= read_max() ? Status()
                               : Status(Code::io, "its members are larger by far than it");
  };
  Intake intake(from, allowed);
  const auto head = intake.look();
  if (!head) return tl::unexpected<Status>(head.error());
  const Format format = format_of(head->first(std::min(head->size(), kHeadBytes)));
  switch (format.kind) {
    case Kind::text:
      return text(intake, to, where);
    case Kind::compressed:
      return packed(intake, to, format, where);
    case Kind::archive:
      return nested(intake, to, format.archive, where);
    case Kind::unhandled:
      return cannot(format.name);
    case Kind::binary:
      break;
  }
  return false;
}

Result<bool> ArchiveScrub::text(Source& from, Sink& to, const Where& where) {
  if (where.tells && parts_.told) {
    parts_.options.on_redaction = [&](const Redaction& one) { parts_.told(one, where.member); };
  }
  Stats stats;
  const Status status = redact(from, to, parts_.options, stats);
  parts_.options.on_redaction = nullptr;
  if (!status.ok()) return tl::unexpected<Status>(status);
  if (where.tells) add(stats_, stats);
  return stats.redactions > 0;
}

Result<bool> ArchiveScrub::packed(Source& from, Sink& to, const Format& format,
                                  const Where& where) {
  std::array<std::uint8_t, kHeadBytes> begin{};
  const auto bytes = from.peek();
  if (!bytes) return tl::unexpected<Status>(bytes.error());
  const std::size_t size = std::min(bytes->size(), begin.size());
  std::copy_n(bytes->begin(), size, begin.begin());
  auto plain = make_decompressing_source(from, format.compression);
  if (!plain) return tl::unexpected<Status>(plain.error());
  const Intake::Allowed allowed = [this](Offset done) {
    return read_ + done <= read_max() ? Status()
                                      : Status(Code::io, "its members are larger by far than it");
  };
  Intake inner(**plain, allowed);
  const auto head = inner.look();
  if (!head) return tl::unexpected<Status>(head.error());
  const Format of = format_of(head->first(std::min(head->size(), kHeadBytes)));
  if (of.kind == Kind::binary) return false;
  if (of.kind == Kind::unhandled || of.kind == Kind::compressed) return cannot(of.name);
  auto sink = make_compressing_sink(to, format.compression, Bytes(begin.data(), size));
  if (!sink) return tl::unexpected<Status>(sink.error());
  auto changed =
      of.kind == Kind::text ? text(inner, **sink, where) : nested(inner, **sink, of.archive, where);
  if (!changed) return changed;
  if (Status s = (*sink)->finish(); !s.ok()) return tl::unexpected<Status>(std::move(s));
  return changed;
}

Result<bool> ArchiveScrub::nested(Source& from, Sink& to, ArchiveKind kind, const Where& where) {
  if (where.depth >= kDepthMax) return cannot("archives in archives in archives");
  std::vector<std::uint8_t> memory;
  for (;;) {
    const auto bytes = from.peek();
    if (!bytes) return tl::unexpected<Status>(bytes.error());
    if (memory.size() + bytes->size() > kNestedBytesMax) return cannot("archive of over 32 MiB");
    append(memory, *bytes);
    if (from.at_end()) break;
    from.skip(bytes->size());
  }
  const Open open = [&memory] { return make_archive_memory(memory); };
  const auto plan = this->plan(kind, open, {where.member, where.depth + 1, where.tells});
  Status status = plan ? Status() : plan.error();
  if (status.ok() && plan->changed) {
    status = write(*plan, open, to, {where.member, where.depth + 1, false});
  }
  sodium_memzero(memory.data(), memory.size());
  if (!status.ok()) return tl::unexpected<Status>(std::move(status));
  return plan->changed;
}

}  // namespace inkblot::cli
