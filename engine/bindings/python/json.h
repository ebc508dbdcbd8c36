// Python objects as JSON text, and back onto the objects they came from.
#pragma once

#include <nanobind/nanobind.h>

#include <string_view>

namespace inkblot_python {

namespace nb = nanobind;

// Deeper objects are refused, and so are those that hold themselves.
inline constexpr int kDepthMax = 500;

// What is written, wiped at the end.
class Text {
 public:
  Text() = default;
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text();
  void add(char c) {
    *room(1) = c;
    ++size_;
  }
  void add(std::string_view text);
  // Where `size` bytes may be written; written() says where they end.
  char* room(std::size_t size) {
    if (capacity_ - size_ < size) grow(size);
    return data_ + size_;
  }
  void written(const char* end) { size_ = static_cast<std::size_t>(end - data_); }
  std::string_view view() const { return {data_, size_}; }

 private:
  void grow(std::size_t size);
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Writes None, bool, int, float, str, and lists, tuples and dicts of them.  What JSON has no word
// for (NaN, an infinity) is written as null.  ERRORS: TypeError, ValueError.
void write_json(nb::handle value, Text& out);

// `value` with what is another text in `redacted`, which was parsed from what write_json() wrote.
// What did not change is the same object.
nb::object merge(nb::handle value, nb::handle redacted);

// UTF-8; lone surrogates as if they were characters.  LIFETIME: as `owner`, which may be filled.
std::string_view utf8_of(nb::handle text, nb::object& owner);
nb::object str_of(std::string_view utf8);

}  // namespace inkblot_python
