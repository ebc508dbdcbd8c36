// Where what was decoded comes from, byte by byte or group by group: what stands side by side is
// one stretch.
#pragma once

#include <inkblot/span.h>

#include <algorithm>
#include <vector>

namespace inkblot {

// Where a byte comes from, or a group of them.
struct SpelledPlace {
  Span span;
  bool spelled = false;  // Or behind a soft line break.
  bool follows = false;  // It is spelled, or one before it, and no tag stands between them.
  bool shows = false;    // It is spelled as the sweep looks for, or stands behind such a break.
  bool operator==(const SpelledPlace&) const = default;
};

// PERF: nearly all stands side by side, and a place for each takes longer than decoding it.
// THREADS: one at a time.
class Places {
 public:
  void clear() {
    stretches_.clear();
    dropped_ = end_ = 0;
  }
  bool empty() const { return dropped_ == end_; }
  // `count` of them that all come from there.
  void add(const SpelledPlace& place, std::size_t count) { put(place, count, 0); }
  // `count` of them side by side, of which the first one comes from there.  REQUIRES: a span of one
  // byte or more.
  void add_beside(const SpelledPlace& place, std::size_t count) {
    const Offset step = place.span.size();
    const bool goes_on =
        !empty() && stretches_.back().step == step && stretches_.back().place_at(end_) == place;
    if (goes_on) {
      end_ += count;
    } else {
      put(place, count, step);
    }
  }
  // Of number `i` of those that were not dropped.
  SpelledPlace at(std::size_t i) const {
    i += dropped_;
    const auto behind =
        std::upper_bound(stretches_.begin(), stretches_.end(), i,
                         [](std::size_t n, const Stretch& other) { return n < other.first; });
    return (behind - 1)->place_at(i);
  }
  // Where the first one comes from.
  Offset begin() const { return stretches_.front().place_at(dropped_).span.begin; }
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
    std::size_t first;  // The number of its first one.
    SpelledPlace place;
    Offset step;  // From one place to the next.
    SpelledPlace place_at(std::size_t i) const {
      SpelledPlace out = place;
      out.span.begin += (i - first) * step;
      out.span.end += (i - first) * step;
      return out;
    }
  };
  void put(const SpelledPlace& place, std::size_t count, Offset step) {
    if (count > 0) stretches_.push_back({end_, place, step});
    end_ += count;
  }

  std::vector<Stretch> stretches_;
  std::size_t dropped_ = 0;
  std::size_t end_ = 0;  // The number behind the last one.
};

}  // namespace inkblot
