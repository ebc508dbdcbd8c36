// A streak is where a plain reading of the definition says.
#include "unwrap/streak.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>

#include "support/chunking.h"

namespace inkblot {
namespace {

bool printable(const Base& base, std::string_view chars) {
  std::uint32_t bits = 0;
  for (const char c : chars) {
    const std::uint8_t digit = base.digits[static_cast<std::uint8_t>(c)];
    if (digit == kNoDigit || digit >= 62) return false;
    bits = bits << base.bits | digit;
  }
  for (std::size_t i = 0; i < base.bytes; ++i, bits >>= 8U) {
    if ((bits & 0xFFU) < 0x20 || (bits & 0xFFU) >= 0x80) return false;
  }
  return true;
}

bool begins(const Base& base, std::size_t groups, std::string_view text) {
  if (text.size() < groups * base.chars) return false;
  for (std::size_t i = 0; i < groups; ++i) {
    if (!printable(base, text.substr(i * base.chars, base.chars))) return false;
  }
  return true;
}

// Where the first one ends that ends behind `from`.
std::optional<std::size_t> plain_end(std::string_view text, std::size_t from) {
  std::optional<std::size_t> out;
  const auto add = [&](std::size_t end) {
    if (end > from) out = std::min(out.value_or(~0UL), end);
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (begins(kBase64Digits, kBase64Groups, rest)) add(at + 16);
    if (begins(kHexDigits, kHexGroups, rest)) add(at + 28);
  }
  return out;
}

std::string random_text(std::mt19937_64& random) {
  constexpr std::string_view kText = "IJKZabcf23456789CHiSXw0+/-_gQUEA ";
  std::string text(random() % 300, 'a');
  const bool hex = random() % 2 == 0;
  for (char& c : text) {
    c = hex ? "234567aB890"[random() % (random() % 9 == 0 ? 11 : 6)]
            : kText[random() % kText.size()];
  }
  return text;
}

TEST(Streak, IsWhereEveryGroupIsPrintable) {
  std::mt19937_64 random(20261126);
  int found = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = random_text(random);
    const std::size_t from = text.empty() ? 0 : random() % text.size();
    const Streak streak = find_streak(test::bytes_of(text), from);
    const auto end = plain_end(text, from);
    const std::string_view rest = std::string_view(text).substr(from);
    ASSERT_EQ(begins_streak(test::bytes_of(rest)),
              begins(kBase64Digits, kBase64Groups, rest) || begins(kHexDigits, kHexGroups, rest));
    ASSERT_EQ(streak.base != nullptr, end.has_value()) << text;
    if (!end) continue;
    ++found;
    const std::size_t size = streak.base == &kHexDigits ? kStreakBytesMax : kEncodedBytesMin;
    ASSERT_EQ(streak.begin + size, *end) << text;
  }
  EXPECT_GT(found, 500);
}

}  // namespace
}  // namespace inkblot
