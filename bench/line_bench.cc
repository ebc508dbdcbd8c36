// The line against raw Hyperscan over the same database, and the database against bare literals.
#include <benchmark/benchmark.h>
#include <inkblot/redactor.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "pack/pack.h"
#include "texts.h"

namespace inkblot::bench {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 17U;

class NullSink final : public Sink {
 public:
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) bytes += piece.size();
    return {};
  }
  std::size_t bytes = 0;
};

int count_match(unsigned, unsigned long long, unsigned long long, unsigned, void* count) {
  ++*static_cast<std::uint64_t*>(count);
  return 0;
}

std::uint64_t raw_scan(const hs_database_t* database, hs_scratch_t* scratch,
                       const std::string& text) {
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += kBlockBytes) {
    hs_scan(database, text.data() + at,
            static_cast<unsigned>(std::min(kBlockBytes, text.size() - at)), 0, scratch, count_match,
            &count);
  }
  return count;
}

// The first keyword of every rule, as a bare literal: what a sweep can cost at the least.
hyperscan::Database literal_database(const Pack& pack) {
  std::vector<hyperscan::Pattern> patterns;
  for (const Rule& rule : pack.rules()) {
    for (const std::string& keyword : rule.keywords) {
      std::string regex;
      for (const char c : keyword) {
        constexpr std::string_view kHex = "0123456789abcdef";
        const auto byte = static_cast<std::uint8_t>(c);
        regex += std::string("\\x") + kHex[byte >> 4U] + kHex[byte & 15U];
      }
      if (keyword.size() >= 3) {
        patterns.push_back({regex, static_cast<unsigned>(patterns.size())});
      }
    }
  }
  std::size_t failed = 0;
  return std::move(*hyperscan::compile(patterns, failed));
}

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// One turn of each, alternating, so that a noisy neighbour disturbs both.
void compare(benchmark::State& state, const std::string& text) {
  const auto pack = Pack::builtin().value();
  const PackImpl& built = impl(*pack);
  const auto scratch = hyperscan::make_scratch(built.database()).value();
  const auto literals = literal_database(*pack);
  const auto literal_scratch = hyperscan::make_scratch(literals.get()).value();
  Options options;
  options.pack = pack;
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
                     benchmark::DoNotOptimize(raw_scan(built.database(), scratch.get(), text));
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
    benchmark::RegisterBenchmark(("line/" + text.name).c_str(), compare, text.bytes)
        ->Iterations(15)
        ->Unit(benchmark::kMillisecond);
  }
  for (Text& text : hostile_texts()) {
    benchmark::RegisterBenchmark(("hostile/" + text.name).c_str(), compare, text.bytes)
        ->Iterations(3)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
}  // namespace inkblot::bench
