// Short pieces are gathered, for each would cost more calls than bytes.
#include "scrub_splice.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace inkblot::cli {
namespace {

constexpr Offset kShortBytes = Offset{1} << 16U;

}  // namespace

Status Splice::put(const Span& place, std::string_view text) {
  if (Status s = copy_to(place.begin); !s.ok()) return s;
  ready_ += text;
  at_ = place.end;
  return ready_.size() < kReadyBytes ? Status() : flush();
}

Status Splice::finish(Offset size) {
  if (Status s = copy_to(size); !s.ok()) return s;
  return flush();
}

Status Splice::copy_to(Offset to) {
  if (to - at_ >= kShortBytes) {
    if (Status s = flush(); !s.ok()) return s;
    if (lseek(from_, static_cast<off_t>(at_), SEEK_SET) < 0) return Status(Code::io, "cannot seek");
    const auto taken = to_.take(from_, to - at_, allowed_);
    if (!taken) return taken.error();
    at_ += *taken;
  }
  return read_to(to);
}

Status Splice::read_to(Offset to) {
  while (at_ < to) {
    if (Status s = ready_.size() < kReadyBytes ? allowed_(at_) : flush(); !s.ok()) return s;
    const std::size_t had = ready_.size();
    ready_.resize(had + static_cast<std::size_t>(std::min<Offset>(to - at_, kReadyBytes)));
    const ssize_t read =
        pread(from_, ready_.data() + had, ready_.size() - had, static_cast<off_t>(at_));
    const int why = errno;
    ready_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(read, 0)));
    if (read < 0 && why == EINTR) continue;
    if (read < 0) return Status(Code::io, std::string("cannot read it: ") + std::strerror(why));
    if (read == 0) return Status(Code::io, "it became shorter while it was read");
    at_ += static_cast<Offset>(read);
  }
  return {};
}

Status Splice::flush() {
  if (ready_.empty()) return {};
  const Bytes piece(reinterpret_cast<const std::uint8_t*>(ready_.data()), ready_.size());
  Status status = to_.write({&piece, 1});
  wipe();
  return status;
}

void Splice::wipe() {
  explicit_bzero(ready_.data(), ready_.size());
  ready_.clear();
}

}  // namespace inkblot::cli
