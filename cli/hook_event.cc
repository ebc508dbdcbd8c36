// Reads standard input and finds the few members that matter.
#include "hook_event.h"

#include <poll.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

#include "json/reader.h"

namespace inkblot::cli {

Status HookEvent::read_text(int fd) {
  std::array<char, 65536> block;
  for (;;) {
    const ssize_t size = ::read(fd, block.data(), block.size());
    if (size < 0 && errno == EAGAIN) {
      pollfd entry{fd, POLLIN, 0};
      poll(&entry, 1, -1);
      continue;
    }
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Status(Code::io, "the input cannot be read");
    if (size == 0) return {};
    text.append(block.data(), static_cast<std::size_t>(size));
    if (text.size() > kBytesMax) return Status(Code::limit, "the input is larger than 256 MiB");
  }
}

bool HookEvent::read_members() {
  const std::array<std::pair<std::string_view, std::string_view*>, 6> members = {
      {{"hook_event_name", &name},
       {"tool_name", &tool},
       {"tool_input", &input},
       {"tool_response", &response},
       {"error", &error},
       {"prompt", &prompt}}};
  const bool whole =
      for_each_member(text, [&members](std::string_view key, std::string_view value) {
        for (const auto& [known, to] : members) {
          if (key == known) *to = value;
        }
      });
  for (std::string_view* const quoted : {&name, &tool}) {
    const bool is_text = quoted->starts_with('"');
    *quoted = is_text ? quoted->substr(1, quoted->size() - 2) : std::string_view();
  }
  return whole;
}

Status HookEvent::read(int fd) {
  Status status;
  try {
    status = read_text(fd);
  } catch (const std::bad_alloc&) {
    status = Status(Code::no_memory, "");
  }
  if (!read_members() && status.ok()) {
    return Status(Code::invalid_argument, "the input is no JSON object, or nested too deeply");
  }
  return status;
}

}  // namespace inkblot::cli
