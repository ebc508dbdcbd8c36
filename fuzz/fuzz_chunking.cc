// I1: any two cuts of the same bytes give the same output, the same redactions, the same sums.
#include <random>

#include "expand.h"
#include "fuzz.h"
#include "support/chunking.h"

namespace inkblot::fuzz {
namespace {

struct Outcome {
  std::string text;
  std::string redactions;
};

Outcome run(const std::string& text, const std::vector<std::size_t>& cut) {
  Outcome out;
  Options options;
  options.pack = builtin_pack();
  options.on_redaction = [&out](const Redaction& r) { out.redactions += line_of(r); };
  out.text = test::redact_cut(text, cut, options);
  return out;
}

std::vector<std::size_t> random_cut(std::size_t size, std::mt19937_64& random) {
  std::vector<std::size_t> cut;
  const std::size_t widest = std::size_t{1} << (random() % 11);
  for (std::size_t at = 0; at < size; at += cut.back()) {
    cut.push_back(std::min<std::size_t>(1 + random() % widest, size - at));
  }
  return cut;
}

// The first eight bytes decide the cuts.
void check(std::string_view input) {
  std::uint64_t seed = 0;
  for (int i = 0; i < 8; ++i)
    seed = seed * 256 + static_cast<unsigned char>(input[static_cast<std::size_t>(i)]);
  const std::string text = expand(*builtin_pack(), input.substr(8));
  std::mt19937_64 random(seed);
  const Outcome whole = run(text, {text.size()});
  std::vector<std::vector<std::size_t>> cuts = {random_cut(text.size(), random),
                                                random_cut(text.size(), random)};
  if (text.size() > 1) {
    const std::size_t at = 1 + random() % (text.size() - 1);
    cuts.push_back({at, text.size() - at});
  }
  // PERF: a long one takes a hundred times as long.
  if (text.size() <= 1024 || seed % 64 == 0) cuts.emplace_back(text.size(), 1);
  for (const auto& cut : cuts) {
    const Outcome other = run(text, cut);
    if (other.text != whole.text) broken("I1 output " + difference(whole.text, other.text));
    if (other.redactions != whole.redactions) {
      broken("I1 redactions\n" + whole.redactions + "---\n" + other.redactions);
    }
  }
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 8) return 0;
  inkblot::fuzz::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
