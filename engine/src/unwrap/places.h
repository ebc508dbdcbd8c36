// Where the bytes of a text come from that was undone character by character: those that stand as
// themselves beside each other are one stretch.
#pragma once

#include <inkblot/span.h>

#include <algorithm>
#include <vector>

namespace inkblot {

// Where a byte comes from.
struct SpelledPlace {
  Span span;
  bool spelled = false;  // Or behind a soft line break.
  bool follows = false;  // It is spelled, or one before it, and no tag stands between them.
  bool operator==(const SpelledPlace&) const = default;
};

// PERF: most of a line is plain, and a place for every byte takes ten times as long.
// THREADS: one at a time.
class Places {
 public:
  void clear() {
    stretches_.clear();
    dropped_ = end_ = 0;
  }
  bool empty() const { return dropped_ == end_; }
  // `count` bytes that all come from there.
  void add(const SpelledPlace& place, std::size_t count) { put(place, count, 0); }
  // `count` bytes that stand as themselves from there on.  REQUIRES: the place is one byte wide.
  void add_plain(const SpelledPlace& place, std::size_t count) {
    const bool goes_on =
        !empty() && stretches_.back().step == 1 && stretches_.back().place_at(end_) == place;
    if (goes_on) {
      end_ += count;
    } else {
      put(place, count, 1);
    }
  }
  // Of the byte number `i` of those that were not dropped.
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
    std::size_t first;  // The number of its first byte.
    SpelledPlace place;
    Offset step;  // From one byte's place to the next one's.
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
