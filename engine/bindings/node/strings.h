// Strings of JavaScript as UTF-8, and back.
#pragma once

#include <napi.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "json_text.h"

namespace inkblot_node {

using inkblot_bindings::Text;

// A string, read from its begin.  Lone surrogates are written as if they were characters.
class Units {
 public:
  explicit Units(Napi::String text);
  Units(const Units&) = delete;
  Units& operator=(const Units&) = delete;
  ~Units();
  // In code units.
  std::size_t size() const { return size_; }
  // The next ones as UTF-8.  REQUIRES: there are as many.  LIFETIME: until the next call.
  std::string_view next(std::size_t count);
  // As they are.  LIFETIME: this one's.
  std::u16string_view skip(std::size_t count) {
    at_ += count;
    return {units_.get() + at_ - count, count};
  }

 private:
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  std::unique_ptr<char16_t[]> units_;
  Text utf8_;  // The piece that next() gave.
};

Napi::String string_of(Napi::Env env, std::string_view utf8);

}  // namespace inkblot_node
