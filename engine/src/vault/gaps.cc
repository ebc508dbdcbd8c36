// Few line ends can stand in a window; each place before one is read as it would be hashed.
#include "vault/gaps.h"

#include <algorithm>

namespace inkblot {

bool ends_in_run(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
  if (end < kWrapRunMin) return false;
  const std::string_view run = text.substr(end - kWrapRunMin, kWrapRunMin);
  // PERF: most lines end in words, and one of these is between two.
  for (const std::size_t i : {kWrapRunMin - 1, kWrapRunMin / 2, std::size_t{0}}) {
    if (!kWrapRun.has(static_cast<std::uint8_t>(run[i]))) return false;
  }
  return std::all_of(run.rbegin(), run.rend(),
                     [](char c) { return kWrapRun.has(static_cast<std::uint8_t>(c)); });
}

bool may_wrap(const Window& window, bool viewed, Offset at) {
  Glyph glyph;
  for (std::size_t i = 0; i < kWrapRunMin; ++i) {
    if (!previous_letter(window, viewed, at, glyph) || !kWrapRun.has(glyph.c)) return false;
    at = glyph.begin;
  }
  return true;
}

void Gaps::wait_before(const Index& index, const Window& window, Offset gap, Reading reading) {
  std::array<std::uint8_t, kWindowBytes> text{};
  std::size_t begin = text.size();
  const auto may_begin = [&] { return index.beginnings().may_begin(Bytes(text).subspan(begin)); };
  Offset at = gap;
  if (reading.spacing == Spacing::line_ends) {
    text[--begin] = '\n';
    if (may_begin()) waiting_.push_back({at, reading});
  }
  Glyph glyph;
  for (std::size_t i = 1; i < kWindowBytes; ++i) {
    if (!previous_letter(window, reading.viewed, at, glyph) || is_line_end(glyph.c)) return;
    at = glyph.begin;
    text[--begin] = glyph.c;
    // A window may begin behind its form's begin.
    if (index.offset_max() == 0 && !may_begin()) continue;
    waiting_.push_back({at, reading});
  }
}

void Gaps::see(const Index& index, const Window& window, bool viewed, Offset at) {
  const Spaces spaces = spaces_before(window, viewed, at);
  if (spaces.line_end) return;  // The gap was seen with that one.
  const Offset gap = spaces.begin;
  if (index.has(Spacing::wrapped) && may_wrap(window, viewed, gap)) {
    wait_before(index, window, gap, {true, Spacing::wrapped});
  }
  if (!index.beginnings().has_line_end()) return;
  wait_before(index, window, gap, {true, Spacing::line_ends});
  if (!viewed) wait_before(index, window, gap, {false, Spacing::line_ends});
}

void Gaps::resolve(const Index& index, const Window& window, std::vector<Sighting>& out) {
  const auto decided = [&](const Waiting& waiting) {
    strand_.restart(waiting.at, waiting.reading);
    const std::size_t first = strand_.end();
    strand_.extend(window, first + kWindowBytes - 1);
    if (strand_.end() < first + kWindowBytes) return window.at_end;
    ranges_.clear();
    index.find(strand_.text(first, kWindowBytes), ranges_);
    for (const PrintRange& range : ranges_) out.push_back({waiting.at, range, waiting.reading});
    return true;
  };
  waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), decided), waiting_.end());
}

Offset Gaps::waits_from(Offset otherwise) const {
  for (const Waiting& waiting : waiting_) otherwise = std::min(otherwise, waiting.at);
  return otherwise;
}

}  // namespace inkblot
