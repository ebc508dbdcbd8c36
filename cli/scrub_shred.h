// What can be done about the old content of a file that was replaced.
#pragma once

#include <inkblot/status.h>

#include <string_view>

namespace inkblot::cli {

// Writes zeros over the content of a file that is open, if it has no name any more, and waits until
// they are on the disk.  ERRORS: io.
Status overwrite(int fd);
// Why that may not have reached the old bytes, of the file system that a folder is on.
std::string_view doubt_about(const char* folder);

}  // namespace inkblot::cli
