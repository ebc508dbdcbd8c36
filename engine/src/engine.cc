// Lines are made when they are needed, and lie idle between two texts.
#include <inkblot/engine.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "again.h"
#include "io/utf16.h"
#include "json/fields.h"
#include "line.h"

namespace inkblot {
namespace {

// PERF: so much stays in the second-level cache between the stages.
constexpr std::size_t kStepBytes = std::size_t{1} << 17U;

// A text as it is, until a piece is none of it.
class ChangedText final : public Sink {
 public:
  explicit ChangedText(std::string_view text) : text_(text) {}
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) {
      const std::string_view part = as_text(piece);
      const std::string_view own = text_.substr(std::min(same_, text_.size()), part.size());
      if (!changed_ && (part.data() == own.data() || part == own)) {
        same_ += part.size();
        continue;
      }
      if (!changed_) changed_.emplace(text_.substr(0, same_));
      changed_->append(part);
    }
    return {};
  }
  // REQUIRES: all was written.  What was redacted may have begun like its own tag.
  std::optional<std::string> take() {
    if (!changed_ && same_ < text_.size()) changed_.emplace(text_.substr(0, same_));
    return std::move(changed_);
  }

 private:
  std::string_view text_;
  std::size_t same_ = 0;  // So many bytes of it were written.
  std::optional<std::string> changed_;
};

// Without a lock, which a process that is forked meanwhile would find taken for ever.
class IdleLines {
 public:
  IdleLines() = default;
  IdleLines(const IdleLines&) = delete;
  IdleLines& operator=(const IdleLines&) = delete;
  ~IdleLines() {
    while (take() != nullptr) {
    }
  }
  std::unique_ptr<Line> take() {
    for (std::size_t i = 0; i < kSlots; ++i) {
      std::atomic<Line*>& line = slot(i);
      if (line.load(std::memory_order_relaxed) == nullptr) continue;
      if (Line* const taken = line.exchange(nullptr, std::memory_order_acq_rel)) {
        return std::unique_ptr<Line>(taken);
      }
    }
    return nullptr;
  }
  // BOUND: where there are more than slots, the line goes.
  void give_back(std::unique_ptr<Line> line) {
    for (std::size_t i = 0; i < kSlots; ++i) {
      Line* none = nullptr;
      if (slot(i).compare_exchange_strong(none, line.get(), std::memory_order_acq_rel)) {
        line.release();  // NOLINT(bugprone-unused-return-value): the slot has it.
        return;
      }
    }
  }

 private:
  static constexpr std::size_t kSlots = 32;
  struct alignas(64) Slot {
    std::atomic<Line*> line = nullptr;
  };
  // PERF: each thread begins at a place of its own, so that it gets the line that its processor has
  // at hand, and waits for nobody else's.
  std::atomic<Line*>& slot(std::size_t i) {
    static std::atomic<std::size_t> threads = 0;
    thread_local const std::size_t kHome = threads++;
    return slots_[(kHome + i) % kSlots].line;
  }
  std::array<Slot, kSlots> slots_{};
};

class NoSink final : public Sink {
 public:
  Status write(std::span<const Bytes>) override {
    return Status(Code::internal, "a line without a stream wrote");
  }
};

class PooledEngine final : public Engine {
 public:
  PooledEngine(const Options& options, FieldRules fields)
      : options_(options), fields_(std::move(fields)) {}
  ~PooledEngine() override {
    if (options_.key) sodium_memzero(options_.key->data(), options_.key->size());
  }
  PooledEngine(const PooledEngine&) = delete;
  PooledEngine& operator=(const PooledEngine&) = delete;
  Status redact(std::string_view text, Sink& sink, const Told& told) const override {
    if (text.empty()) return {};
    const Bytes bytes = as_bytes(text);
    if (byte_order(bytes) != ByteOrder::none) return redact_marked(bytes, sink, told);
    return redact_with({}, bytes, sink, told);
  }
  Result<std::optional<std::string>> redact(std::string_view text,
                                            const Told& told) const override {
    ChangedText sink(text);
    Status status = redact(text, sink, told);
    if (!status.ok()) return tl::unexpected<Status>(std::move(status));
    return sink.take();
  }
  Result<std::optional<std::string>> redact_json(std::string_view text,
                                                 const Told& told) const override {
    Before before;
    if (!fields_.empty()) {
      auto fields = fields_.find(text);
      if (!fields) return tl::unexpected<Status>(std::move(fields.error()));
      before.fields = std::move(*fields);
    }
    Found found;
    auto once = changed(before, text, [&found](const Redaction& one) { found.add(one); });
    if (!once) return once;
    FieldPath path(text);
    const auto tell = [&](Redaction one) {
      if (!told) return;
      if (const Redaction* const first = found.of_rule(one.rule->id)) {
        one.rule = first->rule;
        one.evidence = first->evidence;
      }
      one.path = path.at(one.input.begin);
      told(one);
    };
    before.known = values_elsewhere(text, found);
    if (!before.known.empty()) return changed(before, text, tell);
    for (const Redaction& one : found.all()) tell(one);
    return once;
  }
  const Options& options() const override { return options_; }

  // ERRORS: those of making a line, which is kept.
  Status warm_up() const {
    auto line = Line::create(options_, nowhere_);
    if (!line) return line.error();
    idle_.give_back(std::move(*line));
    return {};
  }

 private:
  // What is said of a text beforehand.
  struct Before {
    std::vector<FoundValue> known = {};
    Fields fields = {};
  };
  Result<std::optional<std::string>> changed(const Before& before, std::string_view text,
                                             const Told& told) const {
    ChangedText sink(text);
    Status status = before.known.empty() && before.fields.is_empty()
                        ? redact(text, sink, told)
                        : redact_with(before, as_bytes(text), sink, told);
    if (!status.ok()) return tl::unexpected<Status>(std::move(status));
    return sink.take();
  }
  Status redact_with(const Before& before, Bytes text, Sink& sink, const Told& told) const {
    auto line = idle_.take();
    if (line == nullptr) {
      auto made = Line::create(options_, nowhere_);
      if (!made) return made.error();
      line = std::move(*made);
    }
    const Offset origin = line->restart(sink, told);
    if (!before.fields.is_empty()) line->know_fields(before.fields.redacted, before.fields.kept);
    for (const FoundValue& value : before.known) {
      if (Status s = line->know(as_bytes(value.text), value.id); !s.ok()) return s;
    }
    Status status = run(*line, text, origin);
    if (status.ok()) idle_.give_back(std::move(line));
    return status;
  }
  static Status run(Line& line, Bytes text, Offset origin) {
    for (std::size_t end = 0;;) {
      end = std::min(text.size(), end + kStepBytes);
      const Offset begin = line.keep_from();
      const auto kept = static_cast<std::size_t>(begin - origin);
      const bool last = end == text.size();
      Status status = line.advance({text.subspan(kept, end - kept), begin, last});
      if (!status.ok() || last) return status;
    }
  }
  // As a file of UTF-16 is.
  Status redact_marked(Bytes text, Sink& sink, const Told& told) const {
    Options options = options_;
    options.on_redaction = told;
    Stats stats;
    return inkblot::redact(*make_memory_source(text), sink, options, stats);
  }

  Options options_;
  FieldRules fields_;
  mutable NoSink nowhere_;
  mutable IdleLines idle_;
};

}  // namespace

Result<std::shared_ptr<const Engine>> Engine::create(const Options& options) {
  auto fields = FieldRules::create(options.keep_fields, options.redact_fields);
  if (!fields) return tl::unexpected<Status>(std::move(fields.error()));
  auto engine = std::make_shared<PooledEngine>(options, std::move(*fields));
  if (Status s = engine->warm_up(); !s.ok()) return tl::unexpected<Status>(std::move(s));
  return engine;
}

}  // namespace inkblot
