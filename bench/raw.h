// The bare Hyperscan scan that everything is held against, block by block as a stream arrives.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "pack/pack.h"
#include "pack/ways.h"

namespace inkblot::bench {

inline constexpr std::size_t kBlockBytes = std::size_t{1} << 17U;

// All heads of the pack as Hyperscan alone would scan for them, whatever the engine finds by other
// means.  THROWS: when Hyperscan refuses one.
inline hyperscan::Database whole_database(const PackImpl& pack) {
  std::size_t failed = 0;
  auto database = hyperscan::compile(sweep_patterns(pack.rules()), failed);
  if (!database) throw std::runtime_error(database.error().message());
  return std::move(*database);
}

// The number of matches: what shows that the scan took place.
inline std::uint64_t raw_scan(const hs_database_t* database, hs_scratch_t* scratch,
                              const std::string& text) {
  const auto count_match = [](unsigned, unsigned long long, unsigned long long, unsigned,
                              void* count) {
    ++*static_cast<std::uint64_t*>(count);
    return 0;
  };
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += kBlockBytes) {
    const auto size = static_cast<unsigned>(std::min(kBlockBytes, text.size() - at));
    if (hs_scan(database, text.data() + at, size, 0, scratch, count_match, &count) != HS_SUCCESS) {
      return 0;
    }
  }
  return count;
}

}  // namespace inkblot::bench
