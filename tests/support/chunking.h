// Cuts an input in every way that matters and drives the engine with the pieces.
#pragma once

#include <inkblot/redactor.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot::test {

class CollectingSink final : public Sink {
 public:
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) {
      text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    return {};
  }
  std::string text;
};

inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline Options default_options() {
  Options options;
  options.pack = Pack::builtin().value();
  return options;
}

// The output when the text arrives in these pieces; "FAILED: ..." on a failure.
inline std::string redact_cut(std::string_view text, const std::vector<std::size_t>& sizes,
                              const Options& options) {
  CollectingSink sink;
  auto redactor = Redactor::create(options, sink);
  if (!redactor) return "FAILED: " + redactor.error().message();
  std::size_t at = 0;
  for (const std::size_t size : sizes) {
    if (Status s = (*redactor)->write(bytes_of(text.substr(at, size))); !s.ok()) {
      return "FAILED: " + s.message();
    }
    at += size;
  }
  if (Status s = (*redactor)->finish(); !s.ok()) return "FAILED: " + s.message();
  return sink.text;
}

// Whole, one byte at a time, every single split when short, and `random_cuts` ways from `seed`.
inline std::vector<std::vector<std::size_t>> cuts_of(std::size_t size, std::uint64_t seed,
                                                     int random_cuts) {
  std::vector<std::vector<std::size_t>> out = {{size}, std::vector<std::size_t>(size, 1)};
  if (size <= 400) {
    for (std::size_t at = 1; at < size; ++at) out.push_back({at, size - at});
  }
  std::mt19937_64 random(seed);
  for (int i = 0; i < random_cuts; ++i) {
    std::vector<std::size_t> cut;
    const std::size_t widest = std::size_t{1} << (1 + random() % 12);
    for (std::size_t at = 0; at < size;) {
      const std::size_t piece = std::min<std::size_t>(1 + random() % widest, size - at);
      cut.push_back(piece);
      at += piece;
    }
    out.push_back(std::move(cut));
  }
  return out;
}

}  // namespace inkblot::test
