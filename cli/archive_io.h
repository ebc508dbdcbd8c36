// Archives of tar and zip as streams of members, by means of libarchive.
#pragma once

#include <inkblot/io.h>

#include <memory>
#include <string>
#include <string_view>

struct archive;
struct archive_entry;

namespace inkblot::cli {

// Where an archive's bytes come from.  THREADS: one at a time.
class ArchiveBytes {
 public:
  virtual ~ArchiveBytes() = default;
  // What comes next; nothing at the end.  LIFETIME: until the next call.  ERRORS: io.
  virtual Result<Bytes> next() = 0;
  // Goes on from there.  False where the bytes are a stream.
  virtual bool seek(Offset to) = 0;
  virtual Offset size() const = 0;  // Where one can seek.
  // Whether nothing but zeros comes after so many bytes, of which the last were told by the last
  // call.  ERRORS: as next().
  virtual Result<bool> is_empty_behind(Offset bytes) = 0;
};
// A stream; tar needs no more.  LIFETIME: the source outlives it.
std::unique_ptr<ArchiveBytes> make_archive_stream(Source& source);
// A file from its begin.  `allowed` is asked before each read, with what was read.
// LIFETIME: the descriptor, which may be at any place, and `allowed` outlive it.
std::unique_ptr<ArchiveBytes> make_archive_file(int fd, Offset size,
                                                const std::function<Status(Offset)>& allowed);
std::unique_ptr<ArchiveBytes> make_archive_memory(Bytes bytes);

enum class ArchiveKind : std::uint8_t { tar, zip };

// Reads the members in their order.  Names are UTF-8, or bytes that are none.
class ArchiveReader {
 public:
  // ERRORS: io, no_memory.  Words of errors hold nothing of the archive.
  static Result<std::unique_ptr<ArchiveReader>> open(ArchiveKind kind,
                                                     std::unique_ptr<ArchiveBytes> bytes);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;
  // The next member, or null.  LIFETIME: until the next call.  ERRORS: io, when it is damaged.
  Result<archive_entry*> next();
  // All was read: nothing may be left behind the last member.  ERRORS: as next().
  Status finish();
  // What stands in the member, once.  LIFETIME: as the member's.  ERRORS: no_memory.
  Result<std::unique_ptr<Source>> content();
  // Of libarchive, after the first member: what an archive alike has to be, and whether the member
  // is stored as it is.
  int format() const;
  bool is_stored() const;

 private:
  ArchiveReader() = default;
  std::unique_ptr<ArchiveBytes> bytes_;
  archive* archive_ = nullptr;
};

// Writes an archive.  The sequence of calls matches the regexp (begin write*)* finish.
class ArchiveWriter final : public Sink {
 public:
  // `format` as ArchiveReader's.  ERRORS: invalid_argument for another one; no_memory.
  static Result<std::unique_ptr<ArchiveWriter>> open(int format, Sink& to);
  ~ArchiveWriter() override;
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;
  // A member, whose size is set.  ERRORS: io, also when something of it cannot be kept.
  Status begin(archive_entry* member, bool stored);
  Status write(std::span<const Bytes> pieces) override;
  Status finish();

 private:
  explicit ArchiveWriter(Sink& to) : to_(&to) {}
  Status failed(const char* what) const;
  Sink* to_;
  archive* archive_ = nullptr;
  Status sink_failed_;
};

}  // namespace inkblot::cli
