// stdin or files to stdout: the main job.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "commands.h"
#include "io/codec.h"

namespace inkblot::cli {
namespace {

// A file's name as the report may show it: escaped, and redacted like any other text.
std::string report_name(const std::string& file, const Options& options) {
  Options plain = options;
  plain.on_redaction = nullptr;
  const auto name = redact(printable(file), plain);
  return name ? *name : std::string("(withheld)");
}

// A Source whose first bytes were looked at: they are handed on before anything more is read, for
// a line that has arrived must not wait for the next one.
class Primed final : public Source {
 public:
  Primed(Source& inner, Bytes head) : inner_(inner), head_(head) {}
  Result<Bytes> peek() override {
    if (!primed_) return inner_.peek();
    primed_ = false;
    return head_;
  }
  bool at_end() const override { return inner_.at_end(); }
  void skip(std::size_t n) override { inner_.skip(n); }

 private:
  Source& inner_;
  Bytes head_;
  bool primed_ = true;
};

Result<Stats> filter_one(int fd, const Options& options, bool decompress) {
  auto source = make_fd_source(fd);
  if (!source) return tl::unexpected<Status>(source.error());
  const auto sink = make_fd_sink(STDOUT_FILENO);
  auto head = (*source)->peek();
  // A magic number may arrive in pieces, but a line of text must not wait for one.
  while (head && (*source)->at_end() == false && may_be_compressed(*head)) head = (*source)->peek();
  if (!head) return tl::unexpected<Status>(head.error());
  const Compression compression = sniff(*head);
  Primed primed(**source, *head);
  if (compression == Compression::none) return redact(primed, *sink, options);
  if (!decompress) {
    return failure(Code::invalid_argument, "the input is compressed (" +
                                               std::string(name(compression)) +
                                               "); pass -z to decompress it");
  }
  auto plain = make_decompressing_source(primed, compression);
  if (!plain) return tl::unexpected<Status>(plain.error());
  return redact(**plain, *sink, options);
}

void add(Stats& total, const Stats& one) {
  total.bytes_in += one.bytes_in;
  total.bytes_out += one.bytes_out;
  total.redactions += one.redactions;
  total.bytes_redacted += one.bytes_redacted;
  total.by_rule.resize(one.by_rule.size());
  for (std::size_t i = 0; i < one.by_rule.size(); ++i) total.by_rule[i] += one.by_rule[i];
}

}  // namespace

int filter(const FilterOptions& filter_options) {
  auto options = prepare(filter_options);
  if (!options) return explain(options.error());
  std::unique_ptr<Report> report;
  if (!filter_options.report.empty()) {
    auto opened = Report::open(filter_options.report);
    if (!opened) return explain(opened.error());
    report = std::move(*opened);
  }
  std::vector<std::string> files = filter_options.files;
  if (files.empty()) files.emplace_back("-");
  // Every file is opened before the first byte leaves: a wrong name is a usage error.
  std::vector<int> fds;
  for (const std::string& file : files) {
    const int fd = file == "-" ? STDIN_FILENO : open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
      say("cannot read " + report_name(file, *options) + ": " + std::strerror(errno));
      return kUsage;
    }
    fds.push_back(fd);
  }
  Stats total;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string name = files[i] == "-" ? "" : report_name(files[i], *options);
    if (report != nullptr) {
      options->on_redaction = [&report, &name](const Redaction& r) { report->add(r, name); };
    }
    const auto stats = filter_one(fds[i], *options, filter_options.decompress);
    if (!stats) return explain(stats.error());
    add(total, *stats);
  }
  if (report != nullptr) {
    if (Status s = report->close(); !s.ok()) return explain(s);
  }
  if (filter_options.stats) print_stats(total, *options->pack);
  return filter_options.exit_code && total.redactions > 0 ? kRedacted : kDone;
}

}  // namespace inkblot::cli
