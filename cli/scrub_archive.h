// Archives: members that are text are redacted, and everything else of them is kept.
#pragma once

#include <inkblot/redactor.h>

#include <array>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "archive_io.h"
#include "scrub_format.h"

namespace inkblot::cli {

// Reads an archive twice where something is found in it: once to know how long each member will be,
// which stands before its text, and once to write.
// THREADS: one at a time.
class ArchiveScrub {
 public:
  // Gives the archive's bytes from their begin.
  using Open = std::function<Result<std::unique_ptr<ArchiveBytes>>()>;
  // `member` is its name, and those of the archives around it.
  using Told = std::function<void(const Redaction&, std::string_view member)>;
  struct Parts {
    ArchiveKind kind;
    Open open;
    Offset size;       // Of the file that it stands in.
    Options& options;  // Whose on_redaction is not the caller's any more.
    Told told;         // May be null.
    bool verifies;     // verify() will be called.
  };
  explicit ArchiveScrub(Parts parts) : parts_(std::move(parts)) {}

  // Whether anything would be redacted.  ERRORS: io, also for what must not be in an archive; limit
  // for what cannot be taken apart, see unhandled().
  Result<bool> measure();
  // REQUIRES: measure() has said true.  ERRORS: as measure().
  Status write(Sink& to);
  // Whether another archive is what write() makes of this one.  REQUIRES: measure() went well.
  // ERRORS: io, when it is not.
  Status verify(const Open& other);
  const Stats& stats() const { return stats_; }
  // What it is that cannot be taken apart, or nothing.
  const std::string& unhandled() const { return unhandled_; }

 private:
  // What becomes of a member.
  struct Member {
    std::string name;
    bool changed = false;
    Offset size = 0;
    std::array<std::uint8_t, 32> digest{};
    bool operator==(const Member&) const = default;
  };
  struct Plan {
    ArchiveKind kind;
    int format = 0;
    std::vector<Member> members = {};
    bool changed = false;
  };
  // Where a content stands.
  struct Where {
    const std::string& member;
    unsigned depth;
    bool tells;  // Findings are told and counted.
  };
  Result<Plan> plan(ArchiveKind kind, const Open& open, const Where& where);
  Status write(const Plan& plan, const Open& open, Sink& to, const Where& where);
  Status unsafe(archive_entry* entry, std::set<std::string>& names);
  // True when something was found in it.
  Result<bool> content(Source& from, Sink& to, const Where& where);
  Result<bool> text(Source& from, Sink& to, const Where& where);
  Result<bool> packed(Source& from, Sink& to, const Format& format, const Where& where);
  Result<bool> nested(Source& from, Sink& to, ArchiveKind kind, const Where& where);
  tl::unexpected<Status> cannot(std::string_view what);

  Offset read_max() const;
  Parts parts_;
  Plan plan_{};
  Stats stats_;
  std::string unhandled_;
  Offset read_ = 0;  // BOUND: what members hold, all together.
};

}  // namespace inkblot::cli
