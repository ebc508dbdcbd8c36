// Sources and Sinks that fail, stall and come short at a chosen call.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <thread>

#include "support/chunking.h"

namespace inkblot::test {

// Calls are counted from 1; 0 is never.
struct Faults {
  std::size_t fail_at = 0;
  Code code = Code::io;
  // Source: new bytes per peek.  Sink: bytes that a failing write still takes.
  std::size_t bytes_max = std::numeric_limits<std::size_t>::max();
  // Calls beyond the first that bring nothing new for this long.
  std::chrono::milliseconds stall{0};
};

// Every peek() is a fresh piece of heap and every skip() ends its life, so that a reader which
// keeps a view too long reads rubbish here, and is caught by ASan.
class FaultSource final : public Source {
 public:
  FaultSource(std::string text, Faults faults) : text_(std::move(text)), faults_(faults) {}

  Result<Bytes> peek() override {
    forget();
    ++calls;
    if (calls == faults_.fail_at) return failure(faults_.code, "made to fail");
    if (calls > 1) std::this_thread::sleep_for(faults_.stall);
    const std::size_t grown = std::min(text_.size() - end_, faults_.bytes_max);
    at_end_ = grown == 0;
    end_ += grown;
    size_ = end_ - begin_;
    view_ = std::make_unique<std::uint8_t[]>(size_);
    std::memcpy(view_.get(), text_.data() + begin_, size_);
    return Bytes(view_.get(), size_);
  }
  bool at_end() const override { return at_end_; }
  void skip(std::size_t n) override {
    forget();
    begin_ += n;
    skipped_too_much |= begin_ > end_;
  }

  std::size_t calls = 0;
  bool skipped_too_much = false;

 private:
  void forget() {
    if (view_ != nullptr) std::memset(view_.get(), 0xDD, size_);
    view_.reset();
  }
  std::string text_;
  Faults faults_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  std::unique_ptr<std::uint8_t[]> view_;
  std::size_t size_ = 0;
};

// Collects what it is given; the failing call takes bytes_max of it and then fails, as a
// descriptor does after a short write.
class FaultSink final : public Sink {
 public:
  explicit FaultSink(Faults faults) : faults_(faults) {}

  Status write(std::span<const Bytes> pieces) override {
    ++calls;
    if (calls > 1) std::this_thread::sleep_for(faults_.stall);
    const bool fails = calls == faults_.fail_at;
    std::size_t room = fails ? faults_.bytes_max : std::numeric_limits<std::size_t>::max();
    for (const Bytes piece : pieces) {
      const std::size_t size = std::min(room, piece.size());
      text.append(reinterpret_cast<const char*>(piece.data()), size);
      room -= size;
    }
    return fails ? Status(faults_.code, "made to fail") : Status();
  }

  std::string text;
  std::size_t calls = 0;

 private:
  Faults faults_;
};

// Reads a Source to its end, at most `keep` bytes behind.
struct Drained {
  std::string text;
  Status status;
};
inline Drained drain(Source& source, std::size_t keep = 0) {
  Drained out;
  std::size_t seen = 0;  // Bytes of the last view that were not skipped.
  for (;;) {
    const auto bytes = source.peek();
    if (!bytes) {
      out.status = bytes.error();
      return out;
    }
    const bool at_end = source.at_end();
    if (bytes->size() < seen || (bytes->size() == seen && !at_end)) {
      out.status = Status(Code::internal, "peek() brought nothing new");
      return out;
    }
    out.text.append(reinterpret_cast<const char*>(bytes->data()) + seen, bytes->size() - seen);
    if (at_end) return out;
    seen = std::min(keep, bytes->size());
    source.skip(bytes->size() - seen);
  }
}

}  // namespace inkblot::test
