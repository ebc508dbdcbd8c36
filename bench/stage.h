// What the stages' benchmarks share: a text with credentials in it, and two works timed in turns.
#pragma once

#include <benchmark/benchmark.h>
#include <inkblot/redactor.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "pack/pack.h"
#include "pack/sample.h"
#include "window.h"

namespace inkblot::bench {

// Ordinary lines, with one generated credential every `lines` lines, of all rules in turn.
struct Seeded {
  std::string text;
  std::vector<std::string> tokens;
};
inline Seeded seeded_text(const Pack& pack, std::size_t size, std::size_t lines) {
  Seeded out;
  std::uint64_t line = 0;
  while (out.text.size() < size) {
    out.text += "2026-01-01 12:00:00 INFO worker[17]: request " + std::to_string(line) + " done";
    if (++line % lines == 0) {
      const Rule& rule = pack.rules()[(line / lines) % pack.rules().size()];
      const auto token = make_sample(rule, rule.sample, line);
      if (token && rule.parser.empty()) {
        out.text += " with " + *token;
        out.tokens.push_back(*token);
      }
    }
    out.text += '\n';
  }
  return out;
}

inline Window window_of(const std::string& text) {
  return {Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0, true};
}

inline double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Takes everything and counts it.
class NullSink final : public Sink {
 public:
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) bytes += piece.size();
    return {};
  }
  std::size_t bytes = 0;
};

// Runs both in turns, so that a noisy neighbour disturbs both, and keeps the fastest of each.
// `ours_to_yardstick` is the speed of ours relative to the yardstick's: 1 is as fast.
class Duel {
 public:
  explicit Duel(benchmark::State& state, double bytes) : state_(state), bytes_(bytes) {}
  void turn(const auto& yardstick, const auto& ours) {
    yardstick_ = std::min(yardstick_, seconds_of(yardstick));
    ours_ = std::min(ours_, seconds_of(ours));
  }
  ~Duel() {
    state_.counters["yardstick_MBps"] = bytes_ / 1e6 / yardstick_;
    state_.counters["ours_MBps"] = bytes_ / 1e6 / ours_;
    state_.counters["ours_to_yardstick"] = yardstick_ / ours_;
  }
  Duel(const Duel&) = delete;
  Duel& operator=(const Duel&) = delete;

 private:
  benchmark::State& state_;
  double bytes_;
  double yardstick_ = std::numeric_limits<double>::max();
  double ours_ = std::numeric_limits<double>::max();
};

}  // namespace inkblot::bench
