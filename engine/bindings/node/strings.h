// Strings of JavaScript as UTF-8, and back.
#pragma once

#include <napi.h>

#include <cstddef>
#include <string_view>
#include <vector>

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

 private:
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  Text utf8_;                    // All of it where it is ASCII, else the piece that next() gave.
  std::vector<char16_t> units_;  // Empty where it is ASCII.
};

Napi::String string_of(Napi::Env env, std::string_view utf8);

}  // namespace inkblot_node
