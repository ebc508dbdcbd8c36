// Hard links, and the time between two renames.
#include "scrub_links.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

// A name in a folder that stays open as long as this does.
class OpenSpot {
 public:
  explicit OpenSpot(const Found& found) {
    const auto folder = Folders::open_one(found.base, folder_of(found.path));
    spot_ = {folder ? *folder : -1, last_of(found.path)};
  }
  ~OpenSpot() {
    if (spot_.folder >= 0) close(spot_.folder);
  }
  OpenSpot(const OpenSpot&) = delete;
  OpenSpot& operator=(const OpenSpot&) = delete;
  const Spot& spot() const { return spot_; }

 private:
  Spot spot_;
};

// Tells names apart that were reached on two ways.
using Name = std::tuple<dev_t, ino_t, std::string>;
Name name_at(const Spot& spot) {
  struct stat about {};
  if (spot.folder < 0 || fstat(spot.folder, &about) != 0) return {};
  return {about.st_dev, about.st_ino, spot.name};
}

bool finish(const std::vector<const Found*>& names, const Journal::Links& links) {
  const auto made = std::find_if(names.begin(), names.end(), [&links](const Found* found) {
    return found->about.st_ino == links.node;
  });
  if (made == names.end()) return false;
  const OpenSpot from(**made);
  bool any = false;
  for (const Found* found : names) {
    FileState now = FileState::of(found->about);
    now.changed = links.before.changed;  // It was, when the first of its names went away.
    if (now != links.before) continue;
    const OpenSpot to(*found);
    any = give_name(from.spot(), to.spot()).ok() || any;
  }
  return any;
}

}  // namespace

std::string journal_key(const Found& found) {
  const fs::path path = fs::absolute(fs::path(found.base) / found.path).lexically_normal();
  return path.string() + '\0' + found.aside;
}

std::vector<Spot> other_names(const Found& one, const std::vector<const Found*>& names) {
  std::set<Name> known = {name_at(OpenSpot(one).spot())};
  std::vector<Spot> others;
  for (const Found* found : names) {
    const auto folder = Folders::open_one(found->base, folder_of(found->path));
    if (!folder) continue;
    Spot spot{*folder, last_of(found->path)};
    if (known.insert(name_at(spot)).second) {
      others.push_back(std::move(spot));
    } else {
      close(*folder);
    }
  }
  return others;
}

Status note_links(const std::vector<const Found*>& names, const Journal::Links& links,
                  Journal& journal) {
  Journal::Links row = links;
  for (const Found* found : names) row.names.push_back(journal.name_of(journal_key(*found)));
  return journal.add_links(row);
}

bool finish_links(const std::vector<Found>& found, Journal& journal) {
  if (journal.links().empty()) return false;
  std::map<std::string, const Found*> by_name;
  for (const Found& one : found) {
    if (one.what == Found::What::file) by_name[journal.name_of(journal_key(one))] = &one;
  }
  bool any = false;
  for (const Journal::Links& links : journal.links()) {
    std::vector<const Found*> names;
    for (const std::string& name : links.names) {
      if (const auto at = by_name.find(name); at != by_name.end()) names.push_back(at->second);
    }
    any = finish(names, links) || any;
  }
  return any;
}

Status give_name(const Spot& from, const Spot& to) {
  struct stat one {};
  struct stat other {};
  const bool both = fstatat(from.folder, from.name.c_str(), &one, AT_SYMLINK_NOFOLLOW) == 0 &&
                    fstatat(to.folder, to.name.c_str(), &other, AT_SYMLINK_NOFOLLOW) == 0;
  if (both && one.st_dev == other.st_dev && one.st_ino == other.st_ino) return {};
  const Spot draft{to.folder, draft_name()};
  if (linkat(from.folder, from.name.c_str(), draft.folder, draft.name.c_str(), 0) != 0) {
    return Status(Code::io, std::string("cannot make its other name: ") + std::strerror(errno));
  }
  Status status = rename_in_place(draft, to.name);
  if (!status.ok()) unlinkat(draft.folder, draft.name.c_str(), 0);
  return status;
}

}  // namespace inkblot::cli
