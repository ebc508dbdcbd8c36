// A handler that wakes the wait for input through a pipe.
#include "stop.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace inkblot::cli {
namespace {

constexpr unsigned kPatienceSeconds = 2;
// Whichever thread a signal comes to, others read them.
std::atomic<int> came = 0;
std::atomic<bool> hung_up = false;
static_assert(decltype(came)::is_always_lock_free && decltype(hung_up)::is_always_lock_free);
int wake[2] = {-1, -1};

void stop(int signal) {
  const int saved = errno;
  int before = 0;
  if (!came.compare_exchange_strong(before, signal)) _exit(128 + before);
  if (write(wake[1], "", 1) < 0) {
  }
  alarm(kPatienceSeconds);
  errno = saved;
}

void note_hangup(int) { hung_up = true; }

}  // namespace

void catch_stop_signals(bool hangup_noted) {
  if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) return;  // The default, to die, is safe as well.
  struct sigaction action {};
  action.sa_handler = stop;
  sigaction(SIGALRM, &action, nullptr);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    struct sigaction old {};
    sigaction(signal, nullptr, &old);
    if (old.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
  if (!hangup_noted) return;
  action.sa_handler = note_hangup;
  sigaction(SIGHUP, &action, nullptr);
}

int stop_signal() { return came; }
bool take_hangup() { return hung_up.exchange(false); }

void wait_readable(int fd) {
  std::array<pollfd, 2> entries = {{{fd, POLLIN, 0}, {wake[0], POLLIN, 0}}};
  while (came == 0 && poll(entries.data(), entries.size(), -1) < 0 && errno == EINTR) {
  }
}

}  // namespace inkblot::cli
