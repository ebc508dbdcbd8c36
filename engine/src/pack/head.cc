// Reads the begin of a head as sets of bytes, one list for each way to begin.
#include "pack/head.h"

#include <algorithm>
#include <vector>

#include "pack/plain.h"

namespace inkblot {
namespace {

constexpr std::size_t kDepth = 4;  // Bytes that are looked at.
constexpr std::size_t kBeginsMax = 4096;
constexpr std::size_t kFirstMax = 8;
constexpr std::size_t kPairMax = 16;

using Begin = std::vector<CharSet>;

// Every list of sets that a match of `sequence` can begin with.  False when there are too many.
bool add_begins(const Sequence& sequence, std::vector<Begin>& out) {
  std::vector<Begin> open = {Begin()};
  for (const Item& item : sequence) {
    std::vector<Begin> longer;
    for (const Begin& begin : open) {
      const std::size_t room = kDepth - begin.size();
      for (std::size_t times = std::min<std::size_t>(item.min, room);
           times <= std::min<std::size_t>(item.max, room); ++times) {
        longer.push_back(begin);
        longer.back().insert(longer.back().end(), times, item.set);
      }
    }
    open.clear();
    for (Begin& begin : longer) (begin.size() < kDepth ? open : out).push_back(std::move(begin));
    if (open.size() + out.size() > kBeginsMax) return false;
  }
  out.insert(out.end(), open.begin(), open.end());
  return true;
}

bool is_cheap(const Begin& begin) {
  if (begin.size() < 2 || begin.front().size() > kFirstMax) return false;
  for (std::size_t i = 1; i < begin.size(); ++i) {
    if (begin[i - 1].size() * begin[i].size() <= kPairMax) return true;
  }
  return false;
}

}  // namespace

Status check_head(const std::string& head) {
  const auto sequences = parse_plain(head);
  std::vector<Begin> begins;
  const bool read = sequences && std::all_of(sequences->begin(), sequences->end(),
                                             [&](auto& one) { return add_begins(one, begins); });
  if (!read) {
    return Status(
        Code::bad_pack,
        "its begin is too varied to be checked; use literals, classes, (?:a|b) and counts");
  }
  if (std::all_of(begins.begin(), begins.end(), is_cheap)) return {};
  return Status(
      Code::bad_pack,
      "it begins with a class or with a single fixed byte, which slows the whole sweep by "
      "a factor of four; begin with two fixed bytes such as prefix_[0-9a-z]{8}, or, where "
      "the fixed bytes stand in the middle of the token, let the head begin there and say "
      "with back = N how far before it the token begins");
}

}  // namespace inkblot
