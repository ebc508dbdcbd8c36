// Confirming candidates against what RE2 alone takes to match the same tokens.
#include "confirm/confirm.h"

#include <re2/re2.h>

#include <memory>

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
  std::vector<std::unique_ptr<RE2>> regexes;
  for (const Rule& rule : pack->rules()) {
    regexes.push_back(std::make_unique<RE2>(rule.pattern, RE2::Quiet));
  }
  std::vector<Finding> findings;
  std::size_t matches = 0;
  Duel duel(state, static_cast<double>(seeded.text.size()));
  for (auto _ : state) {
    duel.turn(
        [&] {
          matches = 0;
          for (const Candidate& candidate : candidates) {
            if (!pack->rules()[candidate.rule].parser.empty()) continue;
            const std::size_t line_end = seeded.text.find('\n', candidate.begin);
            const re2::StringPiece line(seeded.text.data() + candidate.begin,
                                        line_end - candidate.begin);
            const RE2& regex = *regexes[candidate.rule];
            const bool matched = regex.Match(line, 0, line.size(), RE2::ANCHOR_START, nullptr, 0);
            matches += matched ? 1U : 0U;
          }
        },
        [&] {
          Confirm confirm(built);
          findings.clear();
          std::vector<Candidate> fresh = candidates;
          confirm.run(window, fresh, findings);
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
