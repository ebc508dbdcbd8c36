// The labels of known secrets, as tags show them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace inkblot {

// THREADS: any number may ask.
class Labels {
 public:
  void add(std::string label) {
    size_max_ = std::max(size_max_, label.size());
    words_.insert(std::move(label));
  }
  // LIFETIME: `more` outlives this, or the next call; null: none.
  void set_more(const Labels* more) { more_ = more; }
  bool has(std::string_view text) const {
    return words_.count(std::string(text)) != 0 || (more_ != nullptr && more_->has(text));
  }
  std::size_t size_max() const {
    return more_ == nullptr ? size_max_ : std::max(size_max_, more_->size_max());
  }

 private:
  const Labels* more_ = nullptr;
  std::size_t size_max_ = 0;
  std::unordered_set<std::string> words_;
};

}  // namespace inkblot
