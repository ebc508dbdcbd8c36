// Runs a program with its stdout and stderr filtered; its exit code, signals and terminal are kept.
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "commands.h"

namespace inkblot::cli {
namespace {

volatile sig_atomic_t child_pid = 0;
volatile sig_atomic_t window_changed = 0;

void pass_on(int signal) {
  if (child_pid > 0) kill(static_cast<pid_t>(child_pid), signal);
}
void note_window(int) { window_changed = 1; }

// One of the program's outputs on its way through the engine.
struct Channel {
  int out = -1;        // Ours: 1 or 2.
  int reads = -1;      // From the program.
  int child_end = -1;  // Given to the program.
  bool terminal = false;
  std::unique_ptr<Sink> sink;
  std::unique_ptr<Redactor> redactor;
};

void copy_window_size(int from, int to) {
  winsize size{};
  if (ioctl(from, TIOCGWINSZ, &size) == 0) ioctl(to, TIOCSWINSZ, &size);
}

Status open_channel(Channel& channel, int out, const Options& options) {
  channel.out = out;
  channel.terminal = isatty(out) == 1;
  int both[2] = {-1, -1};
  const int made = channel.terminal ? openpty(&both[0], &both[1], nullptr, nullptr, nullptr)
                                    : pipe2(both, O_CLOEXEC);
  if (made != 0) return Status(Code::io, std::string("cannot make a pipe: ") + strerror(errno));
  channel.reads = both[0];
  channel.child_end = both[1];
  fcntl(channel.reads, F_SETFD, FD_CLOEXEC);
  if (channel.terminal) copy_window_size(out, channel.reads);
  channel.sink = make_fd_sink(out);
  auto redactor = Redactor::create(options, *channel.sink);
  if (!redactor) return redactor.error();
  channel.redactor = std::move(*redactor);
  return {};
}

// Reads once and filters it.  False when the program's end is closed.
Result<bool> pump(Channel& channel) {
  std::array<std::uint8_t, 65536> block;
  const ssize_t size = read(channel.reads, block.data(), block.size());
  Result<bool> more = true;
  if (size > 0) {
    const Status s = channel.redactor->write(Bytes(block.data(), static_cast<std::size_t>(size)));
    if (!s.ok()) more = tl::unexpected<Status>(s);
  } else if (size == 0 || (errno != EINTR && errno != EAGAIN)) {
    const Status s = channel.redactor->finish();  // A terminal's end reads as EIO.
    more = s.ok() ? Result<bool>(false) : tl::unexpected<Status>(s);
  }
  explicit_bzero(block.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return more;
}

[[noreturn]] void become(const std::vector<std::string>& command,
                         std::array<Channel, 2>& channels) {
  std::signal(SIGPIPE, SIG_DFL);
  for (Channel& channel : channels) dup2(channel.child_end, channel.out);
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  const int reason = errno;
  say("cannot run " + printable(command.front()) + ": " + std::strerror(reason));
  _exit(reason == ENOENT ? 127 : 126);
}

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = pass_on;
  for (const int signal : {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2}) sigaction(signal, &action, nullptr);
  // The terminal sends these to the program as well: we stay to filter what it still says.
  action.sa_handler = SIG_IGN;
  for (const int signal : {SIGINT, SIGQUIT}) sigaction(signal, &action, nullptr);
  action.sa_handler = note_window;
  sigaction(SIGWINCH, &action, nullptr);
}

int wait_for_exit(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

Status pump_all(std::array<Channel, 2>& channels) {
  Status failed;
  std::array<pollfd, 2> entries = {
      {{channels[0].reads, POLLIN, 0}, {channels[1].reads, POLLIN, 0}}};
  while (entries[0].fd >= 0 || entries[1].fd >= 0) {
    if (window_changed != 0) {
      window_changed = 0;
      for (Channel& c : channels) {
        if (c.terminal) copy_window_size(c.out, c.reads);
      }
    }
    if (poll(entries.data(), entries.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].fd < 0 || entries[i].revents == 0) continue;
      const auto more = pump(channels[i]);
      if (more && *more) continue;
      if (!more) failed = more.error();
      close(channels[i].reads);
      entries[i].fd = -1;
    }
  }
  return failed;
}

}  // namespace

int run_program(const FilterOptions& filter_options, const std::vector<std::string>& command) {
  auto options = prepare(filter_options);
  if (!options) return explain(options.error());
  std::unique_ptr<Report> report;
  if (!filter_options.report.empty()) {
    auto opened = Report::open(filter_options.report);
    if (!opened) return explain(opened.error());
    report = std::move(*opened);
    options->on_redaction = [&report](const Redaction& r) { report->add(r, ""); };
  }
  std::array<Channel, 2> channels;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const Status s = open_channel(channels[i], static_cast<int>(i) + 1, *options);
    if (!s.ok()) return explain(s);
  }
  catch_signals();
  const pid_t child = fork();
  if (child < 0) return explain(Status(Code::io, std::string("cannot fork: ") + strerror(errno)));
  if (child == 0) {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    for (const int signal : {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGINT, SIGQUIT, SIGWINCH}) {
      sigaction(signal, &action, nullptr);
    }
    become(command, channels);
  }
  child_pid = child;
  for (Channel& channel : channels) close(channel.child_end);
  const Status failed = pump_all(channels);
  const int code = wait_for_exit(child);
  std::uint64_t redactions = 0;
  for (const Channel& channel : channels) redactions += channel.redactor->stats().redactions;
  if (report != nullptr) {
    if (Status s = report->close(); !s.ok()) return explain(s);
  }
  if (!failed.ok() && failed.code() != Code::closed) return explain(failed);
  if (filter_options.stats) say(std::to_string(redactions) + " redactions");
  if (code == 0 && filter_options.exit_code && redactions > 0) return kRedacted;
  return code;
}

}  // namespace inkblot::cli
