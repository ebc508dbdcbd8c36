// Runs the property checks over a corpus folder: every sample, every JSON line, every whole file.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <nlohmann/json.hpp>
#include <thread>

#include "corpus/properties.h"

namespace inkblot::test {
namespace {

struct Settings {
  std::filesystem::path corpus;
  std::uint64_t every = 20;  // One text in so many, chosen by the seed; 1 is all.
  std::uint64_t seed = 1;
  int cuts = 100;
  std::string match;  // Only texts whose name contains this.
};

struct Text {
  std::string name;
  std::string bytes;
  int cuts;
};

// Shared by the processes.
struct Tally {
  std::atomic<std::size_t> next;
  std::atomic<std::size_t> texts;
  std::atomic<std::size_t> bytes;
  std::atomic<std::size_t> findings;
  std::atomic<std::size_t> failures;
};

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Both the sample and the JSON line that holds it, which is one level deeper.
void add_rows(const std::filesystem::path& path, int cuts, std::vector<Text>& out) {
  std::ifstream in(path, std::ios::binary);
  std::string line;
  for (std::size_t row = 1; std::getline(in, line); ++row) {
    const auto parsed = nlohmann::json::parse(line, nullptr, false);
    const std::string name = path.filename().string() + " row " + std::to_string(row);
    out.push_back({name + " as it stands", line, cuts});
    for (const char* const field : {"text", "line"}) {
      if (!parsed.is_discarded() && parsed.contains(field) && parsed[field].is_string()) {
        out.push_back({name + " " + field, parsed[field].get<std::string>(), cuts});
      }
    }
  }
}

std::vector<Text> texts_of(const Settings& settings) {
  std::vector<Text> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(settings.corpus)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".jsonl" && extension != ".log") continue;
    // A whole file is long: fewer cuts of it, for each costs as much as hundreds of samples.
    const int few = std::max(1, settings.cuts / 25);
    all.push_back({entry.path().filename().string(), read_file(entry.path()), few});
    if (entry.path().parent_path() == settings.corpus) add_rows(entry.path(), settings.cuts, all);
  }
  std::sort(all.begin(), all.end(), [](const Text& a, const Text& b) { return a.name < b.name; });
  std::vector<Text> chosen;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool whole_file = all[i].bytes.size() > (1U << 16U);
    const std::uint64_t every = whole_file ? (settings.every + 4) / 5 : settings.every;
    if (mixed(settings.seed * 1000003 + i) % every != 0) continue;
    if (all[i].name.find(settings.match) == std::string::npos) continue;
    chosen.push_back(std::move(all[i]));
  }
  return chosen;
}

void check(const Text& text, const Settings& settings, const Options& options, Tally& tally) {
  const Run whole = run_cut(text.bytes, {text.bytes.size()}, options);
  const std::pair<const char*, std::string> results[] = {
      {"run", whole.error},
      {"cuts", check_cuts(text.bytes, whole, settings.seed, text.cuts, options)},
      {"outside", check_outside(text.bytes, whole)},
      {"idempotent", check_idempotent(whole, options)},
      {"json", check_json(text.bytes, whole)},
      {"blocks", check_blocks(text.bytes, whole, options)}};
  ++tally.texts;
  tally.bytes += text.bytes.size();
  tally.findings += whole.findings.size();
  for (const auto& [property, wrong] : results) {
    if (wrong.empty()) continue;
    ++tally.failures;
    std::printf("FAILED %s: %s: %s\n", property, text.name.c_str(), wrong.c_str());
    std::fflush(stdout);
  }
}

int run_all(const Settings& settings) {
  const std::vector<Text> texts = texts_of(settings);
  const Options options = default_options();
  void* const shared =
      mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 1;
  Tally& tally = *new (shared) Tally{};
  // Processes, not threads: every stream maps and unmaps its ring, which threads would queue for.
  std::vector<pid_t> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    const pid_t pid = fork();
    if (pid == 0) {
      for (std::size_t at = tally.next++; at < texts.size(); at = tally.next++) {
        check(texts[at], settings, options, tally);
      }
      std::fflush(stdout);
      _exit(0);
    }
    if (pid > 0) workers.push_back(pid);
  }
  bool crashed = workers.empty();
  for (const pid_t pid : workers) {
    int status = 0;
    crashed |= waitpid(pid, &status, 0) != pid || status != 0;
  }
  std::printf("corpus properties: %zu texts, %zu bytes, %zu findings, 5 properties, %zu failed\n",
              tally.texts.load(), tally.bytes.load(), tally.findings.load(), tally.failures.load());
  if (crashed || tally.texts != texts.size()) {
    std::printf("corpus properties: a worker died\n");
    return 1;
  }
  if (tally.texts == 0 || (tally.findings == 0 && settings.match.empty())) {
    std::printf("corpus properties: nothing was checked\n");
    return 1;
  }
  return tally.failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace inkblot::test

int main(int argc, char** argv) {
  inkblot::test::Settings settings;
  const auto usage = [argv] {
    std::fprintf(stderr, "usage: %s CORPUS [--every N] [--seed N] [--cuts N] [--match WORDS]\n",
                 argv[0]);
    return 2;
  };
  for (int i = 1; i < argc; ++i) {
    const bool option = std::strncmp(argv[i], "--", 2) == 0;
    if (!option) {
      settings.corpus = argv[i];
      continue;
    }
    const std::string_view name = argv[i];
    if (++i == argc) return usage();
    if (name == "--every") {
      settings.every = std::max(1ULL, std::strtoull(argv[i], nullptr, 10));
    } else if (name == "--seed") {
      settings.seed = std::strtoull(argv[i], nullptr, 10);
    } else if (name == "--cuts") {
      settings.cuts = std::atoi(argv[i]);
    } else if (name == "--match") {
      settings.match = argv[i];
    } else {
      return usage();
    }
  }
  if (settings.corpus.empty()) return usage();
  if (!std::filesystem::is_directory(settings.corpus)) {
    std::fprintf(stderr, "SKIPPED: corpus properties: no corpus at %s\n", settings.corpus.c_str());
    return 0;
  }
  return inkblot::test::run_all(settings);
}
