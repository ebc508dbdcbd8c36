// One queue, and one condition for all that waits.
#include "scrub_workers.h"

#include <system_error>

namespace inkblot::cli {

Workers::Workers(unsigned count) {
  try {
    for (unsigned i = 0; count > 1 && i < count; ++i) threads_.emplace_back([this] { run(); });
  } catch (const std::system_error&) {
    // Those that are there do it, or whoever hands it out.
  }
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::start(std::function<void()> work) {
  if (threads_.empty()) return work();
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(work));
  }
  changed_.notify_all();
}

void Workers::wait_for(const std::function<bool()>& done) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, done);
}

void Workers::run() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();  // Who waits has asked, or will.
    changed_.notify_all();
  }
}

}  // namespace inkblot::cli
