// stdin or files to stdout: the main job.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "commands.h"
#include "io/codec.h"
#include "stats.h"
#include "stop.h"
#include "words.h"

namespace inkblot::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;

// One of the files, or standard input.  A FIFO is opened when its turn comes: its writer may want
// the one before it read first.
struct Input {
  std::string path;
  std::string shown;  // As reports may show it; empty for standard input.
  int fd = -1;
};

// Input whose first bytes were looked at: they are handed on before anything more is read, for a
// line that has arrived must not wait for the next one.  Between two reads a signal may end it.
class Feed final : public Source {
 public:
  // Before each read a store that has changed is loaded; `known` may be null.
  Feed(Source& inner, int fd, KnownFiles* known)
      : inner_(inner), fd_(fd), known_(known), progress_(fd) {}
  // As peek(), but the bytes stay new.
  Result<Bytes> look() {
    auto head = read();
    primed_ = head.has_value();
    if (head) head_ = *head;
    return head;
  }
  Result<Bytes> peek() override { return std::exchange(primed_, false) ? head_ : read(); }
  bool at_end() const override { return inner_.at_end(); }
  void skip(std::size_t n) override {
    inner_.skip(n);
    skipped_ += n;
    progress_.show(skipped_);
  }

 private:
  Result<Bytes> read() {
    wait_readable(fd_);
    if (stop_signal() != 0) return failure(Code::io, "a signal came");
    if (known_ != nullptr) {
      if (Status s = known_->refresh(take_hangup()); !s.ok()) return tl::unexpected<Status>(s);
    }
    return inner_.peek();
  }
  Source& inner_;
  int fd_;
  KnownFiles* known_;
  Progress progress_;
  Offset skipped_ = 0;
  Bytes head_;
  bool primed_ = false;
};

Status compressed(Compression compression) {
  return Status(
      Code::invalid_argument,
      "the input is compressed (" + std::string(name(compression)) + "); pass -z to decompress it");
}

Status filter_one(int fd, Prepared& prepared, const FilterOptions& given, Stats& stats) {
  const Options& options = prepared.options;
  auto source = make_fd_source(fd, kBufferBytes);
  if (!source) return source.error();
  if (given.stats) warn_if_unlocked(kBufferBytes);
  const auto sink = make_fd_sink(STDOUT_FILENO);
  Feed feed(**source, fd, prepared.known.get());
  auto head = feed.look();
  // A magic number may arrive in pieces, but a line of text must not wait for one.
  while (head && !feed.at_end() && may_be_compressed(*head)) head = feed.look();
  if (!head) return head.error();
  const Compression compression = sniff(*head);
  if (compression == Compression::none) return redact(feed, *sink, options, stats);
  if (!given.decompress) return compressed(compression);
  auto plain = make_decompressing_source(feed, compression);
  if (!plain) return plain.error();
  return redact(**plain, *sink, options, stats);
}

Status cannot_read(const Input& input, const char* why) {
  return Status(Code::invalid_argument, "cannot read " + input.path + ": " + why);
}

// What can be known of a file before it is read is found before the first byte leaves.
Status check(const Input& input, bool decompress) {
  struct stat about {};
  if (fstat(input.fd, &about) != 0) return {};  // A closed stdin: reading it will say so.
  if (S_ISDIR(about.st_mode)) return cannot_read(input, "it is a directory");
  if (!S_ISREG(about.st_mode)) return {};
  const auto id = FileId::of(input.fd);
  const auto output = FileId::of(STDOUT_FILENO);
  if (id && output && id->collides_with(*output)) {
    return cannot_read(input, "it is the output as well; write to a new file and rename that");
  }
  std::array<std::uint8_t, 6> head{};
  const ssize_t size = pread(input.fd, head.data(), head.size(), lseek(input.fd, 0, SEEK_CUR));
  if (size <= 0 || decompress) return {};
  const Compression found = sniff(Bytes(head.data(), static_cast<std::size_t>(size)));
  return found == Compression::none ? Status() : compressed(found);
}

Status open_input(Input& input) {
  if (input.path == "-") {
    input.fd = STDIN_FILENO;
    return {};
  }
  input.fd = open(input.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  return input.fd < 0 ? cannot_read(input, std::strerror(errno)) : Status();
}

Status open_inputs(const FilterOptions& given, std::vector<Input>& inputs) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && given.files.size() + 16 > files.rlim_cur) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  for (const std::string& file : given.files) inputs.push_back({file, "", -1});
  if (inputs.empty()) inputs.push_back({"-", "", -1});
  for (Input& input : inputs) {
    if (input.path != "-" && !given.report.empty()) input.shown = harmless(input.path);
    struct stat about {};
    if (stat(input.path.c_str(), &about) == 0 && S_ISFIFO(about.st_mode)) continue;
    if (Status s = open_input(input); !s.ok()) return s;
    if (Status s = check(input, given.decompress); !s.ok()) return s;
  }
  return {};
}

std::vector<FileId> all_in_use(const FilterOptions& given, const std::vector<Input>& inputs) {
  std::vector<FileId> ids = files_in_use(given);
  for (const Input& input : inputs) {
    const auto id = input.fd >= 0 ? FileId::of(input.fd) : FileId::of(input.path);
    if (id) ids.push_back(*id);
  }
  return ids;
}

// The exit code of a stream that ended early.  "Nothing was written" must stay true of kUsage.
int explain_end(const Status& status, const Input& input, bool written) {
  if (stop_signal() != 0) return 128 + stop_signal();
  if (status.code() == Code::closed || input.path == "-" || status.code() == Code::no_memory) {
    const int code = explain(status);
    return code == kUsage && written ? kIo : code;
  }
  const int code = explain(Status(status.code(), input.path + ": " + status.message()));
  return code == kUsage && written ? kIo : code;
}

// Filters one input; says the exit code where it ended early.  `total` grows by what was done.
std::optional<int> filter_input(const FilterOptions& given, Prepared& prepared, Input& input,
                                Stats& total) {
  const bool written = total.bytes_out > 0;
  if (input.fd < 0) {
    if (Status s = open_input(input); !s.ok()) return explain_end(s, input, written);
  }
  Stats stats;
  const Status status = filter_one(input.fd, prepared, given, stats);
  add(total, stats);
  if (!status.ok()) return explain_end(status, input, written);
  if (input.fd != STDIN_FILENO) close(input.fd);
  return std::nullopt;
}

int filter_all(const FilterOptions& given, Prepared& prepared, std::vector<Input>& inputs,
               Report* report) {
  Options& options = prepared.options;
  const auto begin = std::chrono::steady_clock::now();
  Stats total;
  std::optional<int> ended;
  for (Input& input : inputs) {
    if (report != nullptr) {
      const Place place{input.shown, ""};
      options.on_redaction = [report, place](const Redaction& r) { report->add(r, place); };
      options.on_vault = [report, place](Offset from) { report->add_vault(from, place); };
    }
    ended = filter_input(given, prepared, input, total);
    if (ended) break;
  }
  if (given.stats) print_stats(total, *options.pack, begin);
  if (ended) return *ended;
  return given.exit_code && total.redactions > 0 ? kRedacted : kDone;
}

}  // namespace

int filter(const FilterOptions& given) {
  catch_stop_signals(!given.vaults.empty());
  Prepared prepared;
  if (Status s = prepare(given, prepared); !s.ok()) return explain(s);
  std::vector<Input> inputs;
  if (Status s = open_inputs(given, inputs); !s.ok()) return explain(s);
  auto report = Report::open(given.report, all_in_use(given, inputs));
  if (!report) return explain(placed(given, "report", report.error()));
  if (given.files.empty() && isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1) {
    say_plain("reading the terminal; Ctrl-D ends the input, `inkblot --help` explains");
  }
  const int code = filter_all(given, prepared, inputs, report->get());
  if (*report == nullptr) return code;
  const int closed = explain((*report)->close());
  return code == kDone || code == kRedacted ? std::max(code, closed) : code;
}

}  // namespace inkblot::cli
