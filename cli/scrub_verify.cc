// Two texts side by side.
#include "scrub_verify.h"

#include <algorithm>
#include <optional>

namespace inkblot::cli {
namespace {

Status differs() { return Status(Code::io, "the new content differs outside of what was found"); }

// One of the texts, read on to where both are wanted.
class Cursor {
 public:
  explicit Cursor(Source& source) : source_(source) {}
  Offset at() const { return at_; }
  // What is at hand; nothing at the end.
  Result<Bytes> here() {
    while (used_ == view_.size() && !ended_) {
      source_.skip(used_);
      used_ = 0;
      auto bytes = source_.peek();
      if (!bytes) return bytes;
      view_ = *bytes;
      ended_ = source_.at_end();
    }
    return view_.subspan(used_);
  }
  void skip(std::size_t n) {
    used_ += n;
    at_ += n;
  }
  // ERRORS: io when the text ends before.
  Status skip_to(Offset to) {
    while (at_ < to) {
      const auto bytes = here();
      if (!bytes) return bytes.error();
      if (bytes->empty()) return differs();
      skip(static_cast<std::size_t>(std::min<Offset>(to - at_, bytes->size())));
    }
    return {};
  }

 private:
  Source& source_;
  Bytes view_;
  std::size_t used_ = 0;  // Of the view.
  Offset at_ = 0;
  bool ended_ = false;
};

// Both, up to an offset of the first one, or to their ends.
Status same_up_to(Cursor& before, Cursor& after, std::optional<Offset> end) {
  while (!end || before.at() < *end) {
    const auto one = before.here();
    if (!one) return one.error();
    const auto other = after.here();
    if (!other) return other.error();
    if (one->empty() || other->empty()) {
      return one->empty() && other->empty() && !end ? Status() : differs();
    }
    std::size_t size = std::min(one->size(), other->size());
    if (end) size = static_cast<std::size_t>(std::min<Offset>(size, *end - before.at()));
    if (!std::ranges::equal(one->first(size), other->first(size))) return differs();
    before.skip(size);
    after.skip(size);
  }
  return {};
}

}  // namespace

Status same_outside(Source& before, Source& after, std::span<const Exchange> exchanges) {
  Cursor one(before);
  Cursor other(after);
  for (const Exchange& exchange : exchanges) {
    if (Status s = same_up_to(one, other, exchange.input.begin); !s.ok()) return s;
    if (other.at() != exchange.output.begin) return differs();
    if (Status s = one.skip_to(exchange.input.end); !s.ok()) return s;
    if (Status s = other.skip_to(exchange.output.end); !s.ok()) return s;
  }
  return same_up_to(one, other, std::nullopt);
}

Status nothing_left(Intake& text, const Options& options, bool utf16) {
  Parting sink(text, nullptr, utf16);
  Stats stats;
  if (Status s = redact(text, sink, options, stats); !s.ok()) return s;
  if (Status s = sink.finish(stats.bytes_in); !s.ok()) return s;
  const bool changed = sink.parted() || (utf16 && stats.redactions > 0);
  return changed ? Status(Code::io, "the new content would be redacted again") : Status();
}

}  // namespace inkblot::cli
