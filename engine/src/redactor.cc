// The ways to drive the line: from a Source, from chunks, in one shot.
#include <inkblot/redactor.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "io/ring.h"
#include "io/utf16.h"
#include "line.h"

namespace inkblot {
namespace {

// Room for what is held, what is kept for looking back, and a block to read into.
constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;

class StringSink final : public Sink {
 public:
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) {
      text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    return {};
  }
  std::string text;
};

// What is written to it is a stream for a Redactor; whoever made it finishes that.
class RedactorSink final : public Sink {
 public:
  explicit RedactorSink(std::unique_ptr<Redactor> redactor) : redactor_(std::move(redactor)) {}
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) {
      if (Status s = redactor_->write(piece); !s.ok()) return s;
    }
    return {};
  }
  Redactor& redactor() { return *redactor_; }

 private:
  std::unique_ptr<Redactor> redactor_;
};

// Chunks are copied into a ring once; the line works there.  UTF-16 is projected into it, and what
// comes out is read once more as bytes: a mark before a text of bytes must not hide what is in it.
class ChunkRedactor final : public Redactor {
 public:
  // `marked`: a byte order mark is one.
  static Result<std::unique_ptr<ChunkRedactor>> create(Result<std::unique_ptr<Line>> line,
                                                       Sink& sink, bool marked) {
    if (!line) return tl::unexpected<Status>(line.error());
    auto ring = Ring::create(kBufferBytes, true);
    if (!ring) return tl::unexpected<Status>(ring.error());
    std::unique_ptr<ChunkRedactor> out(new ChunkRedactor(std::move(*line), std::move(*ring), sink));
    out->told_ = !marked;
    return out;
  }

  Status write(Bytes chunk) override {
    if (finished_) return Status(Code::invalid_argument, "write() after finish()");
    if (told_) return feed(chunk);
    for (; may_be_marked(head_) && !chunk.empty(); chunk = chunk.subspan(1)) {
      head_bytes_[head_.size()] = chunk.front();
      head_ = Bytes(head_bytes_.data(), head_.size() + 1);
      if (may_be_marked(head_)) continue;
      if (Status s = begin(); !s.ok()) return s;
    }
    return feed(chunk);
  }
  Status finish() override {
    if (finished_) return Status(Code::invalid_argument, "finish() was called before");
    finished_ = true;
    if (!told_ && may_be_marked(head_)) {
      if (Status s = feed(head_); !s.ok()) return s;
    }
    if (Status s = line_->advance(window(true)); !s.ok()) return s;
    if (utf16_ == nullptr) return {};
    const Bytes rest = utf16_->half_unit(end_);
    if (!rest.empty()) {
      if (Status s = line_->pass(rest, *bytes_); !s.ok()) return s;
    }
    return bytes_->redactor().finish();
  }
  const Stats& stats() const override {
    if (utf16_ == nullptr) return line_->stats();
    stats_ = line_->stats();
    const Stats& bytes = bytes_->redactor().stats();
    stats_.bytes_out = bytes.bytes_out;
    stats_.redactions += bytes.redactions;
    stats_.bytes_redacted += bytes.bytes_redacted;
    stats_.candidates += bytes.candidates;
    stats_.held_bytes_max += bytes.held_bytes_max;
    for (std::size_t i = 0; i < stats_.by_rule.size(); ++i) stats_.by_rule[i] += bytes.by_rule[i];
    for (const auto& [name, count] : bytes.known) stats_.known[name] += count;
    return stats_;
  }

 private:
  ChunkRedactor(std::unique_ptr<Line> line, Ring ring, Sink& sink)
      : line_(std::move(line)), ring_(std::move(ring)), sink_(&sink) {}

  // The first bytes have told what the stream is.
  Status begin() {
    if (const ByteOrder order = byte_order(head_); order != ByteOrder::none) {
      auto bytes = create(Line::create(line_->options(), *sink_), *sink_, false);
      if (!bytes) return line_->poison(bytes.error());
      bytes_ = std::make_unique<RedactorSink>(std::move(*bytes));
      auto utf16 = Utf16::create(order, ring_, *bytes_);
      if (!utf16) return line_->poison(utf16.error());
      utf16_ = std::move(*utf16);
      line_->in_units(2, *utf16_);
    }
    return feed(head_);
  }
  Status feed(Bytes chunk) {
    while (!chunk.empty()) {
      const std::size_t size = chunk.size();
      take(chunk);
      if (chunk.size() == size) {
        return line_->poison(Status(Code::limit, "more bytes are held than fit"));
      }
      if (Status s = line_->advance(window(false)); !s.ok()) return s;
      begin_ = std::max(begin_, line_->keep_from());
    }
    return {};
  }
  void take(Bytes& chunk) {
    if (utf16_ != nullptr) return utf16_->take(chunk, begin_, end_);
    const std::size_t room = ring_.capacity() - static_cast<std::size_t>(end_ - begin_);
    const std::size_t size = std::min(chunk.size(), room);
    std::memcpy(ring_.at(end_), chunk.data(), size);
    end_ += size;
    ring_.reached(end_);
    chunk = chunk.subspan(size);
  }
  Window window(bool at_end) const {
    return {Bytes(ring_.at(begin_), static_cast<std::size_t>(end_ - begin_)), begin_, at_end};
  }

  std::unique_ptr<Line> line_;
  Ring ring_;
  Sink* sink_;
  std::unique_ptr<RedactorSink> bytes_;  // Behind utf16_.
  std::unique_ptr<Utf16> utf16_;
  std::array<std::uint8_t, 2> head_bytes_{};
  Bytes head_;  // The stream's first bytes, as many as tell whether it is UTF-16.
  Offset begin_ = 0;
  Offset end_ = 0;
  bool told_ = false;  // That the stream is bytes.
  bool finished_ = false;
  mutable Stats stats_;  // Of both readings.
};

// Through a ring, for the line cannot read UTF-16 where it stands.  `bytes` was peeked.
Status redact_utf16(Source& source, Result<Bytes> bytes, ChunkRedactor& chunks) {
  for (; bytes; bytes = source.peek()) {
    const bool at_end = source.at_end();
    Status status = chunks.write(*bytes);
    if (status.ok() && at_end) status = chunks.finish();
    if (!status.ok() || at_end) return status;
    source.skip(bytes->size());
  }
  return bytes.error();
}

// Where the source's bytes stand.
Status redact_bytes(Source& source, Result<Bytes> bytes, Line& line) {
  Offset begin = 0;
  for (; bytes; bytes = source.peek()) {
    const bool at_end = source.at_end();
    Status status = line.advance({*bytes, begin, at_end});
    if (!status.ok() || at_end) return status;
    const Offset keep = line.keep_from();
    if (keep > begin) {
      source.skip(static_cast<std::size_t>(keep - begin));
      begin = keep;
    }
  }
  return line.poison(bytes.error());
}

}  // namespace

std::size_t Redactor::hold_bytes_max() { return 2 * (kBufferBytes - kHistoryBytes); }

Result<std::unique_ptr<Redactor>> Redactor::create(const Options& options, Sink& sink) {
  auto chunks = ChunkRedactor::create(Line::create(options, sink), sink, true);
  if (!chunks) return tl::unexpected<Status>(chunks.error());
  return std::move(*chunks);
}

Status redact(Source& source, Sink& sink, const Options& options, Stats& stats) {
  stats = {};
  auto line = Line::create(options, sink);
  if (!line) return line.error();
  auto bytes = source.peek();
  while (bytes && may_be_marked(*bytes) && !source.at_end()) bytes = source.peek();
  if (!bytes) return bytes.error();
  if (byte_order(*bytes) == ByteOrder::none) {
    Status status = redact_bytes(source, bytes, **line);
    stats = (*line)->stats();
    return status;
  }
  auto chunks = ChunkRedactor::create(std::move(line), sink, true);
  if (!chunks) return chunks.error();
  Status status = redact_utf16(source, bytes, **chunks);
  stats = (*chunks)->stats();
  return status;
}

Result<Stats> redact(Source& source, Sink& sink, const Options& options) {
  Stats stats;
  Status status = redact(source, sink, options, stats);
  if (!status.ok()) return tl::unexpected<Status>(std::move(status));
  return stats;
}

Result<std::string> redact(std::string_view text, const Options& options) {
  StringSink sink;
  const auto source = make_memory_source(as_bytes(text));
  const auto stats = redact(*source, sink, options);
  if (!stats) return tl::unexpected<Status>(stats.error());
  return std::move(sink.text);
}

}  // namespace inkblot
