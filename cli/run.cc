// Runs a program with its stdout and stderr filtered; its exit code, signals and terminal are kept.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "child.h"
#include "commands.h"
#include "secret.h"
#include "stats.h"
#include "terminal.h"
#include "words.h"

namespace inkblot::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A process that the program left behind may hold its output open for ever.
constexpr milliseconds kSilence{1000};
constexpr milliseconds kGrace{10000};

// One of the program's outputs on its way through the engine.
struct Channel {
  int out = -1;          // Ours: 1 or 2.
  int reads = -1;        // From the program; -1 when it ended.
  int program_end = -1;  // Given to the program.
  bool both = false;     // It is stdout and stderr in one.
  std::optional<StandIn> terminal;
  std::unique_ptr<Sink> sink;
  std::unique_ptr<Redactor> redactor;
};

struct Job {
  Prepared prepared;
  std::unique_ptr<Report> report;
  std::vector<Channel> channels;
  SecretBytes block;
  steady_clock::time_point begin = steady_clock::now();
};

Status open_channel(Job& job, Channel& channel) {
  if (isatty(channel.out) == 1) {
    auto terminal = StandIn::open(channel.out);
    if (!terminal) return terminal.error();
    channel.terminal = *terminal;
    channel.reads = terminal->our_end();
    channel.program_end = terminal->program_end();
  } else {
    int both[2] = {-1, -1};
    if (pipe2(both, O_CLOEXEC) != 0) {
      return Status(Code::io, std::string("cannot make a pipe: ") + std::strerror(errno));
    }
    channel.reads = both[0];
    channel.program_end = both[1];
  }
  Options& options = job.prepared.options;
  if (job.report != nullptr) {
    const Place place{"", channel.out == STDOUT_FILENO ? "stdout" : "stderr"};
    Report* const report = job.report.get();
    options.on_redaction = [report, place](const Redaction& r) { report->add(r, place); };
    options.on_vault = [report, place](Offset from) { report->add_vault(from, place); };
  }
  channel.sink = make_fd_sink(channel.out);
  auto redactor = Redactor::create(options, *channel.sink);
  if (!redactor) return redactor.error();
  channel.redactor = std::move(*redactor);
  return {};
}

// Where stdout and stderr are one, they stay one: in the order in which they were written.
Status open_channels(Job& job) {
  const auto out = FileId::of(STDOUT_FILENO);
  const auto err = FileId::of(STDERR_FILENO);
  const bool both = out && err && out->device == err->device && out->node == err->node;
  job.channels.resize(both ? 1 : 2);
  for (std::size_t i = 0; i < job.channels.size(); ++i) {
    job.channels[i].out = i == 0 ? STDOUT_FILENO : STDERR_FILENO;
    job.channels[i].both = both;
    if (Status s = open_channel(job, job.channels[i]); !s.ok()) return s;
  }
  auto block = SecretBytes::create(65536);
  if (!block) return block.error();
  job.block = std::move(*block);
  return {};
}

Status end(Channel& channel) {
  if (channel.terminal) channel.terminal->mirror();
  if (channel.terminal) channel.terminal->restore();
  close(channel.reads);
  channel.reads = -1;
  return channel.redactor->finish();
}

// Reads once and filters it.
Status pump(Job& job, Channel& channel) {
  const auto block = job.block.span();
  const ssize_t size = read(channel.reads, block.data(), block.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return {};
  if (size <= 0) return end(channel);  // A terminal's end reads as EIO.
  if (channel.terminal) channel.terminal->mirror();
  // A store that has changed is in force for what was read just now.
  KnownFiles* const known = job.prepared.known.get();
  Status s = known == nullptr ? Status() : known->refresh(false);
  if (s.ok()) s = channel.redactor->write(block.first(static_cast<std::size_t>(size)));
  explicit_bzero(block.data(), static_cast<std::size_t>(size));
  if (s.ok()) return s;
  // The program learns by SIGPIPE that nobody takes its output any more.
  if (channel.terminal) channel.terminal->restore();
  close(channel.reads);
  channel.reads = -1;
  return s;
}

void follow_terminal(Job& job, Child& child) {
  const bool resized = child.take_resized();
  const bool continued = child.take_continued();
  for (Channel& channel : job.channels) {
    if (!channel.terminal || channel.reads < 0) continue;
    if (resized || continued) channel.terminal->refresh_size();
    if (continued) channel.terminal->forget();
    channel.terminal->mirror();
  }
  if (resized) child.send(SIGWINCH);  // The terminal told it before we had changed the size.
}

// How long to wait for more once the program has ended.
milliseconds patience(steady_clock::time_point ended) {
  const auto left = ended + kGrace - steady_clock::now();
  return std::clamp(std::chrono::duration_cast<milliseconds>(left), milliseconds{0}, kSilence);
}

Status pump_all(Job& job, Child& child) {
  Status failed;
  std::optional<steady_clock::time_point> ended;
  for (;;) {
    std::vector<pollfd> entries;
    for (const Channel& channel : job.channels) {
      if (channel.reads >= 0) entries.push_back({channel.reads, POLLIN, 0});
    }
    if (entries.empty()) return failed;
    if (!ended && child.has_ended()) ended = steady_clock::now();
    const int ready = child.wait(entries, ended ? patience(*ended) : milliseconds{-1});
    follow_terminal(job, child);
    if (ready == 0 && ended) break;
    for (const pollfd& entry : entries) {
      if (ready <= 0 || entry.revents == 0) continue;
      for (Channel& channel : job.channels) {
        if (channel.reads != entry.fd) continue;
        if (Status s = pump(job, channel); !s.ok() && s.code() != Code::closed) failed = s;
      }
    }
  }
  for (Channel& channel : job.channels) {
    if (channel.reads < 0) continue;
    if (Status s = end(channel); !s.ok() && s.code() != Code::closed) failed = s;
  }
  return failed;
}

Status start(Job& job, Child& child, const std::vector<std::string>& command) {
  const int out = job.channels.front().program_end;
  const int err = job.channels.back().program_end;
  Status s = child.start(command, out, err);
  for (Channel& channel : job.channels) close(channel.program_end);
  return s;
}

}  // namespace

int run_program(const FilterOptions& given, const std::vector<std::string>& command) {
  Job job;
  if (Status s = prepare(given, job.prepared); !s.ok()) return explain(s);
  auto report = Report::open(given.report, files_in_use(given));
  if (!report) return explain(placed(given, "report", report.error()));
  job.report = std::move(*report);
  if (Status s = open_channels(job); !s.ok()) return explain(s);
  if (given.stats) warn_if_unlocked(job.block.size());
  Child child;
  if (Status s = start(job, child, command); !s.ok()) return explain(s);
  const Status failed = pump_all(job, child);
  const int code = child.exit_code();
  Stats total;
  for (const Channel& channel : job.channels) add(total, channel.redactor->stats());
  if (given.stats) print_stats(total, *job.prepared.options.pack, job.begin);
  const Status unreported = job.report != nullptr ? job.report->close() : Status();
  if (!failed.ok()) return explain(failed);
  if (!unreported.ok()) return explain(unreported);
  return code == 0 && given.exit_code && total.redactions > 0 ? kRedacted : code;
}

}  // namespace inkblot::cli
