// Files that are read up to their end, and files that are replaced as a whole.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>
#include <sys/types.h>

#include <filesystem>
#include <span>

namespace inkblot {

// Reads up to the end, or until `out` is full.  Returns how much; -1: errno says why.
ssize_t read_to_end(int fd, std::span<std::uint8_t> out);

// Where a file of this name stands: behind a link, so that rename() does not replace that.
std::filesystem::path real_place(const std::filesystem::path& file);

// Makes these bytes the file's content, by a draft beside it: whenever it is cut short, the file is
// the old one or the new one.  Its mode is this one, less the umask.  A link is replaced.
// ERRORS: io, which says what and why, and the draft is gone.
Status replace_file(const std::filesystem::path& file, Bytes bytes, mode_t mode);

}  // namespace inkblot
