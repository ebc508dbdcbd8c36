// Windows are seen in the bytes, around escapes and across gaps; what they begin is followed.
#include "vault/search.h"

#include <algorithm>
#include <cstring>

#include "vault/suffix.h"

namespace inkblot {
namespace {

// PERF: the places of a block stay in the nearest cache.
constexpr std::size_t kBlockBytes = std::size_t{1} << 15U;
// How much of the view is read around an escape: before it for may_wrap(), behind it a window.
constexpr Offset kBefore = 32;
constexpr std::size_t kBehind = 64;
// PERF: where escapes stand close together the next ones need not be looked for.
constexpr std::size_t kAhead = 1024;

std::size_t follower_of(Reading reading) {
  return (reading.viewed ? 3U : 0U) + static_cast<std::size_t>(reading.spacing);
}

// The first such byte from `at` on, or the end.
Offset find_byte(const Window& window, Offset at, char c) {
  if (at >= window.end()) return window.end();
  const std::string_view text = window.text(at, window.end());
  const void* const found = std::memchr(text.data(), c, text.size());
  if (found == nullptr) return window.end();
  return at + static_cast<Offset>(static_cast<const char*>(found) - text.data());
}

// The first byte from `at` on that an escape begins with, or the end.
Offset find_escape(Window window, Offset at) {
  for (const char c : {'\\', '%', '\x1B'}) {
    const Offset end = std::max(at, find_byte(window, at, c));
    window.bytes = window.bytes.first(end - window.begin);
  }
  return window.end();
}

}  // namespace

Search::Search(std::shared_ptr<const Index> index, Offset from, Kernel kernel)
    : index_(std::move(index)),
      kernel_(kernel),
      from_(from),
      scanned_(from),
      escapes_to_(from),
      places_(scan_room(kBlockBytes + kMarkBytes)),
      short_forms_(from),
      followers_{Follower({false, Spacing::exact}),    Follower({false, Spacing::line_ends}),
                 Follower({false, Spacing::wrapped}),  Follower({true, Spacing::exact}),
                 Follower({true, Spacing::line_ends}), Follower({true, Spacing::wrapped})} {
  view_.restart(from);
}

// Calls `sighted` with the place of each known window of `text` whose end is beyond `fresh`.
void Search::look(Bytes text, std::size_t fresh, auto sighted) {
  for (std::size_t block = 0; block < text.size(); block += kBlockBytes) {
    const Bytes part =
        text.subspan(block, std::min(kBlockBytes + kMarkBytes - 1, text.size() - block));
    const std::size_t count = scan_marks(kernel_, part, index_->filter(), places_.data());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = block + places_[i];
      if (places_[i] >= kBlockBytes) break;
      for (std::size_t back = 0; back < kMarkPlaces && back <= place; ++back) {
        const std::size_t at = place - back;
        if (at + kWindowBytes > text.size() || at + kWindowBytes <= fresh) continue;
        ranges_.clear();
        index_->find(text.subspan(at, kWindowBytes), ranges_);
        for (const PrintRange& range : ranges_) sighted(at, range);
      }
    }
  }
}

void Search::scan_bytes(const Window& window) {
  const Offset back = std::min<Offset>(scanned_ - from_, kWindowBytes - 1);
  const Offset begin = std::max(scanned_ - back, window.begin);
  look(window.bytes.subspan(begin - window.begin), scanned_ - begin,
       [&](std::size_t at, const PrintRange& range) {
         for (const bool viewed : {false, true}) {
           for (const Spacing spacing : {Spacing::exact, Spacing::line_ends, Spacing::wrapped}) {
             sightings_.push_back({begin + at, range, {viewed, spacing}});
           }
         }
       });
}

// An escape stands in what was read last, so that windows with it go on.
bool Search::view_goes_on() const {
  constexpr std::size_t kLast = kWindowBytes - 1;
  if (view_.end() - view_.begin() < kLast) return view_.end() > view_.begin();
  const Span last = view_.span(view_.end() - kLast, kLast);
  return last.size() != kLast || last.end != view_.read_to();
}

void Search::scan_view(const Window& window) {
  for (std::size_t before = view_.end() + 1; before != view_.end();) {
    before = view_.end();
    if (view_goes_on()) {
      view_.extend(window, before + kAhead);
    } else {
      const Offset escape = find_escape(window, std::max(escapes_to_, view_.read_to()));
      escapes_to_ = escape;
      if (escape == window.end()) break;
      const Offset begin = std::max({escape > kBefore ? escape - kBefore : 0, from_, window.begin});
      if (begin > view_.read_to()) view_.jump(begin);
      view_.extend(window, before + (escape - view_.read_to()) + kBehind);
    }
    if (view_.end() - view_scanned_ > kBlockBytes) scan_view_text();
  }
  scan_view_text();
}

void Search::scan_view_text() {
  if (view_.end() == view_scanned_) return;
  const std::size_t back = std::min(view_scanned_ - view_.begin(), kWindowBytes - 1);
  const std::size_t begin = view_scanned_ - back;
  const Bytes text = view_.text(begin, view_.end() - begin);
  look(text, back, [&](std::size_t at, const PrintRange& range) {
    const Span span = view_.span(begin + at, kWindowBytes);
    if (span.size() == kWindowBytes) return;  // No escape stands in it.
    for (const Spacing spacing : {Spacing::exact, Spacing::line_ends, Spacing::wrapped}) {
      sightings_.push_back({span.begin, range, {true, spacing}});
    }
  });
  if (index_->has(Spacing::wrapped) || index_->beginnings().has_line_end()) {
    for (std::size_t i = back; i < text.size(); ++i) {
      if (is_line_end(text[i])) view_line_ends_.push_back(view_.span(begin + i, 1).begin);
    }
  }
  view_scanned_ = view_.end();
  view_.trim(view_scanned_ - std::min(view_scanned_ - view_.begin(), kWindowBytes));
}

void Search::see_line_ends(const Window& window) {
  if (!index_->has(Spacing::wrapped) && !index_->beginnings().has_line_end()) return;
  for (const Offset at : view_line_ends_) gaps_.see(*index_, window, true, at);
  view_line_ends_.clear();
  for (const char c : {'\n', '\r'}) {
    for (Offset at = scanned_; (at = find_byte(window, at, c)) < window.end(); ++at) {
      gaps_.see(*index_, window, false, at);
    }
  }
}

void Search::scan(const Window& window, std::vector<Known>& out) {
  for (Follower& follower : followers_) follower.resume(*index_, window, out);
  sightings_.clear();
  scan_bytes(window);
  scan_view(window);
  see_line_ends(window);
  gaps_.resolve(*index_, window, sightings_);
  std::sort(sightings_.begin(), sightings_.end(),
            [](const Sighting& a, const Sighting& b) { return a.at < b.at; });
  for (const Sighting& sighting : sightings_) start(window, sighting, out);
  short_forms_.scan(*index_, window, out);
  scanned_ = window.end();
}

// Prints of one window are followed together where they are read alike.
void Search::start(const Window& window, const Sighting& sighting, std::vector<Known>& out) {
  const auto alike = [&](std::uint32_t a, std::uint32_t b) {
    const Index::Print& one = index_->print(a);
    const Index::Print& other = index_->print(b);
    return one.offset == other.offset && one.spacing == other.spacing &&
           (one.form == Form::viewed) == (other.form == Form::viewed);
  };
  for (std::uint32_t first = sighting.prints.first; first < sighting.prints.last;) {
    std::uint32_t last = first + 1;
    while (last < sighting.prints.last && alike(first, last)) ++last;
    const Index::Print& print = index_->print(first);
    const bool fits = print.spacing == sighting.reading.spacing &&
                      (sighting.reading.viewed || print.form != Form::viewed);
    if (fits) {
      followers_[follower_of(sighting.reading)].start(*index_, window,
                                                      {sighting.at, from_, {first, last}}, out);
    }
    first = last;
  }
}

Offset Search::watermark(const Window& window) const {
  if (window.at_end) return window.end();
  Offset first = held_suffix(*index_, window, from_);
  for (const Follower& follower : followers_) first = follower.waits_from(first);
  first = gaps_.waits_from(first);
  return short_forms_.waits_from(*index_, window, first);
}

}  // namespace inkblot
