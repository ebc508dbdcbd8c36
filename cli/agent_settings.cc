// Read, checked, edited, compared with what is there now, and replaced by a rename.
#include "agent_settings.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "file.h"
#include "json/reader.h"
#include "known.h"

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

// BOUND: of a settings file.
constexpr std::size_t kBytesMax = std::size_t{16} << 20U;
constexpr int kTriesMax = 10;

Status by_hand(const std::string& file, const std::string& why) {
  return Status(Code::invalid_argument,
                file + " " + why +
                    "; nothing was changed, `inkblot hook install --print` shows "
                    "what belongs there");
}
Status cannot(const char* what, const std::string& file) {
  return Status(Code::io, std::string(what) + file + ": " + std::strerror(errno));
}

// Two of us take turns.  What other programs do is seen by looking again.
class Turn {
 public:
  explicit Turn(const fs::path& folder)
      : fd_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    while (fd_ >= 0 && flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~Turn() {
    if (fd_ >= 0) close(fd_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  int fd_;
};

struct Settings {
  std::string text;
  std::optional<FileVersion> version;  // None: there is no such file.
  mode_t mode = 0600;
};

Result<Settings> read_settings(const std::string& file) {
  Settings out;
  const int fd = open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0 && errno == ENOENT) return out;
  if (fd < 0 && errno == ELOOP) {
    return tl::unexpected<Status>(by_hand(file, "is a link; name the file itself with --settings"));
  }
  if (fd < 0) return tl::unexpected<Status>(cannot("cannot read ", file));
  struct stat about {};
  std::string why;
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    why = "is no file";
  } else if (about.st_uid != geteuid()) {
    why = "belongs to another user";
  } else if (about.st_nlink > 1) {
    why = "has another name as well (a hard link)";
  } else if (static_cast<std::size_t>(about.st_size) > kBytesMax) {
    why = "is larger than 16 MiB";
  }
  ssize_t size = 0;
  if (why.empty()) {
    out.version =
        FileVersion{{about.st_dev, about.st_ino, about.st_mode}, about.st_mtim, about.st_size};
    out.mode = about.st_mode & 07777U;
    out.text.resize(kBytesMax + 1);
    size = read_to_end(fd, {reinterpret_cast<std::uint8_t*>(out.text.data()), out.text.size()});
  }
  const int error = errno;
  close(fd);
  errno = error;
  if (!why.empty()) return tl::unexpected<Status>(by_hand(file, why));
  if (size < 0) return tl::unexpected<Status>(cannot("cannot read ", file));
  out.text.resize(static_cast<std::size_t>(size));
  return out;
}

// Whether what we write would say the same: every number as it is spelled, every name once.
bool keeps_all(const std::string& text, const Json& settings) {
  return same_tokens(settings.dump(), text, [](const JsonToken& mine, const JsonToken& yours) {
    return mine.kind != JsonToken::Kind::number || mine.raw == yours.raw;
  });
}

Result<Json> parse(const std::string& file, const std::string& text) {
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
  if (blank) return Json::object();
  JsonReader reader(text);
  JsonToken token;
  while (reader.next(token) && token.kind != JsonToken::Kind::end) {
  }
  Json settings = token.kind == JsonToken::Kind::end ? Json::parse(text, nullptr, false)
                                                     : Json(Json::value_t::discarded);
  if (settings.is_discarded()) {
    return tl::unexpected<Status>(by_hand(file, "is no JSON as the standard has it (comments?)"));
  }
  if (!settings.is_object()) return tl::unexpected<Status>(by_hand(file, "is no JSON object"));
  if (!keeps_all(text, settings)) {
    return tl::unexpected<Status>(
        by_hand(file, "has a name twice, or a number that would be spelled in another way"));
  }
  return settings;
}

Status put(const std::string& file, std::string_view text, mode_t mode) {
  const mode_t mask = umask(0);
  Status status =
      replace_file(file, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, mode);
  umask(mask);
  return status;
}

}  // namespace

std::string settings_text(const Json& settings, std::string_view like) {
  const std::size_t line = like.find('\n');
  const std::size_t begin = line == like.npos ? like.npos : line + 1;
  const std::size_t end = begin == like.npos ? begin : like.find_first_not_of(" \t", begin);
  const bool tabs = end != like.npos && end > begin && like[begin] == '\t';
  const bool told = end != like.npos && end > begin && end - begin <= 8;
  return settings.dump(tabs   ? 1
                       : told ? static_cast<int>(end - begin)
                              : 2,
                       tabs ? '\t' : ' ') +
         "\n";
}

Status edit_settings(const std::string& file, const std::function<Status(Json&)>& edit) {
  const fs::path folder = fs::path(file).has_parent_path() ? fs::path(file).parent_path() : ".";
  for (int tries = 0; tries < kTriesMax; ++tries) {
    const Turn turn(folder);
    auto old = read_settings(file);
    if (!old) return old.error();
    auto settings = parse(file, old->text);
    if (!settings) return settings.error();
    const Json before = *settings;
    if (Status s = edit(*settings); !s.ok()) return by_hand(file, s.message());
    if (before == *settings) return {};
    const std::string text = settings_text(*settings, old->text);
    std::error_code error;
    if (fs::create_directories(folder, error)) continue;  // Now it can be locked.
    if (error) return Status(Code::io, "cannot make " + folder.string() + ": " + error.message());
    if (old->version) {
      if (Status s = put(file + ".before-inkblot", old->text, old->mode); !s.ok()) return s;
    }
    if (FileVersion::of(file) != old->version) continue;
    return put(file, text, old->mode);
  }
  return Status(
      Code::io,
      file + " is changed by another program all the time; nothing was changed, try again");
}

}  // namespace inkblot::cli
