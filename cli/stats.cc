// Figures for people.
#include "stats.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "words.h"

namespace inkblot::cli {
namespace {

using std::chrono::steady_clock;

}  // namespace

std::string fixed(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

void add(Stats& total, const Stats& one) {
  total.bytes_in += one.bytes_in;
  total.bytes_out += one.bytes_out;
  total.redactions += one.redactions;
  total.bytes_redacted += one.bytes_redacted;
  total.candidates += one.candidates;
  total.held_bytes_max = std::max(total.held_bytes_max, one.held_bytes_max);
  total.by_rule.resize(std::max(total.by_rule.size(), one.by_rule.size()));
  for (std::size_t i = 0; i < one.by_rule.size(); ++i) total.by_rule[i] += one.by_rule[i];
  for (const auto& [name, count] : one.known) total.known[name] += count;
}

void print_stats(const Stats& stats, const Pack& pack, steady_clock::time_point begin) {
  const double seconds = std::chrono::duration<double>(steady_clock::now() - begin).count();
  const double speed = static_cast<double>(stats.bytes_in) / 1e6 / std::max(seconds, 1e-6);
  say_plain(std::to_string(stats.bytes_in) + " bytes in, " + std::to_string(stats.bytes_out) +
            " bytes out, " + fixed(speed) + " MB/s, at most " +
            std::to_string(stats.held_bytes_max) + " bytes held");
  say_plain(std::to_string(stats.redactions) + " redactions of " +
            std::to_string(stats.bytes_redacted) + " bytes, from " +
            std::to_string(stats.candidates) + " candidates");
  for (std::size_t i = 0; i < stats.by_rule.size(); ++i) {
    if (stats.by_rule[i] == 0) continue;
    say_plain("  " + std::to_string(stats.by_rule[i]) + "  " + pack.rules()[i].id);
  }
  for (const auto& [name, count] : stats.known) {
    say_plain("  " + std::to_string(count) + "  " + harmless(name));
  }
}

void warn_if_unlocked(std::size_t bytes) {
  static bool said = false;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line) && !said;) {
    if (!line.starts_with("VmLck:")) continue;
    if (std::stoull(line.substr(6)) * 1024 >= bytes) return;
    said = true;
    say_plain(
        "buffers are not locked in memory and may reach swap; "
        "raise `ulimit -l` to lock them");
  }
}

Progress::Progress(int fd) : next_(steady_clock::now() + std::chrono::seconds(2)) {
  struct stat about {};
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return;
  size_ = static_cast<Offset>(about.st_size);
  wanted_ = isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) != 1;
}

void Progress::show(Offset done) {
  if (!wanted_ || steady_clock::now() < next_) return;
  next_ = steady_clock::now() + std::chrono::milliseconds(500);
  const double share = size_ == 0 ? 0 : static_cast<double>(done) / static_cast<double>(size_);
  const std::string text = "\rinkblot: " + fixed(static_cast<double>(done) / 1e6) + " MB, " +
                           fixed(100 * std::min(share, 1.0)) + " %\x1b[K";
  shown_ = write(STDERR_FILENO, text.data(), text.size()) > 0 || shown_;
}

Progress::~Progress() {
  constexpr std::string_view kClear = "\r\x1b[K";
  if (shown_ && write(STDERR_FILENO, kClear.data(), kClear.size()) < 0) shown_ = false;
}

}  // namespace inkblot::cli
