// What goes into c.h and comes out of it, with an owner.
#pragma once

#include <inkblot/c.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inkblot_bindings {

// What inkblot_redact() gave out.
struct Output {
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { inkblot_free(&buffer); }
  bool changed() const { return buffer.data != nullptr; }
  std::string_view view() const { return {buffer.data, buffer.size}; }
  inkblot_buffer buffer{};
};

// A list of words for C.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
    for (const std::string& word : words_) pointers_.push_back(word.c_str());
    pointers_.push_back(nullptr);
  }
  const char** get() { return pointers_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<const char*> pointers_;
};

}  // namespace inkblot_bindings
