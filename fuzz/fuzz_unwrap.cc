// A decoder says the same of a text that arrives piece by piece, and its places lie in order
// within what it has read.
#include <algorithm>

#include "fuzz.h"
#include "support/chunking.h"
#include "unwrap/inflate.h"
#include "unwrap/respelled.h"
#include "unwrap/run_reader.h"
#include "unwrap/streak.h"

namespace inkblot::fuzz {
namespace {

struct Decoded {
  std::vector<std::uint8_t> text;
  std::vector<Span> places;
  bool operator==(const Decoded&) const = default;
};

// Reads on until the text ends; the window grows by `step` bytes whenever the reader starves.
template <class Reader>
Decoded read(Reader& reader, std::string_view text, std::size_t end, std::size_t step) {
  Decoded out;
  for (;;) {
    const Window window{test::bytes_of(text.substr(0, end)), 0, end == text.size()};
    const auto state = reader.read(window);
    if (state == Reader::State::starved) {
      require(end < text.size(), "what is there is enough at the end");
      end = std::min(end + step, text.size());
      continue;
    }
    const bool full = state == Reader::State::full;
    // All but the last quarter is taken from a full one, as the line does.
    const std::size_t taken = full ? reader.text().size() * 3 / 4 / 3 * 3 : reader.text().size();
    for (std::size_t i = 0; i < taken; ++i) {
      out.text.push_back(reader.text()[i]);
      out.places.push_back(reader.locate(i, i + 1));
      const Span& place = out.places.back();
      require(place.begin < place.end && place.end <= end, "a place lies in what was read");
      require(out.places.size() < 2 || out.places[out.places.size() - 2].begin <= place.begin,
              "places are in order");
    }
    if (!full) return out;
    reader.drop(taken);
  }
}

void check_runs(std::string_view text, std::size_t step) {
  const Bytes bytes = test::bytes_of(text);
  const Streak streak = find_streak(bytes, 0);
  std::size_t first = 0;
  while (first < bytes.size() && !begins_streak(bytes.subspan(first))) ++first;
  require((streak.base == nullptr) == (first == bytes.size()), "a streak is found where one is");
  if (streak.base == nullptr) return;
  const std::size_t size = streak.base == &kHexDigits ? kStreakBytesMax : kEncodedBytesMin;
  RunReader whole;
  RunReader pieces;
  const auto open = [&](RunReader& reader, std::size_t end) {
    reader.open({bytes.first(end), 0, end == text.size()}, streak.begin, *streak.base, 0);
  };
  open(whole, text.size());
  open(pieces, streak.begin + size);
  require(read(whole, text, text.size(), 1) == read(pieces, text, streak.begin + size, step),
          "a run is the same in pieces");
}

void check_lines(std::string_view text, std::size_t step) {
  const Window window{test::bytes_of(text), 0, true};
  Glyph glyph;
  for (Offset at = 0; next_glyph(window, at, glyph) == Step::ok; at = glyph.end) {
    const Encoding coding = spelling_of(glyph.c);
    SpelledChar c;
    if (coding == Encoding::none || next_char(window, glyph.begin, coding, c) != Step::ok) continue;
    RespelledReader whole;
    RespelledReader pieces;
    if (!c.spelled || !whole.open(window, c, coding)) continue;
    pieces.open(window, c, coding);
    require(read(whole, text, text.size(), 1) == read(pieces, text, c.end, step),
            "a line is the same in pieces");
    return;
  }
}

void check_inflate(Bytes bytes, std::size_t step) {
  constexpr std::size_t kMost = 1U << 16U;
  static const auto kInflater = Inflater::create();
  std::vector<std::uint8_t> whole;
  kInflater->restart();
  const bool more = kInflater->add(bytes, kMost, whole);
  require(whole.size() <= kMost, "no more is inflated than allowed");
  std::vector<std::uint8_t> pieces;
  kInflater->restart();
  bool goes_on = true;
  for (std::size_t at = 0; goes_on && at < bytes.size(); at += step) {
    const Bytes piece = bytes.subspan(at, std::min(step, bytes.size() - at));
    goes_on = kInflater->add(piece, kMost - pieces.size(), pieces);
  }
  require(pieces == whole && (bytes.empty() || goes_on == more), "inflated the same in pieces");
}

}  // namespace
}  // namespace inkblot::fuzz

// The first byte says which decoder, the second one how the text is cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot;
  if (size < 3) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t step = data[1] + 1U;
  if (data[0] % 3 == 0) fuzz::check_runs(text, step);
  if (data[0] % 3 == 1) fuzz::check_lines(text, step);
  if (data[0] % 3 == 2) fuzz::check_inflate(test::bytes_of(text), step);
  return 0;
}
