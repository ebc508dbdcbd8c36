// A guess, for what is found on both sides is compared all the same.
#include "scrub_seams.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

namespace inkblot::cli {

bool is_plain_line(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return false;
  line = line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
  // A key's header or its last line; what goes on in the next line, or is quoted-printable.
  if (line.find("-----") != std::string_view::npos) return false;
  if (line.back() == '\\' || line.back() == '=') return false;
  return line.find_first_of(" {}[]:,;<>()\"") != std::string_view::npos;
}

namespace {

Offset seam_in(std::string_view text, Offset most) {
  // The first line begins before.
  std::size_t begin = text.find('\n');
  bool before = false;
  while (begin < most) {
    const std::size_t end = text.find('\n', ++begin);
    const bool plain = is_plain_line(text.substr(begin, end - begin));
    if (before && plain) return begin;
    before = plain;
    begin = end;
  }
  return 0;
}

}  // namespace

Result<Offset> find_seam(int fd, Offset at, Offset most) {
  // Of longer lines the begin tells enough.
  constexpr std::size_t kSeen = 4096;
  std::string text(static_cast<std::size_t>(most) + kSeen, '\0');
  std::size_t size = 0;
  ssize_t read = 1;
  while (size < text.size() && read != 0) {
    read = pread(fd, text.data() + size, text.size() - size, static_cast<off_t>(at + size));
    if (read < 0 && errno != EINTR) break;
    if (read > 0) size += static_cast<std::size_t>(read);
  }
  const int failed = read < 0 ? errno : 0;
  const Offset seam = seam_in(std::string_view(text).substr(0, size), most);
  explicit_bzero(text.data(), text.size());
  if (failed != 0) {
    return failure(Code::io, std::string("cannot read it: ") + std::strerror(failed));
  }
  return seam == 0 ? 0 : at + seam;
}

}  // namespace inkblot::cli
