// One event of an agent, as far as it could be read.
#pragma once

#include <inkblot/status.h>

#include <string>
#include <string_view>

namespace inkblot::cli {

// LIFETIME: stays where it was made, for the views are of its text.
struct HookEvent {
  // BOUND: of what is read.
  static constexpr std::size_t kBytesMax = std::size_t{256} << 20U;

  HookEvent() = default;
  HookEvent(const HookEvent&) = delete;
  HookEvent& operator=(const HookEvent&) = delete;

  // Reads a descriptor to its end.  ERRORS: io; limit; no_memory; invalid_argument, when it is no
  // JSON object.  What stands before the error is told by the members all the same.
  Status read(int fd);

  std::string text;
  // Without their quotes, empty where they are missing.
  std::string_view name;
  std::string_view tool;
  // As they are spelled, empty where they are missing.
  std::string_view input;
  std::string_view response;
  std::string_view error;
  std::string_view prompt;

 private:
  Status read_text(int fd);
  bool read_members();
};

}  // namespace inkblot::cli
