// Reading the view against a plain loop over the same bytes.
#include "decode/glyph.h"
#include "stage.h"

namespace inkblot::bench {
namespace {

constexpr CharSet kBody = charset(kAlnum, "_- \n\"");
constexpr std::size_t kRuns = 20000;

// Runs of 64 characters, each ended by a full stop; `escapes` of them spelled \u00XX.
std::string runs(std::size_t escapes) {
  std::string out;
  for (std::size_t run = 0; run < kRuns; ++run) {
    for (std::size_t i = 0; i < 64; ++i) out += i < escapes ? "\\u0061" : "a";
    out += '.';
  }
  return out;
}

std::size_t plain_loop(const std::string& text, std::string& out) {
  std::size_t count = 0;
  out.clear();
  for (const char c : text) {
    if (kBody.has(static_cast<std::uint8_t>(c))) {
      out.push_back(c);
    } else {
      ++count;
      out.clear();
    }
  }
  return count;
}

void view_to_loop(benchmark::State& state) {
  const std::string text = runs(static_cast<std::size_t>(state.range(0)));
  const Window window = window_of(text);
  std::string copy;
  View view;
  std::size_t ours = 0;
  Duel duel(state, static_cast<double>(text.size()));
  for (auto _ : state) {
    duel.turn([&] { benchmark::DoNotOptimize(plain_loop(text, copy)); },
              [&] {
                ours = 0;
                for (Offset at = 0; at < window.end(); at = view.ends.back() + 1) {
                  view.clear();
                  if (read_run(window, at, kBody, 4096, view) != Step::ok) break;
                  if (view.text.size() != 64) break;
                  ++ours;
                }
              });
    if (ours != kRuns) state.SkipWithError("a run was not read as 64 characters");
  }
}
BENCHMARK(view_to_loop)->Arg(0)->Arg(8)->Arg(64)->Iterations(20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace inkblot::bench
