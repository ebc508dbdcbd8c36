// Plain bytes are copied in runs; only an escape is decoded and takes a row in the way back.
#include "sweep/region.h"

#include <algorithm>

#include "decode/escapes.h"

namespace inkblot {
namespace {

// PERF: a scan of this size is as fast as a longer one, and the text stays in the cache.
constexpr std::size_t kTextBytesMax = std::size_t{1} << 16U;
// A region that begins inside an escape reads it wrong, but nothing behind these bytes.
constexpr Offset kSyncBytes = kEscapeBytesMax;

}  // namespace

void Regions::cover(const Window& window, Offset begin, Offset end) {
  const Offset start = std::max(begin > kSyncBytes ? begin - kSyncBytes : 0, window.begin);
  if (start > at_ || segments_.empty()) {
    at_ = start;
    const Offset sure = start > origin_ ? start + kSyncBytes : origin_;
    segments_.push_back({text_.size(), start, 1, sure, true});
  }
  end_ = std::max(end_, end);
}

void Regions::copy(const Window& window, Offset to) {
  text_.append(window.text(at_, to));
  at_ = to;
}

bool Regions::read(const Window& window) {
  const Offset end = std::min(end_, window.end());
  if (at_ >= end) return false;
  // PERF: what is behind the region is not searched.
  const Window region{window.bytes.first(end - window.begin), window.begin, false};
  EscapeFinder escapes;
  while (at_ < end) {
    const std::size_t room = kTextBytesMax - std::min(kTextBytesMax, text_.size());
    if (room == 0) return true;
    if (!kEscapeStarts.has(window.at(at_))) {
      copy(window, std::min<Offset>(escapes.next(region, at_), at_ + room));
      continue;
    }
    Glyph glyph;
    if (next_glyph(window, at_, glyph) != Step::ok) return false;
    if (glyph.begin != at_ || glyph.end != at_ + 1) {
      const Offset sure = segments_.back().sure;
      const Offset width = glyph.end - glyph.begin;
      segments_.push_back(
          {text_.size(), glyph.begin, width, sure, false, is_spelled(glyph), glyph.begin != at_});
    }
    text_.push_back(static_cast<char>(glyph.c));
    at_ = glyph.end;
  }
  return false;
}

// PERF: asked of neighbouring characters one after the other, so that the last answer is near.
std::size_t Regions::segment_of(std::size_t i) const {
  const auto is_behind = [](std::size_t at, const Segment& s) { return at < s.at; };
  std::size_t low = std::min(hint_, segments_.size() - 1);
  std::size_t step = 1;
  while (low > 0 && segments_[low].at > i) {
    low -= std::min(low, step);
    step *= 2;
  }
  std::size_t high = low + 1;
  for (step = 1; high < segments_.size() && segments_[high].at <= i; step *= 2) high += step;
  high = std::min(high, segments_.size());
  const auto begin = segments_.begin();
  const auto behind = std::upper_bound(begin + static_cast<std::ptrdiff_t>(low),
                                       begin + static_cast<std::ptrdiff_t>(high), i, is_behind);
  hint_ = static_cast<std::size_t>(behind - begin) - 1;
  return hint_;
}

bool Regions::locate(std::size_t begin, std::size_t end, Span& out) const {
  const auto behind = [](const Segment& s, std::size_t i) {
    return i == s.at ? s.raw : s.raw + s.width + (i - s.at - 1);
  };
  const std::size_t first = segment_of(begin);
  const std::size_t last = segment_of(end - 1);
  for (std::size_t i = first + 1; i <= last; ++i) {
    if (segments_[i].first) return false;
  }
  const Segment& tail = segments_[last];
  out = {behind(segments_[first], begin),
         behind(tail, end - 1) + (end - 1 == tail.at ? tail.width : 1)};
  return out.begin >= tail.sure;
}

bool Regions::has_spelled(std::size_t begin, std::size_t end) const {
  const std::size_t first = segment_of(begin);
  const std::size_t last = segment_of(end - 1);
  bool out = segments_[first].at == begin && segments_[first].spelled;
  for (std::size_t i = first + 1; i <= last; ++i) {
    out = out || segments_[i].spelled || segments_[i].coloured;
  }
  return out;
}

void Regions::trim(std::size_t keep) {
  if (text_.size() > keep) {
    const std::size_t drop = text_.size() - keep;
    const std::size_t kept = segment_of(drop);
    Segment head = segments_[kept];
    if (head.at < drop) {
      head.raw += head.width + (drop - head.at - 1);
      head.at = drop;
      head.width = 1;
    }
    segments_.erase(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(kept));
    segments_.front() = head;
    for (Segment& segment : segments_) segment.at -= drop;
    text_.erase(0, drop);
  }
  old_ = text_.size();
}

}  // namespace inkblot
