// Numbers and texts, one behind the other: how a compiled pack holds its rules.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "little_endian.h"

namespace inkblot {

template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;

// Numbers take four bytes, little endian; a text has its size before it, a list its length.
// THREADS: one at a time.
class RecordWriter {
 public:
  // REQUIRES: a number below 2^32.
  void operator()(const Number auto& number) { put(static_cast<std::uint32_t>(number)); }
  void operator()(const bool& flag) { put(flag ? 1 : 0); }
  void operator()(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    out_ += text;
  }
  void operator()(const std::vector<std::string>& texts) {
    put(static_cast<std::uint32_t>(texts.size()));
    for (const std::string& text : texts) (*this)(std::string_view(text));
  }
  const std::string& bytes() const { return out_; }

 private:
  void put(std::uint32_t number) { put_number(number, sizeof number, out_); }
  std::string out_;
};

// Takes back what a RecordWriter wrote, in the same order.  What is not there, or is more than its
// type holds, reads as nothing and makes ok() false for good.  LIFETIME: as the bytes.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : rest_(bytes) {}
  template <Number T>
  void operator()(T& number) {
    const std::uint32_t value = take();
    ok_ = ok_ && value <= std::numeric_limits<T>::max();
    number = ok_ ? static_cast<T>(value) : T{};
  }
  void operator()(bool& flag) {
    const std::uint32_t value = take();
    ok_ = ok_ && value <= 1;
    flag = ok_ && value == 1;
  }
  void operator()(std::string& text) {
    const std::size_t size = take();
    ok_ = ok_ && size <= rest_.size();
    if (!ok_) return text.clear();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void operator()(std::vector<std::string>& texts) {
    texts.resize(length(sizeof(std::uint32_t)));
    for (std::string& text : texts) (*this)(text);
  }
  // The length of a list, each entry of which takes `least` bytes or more.  BOUND: as many as the
  // bytes have room for.
  std::size_t length(std::size_t least) {
    const std::size_t count = take();
    ok_ = ok_ && count <= rest_.size() / least;
    return ok_ ? count : 0;
  }
  bool ok() const { return ok_; }
  // All was read, and all was right.
  bool done() const { return ok_ && rest_.empty(); }

 private:
  std::uint32_t take() {
    ok_ = ok_ && rest_.size() >= 4;
    if (!ok_) return 0;
    const std::uint64_t number = number_in(rest_.substr(0, 4));
    rest_.remove_prefix(4);
    return static_cast<std::uint32_t>(number);
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace inkblot
