// Many threads call one engine through the C interface: every answer is checked, memory must not
// grow, and the work must be shared by the cores there are.
#include <inkblot/c.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "pack/pack.h"
#include "pack/sample.h"

namespace {

constexpr std::size_t kThreads = 16;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr double kGrowthMaxMiB = 64;  // Most of it is the sanitizer's own.
#else
constexpr double kGrowthMaxMiB = 4;
#endif

// Resident now.
double mebibytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  file >> all >> resident;
  return static_cast<double>(resident) * 4096 / (1 << 20);
}

struct Texts {
  std::string clean;
  std::string secret;
  std::string redacted;
};

Texts make_texts() {
  Texts out;
  while (out.clean.size() < 1000)
    out.clean += "2026-01-01 12:00:00 INFO worker[17]: done in 5 ms\n";
  const auto pack = inkblot::Pack::builtin().value();
  for (const inkblot::Rule& rule : pack->rules()) {
    if (rule.id != "github-pat") continue;
    out.secret = out.clean + make_sample(rule, rule.sample, 1).value() + "\n";
    out.redacted = out.clean + "REDACTED_github-pat\n";
  }
  return out;
}

// Every hundredth text holds a secret.  The number of wrong answers.
std::size_t call(const inkblot_engine* engine, const Texts& texts, std::size_t calls) {
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < calls; ++i) {
    const bool found = i % 100 == 0;
    const std::string& text = found ? texts.secret : texts.clean;
    inkblot_buffer out{};
    const inkblot_code code = inkblot_redact(engine, {text.data(), text.size()}, nullptr, &out);
    const bool right =
        code == INKBLOT_OK &&
        (found ? out.data != nullptr && texts.redacted == out.data : out.data == nullptr);
    wrong += right ? 0 : 1;
    inkblot_free(&out);
  }
  return wrong;
}

// Calls a second.
double run(const inkblot_engine* engine, const Texts& texts, std::size_t threads,
           std::size_t calls) {
  std::atomic<std::size_t> wrong = 0;
  std::vector<std::thread> all;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < threads; ++i) {
    all.emplace_back([&] { wrong += call(engine, texts, calls); });
  }
  for (std::thread& thread : all) thread.join();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (wrong != 0) {
    std::printf("FAIL: %zu wrong answers\n", wrong.load());
    std::exit(1);
  }
  return static_cast<double>(threads * calls) / seconds;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t calls = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  inkblot_engine* engine = nullptr;
  if (inkblot_engine_create(nullptr, &engine) != INKBLOT_OK) {
    std::printf("FAIL: %s\n", inkblot_last_error());
    return 1;
  }
  const Texts texts = make_texts();
  run(engine, texts, kThreads, calls / 100 + 1);
  const double before = mebibytes();
  const double one = run(engine, texts, 1, calls);
  const double all = run(engine, texts, kThreads, calls);
  const double grown = mebibytes() - before;
  inkblot_engine_destroy(engine);
  const unsigned cores = std::thread::hardware_concurrency();
  std::printf(
      "%zu threads, %zu calls each of 1 KB: %.0f calls/s, %.2f times one thread on %u cores; "
      "%.1f MiB resident, %.1f more than before\n",
      kThreads, calls, all, all / one, cores, before, grown);
  if (grown > kGrowthMaxMiB) std::printf("FAIL: the bar is %.0f MiB\n", kGrowthMaxMiB);
  return grown > kGrowthMaxMiB ? 1 : 0;
}
