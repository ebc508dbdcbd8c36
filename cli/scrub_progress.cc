// Bytes, files, findings, rate and time left.
#include "scrub_progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "stats.h"
#include "words.h"

namespace inkblot::cli {
namespace {

using std::chrono::steady_clock;

steady_clock::duration pause(bool terminal) {
  return terminal ? std::chrono::milliseconds(500) : std::chrono::milliseconds(60'000);
}

std::string left(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::clamp(seconds, 0.0, 3.6e6)) + 1;
  const std::string end =
      ":" + std::string(whole % 60 < 10 ? "0" : "") + std::to_string(whole % 60);
  return std::to_string(whole / 60) + end + " left";
}

}  // namespace

ScrubProgress::ScrubProgress(std::uint64_t files, std::uint64_t bytes)
    : files_all_(files),
      bytes_all_(bytes),
      terminal_(isatty(STDERR_FILENO) == 1),
      begin_(steady_clock::now()),
      next_(begin_ + pause(terminal_)) {}

ScrubProgress::~ScrubProgress() { clear(); }

void ScrubProgress::clear() {
  constexpr std::string_view kClear = "\r\x1b[K";
  const std::lock_guard lock(mutex_);
  if (!std::exchange(shown_, false)) return;
  if (write(STDERR_FILENO, kClear.data(), kClear.size()) < 0) return;
}

double ScrubProgress::seconds() const {
  return std::max(std::chrono::duration<double>(steady_clock::now() - begin_).count(), 1e-6);
}

void ScrubProgress::add(std::uint64_t bytes, std::uint64_t findings, Offset read) {
  const std::lock_guard lock(mutex_);
  ++files_;
  at_work_ -= read;
  bytes_ += bytes;
  findings_ += findings;
}

std::string ScrubProgress::line() const {
  const auto bytes = static_cast<double>(std::min<std::uint64_t>(bytes_ + at_work_, bytes_all_));
  const auto all = static_cast<double>(bytes_all_);
  const double rate = bytes / seconds();
  std::string text = fixed(bytes / 1e6) + " of " + fixed(all / 1e6) + " MB, " +
                     std::to_string(files_) + " of " + std::to_string(files_all_) + " files, " +
                     std::to_string(findings_) + " findings, " + fixed(rate / 1e6) + " MB/s";
  if (rate > 0) text += ", " + left((all - bytes) / rate);
  return text;
}

void ScrubProgress::show(Offset more) {
  const std::lock_guard lock(mutex_);
  at_work_ += more;
  if (steady_clock::now() < next_) return;
  next_ = steady_clock::now() + pause(terminal_);
  if (!terminal_) return say_plain(line());
  const std::string text = "\rinkblot: " + line() + "\x1b[K";
  shown_ = write(STDERR_FILENO, text.data(), text.size()) > 0 || shown_;
}

}  // namespace inkblot::cli
