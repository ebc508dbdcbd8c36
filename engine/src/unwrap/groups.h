// Where the groups of a run stand, one after the other: those that touch and are equally wide are
// one stretch.
#pragma once

#include <inkblot/span.h>

#include <algorithm>
#include <vector>

namespace inkblot {

// PERF: a span for every three bytes takes longer than decoding them.  THREADS: one at a time.
class Groups {
 public:
  void clear() {
    stretches_.clear();
    dropped_ = end_ = 0;
  }
  bool empty() const { return dropped_ == end_; }
  // `count` groups that touch stand from `begin` on, each so many bytes wide.  REQUIRES: behind
  // those before, and one at least.
  void add(Offset begin, Offset width, std::size_t count = 1) {
    const bool goes_on = !empty() && stretches_.back().width == width && end() == begin;
    if (!goes_on) stretches_.push_back({end_, begin, width});
    end_ += count;
  }
  // The group number `i` of those that were not dropped.
  Span at(std::size_t i) const {
    i += dropped_;
    const auto behind =
        std::upper_bound(stretches_.begin(), stretches_.end(), i,
                         [](std::size_t n, const Stretch& other) { return n < other.first; });
    const Stretch& of = *(behind - 1);
    const Offset begin = of.begin + (i - of.first) * of.width;
    return {begin, begin + of.width};
  }
  // Where the first one begins.
  Offset begin() const {
    const Stretch& first = stretches_.front();
    return first.begin + (dropped_ - first.first) * first.width;
  }
  // Forgets the first ones.
  void drop(std::size_t count) {
    dropped_ += count;
    auto first = stretches_.begin();
    while (first + 1 < stretches_.end() && (first + 1)->first <= dropped_) ++first;
    stretches_.erase(stretches_.begin(), first);
    if (empty()) clear();
  }

 private:
  struct Stretch {
    std::size_t first;  // The number of its first group.
    Offset begin;
    Offset width;
  };
  Offset end() const {
    const Stretch& last = stretches_.back();
    return last.begin + (end_ - last.first) * last.width;
  }

  std::vector<Stretch> stretches_;
  std::size_t dropped_ = 0;
  std::size_t end_ = 0;  // The number behind the last one.
};

}  // namespace inkblot
