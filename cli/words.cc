// Escaping, redacting and writing what is said to people.
#include "words.h"

#include <inkblot/engine.h>
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <numeric>
#include <vector>

namespace inkblot::cli {
namespace {

std::shared_ptr<const Pack> in_force;
// PERF: of the rules in force and the built-in ones, made when there is the first text: to load a
// pack takes milliseconds, and a tree has thousands of names.
std::vector<std::shared_ptr<const Engine>> hiding;

bool make_hiding() {
  auto builtin = Pack::builtin();
  if (!builtin) return false;
  std::vector<std::shared_ptr<const Pack>> packs;
  if (in_force != nullptr) packs.push_back(in_force);
  if (in_force == nullptr || in_force->origin() != (*builtin)->origin()) packs.push_back(*builtin);
  for (const auto& pack : packs) {
    Options options;
    options.pack = pack;
    auto engine = Engine::create(options);
    if (!engine) return false;
    hiding.push_back(std::move(*engine));
  }
  return true;
}

// Length of the UTF-8 character at the begin of `text`, or 0; `code` is its number.
std::size_t read_utf8(std::string_view text, std::uint32_t& code) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || size > text.size()) return 0;
  code = size == 1 ? lead : lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return 0;
    code = code << 6U | (byte & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  return code < kLeast[size] || surrogate || code > 0x10FFFF ? 0 : size;
}

bool obeyed_by_terminals(std::uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool separator = code == 0x2028 || code == 0x2029;
  const bool direction = code == 0x061C || code == 0x200E || code == 0x200F ||
                         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return control || separator || direction;
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = corner + (a[i] == b[j] ? 0U : 1U);
      corner = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Waits for a non-blocking stderr, but not for ever: words are not worth that.
bool may_go_on() {
  if (errno == EINTR) return true;
  pollfd entry{STDERR_FILENO, POLLOUT, 0};
  return errno == EAGAIN && poll(&entry, 1, 1000) > 0;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::uint32_t code = 0;
    const std::size_t size = read_utf8(text, code);
    const std::size_t taken = std::max<std::size_t>(size, 1);
    if (size > 0 && !obeyed_by_terminals(code)) {
      out += text.substr(0, size);
    } else {
      for (const char c : text.substr(0, taken)) {
        std::array<char, 8> shown{};
        std::snprintf(shown.data(), shown.size(), "\\x%02x", static_cast<unsigned char>(c));
        out += shown.data();
      }
    }
    text.remove_prefix(taken);
  }
  return out;
}

std::string harmless(std::string_view text) {
  if (hiding.empty() && !make_hiding()) {
    hiding.clear();
    return "(withheld: the rules cannot be loaded)";
  }
  std::string clean(text);
  for (const auto& engine : hiding) {
    auto result = engine->redact(clean);
    if (!result) return "(withheld)";
    if (*result) clean = std::move(**result);
  }
  return printable(clean);
}

void hide_with(std::shared_ptr<const Pack> pack) {
  in_force = std::move(pack);
  hiding.clear();
}

void say_plain(std::string_view words) {
  const auto piece = [](std::string_view text) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): writev only reads.
    return iovec{const_cast<char*>(text.data()), text.size()};
  };
  std::array<iovec, 3> pieces = {piece("inkblot: "), piece(words), piece("\n")};
  for (iovec* next = pieces.data(); next != pieces.data() + pieces.size();) {
    const auto left = static_cast<int>(pieces.data() + pieces.size() - next);
    const ssize_t size = writev(STDERR_FILENO, next, left);
    if (size < 0 && !may_go_on()) return;
    auto done = static_cast<std::size_t>(std::max<ssize_t>(size, 0));
    for (; next != pieces.data() + pieces.size() && done >= next->iov_len; ++next) {
      done -= next->iov_len;
    }
    if (done == 0) continue;
    next->iov_base = static_cast<char*>(next->iov_base) + done;
    next->iov_len -= done;
  }
}

void say(std::string_view words) { say_plain(harmless(words)); }

std::string suggestion(std::string_view word, std::span<const std::string> candidates) {
  std::size_t least = std::max<std::size_t>(word.size() / 3, 2) + 1;
  const std::string* best = nullptr;
  for (const std::string& candidate : candidates) {
    std::size_t steps = distance(word, candidate);
    // "github" stands for every rule of GitHub's: a beginning counts as one slip.
    if (word.size() >= 4 && candidate.starts_with(word)) steps = std::min<std::size_t>(steps, 2);
    if (steps >= least) continue;
    least = steps;
    best = &candidate;
  }
  return best == nullptr ? "" : " (did you mean " + *best + "?)";
}

int finish_output() {
  std::cout.flush();
  if (std::cout) return kDone;
  say("cannot write the output");
  return kIo;
}

int explain(const Status& status) {
  if (status.ok() || status.code() == Code::closed) return kDone;
  if (status.code() == Code::no_memory) {
    say_plain("out of memory; nothing unscanned was written");
    return kFailed;
  }
  say(status.message());
  switch (status.code()) {
    case Code::invalid_argument:
    case Code::bad_pack:
      return kUsage;
    case Code::io:
      return kIo;
    default:
      return kFailed;
  }
}

}  // namespace inkblot::cli
