// Days and ages, as they are typed and shown.
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "vault.h"

namespace inkblot::cli {
namespace {

constexpr std::int64_t kDay = 86'400;

template <class T>
bool read_number(std::string_view text, T& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool read_day(std::string_view text, std::int64_t& out) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (!read_number(text.substr(0, 4), year) || !read_number(text.substr(5, 2), month) ||
      !read_number(text.substr(8, 2), day)) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return false;
  out = std::chrono::sys_days(date).time_since_epoch().count() * kDay;
  return true;
}

}  // namespace

Result<std::int64_t> read_age(const std::string& text) {
  constexpr std::string_view kUnits = "hdwy";
  constexpr std::array<std::int64_t, 4> kSeconds = {3600, kDay, 7 * kDay, 365 * kDay};
  const std::size_t unit = text.empty() ? kUnits.npos : kUnits.find(text.back());
  std::int64_t count = 0;
  const bool number =
      unit != kUnits.npos && read_number(std::string_view(text).substr(0, text.size() - 1), count);
  if (!number || count < 0 || count > 100'000) {
    return failure(Code::invalid_argument, "an age is a number and h, d, w or y, such as 90d");
  }
  return count * kSeconds[unit];
}

Result<std::int64_t> read_when(const std::string& text, std::int64_t now) {
  std::int64_t day = 0;
  if (text == "never") return 0;
  if (text == "now") return now;
  if (read_day(text, day)) return day;
  const auto age = read_age(text);
  if (age) return now + *age;
  return failure(Code::invalid_argument,
                 "a time is a day such as 2027-01-31, an age such as 90d, now or never");
}

std::string shown_day(std::int64_t time) {
  if (time == 0) return "never";
  const std::chrono::year_month_day date{std::chrono::sys_days(
      std::chrono::days(time / kDay - (time < 0 && time % kDay != 0 ? 1 : 0)))};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string shown_time(std::int64_t time) {
  const std::time_t when = time;
  std::tm parts{};
  std::array<char, 32> text{};
  gmtime_r(&when, &parts);
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::int64_t time_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

}  // namespace inkblot::cli
