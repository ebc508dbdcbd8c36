// The program that `inkblot run` runs, and the signals between it, us and the terminal.
#pragma once

#include <inkblot/status.h>
#include <poll.h>
#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <span>
#include <string>
#include <vector>

namespace inkblot::cli {

// What the process was started with, for the program to inherit.  Call it before anything of it is
// changed.
void remember_environment();

// THREADS: one Child per process, for signal handlers are global.
class Child {
 public:
  // Runs `command` with these descriptors as its stdout and stderr.  A program that cannot be run
  // ends with 127 (there is none) or 126, and says why on its stderr.
  // From now on SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 are passed on to it; SIGINT and SIGQUIT when
  // they come from a process, for those of the terminal reach it anyway.  What was ignored at the
  // start stays ignored, here and there.
  // ERRORS: io.
  Status start(const std::vector<std::string>& command, int out, int err);
  // poll(2) that also returns, with -1, when something happened to the program or the terminal.
  int wait(std::span<pollfd> entries, std::chrono::milliseconds timeout);
  bool has_ended();
  // Waits for its end.  Its own code, or 128 plus the signal that killed it.
  int exit_code();
  void send(int signal) const;
  bool take_resized();
  bool take_continued();

 private:
  pid_t pid_ = -1;
  int status_ = 0;
  bool ended_ = false;
  sigset_t waiting_{};  // The mask while wait() waits.
};

}  // namespace inkblot::cli
