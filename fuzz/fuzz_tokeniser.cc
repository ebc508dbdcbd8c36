// Every kernel finds the tokens of a plain loop, and the heads that a look at every place finds,
// and tells a piece for every streak, however the text is cut.
#include "sweep/tokeniser.h"

#include <algorithm>

#include "fuzz.h"
#include "reference/openings.h"
#include "reference/whole_buffer.h"
#include "support/chunking.h"
#include "unwrap/streak.h"

namespace inkblot::fuzz {
namespace {

struct Seen {
  std::vector<Span> tokens;
  std::vector<bool> encoded;
  std::vector<reference::Opening> heads;
};

Seen scan(Kernel kernel, const std::string& text, std::size_t step) {
  Tokeniser tokeniser(kernel, &reference::openings());
  Seen out;
  out.encoded.resize(text.size());
  for (std::size_t end = 0; end < text.size();) {
    end = std::min(end + step, text.size());
    const std::size_t kept = 2 * kTokenBytesMax + step;
    const std::size_t begin = end > kept ? end - kept : 0;
    const Bytes bytes = test::bytes_of(text).subspan(begin, end - begin);
    tokeniser.scan({bytes, begin, end == text.size()}, out.tokens);
    reference::add_seen(text, tokeniser, out.heads);
    Offset last = 0;
    for (const Span& piece : tokeniser.encoded()) {
      require(piece.begin >= last && piece.begin < piece.end && piece.end <= end,
              "pieces are in order, and within the text");
      last = piece.end;
      std::fill(out.encoded.begin() + static_cast<std::ptrdiff_t>(piece.begin),
                out.encoded.begin() + static_cast<std::ptrdiff_t>(piece.end), true);
    }
  }
  std::sort(out.heads.begin(), out.heads.end());
  return out;
}

void check(const std::string& text, std::size_t step) {
  const std::vector<Span> expected = reference::tokens_in(text);
  const std::vector<reference::Opening> heads = reference::openings_in(text);
  std::vector<std::size_t> streaks;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (begins_streak(test::bytes_of(text).subspan(at))) streaks.push_back(at);
  }
  for (const Kernel kernel : {Kernel::scalar, Kernel::sse2, Kernel::avx2, Kernel::avx512}) {
    if (!can_run(kernel)) continue;
    const Seen seen = scan(kernel, text, step);
    require(seen.tokens == expected, "tokens are those of a plain loop");
    require(seen.heads == heads, "heads are those of a look at every place");
    for (const std::size_t at : streaks) {
      for (std::size_t i = at; i < at + kEncodedBytesMin; ++i) {
        require(seen.encoded[i], "a streak lies in what is told");
      }
    }
  }
}

}  // namespace
}  // namespace inkblot::fuzz

// The first byte cuts, the second one says how often the rest comes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string part(data + 2, data + size);
  std::string text;
  for (int i = 0; i <= data[1] % 8 && text.size() < 9000; ++i) text += part;
  inkblot::fuzz::check(text, data[0] < 128 ? data[0] + 1U : data[0] * 64U);
  return 0;
}
