// The ways to drive the line: from a Source, from chunks, in one shot.
#include <inkblot/redactor.h>

#include <algorithm>
#include <cstring>

#include "io/ring.h"
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

// Chunks are copied into a ring once; the line works there.
class ChunkRedactor final : public Redactor {
 public:
  ChunkRedactor(std::unique_ptr<Line> line, Ring ring)
      : line_(std::move(line)), ring_(std::move(ring)) {}

  Status write(Bytes chunk) override {
    if (finished_) return Status(Code::invalid_argument, "write() after finish()");
    while (!chunk.empty()) {
      const std::size_t room = ring_.capacity() - static_cast<std::size_t>(end_ - begin_);
      if (room == 0) return line_->poison(Status(Code::limit, "more bytes are held than fit"));
      const std::size_t size = std::min(chunk.size(), room);
      std::memcpy(ring_.at(end_), chunk.data(), size);
      end_ += size;
      chunk = chunk.subspan(size);
      if (Status s = line_->advance(window(false)); !s.ok()) return s;
      begin_ = std::max(begin_, line_->keep_from());
    }
    return {};
  }
  Status finish() override {
    if (finished_) return Status(Code::invalid_argument, "finish() was called before");
    finished_ = true;
    return line_->advance(window(true));
  }
  const Stats& stats() const override { return line_->stats(); }

 private:
  Window window(bool at_end) const {
    return {Bytes(ring_.at(begin_), static_cast<std::size_t>(end_ - begin_)), begin_, at_end};
  }
  std::unique_ptr<Line> line_;
  Ring ring_;
  Offset begin_ = 0;
  Offset end_ = 0;
  bool finished_ = false;
};

}  // namespace

std::size_t Redactor::hold_bytes_max() { return kBufferBytes - kHistoryBytes; }

Result<std::unique_ptr<Redactor>> Redactor::create(const Options& options, Sink& sink) {
  auto line = Line::create(options, sink);
  if (!line) return tl::unexpected<Status>(line.error());
  auto ring = Ring::create(kBufferBytes, true);
  if (!ring) return tl::unexpected<Status>(ring.error());
  return std::unique_ptr<Redactor>(new ChunkRedactor(std::move(*line), std::move(*ring)));
}

Result<Stats> redact(Source& source, Sink& sink, const Options& options) {
  auto line = Line::create(options, sink);
  if (!line) return tl::unexpected<Status>(line.error());
  Offset begin = 0;
  for (;;) {
    const auto bytes = source.peek();
    if (!bytes) return tl::unexpected<Status>((*line)->poison(bytes.error()));
    const bool at_end = source.at_end();
    if (Status s = (*line)->advance({*bytes, begin, at_end}); !s.ok()) {
      return tl::unexpected<Status>(s);
    }
    if (at_end) return (*line)->stats();
    const Offset keep = (*line)->keep_from();
    if (keep > begin) {
      source.skip(static_cast<std::size_t>(keep - begin));
      begin = keep;
    }
  }
}

Result<std::string> redact(std::string_view text, const Options& options) {
  StringSink sink;
  const auto source =
      make_memory_source(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  const auto stats = redact(*source, sink, options);
  if (!stats) return tl::unexpected<Status>(stats.error());
  return std::move(sink.text);
}

}  // namespace inkblot
