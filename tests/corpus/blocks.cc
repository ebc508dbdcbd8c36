// A text in blocks, as `inkblot scrub` reads a large file.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "corpus/properties.h"
#include "scrub_blocks.h"

namespace inkblot::test {

std::string check_blocks(const std::string& text, const Run& whole, const Options& options) {
  constexpr cli::BlockSizes kSizes = {Offset{256} << 10U, Offset{256} << 10U};
  if (!cli::may_be_in_blocks(text.size(), options, kSizes)) return {};
  const int fd = memfd_create("blocks", MFD_CLOEXEC);
  if (fd < 0 || write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return "no memory for a file";
  }
  std::string out;
  std::vector<Redaction> told;
  Offset at = 0;
  const auto take = [&](const Redaction& redaction, std::string_view instead) {
    told.push_back(redaction);
    out += text.substr(at, redaction.input.begin - at) + std::string(instead);
    at = redaction.input.end;
    return Status();
  };
  const cli::Intake::Allowed allowed = [](Offset) { return Status(); };
  const std::string place = "/proc/self/fd/" + std::to_string(fd);
  Stats stats;
  const Status status =
      cli::scan_blocks({[&place] { return open(place.c_str(), O_RDONLY | O_CLOEXEC); }, text.size(),
                        [] { return 2U; }, 2, options, true, allowed, take, kSizes},
                       stats);
  close(fd);
  if (!status.ok()) return status.message();
  out += text.substr(at);
  if (out != whole.output) return "another output";
  if (told.size() != whole.findings.size()) return "another number of findings";
  for (std::size_t i = 0; i < told.size(); ++i) {
    const Redaction& a = told[i];
    const Redaction& b = whole.findings[i];
    if (a.input != b.input || a.output != b.output || a.line != b.line ||
        a.evidence != b.evidence) {
      return "finding " + std::to_string(i) + " is told otherwise";
    }
  }
  return {};
}

}  // namespace inkblot::test
