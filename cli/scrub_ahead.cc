// Blocks in a queue that is never long.
#include "scrub_ahead.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace inkblot::cli {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 17U;
constexpr std::size_t kBlocksMax = 8;

class Ahead final : public CompressingSink {
 public:
  explicit Ahead(std::unique_ptr<CompressingSink> inner)
      : inner_(std::move(inner)), worker_([this] { work(); }) {}
  ~Ahead() override {
    if (worker_.joinable()) end();
  }
  Ahead(const Ahead&) = delete;
  Ahead& operator=(const Ahead&) = delete;

  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) block_.insert(block_.end(), piece.begin(), piece.end());
    return block_.size() < kBlockBytes ? Status() : hand_on();
  }
  Status finish() override {
    Status status = hand_on();
    end();
    if (status.ok()) status = failed_;
    return status.ok() ? inner_->finish() : status;
  }

 private:
  Status hand_on() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return blocks_.size() < kBlocksMax || !failed_.ok(); });
    if (!failed_.ok()) return failed_;
    if (!block_.empty()) blocks_.push_back(std::exchange(block_, {}));
    changed_.notify_all();
    return {};
  }
  // What is handed on already is still compressed, unless something failed.
  void end() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    worker_.join();
  }
  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ended_ || !blocks_.empty(); });
      if (blocks_.empty() || !failed_.ok()) return;
      const std::vector<std::uint8_t> block = std::move(blocks_.front());
      blocks_.pop_front();
      lock.unlock();
      changed_.notify_all();
      const Bytes piece(block);
      Status status = inner_->write({&piece, 1});
      if (status.ok()) continue;
      lock.lock();
      failed_ = std::move(status);
      changed_.notify_all();
      return;
    }
  }

  std::unique_ptr<CompressingSink> inner_;
  std::vector<std::uint8_t> block_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<std::uint8_t>> blocks_;
  Status failed_;
  bool ended_ = false;
  std::thread worker_;
};

}  // namespace

Result<std::unique_ptr<CompressingSink>> make_ahead(std::unique_ptr<CompressingSink> inner) {
  try {
    return std::make_unique<Ahead>(std::move(inner));
  } catch (const std::exception&) {
    return failure(Code::no_memory, "no memory to compress");
  }
}

}  // namespace inkblot::cli
