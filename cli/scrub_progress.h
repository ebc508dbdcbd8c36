// How far a scrub has come, for people.
#pragma once

#include <inkblot/span.h>

#include <chrono>
#include <string>

namespace inkblot::cli {

// On a terminal one line that is rewritten twice a second, elsewhere a line a minute.
class ScrubProgress {
 public:
  ScrubProgress(std::uint64_t files, std::uint64_t bytes);
  ~ScrubProgress();
  ScrubProgress(const ScrubProgress&) = delete;
  ScrubProgress& operator=(const ScrubProgress&) = delete;
  // A file of this size is done.
  void add(std::uint64_t bytes, std::uint64_t findings);
  // So much of the text of the one at hand is done.
  void show(Offset done);
  // Takes the line away, for words are to be said.
  void clear();
  double seconds() const;

 private:
  std::string line(Offset done) const;
  std::uint64_t files_all_;
  std::uint64_t bytes_all_;
  std::uint64_t files_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t findings_ = 0;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace inkblot::cli
