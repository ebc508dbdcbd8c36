// The slowest text among all that are made of one keyword, one byte or one token, over and over.
#include <inkblot/redactor.h>

#include <algorithm>

#include "literals.h"
#include "raw.h"
#include "stage.h"

namespace inkblot::bench {
namespace {

constexpr std::size_t kSize = 60000;
// A fortieth of the speed on clean text, which is what hostile text may cost at most.
constexpr double kShareMin = 1.0 / 40;

std::string shown(std::string name) {
  for (char& c : name) {
    if (c < ' ' || c > '~') c = '?';
  }
  return name;
}

// Every byte; every keyword of the pack with each separator behind it; two tokens of every rule.
std::vector<std::string> units(const Pack& pack) {
  std::vector<std::string> out;
  for (unsigned c = 0; c < 256; ++c) out.emplace_back(1, static_cast<char>(c));
  for (const Rule& rule : pack.rules()) {
    for (const std::string& keyword : rule.keywords) {
      for (const char* const behind : {"", " ", "\n", ".", "=", "\": \"", ": "}) {
        out.push_back(keyword + behind);
      }
    }
    for (const std::uint64_t seed : {1U, 2U}) {
      const auto token = make_sample(rule, rule.sample, seed);
      if (!token) continue;
      out.push_back(*token + " ");
      out.push_back(token->substr(0, (token->size() + 1) / 2) + " ");
    }
  }
  return out;
}

double speed_of(std::size_t size, const auto& work) {
  double best = std::numeric_limits<double>::max();
  for (int i = 0; i < 3; ++i) best = std::min(best, seconds_of(work));
  return static_cast<double>(size) / 1e6 / best;
}

struct Speed {
  double line = 0;
  double raw = 0;
  std::string name;
};

void every_keyword(benchmark::State& state) {
  Options options;
  options.pack = Pack::builtin().value();
  const PackImpl& built = impl(*options.pack);
  const auto whole = whole_database(built);
  const auto scratch = hyperscan::make_scratch(whole.get()).value();
  const auto measure = [&](const std::string& text, const std::string& name) {
    const double line = speed_of(text.size(), [&] {
      NullSink sink;
      const auto source = make_memory_source(window_of(text).bytes);
      const auto stats = redact(*source, sink, options);
      if (!stats || sink.bytes != stats->bytes_out) state.SkipWithError("the line lost bytes");
    });
    const double raw = speed_of(
        text.size(), [&] { benchmark::DoNotOptimize(raw_scan(whole.get(), scratch.get(), text)); });
    return Speed{line, raw, name};
  };
  for (auto _ : state) {
    std::string clean;
    while (clean.size() < 20 * kSize)
      clean += "request " + std::to_string(clean.size()) + " done\n";
    const Speed yardstick = measure(clean, "clean");
    std::vector<Speed> all;
    for (const std::string& unit : units(*options.pack)) {
      std::string text;
      while (text.size() < kSize) text += unit;
      all.push_back(measure(text, shown(unit)));
    }
    const auto slowest = std::min_element(
        all.begin(), all.end(), [](const Speed& a, const Speed& b) { return a.line < b.line; });
    const auto count = [&](const auto& which) {
      return static_cast<double>(std::count_if(all.begin(), all.end(), which));
    };
    const double bar = yardstick.line * kShareMin;
    state.SetLabel(slowest->name);
    state.counters["clean_MBps"] = yardstick.line;
    state.counters["slowest_MBps"] = slowest->line;
    state.counters["slowest_raw_MBps"] = slowest->raw;
    state.counters["texts"] = static_cast<double>(all.size());
    state.counters["below_a_fortieth"] = count([bar](const Speed& s) { return s.line < bar; });
    state.counters["raw_below_a_fortieth"] = count([bar](const Speed& s) { return s.raw < bar; });
    state.counters["below_half_of_raw"] = count([](const Speed& s) { return s.line < s.raw / 2; });
  }
}
BENCHMARK(every_keyword)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace inkblot::bench
