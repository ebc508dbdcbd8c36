// How far a scrub has come, for people.
#pragma once

#include <inkblot/span.h>

#include <chrono>
#include <mutex>
#include <string>

namespace inkblot::cli {

// On a terminal one line that is rewritten twice a second, elsewhere a line a minute.
// THREADS: any.
class ScrubProgress {
 public:
  ScrubProgress(std::uint64_t files, std::uint64_t bytes);
  ~ScrubProgress();
  ScrubProgress(const ScrubProgress&) = delete;
  ScrubProgress& operator=(const ScrubProgress&) = delete;
  // So much more of the text of a file at work was read.
  void show(Offset more);
  // A file of this size is done, of which so much had been read.
  void add(std::uint64_t bytes, std::uint64_t findings, Offset read);
  // Takes the line away, for words are to be said.
  void clear();
  double seconds() const;

 private:
  std::string line() const;
  std::uint64_t files_all_;
  std::uint64_t bytes_all_;
  std::mutex mutex_;
  std::uint64_t files_ = 0;
  Offset at_work_ = 0;  // Read of files that are not done.
  std::uint64_t bytes_ = 0;
  std::uint64_t findings_ = 0;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace inkblot::cli
