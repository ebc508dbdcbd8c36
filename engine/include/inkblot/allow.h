// What is never redacted, by its value or by its name.
#pragma once

#include <inkblot/status.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace inkblot {

// Judged on the value or the name alone, never on what the input says about itself: an attacker
// writes the input.  One entry releases the finding whose whole value it is and nothing more; what
// another finding covers is redacted, and a known secret is redacted all the same.
// THREADS: any number of threads may use one AllowList at the same time.
class AllowList {
 public:
  // A longer value is never asked for, and a longer name never one of the list.
  static constexpr std::size_t kValueBytesMax = 2048;
  static constexpr std::size_t kKeyBytesMax = 64;

  virtual ~AllowList() = default;
  // `value` is a finding's, from its first character to its last.
  // REQUIRES: the same answer for the same value, always; it must not throw.
  virtual bool has_value(std::string_view value) const = 0;
  // `name` is the whole name that gives a value away, in any case.
  virtual bool has_key(std::string_view name) const = 0;

  // Reads TOML files of `values`, `patterns` and `keys` (docs/FORMATS.md) to one list.
  // ERRORS: invalid_argument, naming file and line.
  static Result<std::shared_ptr<const AllowList>> load(
      std::span<const std::filesystem::path> files);
  // The same from a text; `origin` stands in messages for the file's name.
  static Result<std::shared_ptr<const AllowList>> parse(std::string_view text,
                                                        const std::string& origin);
};

}  // namespace inkblot
