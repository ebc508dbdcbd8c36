// Length, variety and commonness of a value.
#include "vault/judge.h"

#include <algorithm>
#include <bitset>

#include "confirm/pairs.h"
#include "confirm/weight.h"
#include "vault/fingerprint.h"
#include "window.h"

namespace inkblot {
namespace {

constexpr std::size_t kCommonBytesMax = 64;
constexpr std::size_t kKindsMin = 5;
constexpr std::size_t kNumberBytesMin = 16;
constexpr std::size_t kPhraseBytesMin = 16;
constexpr std::size_t kRunBytesMin = 24;

bool is_letter(std::uint8_t byte) {
  const auto low = static_cast<std::uint8_t>(byte | 0x20U);
  return low >= 'a' && low <= 'z';
}
bool is_digit(std::uint8_t byte) { return byte >= '0' && byte <= '9'; }

std::size_t kinds_in(Bytes value) {
  std::bitset<256> seen;
  for (const std::uint8_t byte : value) seen.set(byte);
  return seen.count();
}

// All of it is its own begin, over and over: it has no window (print_of).
bool is_periodic(Bytes value) {
  constexpr std::size_t kPeriodMax = kWindowBytes / 2;
  for (std::size_t period = 1; period <= std::min(kPeriodMax, value.size() / 2); ++period) {
    if (std::equal(value.begin() + static_cast<std::ptrdiff_t>(period), value.end(),
                   value.begin())) {
      return true;
    }
  }
  return false;
}

// A number, a date, an address, a telephone: digits and what stands between them.
bool is_numeric(Bytes value) {
  static constexpr std::string_view kBetween = " -+.,:/()_";
  return std::all_of(value.begin(), value.end(), [](std::uint8_t byte) {
    return is_digit(byte) || kBetween.find(static_cast<char>(byte)) != std::string_view::npos;
  });
}

// A word, a name, a path, a placeholder: of letters, digits and what stands between words.  Phrases
// and long runs of letters and digits, in which any word may stand by chance, are not in question.
bool is_common(Bytes value) {
  static constexpr std::string_view kBetween = "-_./:@+~";
  if (value.size() > kCommonBytesMax) return false;
  std::size_t letters = 0;
  std::size_t digits = 0;
  std::size_t blanks = 0;
  for (const std::uint8_t byte : value) {
    letters += is_letter(byte) ? 1 : 0;
    digits += is_digit(byte) ? 1 : 0;
    blanks += byte == ' ' ? 1 : 0;
    const bool known = is_letter(byte) || is_digit(byte) || byte == ' ';
    if (!known && kBetween.find(static_cast<char>(byte)) == std::string_view::npos) return false;
  }
  if (blanks > 0 && value.size() >= kPhraseBytesMin) return false;
  if (letters + digits == value.size() && value.size() >= kRunBytesMin) return false;
  const std::string_view text = Window{value, 0, true}.text(0, value.size());
  return weigh(text) == Weight::nothing && !(letters == value.size() && is_no_word(text));
}

// Of `"name": "value",` and `NAME=value` the value, of any other line all of it: what is the same
// in every file of its kind is no secret.
Bytes setting_value(Bytes line) {
  static constexpr std::string_view kAround = "\"', ;";
  const auto around = [](std::uint8_t byte) {
    return kAround.find(static_cast<char>(byte)) != std::string_view::npos;
  };
  const auto sign = std::find_if(line.begin(), line.end(), [](std::uint8_t byte) {
    return !is_letter(byte) && !is_digit(byte) && byte != '_' && byte != '-' && byte != '"' &&
           byte != '\'' && byte != ' ' && byte != '.';
  });
  // Behind the last digit of base64 nothing but its padding stands.
  if (sign == line.end() || (*sign != ':' && *sign != '=') || sign + 1 == line.end() ||
      sign[1] == '=') {
    return line;
  }
  Bytes value = line.subspan(static_cast<std::size_t>(sign - line.begin()) + 1);
  while (!value.empty() && around(value.front())) value = value.subspan(1);
  while (!value.empty() && around(value.back())) value = value.first(value.size() - 1);
  return value;
}

}  // namespace

Refusal judge_value(Bytes value) {
  if (value.empty()) return {"it is empty", false};
  if (value.size() > kSecretBytesMax) return {"it is longer than 64 KiB", false};
  if (value.size() < kFormBytesMin) return {"it is shorter than 4 bytes", false};
  if (is_periodic(value)) return {"it repeats itself", false};
  if (value.size() < kWindowBytes) return {"it is shorter than 8 bytes", true};
  if (kinds_in(value) < kKindsMin) return {"it has less than 5 different characters", true};
  const bool numeric = is_numeric(value);
  if (numeric && value.size() < kNumberBytesMin) {
    return {"it is a number, a date or an address of less than 16 characters", true};
  }
  if (!numeric && is_common(value)) {
    return {"it is common: a word, a name, a path or a placeholder", true};
  }
  return {};
}

bool is_trivial_line(Bytes line) {
  const Bytes value = setting_value(line);
  const auto count =
      static_cast<std::size_t>(std::count_if(value.begin(), value.end(), [](std::uint8_t byte) {
        return is_letter(byte) || is_digit(byte);
      }));
  const bool marker =
      line.size() >= 5 &&
      std::all_of(line.begin(), line.begin() + 5, [](std::uint8_t byte) { return byte == '-'; });
  return count < kWindowBytes || marker || !judge_value(value).reason.empty();
}

}  // namespace inkblot
