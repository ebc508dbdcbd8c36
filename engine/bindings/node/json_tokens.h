// The scalars of a JSON text, one after the other.
#pragma once

#include <cstddef>
#include <string_view>

namespace inkblot_node {

// REQUIRES: the text is JSON.
class JsonTokens {
 public:
  explicit JsonTokens(std::string_view json) : json_(json) {}
  bool next() {
    const std::size_t begin = json_.find_first_not_of(" \t\r\n[]{},:", at_);
    if (begin == std::string_view::npos) return false;
    at_ = json_[begin] == '"' ? behind_string(begin) : json_.find_first_of(" \t\r\n]},", begin);
    token_ = json_.substr(begin, at_ - begin);
    return true;
  }
  std::string_view token() const { return token_; }

 private:
  std::size_t behind_string(std::size_t begin) const {
    std::size_t at = json_.find_first_of("\"\\", begin + 1);
    while (at != std::string_view::npos && json_[at] == '\\') {
      at = json_.find_first_of("\"\\", at + 2);
    }
    return at == std::string_view::npos ? json_.size() : at + 1;
  }
  std::string_view json_;
  std::string_view token_;
  std::size_t at_ = 0;
};

}  // namespace inkblot_node
