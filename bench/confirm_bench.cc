// Confirming candidates against what RE2 alone takes to match the same tokens.
#include "confirm/confirm.h"

#include "stage.h"
#include "sweep/sweep.h"

namespace inkblot::bench {
namespace {

void confirm_to_re2(benchmark::State& state) {
  const auto pack = Pack::builtin().value();
  const PackImpl& built = impl(*pack);
  const Seeded seeded = seeded_text(*pack, std::size_t{1} << 21U, 10);
  const Window window = window_of(seeded.text);
  std::vector<Candidate> candidates;
  auto sweep = Sweep::create(built, std::vector<bool>(pack->rules().size(), true)).value();
  if (!sweep.scan(window, candidates).ok()) state.SkipWithError("the sweep failed");
  std::vector<Finding> findings;
  std::size_t matches = 0;
  Duel duel(state, static_cast<double>(seeded.text.size()));
  for (auto _ : state) {
    duel.turn(
        [&] {
          matches = 0;
          for (const Candidate& candidate : candidates) {
            if (!pack->rules()[candidate.rule].parser.empty()) continue;
            const std::string_view line(seeded.text.data() + candidate.begin,
                                        seeded.text.find('\n', candidate.begin) - candidate.begin);
            matches += built.exact(candidate.rule)
                               .Match(re2::StringPiece(line.data(), line.size()), 0, line.size(),
                                      RE2::ANCHOR_START, nullptr, 0)
                           ? 1U
                           : 0U;
          }
        },
        [&] {
          Confirm confirm(built);
          findings.clear();
          confirm.run(window, candidates, findings);
        });
    if (findings.size() < seeded.tokens.size() * 9 / 10)
      state.SkipWithError("findings are missing");
  }
  state.counters["candidates"] = static_cast<double>(candidates.size());
  state.counters["re2_matches"] = static_cast<double>(matches);
  state.counters["findings"] = static_cast<double>(findings.size());
}
BENCHMARK(confirm_to_re2)->Iterations(20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace inkblot::bench
