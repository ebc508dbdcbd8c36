// Replacements against plain copies and the bare keyed hash; grouping against a plain vector.
#include "resolve/resolve.h"
#include "rewrite/style.h"
#include "stage.h"
#include "tag.h"

namespace inkblot::bench {
namespace {

constexpr std::size_t kTimes = 20000;
constexpr std::size_t kValueBytes = 40;

void tag_to_copy(benchmark::State& state) {
  Options options;
  options.pack = Pack::builtin().value();
  const Rule& rule = options.pack->rules().front();
  const std::string value(kValueBytes, 'a');
  std::string out;
  std::string copy;
  Duel duel(state, static_cast<double>(kTimes * kValueBytes));
  for (auto _ : state) {
    duel.turn(
        [&] {
          copy.clear();
          for (std::size_t i = 0; i < kTimes; ++i) copy.append("REDACTED_").append(rule.id);
        },
        [&] {
          out.clear();
          for (std::size_t i = 0; i < kTimes; ++i) {
            append_replacement(options, {rule, value}, out);
          }
        });
    if (out != copy) state.SkipWithError("the tags are not the rule's");
  }
}
BENCHMARK(tag_to_copy)->Iterations(20)->Unit(benchmark::kMillisecond);

void pseudonym_to_hash(benchmark::State& state) {
  Options options;
  options.pack = Pack::builtin().value();
  options.style = Style::pseudonym;
  options.key.emplace().fill(7);
  const Rule& rule = options.pack->rules().front();
  const std::string value(kValueBytes, 'a');
  std::array<std::uint8_t, 16> sum{};
  std::string out;
  Duel duel(state, static_cast<double>(kTimes * kValueBytes));
  for (auto _ : state) {
    duel.turn(
        [&] {
          for (std::size_t i = 0; i < kTimes; ++i) {
            crypto_generichash(sum.data(), sum.size(),
                               reinterpret_cast<const unsigned char*>(value.data()), value.size(),
                               options.key->data(), options.key->size());
            benchmark::DoNotOptimize(sum);
          }
        },
        [&] {
          for (std::size_t i = 0; i < kTimes; ++i) {
            out.clear();
            append_replacement(options, {rule, value}, out);
            benchmark::DoNotOptimize(out);
          }
        });
    if (!is_own_tag(out, options.pack->rules()))
      state.SkipWithError("the pseudonym is no tag of ours");
  }
}
BENCHMARK(pseudonym_to_hash)->Iterations(20)->Unit(benchmark::kMillisecond);

// Three findings of four lie apart, one touches the one before.
void resolve_to_vector(benchmark::State& state) {
  std::vector<Finding> findings;
  for (Offset i = 0; i < kTimes; ++i) {
    const Offset begin = i * 100 - (i % 4 == 3 ? 70 : 0);
    findings.push_back({{begin, begin + 40}, 0, Evidence::exact});
  }
  std::vector<Finding> copy;
  std::size_t groups = 0;
  Duel duel(state, static_cast<double>(kTimes * sizeof(Finding)));
  for (auto _ : state) {
    duel.turn(
        [&] {
          copy.clear();
          for (const Finding& finding : findings) copy.push_back(finding);
          benchmark::DoNotOptimize(copy.data());
        },
        [&] {
          Resolver resolver;
          for (const Finding& finding : findings) resolver.add(finding);
          groups = resolver.groups().size();
        });
    if (groups != kTimes * 3 / 4) state.SkipWithError("touching findings are not one group");
  }
}
BENCHMARK(resolve_to_vector)->Iterations(20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace inkblot::bench
