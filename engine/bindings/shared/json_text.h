// JSON text that is being written, for the packages of every language.
#pragma once

#include <cstddef>
#include <string_view>

namespace inkblot_bindings {

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
  void clear();
  std::string_view view() const { return {data_, size_}; }

 private:
  void grow(std::size_t size);
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Writes a string with its quotes, as UTF-8.
void write_json_string(std::string_view utf8, Text& out);
void write_json_string(std::u16string_view utf16, Text& out);

}  // namespace inkblot_bindings
