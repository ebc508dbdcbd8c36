// Threads that do one thing after the other.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace inkblot::cli {

// THREADS: one hands out the work.
class Workers {
 public:
  // With one, whoever hands it out does the work.  Fewer than that where there can be no more
  // threads.
  explicit Workers(unsigned count);
  // Waits until all is done.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  // REQUIRES: it throws nothing.
  void start(std::function<void()> work);
  // Waits until that is true, which is asked whenever something was done.
  void wait_for(const std::function<bool()>& done);

 private:
  void run();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace inkblot::cli
