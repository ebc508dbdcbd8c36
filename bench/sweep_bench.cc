// The sweep against the bare scan of its database, and the database against the pinned literals.
#include "sweep/sweep.h"

#include "literals.h"
#include "raw.h"
#include "stage.h"

namespace inkblot::bench {
namespace {

constexpr std::size_t kTextBytes = std::size_t{1} << 23U;

// In blocks, as a stream arrives, with what the sweep wants to look back at.
std::uint64_t swept(const PackImpl& pack, const std::string& text) {
  auto sweep = Sweep::create(pack, std::vector<bool>(pack.rules().size(), true));
  if (!sweep) return 0;
  const Bytes all = window_of(text).bytes;
  std::uint64_t count = 0;
  std::vector<Candidate> candidates;
  for (std::size_t end = std::min(kBlockBytes, text.size());;
       end = std::min(end + kBlockBytes, text.size())) {
    const std::size_t back = kBlockBytes + Sweep::look_back_bytes();
    const std::size_t begin = end > back ? end - back : 0;
    candidates.clear();
    const Window window{all.subspan(begin, end - begin), begin, end == text.size()};
    if (!sweep->scan(window, candidates).ok()) return 0;
    count += candidates.size();
    if (end == text.size()) return count;
  }
}

void sweep_to_raw(benchmark::State& state) {
  const auto pack = Pack::builtin().value();
  const PackImpl& built = impl(*pack);
  const Seeded seeded = seeded_text(*pack, kTextBytes, static_cast<std::size_t>(state.range(0)));
  const auto whole = whole_database(built);
  const auto scratch = hyperscan::make_scratch(whole.get()).value();
  std::uint64_t candidates = 0;
  Duel duel(state, static_cast<double>(seeded.text.size()));
  for (auto _ : state) {
    duel.turn([&] { benchmark::DoNotOptimize(raw_scan(whole.get(), scratch.get(), seeded.text)); },
              [&] { candidates = swept(built, seeded.text); });
    // A token may show more than one head, and one that its rule refuses none: most must show.
    if (candidates < seeded.tokens.size() * 9 / 10) state.SkipWithError("candidates are missing");
  }
  state.counters["candidates"] = static_cast<double>(candidates);
}
BENCHMARK(sweep_to_raw)->Arg(1000)->Arg(20)->Iterations(10)->Unit(benchmark::kMillisecond);

void raw_to_literals(benchmark::State& state) {
  const auto pack = Pack::builtin().value();
  const PackImpl& built = impl(*pack);
  const Seeded seeded = seeded_text(*pack, kTextBytes, 1000);
  const auto literals = literal_database(pinned_literals());
  const auto whole = whole_database(built);
  const auto scratch = hyperscan::make_scratch(whole.get()).value();
  const auto literal_scratch = hyperscan::make_scratch(literals.get()).value();
  std::uint64_t heads = 0;
  Duel duel(state, static_cast<double>(seeded.text.size()));
  for (auto _ : state) {
    duel.turn(
        [&] {
          benchmark::DoNotOptimize(raw_scan(literals.get(), literal_scratch.get(), seeded.text));
        },
        [&] { heads = raw_scan(whole.get(), scratch.get(), seeded.text); });
    if (heads < seeded.tokens.size() * 9 / 10) state.SkipWithError("heads are missing");
  }
}
BENCHMARK(raw_to_literals)->Iterations(10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace inkblot::bench
