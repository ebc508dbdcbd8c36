// One call a text, as a tool server makes it, against the raw scan of the same bytes.
#include <inkblot/engine.h>

#include "raw.h"
#include "stage.h"
#include "texts.h"

namespace inkblot::bench {
namespace {

void call(benchmark::State& state, const std::string& text, std::size_t size) {
  Options options;
  options.pack = Pack::builtin().value();
  const auto engine = Engine::create(options).value();
  const PackImpl& pack = impl(*options.pack);
  const auto whole = whole_database(pack);
  const auto scratch = hyperscan::make_scratch(whole.get()).value();
  std::vector<std::string> parts;
  for (std::size_t at = 0; at + size <= text.size() && parts.size() < 256; at += 7 * size) {
    parts.push_back(text.substr(at, size));
  }
  if (parts.empty()) return state.SkipWithError("the text is too short");
  std::size_t bytes = 0;
  {
    Duel duel(state, static_cast<double>(parts.size() * size));
    for (auto _ : state) {
      duel.turn(
          [&] {
            for (const std::string& part : parts) {
              benchmark::DoNotOptimize(raw_scan(whole.get(), scratch.get(), part));
            }
          },
          [&] {
            NullSink sink;
            for (const std::string& part : parts) {
              if (!engine->redact(part, sink).ok()) state.SkipWithError("a call failed");
            }
            bytes = sink.bytes;
          });
    }
  }
  const double raw = state.counters["yardstick_MBps"];
  const double ours = state.counters["ours_MBps"];
  state.counters["raw_us"] = static_cast<double>(size) / raw;
  state.counters["call_us"] = static_cast<double>(size) / ours;
  state.counters["call_to_raw"] = raw / ours;
  if (bytes == 0) state.SkipWithError("nothing came out");
}

const bool kRegistered = [] {
  for (const Text& text : ordinary_texts()) {
    for (const std::size_t size : {1'000U, 10'000U}) {
      benchmark::RegisterBenchmark(("call/" + text.name + "/" + std::to_string(size)).c_str(), call,
                                   text.bytes, size)
          ->Iterations(50)
          ->Unit(benchmark::kMicrosecond);
    }
  }
  return true;
}();

}  // namespace
}  // namespace inkblot::bench
