// A clean file is written nowhere; of another one what is clean is copied, and the rest follows.
#include "scrub_content.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace inkblot::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;

Offset size_of(std::span<const Bytes> pieces) {
  Offset size = 0;
  for (const Bytes piece : pieces) size += piece.size();
  return size;
}

}  // namespace

Result<Bytes> Intake::look() {
  auto head = read();
  while (head && head->size() < kHeadBytes && !at_end()) head = read();
  primed_ = head.has_value();
  return head;
}

Result<Bytes> Intake::peek() {
  if (std::exchange(primed_, false)) return view_;
  return read();
}

Result<Bytes> Intake::read() {
  if (Status s = allowed_(begin_); !s.ok()) return tl::unexpected<Status>(s);
  auto bytes = inner_.peek();
  if (bytes) view_ = *bytes;
  return bytes;
}

void Intake::skip(std::size_t n) {
  inner_.skip(n);
  view_ = view_.subspan(n);
  begin_ += n;
}

bool Intake::has(Offset at, Bytes bytes) const {
  if (at < begin_ || at + bytes.size() > begin_ + view_.size()) return false;
  const Bytes here = view_.subspan(static_cast<std::size_t>(at - begin_), bytes.size());
  // PERF: the engine hands on what it was given where it stands.
  return here.data() == bytes.data() || std::ranges::equal(here, bytes);
}

Status Parting::part(std::span<const Bytes> pieces) {
  parted_ = true;
  if (open_ == nullptr) return {};
  auto writer = open_(done_);
  if (!writer) return writer.error();
  writer_ = *writer;
  return writer_->write(pieces);
}

Status Parting::write(std::span<const Bytes> pieces) {
  if (writer_ != nullptr) return writer_->write(pieces);
  if (parted_) return {};
  if (blind_ && open_ != nullptr) return part(pieces);
  Offset at = done_;
  for (const Bytes piece : pieces) {
    if (!blind_ && !intake_.has(at, piece)) return part(pieces);
    at += piece.size();
  }
  done_ += size_of(pieces);
  return {};
}

Status Parting::finish(Offset input) {
  return parted_ || blind_ || done_ == input ? Status() : part({});
}

Result<Text> Text::open(int fd, Compression compression) {
  Text text;
  auto raw = make_fd_source(fd, kBufferBytes);
  if (!raw) return tl::unexpected<Status>(raw.error());
  text.raw_ = std::move(*raw);
  if (compression == Compression::none) return text;
  auto plain = make_decompressing_source(*text.raw_, compression);
  if (!plain) return tl::unexpected<Status>(plain.error());
  text.plain_ = std::move(*plain);
  return text;
}

Status CountingSink::write(std::span<const Bytes> pieces) {
  written_ += size_of(pieces);
  return inner_->write(pieces);
}

Result<Offset> CountingSink::take(int from, Offset size, const Intake::Allowed& allowed) {
  constexpr Offset kStep = Offset{8} << 20U;
  Offset done = 0;
  while (done < size) {
    if (Status s = allowed(done); !s.ok()) return tl::unexpected<Status>(s);
    const Offset step = std::min(kStep, size - done);
    const ssize_t taken = copy_file_range(from, nullptr, fd_, nullptr, step, 0);
    if (taken < 0 && errno == EINTR) continue;
    // Whoever writes the rest is told why.
    if (taken <= 0) break;
    done += static_cast<Offset>(taken);
  }
  written_ += done;
  return done;
}

Status copy_begin(Source& text, Offset size, Sink& to) {
  while (size > 0) {
    const auto bytes = text.peek();
    if (!bytes) return bytes.error();
    const auto taken = static_cast<std::size_t>(std::min<Offset>(size, bytes->size()));
    const Bytes piece = bytes->first(taken);
    if (Status s = to.write({&piece, 1}); !s.ok()) return s;
    text.skip(taken);
    size -= taken;
    if (size > 0 && text.at_end()) return Status(Code::io, "it became shorter while it was read");
  }
  return {};
}

}  // namespace inkblot::cli
