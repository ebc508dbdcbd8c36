// Sizes and modes between two terminals.
#include "terminal.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace inkblot::cli {
namespace {

bool same(const termios& a, const termios& b) {
  return a.c_iflag == b.c_iflag && a.c_lflag == b.c_lflag && a.c_oflag == b.c_oflag &&
         std::memcmp(a.c_cc, b.c_cc, sizeof a.c_cc) == 0;
}

}  // namespace

Result<StandIn> StandIn::open(int real) {
  StandIn pty;
  pty.real_ = real;
  winsize size{};
  const bool sized = ioctl(real, TIOCGWINSZ, &size) == 0;
  termios modes{};
  const bool known = tcgetattr(real, &pty.original_) == 0;
  modes = pty.original_;
  // The real terminal turns line feeds into line ends; once is enough.
  modes.c_oflag &= ~static_cast<tcflag_t>(OPOST);
  if (openpty(&pty.our_end_, &pty.program_end_, nullptr, known ? &modes : nullptr,
              sized ? &size : nullptr) != 0) {
    return failure(Code::io, std::string("cannot make a terminal: ") + std::strerror(errno));
  }
  fcntl(pty.our_end_, F_SETFD, FD_CLOEXEC);
  fcntl(pty.program_end_, F_SETFD, FD_CLOEXEC);
  tcgetattr(pty.our_end_, &pty.last_);
  return pty;
}

void StandIn::refresh_size() const {
  winsize size{};
  if (ioctl(real_, TIOCGWINSZ, &size) == 0) ioctl(our_end_, TIOCSWINSZ, &size);
}

void StandIn::mirror() {
  termios now{};
  if (tcgetattr(our_end_, &now) != 0 || (known_ && same(now, last_))) return;
  // Only the job in the foreground may touch the terminal; another would be stopped for it.
  if (tcgetpgrp(real_) != getpgrp()) return;
  const bool touched = changed_ || !same(now, last_);
  last_ = now;
  known_ = true;
  if (!touched) return;
  now.c_oflag = (now.c_oflag & ~static_cast<tcflag_t>(OPOST)) | (original_.c_oflag & OPOST);
  tcsetattr(real_, TCSADRAIN, &now);
  changed_ = true;
}

void StandIn::restore() {
  if (changed_ && tcgetpgrp(real_) == getpgrp()) tcsetattr(real_, TCSADRAIN, &original_);
  changed_ = false;
}

}  // namespace inkblot::cli
