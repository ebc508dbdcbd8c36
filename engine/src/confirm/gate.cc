// Tells filler from secrets: placeholder words, masks, templates, too little variety.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "confirm/parsers.h"

namespace inkblot {
namespace {

// What a value is called rather than what it is.
constexpr std::array<std::string_view, 18> kWords = {
    "null",   "none",  "true", "false",  "undefined", "nil",    "string",  "password", "secret",
    "passwd", "token", "pass", "bearer", "basic",     "hidden", "removed", "masked",   "value"};

constexpr std::array<std::string_view, 28> kFillers = {
    "example",    "placeholder", "changeme",     "change_me",
    "change-me",  "xxxxx",       "your_",        "your-",
    "yourtoken",  "yourapi",     "yoursecret",   "yourkey",
    "insert_",    "insert-",     "replace_",     "replace-",
    "dummy",      "<",           "${",           "{{",
    "********",   "........",    "00000000000",  "notreal",
    "not-a-real", "fake",        "abcdefghijkl", "1234567890abcdef1234567890abcdef"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
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

// Some other tool's tag: the word, and beside it nothing that could be a secret.
bool is_redacted(const std::string& folded) {
  constexpr std::string_view kWord = "redacted";
  std::string rest;
  bool redacted = false;
  for (std::size_t i = 0; i < folded.size();) {
    if (std::string_view(folded).substr(i).starts_with(kWord)) {
      redacted = true;
      i += kWord.size();
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
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<std::uint8_t>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

bool is_placeholder(std::string_view text) {
  const std::string folded = lower(text);
  for (const std::string_view filler : kFillers) {
    if (folded.find(filler) != std::string::npos) return true;
  }
  if (is_redacted(folded) || (text.size() >= 8 && distinct(text) < 4)) return true;
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
