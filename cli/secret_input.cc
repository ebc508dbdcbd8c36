// read(2) alone touches a value here: what copies would leave it in registers.
#include "secret_input.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "words.h"

namespace inkblot::cli {
namespace {

constexpr std::size_t kFirstBytes = std::size_t{64} << 10U;

volatile std::sig_atomic_t interrupted = 0;

// The terminal without its echo, put back also when a signal ends us.
class Silence {
 public:
  Silence() {
    struct sigaction note {};
    note.sa_handler = [](int signal) { interrupted = signal; };  // Without SA_RESTART.
    for (std::size_t i = 0; i < std::size(kSignals); ++i) sigaction(kSignals[i], &note, &old_[i]);
    quiet_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet_ = quiet_ && tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    if (quiet_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    for (std::size_t i = 0; i < std::size(kSignals); ++i) sigaction(kSignals[i], &old_[i], nullptr);
    if (interrupted != 0) raise(interrupted);
  }
  bool quiet() const { return quiet_; }

 private:
  static constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  struct sigaction old_[std::size(kSignals)] = {};
  termios before_{};
  bool quiet_ = false;
};

}  // namespace

Result<SecretInput> read_secret(int fd, std::size_t most) {
  SecretInput input;
  while (true) {
    if (input.size == input.bytes.size()) {
      const std::size_t wanted = std::max(kFirstBytes, input.size * 2);
      if (Status s = input.bytes.grow(wanted); !s.ok()) return tl::unexpected<Status>(s);
    }
    const auto room = input.bytes.span().subspan(input.size);
    const ssize_t size = read(fd, room.data(), room.size());
    if (size < 0 && errno == EINTR && interrupted == 0) continue;
    if (size < 0) {
      return failure(Code::io, std::string("cannot read the values: ") + std::strerror(errno));
    }
    if (size == 0) return input;
    input.size += static_cast<std::size_t>(size);
    if (input.size > most) {
      return failure(Code::invalid_argument,
                     "the input is longer than " + std::to_string(most) + " bytes");
    }
    // A terminal gives a line at a time.
    if (isatty(fd) == 1 && input.value().back() == '\n') return input;
  }
}

Result<SecretInput> ask_secret(std::size_t most) {
  if (isatty(STDIN_FILENO) == 0) return read_secret(STDIN_FILENO, most);
  const Silence silence;
  if (!silence.quiet()) {
    return failure(Code::io, "the terminal does not stop showing what is typed; use a pipe");
  }
  say_plain("type the value, which is not shown, and Enter:");
  auto input = read_secret(STDIN_FILENO, most);
  return input;
}

}  // namespace inkblot::cli
