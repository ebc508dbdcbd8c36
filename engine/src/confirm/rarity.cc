// Adds up one table.
#include "confirm/rarity.h"

#include <array>
#include <cstdint>

#include "confirm/rarity_table.h"

namespace inkblot {
namespace {

constexpr std::size_t kClasses = kRarityRows.size();
constexpr std::uint8_t kMark = kClasses - 2;
constexpr std::uint8_t kEdge = kClasses - 1;
constexpr std::size_t kBitsMin = 2;

constexpr auto kClassOf = [] {
  std::array<std::uint8_t, 256> out{};
  out.fill(kMark);
  for (std::uint8_t i = 0; i < 26; ++i) {
    out.at(static_cast<std::size_t>('A') + i) = static_cast<std::uint8_t>(10 + i);
    out.at(static_cast<std::size_t>('a') + i) = static_cast<std::uint8_t>(36 + i);
    if (i < 10) out.at(static_cast<std::size_t>('0') + i) = i;
  }
  return out;
}();

constexpr auto kBits = [] {
  std::array<std::uint8_t, kClasses * kClasses> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char digit = kRarityRows.at(i / kClasses)[i % kClasses];
    out.at(i) = static_cast<std::uint8_t>(static_cast<std::size_t>(digit - '0') + kBitsMin);
  }
  return out;
}();

}  // namespace

std::size_t rarity(std::string_view token) {
  std::size_t sum = 0;
  std::size_t last = kEdge;
  for (const char c : token) {
    const std::size_t next = kClassOf[static_cast<std::uint8_t>(c)];
    sum += kBits[last * kClasses + next];
    last = next;
  }
  return sum;
}

}  // namespace inkblot
