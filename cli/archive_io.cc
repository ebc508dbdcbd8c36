// libarchive's callbacks; compression around an archive is ours, so that it stays as it was.
#include "archive_io.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "archive_api.h"
#include "io/ring.h"

namespace inkblot::cli {
namespace {

constexpr std::size_t kContentBytes = std::size_t{1} << 18U;

Status damaged() { return Status(Code::io, "the archive is damaged"); }

bool is_zero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

class StreamBytes final : public ArchiveBytes {
 public:
  explicit StreamBytes(Source& source) : source_(source) {}
  Result<Bytes> next() override {
    source_.skip(used_);
    used_ = 0;
    if (ended_) return Bytes();
    auto bytes = source_.peek();
    if (!bytes) return bytes;
    used_ = bytes->size();
    ended_ = source_.at_end();
    told_ += used_;
    last_ = *bytes;
    return bytes;
  }
  bool seek(Offset) override { return false; }
  Offset size() const override { return 0; }
  Result<bool> is_empty_behind(Offset bytes) override {
    const auto left = static_cast<std::size_t>(told_ - std::min(bytes, told_));
    Bytes rest = last_.last(std::min(left, last_.size()));
    while (is_zero(rest)) {
      auto more = next();
      if (!more) return tl::unexpected<Status>(more.error());
      if (more->empty()) return true;
      rest = *more;
    }
    return false;
  }

 private:
  Source& source_;
  Offset told_ = 0;
  Bytes last_;
  std::size_t used_ = 0;
  bool ended_ = false;
};

class FileBytes final : public ArchiveBytes {
 public:
  FileBytes(int fd, Offset size, const std::function<Status(Offset)>& allowed)
      : fd_(fd), size_(size), allowed_(allowed) {}
  Result<Bytes> next() override {
    if (Status s = allowed_(read_); !s.ok()) return tl::unexpected<Status>(std::move(s));
    ssize_t got = -1;
    do {
      got = pread(fd_, buffer_.data(), buffer_.size(), static_cast<off_t>(at_));
    } while (got < 0 && errno == EINTR);
    if (got < 0) return failure(Code::io, std::string("cannot read it: ") + std::strerror(errno));
    at_ += static_cast<Offset>(got);
    read_ = std::max(read_, at_);
    return Bytes(buffer_.data(), static_cast<std::size_t>(got));
  }
  bool seek(Offset to) override {
    at_ = to;
    return true;
  }
  Offset size() const override { return size_; }
  Result<bool> is_empty_behind(Offset) override { return true; }

 private:
  int fd_;
  Offset size_;
  const std::function<Status(Offset)>& allowed_;
  Offset at_ = 0;
  Offset read_ = 0;
  std::array<std::uint8_t, 65536> buffer_{};
};

class MemoryBytes final : public ArchiveBytes {
 public:
  explicit MemoryBytes(Bytes bytes) : bytes_(bytes) {}
  Result<Bytes> next() override {
    const Bytes rest = bytes_.subspan(static_cast<std::size_t>(at_));
    at_ = bytes_.size();
    return rest;
  }
  bool seek(Offset to) override {
    if (to > bytes_.size()) return false;
    at_ = to;
    return true;
  }
  Offset size() const override { return bytes_.size(); }
  Result<bool> is_empty_behind(Offset bytes) override {
    return is_zero(bytes_.subspan(std::min(static_cast<std::size_t>(bytes), bytes_.size())));
  }

 private:
  Bytes bytes_;
  Offset at_ = 0;
};

la_ssize_t read_more(archive*, void* data, const void** out) {
  auto bytes = static_cast<ArchiveBytes*>(data)->next();
  if (!bytes) return ARCHIVE_FATAL;
  *out = bytes->data();
  return static_cast<la_ssize_t>(bytes->size());
}

la_int64_t seek_to(archive*, void* data, la_int64_t by, int whence) {
  auto& bytes = *static_cast<ArchiveBytes*>(data);
  const la_int64_t from = whence == SEEK_END ? static_cast<la_int64_t>(bytes.size()) : 0;
  // Where it stands now libarchive knows itself.
  if (whence == SEEK_CUR || from + by < 0) return ARCHIVE_FATAL;
  return bytes.seek(static_cast<Offset>(from + by)) ? from + by : la_int64_t{ARCHIVE_FATAL};
}

// What stands in a member, in a ring.
class Content final : public Source {
 public:
  Content(archive* of, Ring ring) : of_(of), ring_(std::move(ring)) {}
  Result<Bytes> peek() override {
    const std::size_t room = ring_.capacity() - static_cast<std::size_t>(end_ - begin_);
    if (room == 0) return failure(Code::limit, "more bytes are held than fit");
    const la_ssize_t got = ended_ ? 0 : archive_api().archive_read_data(of_, ring_.at(end_), room);
    if (got < 0) return tl::unexpected<Status>(damaged());
    ended_ = got == 0;
    end_ += static_cast<Offset>(got);
    ring_.reached(end_);
    return Bytes(ring_.at(begin_), static_cast<std::size_t>(end_ - begin_));
  }
  bool at_end() const override { return ended_; }
  void skip(std::size_t n) override { begin_ += n; }

 private:
  archive* of_;
  Ring ring_;
  Offset begin_ = 0;
  Offset end_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ArchiveBytes> make_archive_stream(Source& source) {
  return std::make_unique<StreamBytes>(source);
}

std::unique_ptr<ArchiveBytes> make_archive_file(int fd, Offset size,
                                                const std::function<Status(Offset)>& allowed) {
  return std::make_unique<FileBytes>(fd, size, allowed);
}

std::unique_ptr<ArchiveBytes> make_archive_memory(Bytes bytes) {
  return std::make_unique<MemoryBytes>(bytes);
}

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(ArchiveKind kind,
                                                           std::unique_ptr<ArchiveBytes> bytes) {
  if (Status s = load_archive_api(); !s.ok()) return tl::unexpected<Status>(std::move(s));
  std::unique_ptr<ArchiveReader> reader(new ArchiveReader);
  reader->bytes_ = std::move(bytes);
  reader->archive_ = archive_api().archive_read_new();
  archive* const in = reader->archive_;
  if (in == nullptr) return failure(Code::no_memory, "no memory to read an archive");
  const int known = kind == ArchiveKind::tar
                        ? archive_api().archive_read_support_format_tar(in)
                        : archive_api().archive_read_support_format_zip_seekable(in);
  archive_api().archive_read_set_callback_data(in, reader->bytes_.get());
  archive_api().archive_read_set_read_callback(in, read_more);
  if (kind == ArchiveKind::zip) archive_api().archive_read_set_seek_callback(in, seek_to);
  if (known != ARCHIVE_OK || archive_api().archive_read_open1(in) != ARCHIVE_OK) {
    return tl::unexpected<Status>(damaged());
  }
  return reader;
}

ArchiveReader::~ArchiveReader() {
  if (archive_ != nullptr) archive_api().archive_read_free(archive_);
}

Result<archive_entry*> ArchiveReader::next() {
  archive_entry* entry = nullptr;
  const int got = archive_api().archive_read_next_header(archive_, &entry);
  if (got == ARCHIVE_EOF) return nullptr;
  if (got != ARCHIVE_OK) return tl::unexpected<Status>(damaged());
  return entry;
}

Status ArchiveReader::finish() {
  const bool zip = (format() & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  if (zip) return {};  // Its end is where it is read from.
  const auto used = archive_api().archive_filter_bytes(archive_, 0);
  const auto empty = bytes_->is_empty_behind(static_cast<Offset>(used));
  if (!empty) return empty.error();
  return *empty ? Status() : Status(Code::io, "something stands behind the archive's end");
}

Result<std::unique_ptr<Source>> ArchiveReader::content() {
  auto ring = Ring::create(kContentBytes, true);
  if (!ring) return tl::unexpected<Status>(ring.error());
  return std::make_unique<Content>(archive_, std::move(*ring));
}

int ArchiveReader::format() const { return archive_api().archive_format(archive_); }

bool ArchiveReader::is_stored() const {
  const char* const name = archive_api().archive_format_name(archive_);
  return name != nullptr && std::strstr(name, "uncompressed") != nullptr;
}

Result<std::unique_ptr<ArchiveWriter>> ArchiveWriter::open(int format, Sink& to) {
  std::unique_ptr<ArchiveWriter> writer(new ArchiveWriter(to));
  writer->archive_ = archive_api().archive_write_new();
  archive* const out = writer->archive_;
  if (out == nullptr) return failure(Code::no_memory, "no memory to write an archive");
  if (archive_api().archive_write_set_format(out, format) != ARCHIVE_OK) {
    return failure(Code::invalid_argument, "no archive of this format can be written");
  }
  const auto write = [](archive*, void* data, const void* bytes, std::size_t size) -> la_ssize_t {
    auto& self = *static_cast<ArchiveWriter*>(data);
    const Bytes piece(static_cast<const std::uint8_t*>(bytes), size);
    self.sink_failed_ = self.to_->write({&piece, 1});
    return self.sink_failed_.ok() ? static_cast<la_ssize_t>(size) : la_ssize_t{ARCHIVE_FATAL};
  };
  if (format == ARCHIVE_FORMAT_ZIP) archive_api().archive_write_set_bytes_in_last_block(out, 1);
  if (archive_api().archive_write_open(out, writer.get(), nullptr, write, nullptr) != ARCHIVE_OK) {
    return failure(Code::no_memory, "no memory to write an archive");
  }
  return writer;
}

ArchiveWriter::~ArchiveWriter() {
  if (archive_ != nullptr) archive_api().archive_write_free(archive_);
}

Status ArchiveWriter::failed(const char* what) const {
  return sink_failed_.ok() ? Status(Code::io, what) : sink_failed_;
}

Status ArchiveWriter::begin(archive_entry* member, bool stored) {
  if (archive_api().archive_format(archive_) == ARCHIVE_FORMAT_ZIP) {
    if (stored) {
      archive_api().archive_write_zip_set_compression_store(archive_);
    } else {
      archive_api().archive_write_zip_set_compression_deflate(archive_);
    }
  }
  const bool written = archive_api().archive_write_header(archive_, member) == ARCHIVE_OK;
  return written ? Status() : failed("a member of the archive cannot be kept as it is");
}

Status ArchiveWriter::write(std::span<const Bytes> pieces) {
  for (const Bytes piece : pieces) {
    for (std::size_t at = 0; at < piece.size();) {
      const la_ssize_t put =
          archive_api().archive_write_data(archive_, piece.data() + at, piece.size() - at);
      if (put <= 0) return failed("a member of the archive is not as long as it was");
      at += static_cast<std::size_t>(put);
    }
  }
  return {};
}

Status ArchiveWriter::finish() {
  const bool closed = archive_api().archive_write_close(archive_) == ARCHIVE_OK;
  return closed ? Status() : failed("the archive cannot be ended");
}

}  // namespace inkblot::cli
