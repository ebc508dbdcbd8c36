// From the last group of a streak backwards, so that most characters are not looked at.
#include "unwrap/streak.h"

#include <algorithm>

#include "window.h"

namespace inkblot {
namespace {

static_assert(kBase64Groups * 4 == kEncodedBytesMin && kHexGroups * 2 == kStreakBytesMax);

constexpr std::uint8_t kFirst = 1;     // Of a group: the first byte is printable.
constexpr std::uint8_t kSecond = 2;    // The second one is.
constexpr std::uint8_t kThirdLow = 4;  // The third one is when the last character says so.
constexpr std::uint8_t kThird = 8;     // The third one is, whatever the last character.
constexpr std::uint8_t kHigh = 16;     // This last character says so.
constexpr std::uint8_t kAny = 32;
constexpr std::uint8_t kHexHigh = 64;  // Of a pair of hexadecimal digits that is printable.
constexpr std::uint8_t kHexLow = 128;

constexpr Digits kinds() {
  Digits out{};
  for (std::size_t c = 0; c < out.size(); ++c) {
    unsigned bits = 0;
    if (const unsigned value = kBase64Digits.digits[c]; value != kNoDigit) {
      if (value < 62) bits |= kAny;
      if (value >= 8 && value < 32) bits |= kFirst;
      if (value % 16 >= 2 && value % 16 < 8) bits |= kSecond;
      if (value % 4 == 0) bits |= kThirdLow;
      if (value % 4 == 1) bits |= kThird;
      if (value >= 32 && value < 62) bits |= kHigh;
    }
    if (const unsigned value = kHexDigits.digits[c]; value != kNoDigit) {
      bits |= kHexLow;
      if (value >= 2 && value < 8) bits |= kHexHigh;
    }
    out[c] = static_cast<std::uint8_t>(bits);
  }
  return out;
}
constexpr Digits kKinds = kinds();

struct Base64Group {
  static constexpr std::size_t kChars = 4;
  static constexpr std::size_t kCount = kBase64Groups;
  static bool is_text(const std::uint8_t* c) {
    if ((kKinds[c[0]] & kFirst) == 0 || (kKinds[c[1]] & kSecond) == 0) return false;
    const unsigned third = kKinds[c[2]];
    const unsigned last = kKinds[c[3]];
    return ((third & kThirdLow) != 0 && (last & kHigh) != 0) ||
           ((third & kThird) != 0 && (last & kAny) != 0);
  }
};

struct HexGroup {
  static constexpr std::size_t kChars = 2;
  static constexpr std::size_t kCount = kHexGroups;
  static bool is_text(const std::uint8_t* c) {
    return (kKinds[c[0]] & kHexHigh) != 0 && (kKinds[c[1]] & kHexLow) != 0;
  }
};

template <class Group>
bool begins(Bytes text) {
  constexpr std::size_t kSize = Group::kChars * Group::kCount;
  if (text.size() < kSize) return false;
  std::size_t at = 0;
  while (at < kSize && Group::is_text(&text[at])) at += Group::kChars;
  return at == kSize;
}

// Where the first streak ends that begins at `from` or a number of groups behind it, if it is not
// behind `end`; `end` otherwise.
template <class Group>
std::size_t find_in_step(Bytes text, std::size_t from, std::size_t end) {
  constexpr std::size_t kSize = Group::kChars * Group::kCount;
  for (std::size_t at = from; at + kSize <= end;) {
    std::size_t i = Group::kCount;
    while (i > 0 && Group::is_text(&text[at + (i - 1) * Group::kChars])) --i;
    if (i == 0) return at + kSize;
    at += i * Group::kChars;
  }
  return end + 1;
}

template <class Group>
std::size_t find_end(Bytes text, std::size_t from) {
  constexpr std::size_t kSize = Group::kChars * Group::kCount;
  from -= std::min(from, kSize - 1);
  std::size_t end = text.size();
  bool found = false;
  for (std::size_t step = 0; step < Group::kChars; ++step) {
    const std::size_t one = find_in_step<Group>(text, from + step, end);
    found = found || one <= end;
    end = std::min(end, one);
  }
  return found ? end : text.size() + 1;
}

}  // namespace

bool begins_streak(Bytes text) { return begins<Base64Group>(text) || begins<HexGroup>(text); }

Streak find_streak(Bytes text, std::size_t from) {
  const std::size_t base64 = find_end<Base64Group>(text, from);
  const std::size_t hex = find_end<HexGroup>(text, from);
  if (base64 > text.size() && hex > text.size()) return {};
  if (base64 <= hex) return {base64 - kEncodedBytesMin, &kBase64Digits};
  return {hex - kStreakBytesMax, &kHexDigits};
}

}  // namespace inkblot
