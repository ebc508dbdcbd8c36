// What --stats says at the end, and the progress of a long file.
#pragma once

#include <inkblot/redactor.h>

#include <chrono>
#include <string>

namespace inkblot::cli {

// With one digit behind the point.
std::string fixed(double value);
// Adds up streams.  `one` is of the same pack.
void add(Stats& total, const Stats& one);
void print_stats(const Stats& stats, const Pack& pack, std::chrono::steady_clock::time_point begin);
// Says once that buffers could not be locked in memory.  REQUIRES: buffers of `bytes` are alive.
void warn_if_unlocked(std::size_t bytes);

// One line on a terminal that is rewritten twice a second, for a file that takes over two seconds.
class Progress {
 public:
  // Silent unless stderr is a terminal, stdout is none and `fd` is a regular file.
  explicit Progress(int fd);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(Offset done);

 private:
  bool wanted_ = false;
  bool shown_ = false;
  Offset size_ = 0;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace inkblot::cli
