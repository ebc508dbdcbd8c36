// A file that is written anew with other bytes in some of its places.
#pragma once

#include <string>
#include <string_view>

#include "scrub_content.h"

namespace inkblot::cli {

// What stands between the places is copied by the kernel where it is long.
class Splice {
 public:
  // LIFETIME: all of them outlive it.  `from` is a descriptor of the file, of which the place is
  // this one's.
  Splice(int from, CountingSink& to, const Intake::Allowed& allowed)
      : from_(from), to_(to), allowed_(allowed) {
    ready_.reserve(kRoomBytes);  // It is wiped, and so must not move.
  }
  ~Splice() { wipe(); }
  Splice(const Splice&) = delete;
  Splice& operator=(const Splice&) = delete;
  // Writes `text` instead of that part of the file.  REQUIRES: it lies behind the last one.
  // ERRORS: io; what `allowed` says.
  Status put(const Span& place, std::string_view text);
  // Writes what is left of the file, which has this size.
  Status finish(Offset size);

 private:
  Status copy_to(Offset to);
  Status read_to(Offset to);
  Status flush();
  void wipe();

  static constexpr std::size_t kReadyBytes = std::size_t{1} << 18U;
  static constexpr std::size_t kRoomBytes = 3 * kReadyBytes;

  int from_;
  CountingSink& to_;
  const Intake::Allowed& allowed_;
  Offset at_ = 0;  // In the file.
  std::string ready_;
};

}  // namespace inkblot::cli
