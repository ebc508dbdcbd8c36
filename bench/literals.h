// The pinned literals that the pack's scan is held against: of every way in which a head can begin,
// the longest run of fixed characters (2026-11-25).  They are data and are not read off the pack,
// so that a pack that grows slow does not slow its own yardstick.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/hyperscan.h"

namespace inkblot::bench {

// bench/literals.txt, one a line.  THROWS: when the file is missing or lost its lines.
inline std::vector<std::string> pinned_literals() {
  constexpr std::size_t kLiteralsMin = 400;
  std::ifstream in(INKBLOT_BENCH_LITERALS);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out.push_back(line);
  }
  if (out.size() < kLiteralsMin) throw std::runtime_error("bench/literals.txt lost its lines");
  return out;
}

// A database of nothing but these literals.  THROWS: when Hyperscan refuses one.
inline hyperscan::Database literal_database(const std::vector<std::string>& literals) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::vector<hyperscan::Pattern> patterns;
  for (const std::string& literal : literals) {
    std::string regex;
    for (const char c : literal) {
      const auto byte = static_cast<unsigned char>(c);
      regex += {'\\', 'x', kHex[byte >> 4U], kHex[byte & 15U]};
    }
    patterns.push_back({regex, static_cast<unsigned>(patterns.size())});
  }
  std::size_t failed = 0;
  auto database = hyperscan::compile(patterns, failed);
  if (!database) throw std::runtime_error(database.error().message());
  return std::move(*database);
}

}  // namespace inkblot::bench
