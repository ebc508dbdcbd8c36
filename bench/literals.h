// The pinned literals that the pack's scan is held against: of every way in which a head can begin,
// the longest run of fixed characters (2026-11-26).  They are data and are not read off the pack,
// so that a pack that grows slow does not slow its own yardstick.  (?i) before one: in any case;
// beyond ASCII every byte is spelled as \xHH.
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

// The literal as a pattern.
inline std::string pattern_of(std::string_view literal) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kFolded = "(?i)";
  std::string out;
  if (literal.starts_with(kFolded)) {
    out = kFolded;
    literal.remove_prefix(kFolded.size());
  }
  if (literal.starts_with("\\x") && literal.size() > 4) return out + std::string(literal);
  for (const char c : literal) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'\\', 'x', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return out;
}

// A database of nothing but these literals.  THROWS: when Hyperscan refuses one.
inline hyperscan::Database literal_database(const std::vector<std::string>& literals) {
  std::vector<hyperscan::Pattern> patterns;
  for (const std::string& literal : literals) {
    patterns.push_back({pattern_of(literal), static_cast<unsigned>(patterns.size())});
  }
  std::size_t failed = 0;
  auto database = hyperscan::compile(patterns, failed);
  if (!database) throw std::runtime_error(database.error().message());
  return std::move(*database);
}

}  // namespace inkblot::bench
