// JSON lines about redactions.
#include "report.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "vault.h"
#include "words.h"

namespace inkblot::cli {
namespace {

Result<FileId> id_of(int failed, const struct stat& about) {
  if (failed != 0) return failure(Code::io, "");
  return FileId{about.st_dev, about.st_ino, about.st_mode};
}

}  // namespace

Result<FileId> FileId::of(int fd) {
  struct stat about {};
  return id_of(fstat(fd, &about), about);
}

Result<FileId> FileId::of(const std::string& path) {
  struct stat about {};
  return id_of(stat(path.c_str(), &about), about);
}

bool FileId::collides_with(const FileId& other) const {
  return device == other.device && node == other.node && !S_ISCHR(mode);
}

Result<std::FILE*> create_output(const std::string& what, const std::string& file,
                                 std::span<const FileId> in_use) {
  const auto refused = [&](const std::string& why) {
    return failure(Code::invalid_argument, "cannot write the " + what + " " + file + ": " + why);
  };
  if (file == "-") return refused("standard output is for the text; pass /dev/stderr or a file");
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
  if (fd < 0) return refused(std::strerror(errno));
  // Looked at before it is emptied: it may be the input, the key or a rule file.
  const auto id = FileId::of(fd);
  const auto output = FileId::of(STDOUT_FILENO);
  const char* why = nullptr;
  if (id && output && id->collides_with(*output)) why = "it is the output as well";
  const bool used = id && std::any_of(in_use.begin(), in_use.end(), [&id](const FileId& other) {
                      return id->collides_with(other);
                    });
  if (used) why = "it is one of the files that are read";
  if (why == nullptr && id && S_ISREG(id->mode) && ftruncate(fd, 0) != 0) {
    why = std::strerror(errno);
  }
  std::FILE* const out = why == nullptr ? fdopen(fd, "w") : nullptr;
  if (out != nullptr) return out;
  const std::string reason = why != nullptr ? why : std::strerror(errno);
  ::close(fd);
  return refused(reason);
}

Result<std::unique_ptr<Report>> Report::open(const std::string& file,
                                             std::span<const FileId> in_use) {
  if (file.empty()) return nullptr;
  const auto out = create_output("report", file, in_use);
  if (!out) return tl::unexpected<Status>(out.error());
  return std::unique_ptr<Report>(new Report(*out));
}

Report::~Report() {
  if (file_ != nullptr) std::fclose(file_);
}

void Report::add(const Redaction& r, const Place& place) {
  nlohmann::ordered_json row;
  // What is known is told by its label and form, for a tag shows less of them.
  row["rule"] = r.evidence == Evidence::known ? r.rule->description : r.rule->id;
  row["provider"] = r.rule->provider;
  row["severity"] = name_of(r.rule->severity);
  row["evidence"] = name_of(r.evidence);
  if (r.coding != Encoding::none) row["coding"] = name_of(r.coding);
  row["input"] = {r.input.begin, r.input.end};
  row["output"] = {r.output.begin, r.output.end};
  row["line"] = r.line;
  row["length"] = r.input.size();
  if (!r.fingerprint.empty()) row["fingerprint"] = r.fingerprint;
  write(std::move(row), place);
}

void Report::add_vault(Offset from, const Place& place) {
  nlohmann::ordered_json row;
  row["vault"] = "changed";
  row["from"] = from;
  write(std::move(row), place);
}

void Report::add_file(const FileRow& file, const Place& place) {
  nlohmann::ordered_json row;
  row["outcome"] = file.outcome;
  if (!file.format.empty()) row["format"] = file.format;
  if (!file.why.empty()) row["why"] = file.why;
  row["redactions"] = file.redactions;
  row["modified"] = shown_time(file.modified);
  write(std::move(row), place);
}

void Report::write(nlohmann::ordered_json row, const Place& place) {
  if (!place.file.empty()) row["file"] = place.file;
  if (!place.member.empty()) row["member"] = place.member;
  if (!place.stream.empty()) row["stream"] = place.stream;
  const std::string text =
      row.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), file_);
}

Status Report::close() {
  const bool bad = std::ferror(file_) != 0;
  const bool unwritten = std::fclose(file_) != 0;
  file_ = nullptr;
  if (bad || unwritten) return Status(Code::io, "the report could not be written completely");
  return {};
}

}  // namespace inkblot::cli
