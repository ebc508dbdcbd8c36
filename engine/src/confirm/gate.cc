// Tells filler from secrets: placeholder words, masks, templates, too little variety.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include "confirm/parsers.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

// What a value is called rather than what it is.
constexpr std::array<std::string_view, 23> kWords = {
    "test",  "demo",      "sample", "foobar", "default",  "null",   "none",   "true",
    "false", "undefined", "nil",    "string", "password", "secret", "passwd", "token",
    "pass",  "bearer",    "basic",  "hidden", "removed",  "masked", "value"};

constexpr std::string_view kRedacted = "redacted";

// All in lower case.
constexpr std::array<std::string_view, 29> kFillers = {
    "${",      "********",   "........",    "00000000000", "1234567890abcdef1234567890abcdef",
    "<",       "abcdefgh",   "changeme",    "change_me",   "change-me",
    "dummy",   "example",    "fake",        "insert_",     "insert-",
    "notreal", "not-a-real", "placeholder", "replace_",    "replace-",
    "xxxxx",   "your_",      "your-",       "mytoken",     "yourtoken",
    "yourapi", "yoursecret", "yourkey",     "{{"};

bool begins_folded(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (to_lower(text[i]) != lower[i]) return false;
  }
  return true;
}

// Which fillers may begin with a character, and which may have one behind their first; a bit each.
class FillerIndex {
 public:
  constexpr FillerIndex() {
    for (std::size_t i = 0; i < kFillers.size(); ++i) add(kFillers[i], i);
    add(kRedacted, kFillers.size());
  }
  // The fillers that the two can begin; the last bit is kRedacted's.
  std::uint32_t of(char first, char second) const {
    return firsts_[static_cast<std::uint8_t>(first)] & seconds_[static_cast<std::uint8_t>(second)];
  }

 private:
  constexpr void add(std::string_view filler, std::size_t i) {
    for (unsigned c = 0; c < 256; ++c) {
      const char low = to_lower(static_cast<char>(c));
      if (low == filler[0]) firsts_[c] |= 1U << i;
      if (filler.size() == 1 || low == filler[1]) seconds_[c] |= 1U << i;
    }
  }
  std::array<std::uint32_t, 256> firsts_{};
  std::array<std::uint32_t, 256> seconds_{};
};
static_assert(kFillers.size() < 32);
constinit const FillerIndex kIndex;

// Parts of what providers print for everybody: the account keys of two emulators, a test site's
// key.
constexpr auto kPublished = std::to_array<std::string_view>(
    {"Eby8vdM02xNOcqFlqUwJ", "C2y6yDjf5/R+ob0N8A7C", "eIxAcTAAAAAJcZVRqyHh"});

// How many different characters there are, counted up to `enough`.
std::size_t distinct(std::string_view text, std::size_t enough) {
  CharSet seen;
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (seen.has(byte)) continue;
    seen.set(byte);
    if (++count == enough) break;
  }
  return count;
}

// Some other tool's tag: the word, and beside it nothing that could be a secret.
bool is_redacted(const std::string& folded) {
  std::string rest;
  bool redacted = false;
  for (std::size_t i = 0; i < folded.size();) {
    if (std::string_view(folded).substr(i).starts_with(kRedacted)) {
      redacted = true;
      i += kRedacted.size();
    } else {
      if (kWordSet.has(static_cast<std::uint8_t>(folded[i]))) rest += folded[i];
      ++i;
    }
  }
  return redacted &&
         (distinct(rest, 4) < 4 || std::find(kWords.begin(), kWords.end(), rest) != kWords.end());
}

bool is_published(std::string_view text) {
  return text.size() >= 32 &&
         std::any_of(kPublished.begin(), kPublished.end(), [text](std::string_view part) {
           return text.find(part) != std::string_view::npos;
         });
}

// The share of characters that follow their neighbour in the code (abc, 123) or repeat it.
bool is_sequence(std::string_view text) {
  const std::size_t jumps_max = (text.size() - 1) / 5;
  std::size_t jumps = 0;
  for (std::size_t i = 1; i < text.size() && jumps <= jumps_max; ++i) {
    jumps += static_cast<unsigned>(text[i] - text[i - 1] + 1) > 2 ? 1U : 0U;
  }
  return jumps <= jumps_max;
}

// Nine in ten characters of a secret differ from the one before.
bool is_stuttering(std::string_view text) {
  std::size_t same = 0;
  for (std::size_t i = 1; i < text.size(); ++i) same += text[i] == text[i - 1] ? 1U : 0U;
  return same * 2 > text.size();
}

// The alphabet is no chance, wherever it stands.
bool holds_alphabet(std::string_view text) {
  constexpr std::size_t kRun = 8;
  std::size_t run = 1;
  for (std::size_t i = 1; i < text.size() && run < kRun; ++i) {
    const char c = to_lower(text[i]);
    run = c == to_lower(text[i - 1]) + 1 && c > 'a' && c <= 'z' ? run + 1 : 1;
  }
  return run >= kRun;
}

// What stands behind < names what is to be put there: YOUR TOKEN>, api-key>.
bool is_named_gap(std::string_view text) {
  constexpr CharSet kNotInGap = inverted(charset(kAlnum, " _-./:|'\""));
  const std::size_t end = find_in(text, kNotInGap);
  return end == std::string_view::npos || text[end] == '>';
}

}  // namespace

bool holds_filler(std::string_view text) {
  bool redacted = false;
  // PERF: fillers are tried only where their first two characters stand.
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t bits = kIndex.of(text[i], i + 1 < text.size() ? text[i + 1] : text[i]);
    for (; bits != 0; bits &= bits - 1) {
      const auto k = static_cast<std::size_t>(std::countr_zero(bits));
      const bool other = k == kFillers.size();
      if (!begins_folded(text.substr(i), other ? kRedacted : kFillers[k])) continue;
      if (text[i] == '<' && !is_named_gap(text.substr(i + 1))) continue;
      if (!other) return true;
      redacted = true;
    }
  }
  return redacted && is_redacted(to_lower(text));
}

double entropy(std::string_view text) {
  // PERF: n log n, which costs more than all the counting.
  static const auto kWeights = [] {
    std::array<double, 128> out{};
    for (std::size_t n = 2; n < out.size(); ++n) {
      out[n] = static_cast<double>(n) * std::log2(static_cast<double>(n));
    }
    return out;
  }();
  if (text.empty()) return 0;
  std::array<std::uint16_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<std::uint8_t>(c)];
  // The sum of n log n, each character's share taken where it is met first.
  double sum = 0;
  for (const char c : text) {
    std::uint16_t& count = counts[static_cast<std::uint8_t>(c)];
    sum += count < kWeights.size() ? kWeights[count] : count * std::log2(count);
    count = 0;
  }
  const auto size = static_cast<double>(text.size());
  return std::log2(size) - sum / size;
}

bool is_monotonous(std::string_view text) { return text.size() >= 8 && distinct(text, 4) < 4; }

bool is_placeholder(std::string_view text) {
  // A filler stands at the begin or the end; in the middle of a long token one is chance.
  constexpr std::size_t kSeen = 64;
  if (is_monotonous(text) || (text.size() >= 8 && is_sequence(text))) return true;
  if (text.size() >= 16 && is_stuttering(text)) return true;
  if (is_published(text)) return true;
  if (text.size() <= 2 * kSeen) return holds_filler(text);
  return holds_alphabet(text) || holds_filler(text.substr(0, kSeen)) ||
         holds_filler(text.substr(text.size() - kSeen));
}

bool is_wordy(std::string_view text) {
  constexpr CharSet kVowels("aeiouyAEIOUY");
  std::size_t read = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + (in(kLetter, text[i]) ? 1 : 0);
    std::size_t vowels = in(kVowels, text[i]) ? 1 : 0;
    for (; end > i && end < text.size() && in(kLower, text[end]); ++end) {
      vowels += in(kVowels, text[end]) ? 1 : 0;
    }
    const std::size_t size = end - i;
    if (size >= 4 && vowels * 5 >= size && vowels * 3 <= size * 2) read += size;
    i = std::max(end, i + 1);
  }
  return read * 2 >= text.size();
}

bool is_varied(std::string_view text) {
  const auto has = [text](const CharSet& set) {
    return std::any_of(text.begin(), text.end(),
                       [&set](char c) { return set.has(static_cast<std::uint8_t>(c)); });
  };
  // PERF: the cheap conditions come first; in hostile text nearly every body fails here.  A body of
  // any length shows its variety early.
  if (distinct(text.substr(0, 16), 6) < 6 || !has(kDigit) || !has(kLetter)) return false;
  const double least = text.size() >= 24 ? 3.0 : 2.6;
  return entropy(text) >= least;
}

bool is_credible_body(std::string_view text) { return is_varied(text) && !is_placeholder(text); }

bool is_credible_value(std::string_view text) {
  if (text.size() < 4 || is_placeholder(text)) return false;
  if (std::string_view("$<{%*[(").find(text.front()) != std::string_view::npos) return false;
  const std::string folded = to_lower(text);
  if (std::find(kWords.begin(), kWords.end(), folded) != kWords.end()) return false;
  return distinct(text, 3) >= 3;
}

}  // namespace inkblot
