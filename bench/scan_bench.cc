// The scan for known windows, with each kernel and with marks of 1 to 100,000 values' forms.
#include "vault/scan.h"

#include <random>

#include "stage.h"
#include "texts.h"

namespace inkblot::bench {
namespace {

constexpr std::size_t kForms = 12;  // Of a value, about.

void scan_for(benchmark::State& state, const std::string& text, Kernel kernel) {
  if (!can_run(kernel)) {
    state.SkipWithError("this CPU cannot run the kernel");
    return;
  }
  const auto marks = static_cast<std::size_t>(state.range(0)) * kForms * kMarkPlaces;
  MarkFilter filter(marks);
  std::mt19937 random(1);  // NOLINT: the same each time.
  for (std::size_t i = 0; i < marks; ++i) filter.add(static_cast<std::uint32_t>(random()));
  constexpr std::size_t kBlock = std::size_t{1} << 16U;
  std::vector<std::uint32_t> places(scan_room(kBlock));
  const Bytes all = window_of(text).bytes;
  std::size_t known = 0;
  for (auto _ : state) {
    known = 0;
    for (std::size_t at = 0; at < all.size(); at += kBlock) {
      const Bytes block = all.subspan(at, std::min(kBlock, all.size() - at));
      known += scan_marks(kernel, block, filter, places.data());
    }
    benchmark::DoNotOptimize(known);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(all.size()) * state.iterations());
  state.counters["known_per_KB"] =
      1024.0 * static_cast<double>(known) / static_cast<double>(all.size());
  state.counters["filter_KB"] = static_cast<double>(filter.bytes()) / 1024;
}

const bool kRegistered = [] {
  constexpr std::array<const char*, 4> kNames = {"scalar", "sse2", "avx2", "avx512"};
  for (const Text& text : ordinary_texts()) {
    for (const Kernel kernel : {Kernel::scalar, Kernel::avx2, Kernel::avx512}) {
      const std::string name =
          std::string("scan/") + kNames.at(static_cast<std::size_t>(kernel)) + "/" + text.name;
      benchmark::RegisterBenchmark(name.c_str(), scan_for, text.bytes, kernel)
          ->Arg(1)
          ->Arg(100)
          ->Arg(10000)
          ->Arg(100000)
          ->Unit(benchmark::kMillisecond);
    }
  }
  return true;
}();

}  // namespace
}  // namespace inkblot::bench
