// The line against raw Hyperscan over the same database, and the database against bare literals.
#include <benchmark/benchmark.h>
#include <inkblot/redactor.h>

#include <algorithm>
#include <limits>

#include "literals.h"
#include "pack/pack.h"
#include "raw.h"
#include "stage.h"
#include "texts.h"

namespace inkblot::bench {
namespace {

// One turn of each, alternating, so that a noisy neighbour disturbs both.
void compare(benchmark::State& state, const std::string& text, bool tokeniser) {
  const auto pack = Pack::builtin().value();
  const PackImpl& built = impl(*pack);
  const auto whole = whole_database(built);
  const auto scratch = hyperscan::make_scratch(whole.get()).value();
  const auto literals = literal_database(pinned_literals());
  const auto literal_scratch = hyperscan::make_scratch(literals.get()).value();
  Options options;
  options.pack = pack;
  if (!tokeniser) options.except = {"provider-key", "rare-literal"};
  double literal = std::numeric_limits<double>::max();
  double raw = literal;
  double line = literal;
  std::uint64_t redactions = 0;
  for (auto _ : state) {
    literal =
        std::min(literal, seconds_of([&] {
                   benchmark::DoNotOptimize(raw_scan(literals.get(), literal_scratch.get(), text));
                 }));
    raw = std::min(raw, seconds_of([&] {
                     benchmark::DoNotOptimize(raw_scan(whole.get(), scratch.get(), text));
                   }));
    line =
        std::min(line, seconds_of([&] {
                   NullSink sink;
                   const auto source = make_memory_source(
                       Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
                   const auto stats = redact(*source, sink, options);
                   if (!stats || stats->bytes_in != text.size() || sink.bytes != stats->bytes_out) {
                     state.SkipWithError("the line lost bytes");
                   } else if (redactions != 0 && redactions != stats->redactions) {
                     state.SkipWithError("the line is not repeatable");
                   } else {
                     redactions = stats->redactions;
                   }
                 }));
  }
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  state.counters["raw_MBps"] = megabytes / raw;
  state.counters["line_MBps"] = megabytes / line;
  state.counters["line_to_raw"] = raw / line;
  state.counters["raw_to_literals"] = literal / raw;
  state.counters["redactions"] = static_cast<double>(redactions);
}

const bool kRegistered = [] {
  for (Text& text : ordinary_texts()) {
    benchmark::RegisterBenchmark(("line/" + text.name).c_str(), compare, text.bytes, true)
        ->Iterations(15)
        ->Unit(benchmark::kMillisecond);
    // Without the one rule that needs it.
    benchmark::RegisterBenchmark(("heads/" + text.name).c_str(), compare, text.bytes, false)
        ->Iterations(15)
        ->Unit(benchmark::kMillisecond);
  }
  for (Text& text : hostile_texts()) {
    benchmark::RegisterBenchmark(("hostile/" + text.name).c_str(), compare, text.bytes, true)
        ->Iterations(3)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
}  // namespace inkblot::bench
