// Windows are seen in the bytes, around escapes and across gaps; what they begin is followed.
#include "vault/search.h"

#include <algorithm>
#include <cstring>

#include "decode/escapes.h"
#include "vault/suffix.h"

namespace inkblot {
namespace {

// PERF: the places of a block stay in the nearest cache.
constexpr std::size_t kBlockBytes = std::size_t{1} << 15U;
// How much of the view is read around an escape: before it for may_wrap(), behind it a window.
constexpr Offset kBefore = 32;
constexpr std::size_t kBehind = 64;

std::size_t follower_of(Reading reading) {
  return (reading.viewed ? 3U : 0U) + static_cast<std::size_t>(reading.spacing);
}

// What begins no escape at all is no backslash either: one before it is as it stands.
BreakKinds kinds_of(const Index& index) {
  constexpr std::string_view kLetters = "nrt\"'`";  // In the order of kSigns.
  const auto has = [&](std::size_t sign) { return (index.signs() >> sign & 1U) != 0; };
  BreakKinds kinds;
  kinds.wraps = index.has(Spacing::wrapped);
  kinds.line_ends = index.beginnings().has_line_end();
  if (!has(kLetters.size())) {
    kinds.quiet = kLongEscapes;
    kinds.quiet.add(kLetters);
    kinds.quiet.invert();
  }
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    const bool line_end = kLetters[i] == 'n' || kLetters[i] == 'r';
    if (!has(i) && !(line_end && kinds.line_ends)) kinds.quiet.add(kLetters.substr(i, 1));
  }
  kinds.quiet.add("\\");  // The last one of several is asked.
  return kinds;
}

struct PlaceRange {
  std::size_t first;
  std::size_t last;  // Behind it.
};

// Where windows may begin of which all marks may be known.  PERF: of most places the marks next to
// it are asked alone, for each is a miss of the cache.  REQUIRES: the mark of the place is known.
PlaceRange windows_around(const MarkFilter& filter, Bytes text, std::size_t place) {
  constexpr std::size_t kMore = kMarkPlaces - 1;
  const std::size_t least = place - std::min(place, kMore);
  std::size_t first = place;
  while (first > least && filter.has_at(text, first - 1)) --first;
  const std::size_t most = std::min(place + kMore, text.size() - kMarkBytes);
  std::size_t last = place;
  while (last < most && filter.has_at(text, last + 1)) ++last;
  return {first, last < first + kMore ? first : last - kMore + 1};
}

}  // namespace

Search::Search(std::shared_ptr<const Index> index, Offset from, Kernel kernel)
    : index_(std::move(index)),
      kernel_(kernel),
      from_(from),
      scanned_(from),
      view_(from),
      finder_(kinds_of(*index_), kernel),
      beside_(*index_, from),
      places_(scan_room(kBlockBytes + kMarkBytes)),
      short_forms_(from),
      followers_{Follower({false, Spacing::exact}),    Follower({false, Spacing::line_ends}),
                 Follower({false, Spacing::wrapped}),  Follower({true, Spacing::exact}),
                 Follower({true, Spacing::line_ends}), Follower({true, Spacing::wrapped})} {}

// Calls `sighted` with the place of each known window of `text` whose end is beyond `fresh`.
void Search::look(Bytes text, std::size_t fresh, auto sighted) {
  for (std::size_t block = 0; block < text.size(); block += kBlockBytes) {
    const Bytes part =
        text.subspan(block, std::min(kBlockBytes + kMarkBytes - 1, text.size() - block));
    const auto look_with = [&](const MarkFilter& filter) {
      const std::size_t count = scan_marks(kernel_, part, filter, places_.data());
      for (std::size_t i = 0; i < count && places_[i] < kBlockBytes; ++i) {
        const PlaceRange starts = windows_around(filter, text, block + places_[i]);
        for (std::size_t at = starts.first; at < starts.last; ++at) {
          if (at + kWindowBytes <= fresh) continue;
          ranges_.clear();
          index_->find(text.subspan(at, kWindowBytes), ranges_);
          for (const PrintRange& range : ranges_) sighted(at, range);
        }
      }
    };
    look_with(index_->filter());
    if (std::memchr(part.data(), 0, part.size()) != nullptr) look_with(index_->nul_filter());
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

// Whether a line end may stand in a window.
bool Search::may_be_gap(const Window& window, Offset at) const {
  if (index_->beginnings().has_line_end()) return true;
  const Offset begin = std::max(window.begin, at - std::min(at, Offset{2 * kWrapRunMin}));
  return index_->has(Spacing::wrapped) && ends_in_run(window.text(begin, at));
}

// Those that the view has not been read behind yet are left.
void Search::scan_view(const Window& window) {
  std::vector<Offset>& escapes = breaks_.escapes;
  const auto read = [&] {
    if (view_.end() < view_to_) view_.extend(window, view_to_ - 1);
  };
  read();
  auto escape = escapes.begin();
  for (; escape != escapes.end() && view_.end() >= view_to_; ++escape) {
    if (*escape < view_.read_to()) {
      view_to_ = std::max(view_to_, view_.number_of(*escape) + kBehind);
    } else {
      Offset at = *escape;
      while (at > view_.read_to() && window.at(at - 1) == '\\') --at;
      const Offset begin = std::max({at > kBefore ? at - kBefore : 0, from_, window.begin});
      if (begin > view_.read_to()) view_.jump(begin);
      view_to_ = view_.end() + (*escape - view_.read_to()) + kBehind;
    }
    read();
    if (view_.end() - view_scanned_ > kBlockBytes) scan_view_text();
  }
  escapes.erase(escapes.begin(), escape);
  scan_view_text();
}

void Search::scan_view_text() {
  if (view_.end() == view_scanned_) return;
  const std::size_t back = std::min(view_scanned_ - view_.begin(), kWindowBytes - 1);
  const std::size_t begin = view_scanned_ - back;
  const Bytes text = view_.text(begin, view_.end() - begin);
  look(text, back, [&](std::size_t at, const PrintRange& range) {
    if (!view_.is_whole(begin + at, kWindowBytes)) return;
    const Offset from = view_.begin_of(begin + at);
    if (view_.end_of(begin + at + kWindowBytes - 1) == from + kWindowBytes) return;
    for (const Spacing spacing : {Spacing::exact, Spacing::line_ends, Spacing::wrapped}) {
      sightings_.push_back({from, range, {true, spacing}});
    }
  });
  const Window all{view_.text(view_.begin(), view_.end() - view_.begin()), view_.begin(), false};
  for (const char c : {'\n', '\r'}) {
    for (Offset at = view_scanned_; (at = find_byte(all, at, c)) < all.end(); ++at) {
      // What stands before an escape was seen when it came.
      if (view_.end_of(at) <= scanned_ || !may_be_gap(all, at)) continue;
      view_line_ends_.push_back(view_.begin_of(at));
    }
  }
  view_scanned_ = view_.end();
  view_.trim(kBefore);
}

void Search::see_line_ends(const Window& window) {
  for (const Offset at : view_line_ends_) gaps_.see(*index_, window, true, at);
  for (const Offset at : breaks_.line_ends) {
    if (may_be_gap(window, at)) gaps_.see(*index_, window, false, at);
  }
  view_line_ends_.clear();
  breaks_.line_ends.clear();
}

void Search::scan(const Window& window, std::vector<KnownSpan>& out) {
  for (Follower& follower : followers_) follower.resume(*index_, window, out);
  sightings_.clear();
  scan_bytes(window);
  finder_.find(window, scanned_, breaks_);
  beside_.sift(window, breaks_);
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
void Search::start(const Window& window, const Sighting& sighting, std::vector<KnownSpan>& out) {
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
