// I6: the view is total and monotone, its map leads to bytes that decode to it, and what is known
// of it does not change when more bytes arrive.
#include "decode/glyph.h"
#include "fuzz.h"

namespace inkblot::fuzz {
namespace {

bool same(const Glyph& a, const Glyph& b) {
  return a.c == b.c && a.slashes == b.slashes && a.begin == b.begin && a.end == b.end;
}

void check_total(const Window& window) {
  for (Offset at = 0; at <= window.end(); ++at) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    require(step != Step::need_more, "a stream that ended needs no more");
    if (step == Step::end) continue;
    require(glyph.begin >= at && glyph.begin < glyph.end && glyph.end <= window.end(),
            "I6: a glyph is a span at or behind the place it was asked for");
    if (previous_glyph(window, at, glyph)) {
      require(glyph.begin < glyph.end && glyph.end <= at, "I6: a step back ends before its place");
    } else if (at > 0) {
      // A run of more backslashes than an escape may have is cut differently from either side.
      const bool seen = next_glyph(window, 0, glyph) == Step::ok;
      require(seen && (glyph.begin >= at || glyph.slashes == kEscapeBytesMax / 2),
              "I6: only colour codes stand before");
    }
  }
}

// What a cut window is sure of holds for the whole.
void check_cuts(const Window& whole) {
  for (Offset end = 0; end < whole.end(); ++end) {
    const Window cut{whole.bytes.first(end), 0, false};
    const Offset first = end > 96 ? end - 96 : 0;
    for (Offset at = first; at < end; ++at) {
      Glyph early;
      Glyph late;
      const Step step = next_glyph(cut, at, early);
      require(step != Step::end, "a stream that goes on has no end");
      if (step != Step::ok) continue;
      require(next_glyph(whole, at, late) == Step::ok && same(early, late),
              "a glyph that was decided stays as it is");
    }
  }
}

// Behind more colour codes than are passed at once the next one is cut in characters, and is a code
// again for whoever begins there.
bool is_code(const Window& window, Offset at) {
  Glyph glyph;
  return next_glyph(window, at, glyph) != Step::ok || glyph.begin != at;  // It may be the last.
}

// Backwards from a glyph's end, the same character is seen as forwards.
void check_back(const Window& window, const View& view) {
  for (std::size_t i = 0; i < view.text.size(); ++i) {
    Glyph glyph;
    require(previous_glyph(window, view.ends[i], glyph), "something stands before a glyph's end");
    // A run of more backslashes than an escape may have is cut differently from either side.
    if ((glyph.c == '\\' && glyph.slashes == 0) || is_code(window, glyph.begin)) continue;
    Glyph again;
    require(next_glyph(window, glyph.begin, again) == Step::ok && again.c == glyph.c,
            "a step back and a step forth see the same character");
  }
}

void check_map(const Window& window, const View& view) {
  for (std::size_t i = 0; i < view.text.size(); ++i) {
    require(view.begins[i] < view.ends[i], "I6: no glyph is empty");
    require(i == 0 || view.ends[i - 1] <= view.begins[i], "I6: the map is monotone");
    if (is_code(window, view.begins[i])) continue;
    const std::size_t last = std::min(i + 16, view.text.size()) - 1;
    const Window part{window.bytes.first(view.ends[last]), 0, true};
    CharSet all;
    for (unsigned c = 0; c < 256; ++c) all.set(static_cast<std::uint8_t>(c));
    View again;
    require(read_run(part, view.begins[i], all, last - i + 1, again) != Step::need_more,
            "a stream that ended needs no more");
    require(again.text == view.text.substr(i, last - i + 1),
            "a span of the view maps to bytes that decode to it");
  }
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot;
  if (size > 512) return 0;
  const Window window{Bytes(data, size), 0, true};
  fuzz::check_total(window);
  fuzz::check_cuts(window);
  View view;
  Offset at = 0;
  Glyph glyph;
  while (next_glyph(window, at, glyph) == Step::ok) {
    view.push(glyph);
    at = glyph.end;
  }
  fuzz::check_map(window, view);
  fuzz::check_back(window, view);
  return 0;
}
