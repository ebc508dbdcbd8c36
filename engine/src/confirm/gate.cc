// Tells filler from secrets: placeholder words, masks, templates, too little variety.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>

#include "confirm/parsers.h"

namespace inkblot {
namespace {

// What a value is called rather than what it is.
constexpr std::array<std::string_view, 18> kWords = {
    "null",   "none",  "true", "false",  "undefined", "nil",    "string",  "password", "secret",
    "passwd", "token", "pass", "bearer", "basic",     "hidden", "removed", "masked",   "value"};

// Sorted by first character, all in lower case.
constexpr std::array<std::string_view, 28> kFillers = {
    "${",         "********",     "........",    "00000000000", "1234567890abcdef1234567890abcdef",
    "<",          "abcdefghijkl", "changeme",    "change_me",   "change-me",
    "dummy",      "example",      "fake",        "insert_",     "insert-",
    "notreal",    "not-a-real",   "placeholder", "replace_",    "replace-",
    "xxxxx",      "your_",        "your-",       "yourtoken",   "yourapi",
    "yoursecret", "yourkey",      "{{"};

constexpr char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_folded(std::string_view text, std::string_view lower) {
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (folded(text[i]) != lower[i]) return false;
  }
  return true;
}

// Which fillers begin with a character.
class FillerIndex {
 public:
  constexpr FillerIndex() {
    for (std::size_t i = 0; i < kFillers.size(); ++i) {
      Range& range = ranges_[static_cast<std::uint8_t>(kFillers[i].front())];
      if (range.size == 0) range.first = static_cast<std::uint8_t>(i);
      ++range.size;
    }
  }
  std::span<const std::string_view> fillers_at(char c) const {
    const Range range = ranges_[static_cast<std::uint8_t>(folded(c))];
    return std::span(kFillers).subspan(range.first, range.size);
  }

 private:
  struct Range {
    std::uint8_t first = 0;
    std::uint8_t size = 0;
  };
  std::array<Range, 256> ranges_{};
};
constexpr FillerIndex kByFirst;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), folded);
  return out;
}

std::size_t distinct(std::string_view text) {
  std::array<bool, 256> seen{};
  std::size_t count = 0;
  for (const char c : text) {
    bool& mark = seen[static_cast<std::uint8_t>(c)];
    count += mark ? 0U : 1U;
    mark = true;
  }
  return count;
}

constexpr std::string_view kRedacted = "redacted";

bool contains_folded(std::string_view text, std::string_view lower) {
  for (std::size_t i = 0; i + lower.size() <= text.size(); ++i) {
    if (same_folded(text.substr(i, lower.size()), lower)) return true;
  }
  return false;
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
         (distinct(rest) < 4 || std::find(kWords.begin(), kWords.end(), rest) != kWords.end());
}

// The share of characters that follow their neighbour in the code (abc, 123) or repeat it.
bool is_sequence(std::string_view text) {
  std::size_t steps = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const int step = text[i] - text[i - 1];
    steps += step == 1 || step == 0 || step == -1 ? 1U : 0U;
  }
  return text.size() >= 8 && steps * 10 >= (text.size() - 1) * 8;
}

}  // namespace

double entropy(std::string_view text) {
  if (text.empty()) return 0;
  std::array<std::uint16_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<std::uint8_t>(c)];
  // The sum of n log n, each character's share taken where it is met first.
  double sum = 0;
  for (const char c : text) {
    std::uint16_t& count = counts[static_cast<std::uint8_t>(c)];
    if (count > 1) sum += count * std::log2(count);
    count = 0;
  }
  const auto size = static_cast<double>(text.size());
  return std::log2(size) - sum / size;
}

bool is_placeholder(std::string_view text) {
  // PERF: fillers are tried only where their first character stands.
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const std::string_view filler : kByFirst.fillers_at(text[i])) {
      if (filler.size() <= text.size() - i && same_folded(text.substr(i, filler.size()), filler)) {
        return true;
      }
    }
  }
  if ((contains_folded(text, kRedacted) && is_redacted(lower(text))) ||
      (text.size() >= 8 && distinct(text) < 4))
    return true;
  return is_sequence(text);
}

bool is_credible_body(std::string_view text) {
  std::size_t digits = 0;
  std::size_t letters = 0;
  for (const char c : text) {
    digits += c >= '0' && c <= '9' ? 1U : 0U;
    letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1U : 0U;
  }
  // PERF: the cheap conditions come first; in hostile text nearly every body fails here.
  if (digits < 1 || letters < 1 || distinct(text) < 6) return false;
  const double least = text.size() >= 24 ? 3.0 : 2.6;
  return entropy(text) >= least && !is_placeholder(text);
}

bool is_credible_value(std::string_view text) {
  if (text.size() < 4 || is_placeholder(text)) return false;
  if (std::string_view("$<{%*[(").find(text.front()) != std::string_view::npos) return false;
  const std::string folded = lower(text);
  if (std::find(kWords.begin(), kWords.end(), folded) != kWords.end()) return false;
  return distinct(text) >= 3;
}

}  // namespace inkblot
