// fork, exec and signals.
#include "child.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "words.h"

namespace inkblot::cli {
namespace {

volatile sig_atomic_t program = 0;
volatile sig_atomic_t resized = 0;
volatile sig_atomic_t continued = 0;

struct Environment {
  rlimit core{};
  std::array<bool, 65> ignored{};
  sigset_t mask{};
};
Environment at_start;

void pass_on(int signal, siginfo_t* info, void*) {
  const bool typed = info->si_code == SI_KERNEL && (signal == SIGINT || signal == SIGQUIT);
  if (!typed && program > 0) kill(static_cast<pid_t>(program), signal);
}

void note(int signal) {
  if (signal == SIGWINCH) resized = 1;
  if (signal == SIGCONT) continued = 1;
}

sigset_t noted_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGCHLD, SIGWINCH, SIGCONT}) sigaddset(&set, signal);
  return set;
}

void catch_signals() {
  struct sigaction action {};
  action.sa_flags = SA_SIGINFO;
  action.sa_sigaction = pass_on;
  for (const int signal : {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGINT, SIGQUIT}) {
    if (!at_start.ignored[static_cast<std::size_t>(signal)]) sigaction(signal, &action, nullptr);
  }
  action.sa_flags = 0;
  action.sa_handler = note;
  for (const int signal : {SIGCHLD, SIGWINCH, SIGCONT}) sigaction(signal, &action, nullptr);
}

[[noreturn]] void become(const std::vector<std::string>& command, int out, int err) {
  for (int signal = 1; signal < 65; ++signal) {
    const bool ignored = at_start.ignored[static_cast<std::size_t>(signal)];
    std::signal(signal, ignored ? SIG_IGN : SIG_DFL);  // Refused for SIGKILL and the like.
  }
  sigprocmask(SIG_SETMASK, &at_start.mask, nullptr);
  setrlimit(RLIMIT_CORE, &at_start.core);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  std::vector<char*> argv;
  argv.reserve(command.size() + 1);
  for (const std::string& word : command) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): execvp changes nothing.
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  const int reason = errno;
  say("cannot run " + command.front() + ": " + std::strerror(reason));
  _exit(reason == ENOENT ? 127 : 126);
}

}  // namespace

void remember_environment() {
  getrlimit(RLIMIT_CORE, &at_start.core);
  sigprocmask(SIG_SETMASK, nullptr, &at_start.mask);
  for (int signal = 1; signal < 65; ++signal) {
    struct sigaction action {};
    const bool known = sigaction(signal, nullptr, &action) == 0;
    at_start.ignored[static_cast<std::size_t>(signal)] = known && action.sa_handler == SIG_IGN;
  }
}

Status Child::start(const std::vector<std::string>& command, int out, int err) {
  const sigset_t noted = noted_signals();
  sigset_t passed = noted;
  for (const int signal : {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGINT, SIGQUIT}) {
    sigaddset(&passed, signal);
  }
  // Nothing is delivered before there is somebody to pass it on to.
  sigset_t before;
  sigprocmask(SIG_BLOCK, &passed, &before);
  catch_signals();
  pid_ = fork();
  if (pid_ == 0) {
    try {
      become(command, out, err);
    } catch (...) {
      _exit(kFailed);
    }
  }
  const int reason = errno;
  program = pid_;
  waiting_ = before;
  for (const int signal : {SIGCHLD, SIGWINCH, SIGCONT}) sigdelset(&waiting_, signal);
  sigset_t working = before;
  for (const int signal : {SIGCHLD, SIGWINCH, SIGCONT}) sigaddset(&working, signal);
  sigprocmask(SIG_SETMASK, &working, nullptr);
  if (pid_ < 0) return Status(Code::io, std::string("cannot fork: ") + std::strerror(reason));
  return {};
}

int Child::wait(std::span<pollfd> entries, std::chrono::milliseconds timeout) {
  const timespec time{timeout.count() / 1000, timeout.count() % 1000 * 1000000};
  return ppoll(entries.data(), entries.size(), timeout.count() < 0 ? nullptr : &time, &waiting_);
}

bool Child::has_ended() {
  if (!ended_ && waitpid(pid_, &status_, WNOHANG) == pid_) {
    ended_ = true;
    program = 0;
  }
  return ended_;
}

int Child::exit_code() {
  while (!ended_) {
    const pid_t got = waitpid(pid_, &status_, 0);
    if (got < 0 && errno != EINTR) return kFailed;
    ended_ = got == pid_;
  }
  program = 0;
  return WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
}

void Child::send(int signal) const {
  if (!ended_) kill(pid_, signal);
}

bool Child::take_resized() { return std::exchange(resized, 0) != 0; }
bool Child::take_continued() { return std::exchange(continued, 0) != 0; }

}  // namespace inkblot::cli
