// The tokeniser with each kernel against copying the same bytes, block by block as a stream
// arrives.
#include "sweep/tokeniser.h"

#include <cstring>

#include "raw.h"
#include "stage.h"
#include "texts.h"

namespace inkblot::bench {
namespace {

std::size_t count_tokens(Kernel kernel, const std::string& text) {
  Tokeniser tokeniser(kernel);
  const Bytes all = window_of(text).bytes;
  std::vector<Span> tokens;
  std::size_t count = 0;
  for (std::size_t end = 0; end < text.size();) {
    const std::size_t begin = end > kTokenBytesMax ? end - kTokenBytesMax : 0;
    end = std::min(end + kBlockBytes, text.size());
    tokens.clear();
    tokeniser.scan({all.subspan(begin, end - begin), begin, end == text.size()}, tokens);
    count += tokens.size();
  }
  return count;
}

void tokeniser_to_memcpy(benchmark::State& state, const std::string& text, Kernel kernel) {
  if (!can_run(kernel)) {
    state.SkipWithError("this CPU cannot run the kernel");
    return;
  }
  const std::size_t expected = count_tokens(Kernel::scalar, text);
  std::string copy(kBlockBytes, '\0');
  std::size_t tokens = 0;
  Duel duel(state, static_cast<double>(text.size()));
  for (auto _ : state) {
    duel.turn(
        [&] {
          for (std::size_t at = 0; at < text.size(); at += kBlockBytes) {
            std::memcpy(copy.data(), text.data() + at, std::min(kBlockBytes, text.size() - at));
            benchmark::DoNotOptimize(copy.data());
          }
        },
        [&] { tokens = count_tokens(kernel, text); });
    if (tokens != expected) state.SkipWithError("the kernels do not agree");
  }
  state.counters["tokens_per_KB"] =
      1024.0 * static_cast<double>(tokens) / static_cast<double>(text.size());
}

const bool kRegistered = [] {
  constexpr std::array<const char*, 4> kNames = {"scalar", "sse2", "avx2", "avx512"};
  for (const Text& text : ordinary_texts()) {
    for (std::size_t kernel = 0; kernel < kNames.size(); ++kernel) {
      const std::string name = std::string("tokeniser/") + kNames.at(kernel) + "/" + text.name;
      benchmark::RegisterBenchmark(name.c_str(), tokeniser_to_memcpy, text.bytes,
                                   static_cast<Kernel>(kernel))
          ->Iterations(10)
          ->Unit(benchmark::kMillisecond);
    }
  }
  return true;
}();

}  // namespace
}  // namespace inkblot::bench
