// How the engine reports failure: by value, never by exception on the data path.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace inkblot {

enum class Code : unsigned char {
  ok,
  invalid_argument,  // The caller passed something that cannot be used.
  bad_pack,          // A rule file or database is malformed, damaged or of another version.
  io,                // The operating system refused a read or a write.
  closed,            // The reader of our output went away (EPIPE): success for a filter.
  limit,             // A documented bound was reached where nothing could be decided.
  no_memory,         // An allocation failed.
  poisoned,          // An earlier call failed; nothing more will be released.
  internal,          // A broken invariant: a bug in inkblot.
};

// The outcome of a call.  THREADS: a value.  `message` never holds a byte of the input.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Code code, std::string message) : code_(code), message_(std::move(message)) {}
  bool ok() const { return code_ == Code::ok; }
  Code code() const { return code_; }
  // One sentence that says what happened and, where there is something to do, what to do next.
  const std::string& message() const { return message_; }

 private:
  Code code_ = Code::ok;
  std::string message_;
};

// A value, or the Status that says why there is none.
template <class T>
using Result = tl::expected<T, Status>;

inline tl::unexpected<Status> failure(Code code, std::string message) {
  return tl::unexpected<Status>(Status(code, std::move(message)));
}

}  // namespace inkblot
