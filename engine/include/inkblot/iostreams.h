// Filters for Boost.Iostreams: what is written through one, or read through the other, is redacted.
#pragma once

#include <inkblot/redactor.h>

#include <algorithm>
#include <array>
#include <boost/iostreams/char_traits.hpp>
#include <boost/iostreams/concepts.hpp>
#include <boost/iostreams/operations.hpp>
#include <memory>
#include <stdexcept>
#include <string>

namespace inkblot {

namespace detail {

// Takes what a Redactor gives out.
class Queue final : public Sink {
 public:
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) text.append(piece.begin(), piece.end());
    return {};
  }
  std::string text;
};

// One stream.  ERRORS: std::runtime_error, for Boost.Iostreams knows no other way.
class Filtered {
 public:
  explicit Filtered(const Options& options) {
    auto made = Redactor::create(options, out);
    if (!made) throw std::runtime_error("inkblot: " + made.error().message());
    redactor_ = std::move(*made);
  }
  void write(const char* data, std::streamsize size) {
    const auto* const first = reinterpret_cast<const std::uint8_t*>(data);
    check(redactor_->write({first, static_cast<std::size_t>(size)}));
  }
  // Once is enough, and more do no harm.
  void finish() {
    if (!std::exchange(finished_, true)) check(redactor_->finish());
  }
  bool finished() const { return finished_; }
  Queue out;
  std::size_t taken = 0;  // So much of it was read.

 private:
  static void check(const Status& status) {
    if (!status.ok()) throw std::runtime_error("inkblot: " + status.message());
  }
  std::unique_ptr<Redactor> redactor_;
  bool finished_ = false;
};

}  // namespace detail

// For a filtering_ostream: `out.push(RedactingOutput(options)); out.push(file);`
// What is held is given out when the chain is closed; a failure is std::runtime_error, and nothing
// more comes out.  THREADS: one at a time; copies are the same filter.
class RedactingOutput : public boost::iostreams::multichar_output_filter {
 public:
  explicit RedactingOutput(const Options& options)
      : stream_(std::make_shared<detail::Filtered>(options)) {}
  template <class Next>
  std::streamsize write(Next& next, const char* data, std::streamsize size) {
    stream_->write(data, size);
    pass(next);
    return size;
  }
  template <class Next>
  void close(Next& next) {
    stream_->finish();
    pass(next);
  }

 private:
  template <class Next>
  void pass(Next& next) {
    std::string& text = stream_->out.text;
    for (std::size_t at = 0; at < text.size();) {
      const auto left = static_cast<std::streamsize>(text.size() - at);
      const std::streamsize size = boost::iostreams::write(next, text.data() + at, left);
      if (size <= 0) throw std::runtime_error("inkblot: the next filter takes no more");
      at += static_cast<std::size_t>(size);
    }
    text.clear();
  }
  std::shared_ptr<detail::Filtered> stream_;
};

// For a filtering_istream: `in.push(RedactingInput(options)); in.push(file);`
class RedactingInput : public boost::iostreams::multichar_input_filter {
 public:
  explicit RedactingInput(const Options& options)
      : stream_(std::make_shared<detail::Filtered>(options)) {}
  // -1 at the end.
  template <class Next>
  std::streamsize read(Next& next, char* data, std::streamsize size) {
    std::string& text = stream_->out.text;
    std::size_t& taken = stream_->taken;
    if (taken == text.size()) {
      text.clear();
      taken = 0;
    }
    while (text.empty() && !stream_->finished()) {
      std::array<char, 16384> block;  // NOLINT(*-member-init): read into before it is read.
      const std::streamsize got =
          boost::iostreams::read(next, block.data(), std::streamsize{block.size()});
      if (got == boost::iostreams::WOULD_BLOCK) return boost::iostreams::WOULD_BLOCK;
      if (got < 0) {
        stream_->finish();
      } else {
        stream_->write(block.data(), got);
      }
    }
    if (text.empty()) return -1;
    const std::size_t count = std::min(text.size() - taken, static_cast<std::size_t>(size));
    std::copy_n(text.data() + taken, count, data);
    taken += count;
    return static_cast<std::streamsize>(count);
  }

 private:
  std::shared_ptr<detail::Filtered> stream_;
};

}  // namespace inkblot
