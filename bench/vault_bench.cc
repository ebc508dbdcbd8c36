// The line with 1 to 100,000 known secrets, all their forms, against the line without a store.
#include <benchmark/benchmark.h>
#include <inkblot/redactor.h>

#include <algorithm>
#include <limits>
#include <random>

#include "stage.h"
#include "texts.h"
#include "vault/derive.h"
#include "vault/index.h"

namespace inkblot::bench {
namespace {

constexpr std::array<std::size_t, 4> kCounts = {1, 100, 10'000, 100'000};

// Signs and line ends in what a value begins with, as in a key file and a password.
const std::vector<std::string> kAwkward = {
    "{\n  \"type\": \"service_account\",\n  \"project_id\": \"one-project\"\n}", "p\"w\\x`y'z0123"};

std::shared_ptr<const KnownSecrets> secrets(std::size_t count,
                                            const std::vector<std::string>& more = {}) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::mt19937_64 random(count);
  StoreContents contents;
  for (std::uint8_t& byte : contents.keys.seed) byte = static_cast<std::uint8_t>(random());
  auto deriver = Deriver::create(contents.keys).value();
  for (std::uint32_t i = 0; i < count + more.size(); ++i) {
    std::string value;
    if (i < count) {
      for (std::size_t n = 16 + random() % 33; n > 0; --n) value += kLetters[random() % 62];
    } else {
      value = more[i - count];
    }
    contents.secrets.push_back({"bench/" + std::to_string(i), "bench", 0, 0});
    for (FormPrint print : deriver.derive(window_of(value).bytes)) {
      print.secret = i;
      contents.prints.push_back(print);
    }
  }
  std::vector<StoreContents> stores;
  stores.push_back(std::move(contents));
  return std::make_shared<KnownSecrets>(std::make_shared<Index>(std::move(stores)));
}

double line_seconds(const std::string& text, const Options& options) {
  return seconds_of([&] {
    NullSink sink;
    const auto source = make_memory_source(window_of(text).bytes);
    benchmark::DoNotOptimize(redact(*source, sink, options).value().bytes_out);
  });
}

// Each in its turn, so that a noisy neighbour disturbs all.
void compare(benchmark::State& state, const std::string& text) {
  static const auto kStores = [] {
    std::array<std::shared_ptr<const KnownSecrets>, kCounts.size()> stores;
    std::transform(kCounts.begin(), kCounts.end(), stores.begin(),
                   [](std::size_t count) { return secrets(count); });
    return stores;
  }();
  static const auto kAwkwardStore = secrets(100, kAwkward);
  Options options;
  options.pack = Pack::builtin().value();
  double without = std::numeric_limits<double>::max();
  std::array<double, kCounts.size()> with;
  with.fill(without);
  double awkward = without;
  for (auto _ : state) {
    options.known = nullptr;
    without = std::min(without, line_seconds(text, options));
    for (std::size_t i = 0; i < with.size(); ++i) {
      options.known = kStores.at(i);
      with.at(i) = std::min(with.at(i), line_seconds(text, options));
    }
    options.known = kAwkwardStore;
    awkward = std::min(awkward, line_seconds(text, options));
  }
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  const auto fewer = std::minmax_element(with.begin(), with.end() - 1);
  state.counters["MBps_0"] = megabytes / without;
  for (std::size_t i = 0; i < with.size(); ++i) {
    state.counters["MBps_" + std::to_string(kCounts.at(i))] = megabytes / with.at(i);
  }
  state.counters["MBps_awkward_100"] = megabytes / awkward;
  state.counters["awkward_to_without"] = without / awkward;
  state.counters["slowest_to_fastest"] = *fewer.first / *fewer.second;
  state.counters["slowest_to_without"] = without / *fewer.second;
  state.counters["100000_to_fastest"] = *fewer.first / with.back();
}

const bool kRegistered = [] {
  for (Text& text : ordinary_texts()) {
    benchmark::RegisterBenchmark(("vault/" + text.name).c_str(), compare, text.bytes)
        ->Iterations(7)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
}  // namespace inkblot::bench
