// Every kernel tells what a plain reading of the rules tells, wherever the window is cut.
#include "vault/breaks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "support/chunking.h"
#include "support/kernels.h"

namespace inkblot {
namespace {

using test::bytes_of;
using test::kernels;

bool is_behind_run(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  if (text[at - 1] == ' ' || text[at - 1] == '\t') return true;
  if (at < kWrapRunMin) return false;
  const std::string_view run = text.substr(at - kWrapRunMin, kWrapRunMin);
  return std::all_of(run.begin(), run.end(),
                     [](char c) { return kWrapRun.has(static_cast<std::uint8_t>(c)); });
}

bool is_break(const BreakKinds& kinds, std::string_view text, std::size_t at) {
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  const bool last = at + 1 == text.size();
  const char next = last ? '\0' : text[at + 1];
  if (text[at] == '\x1B') return true;
  if (text[at] == '%') return last || kHex.find(next) != std::string_view::npos;
  if (text[at] != '\\') return false;
  const bool quiet =
      static_cast<std::uint8_t>(next) < 128 && kinds.quiet.has(static_cast<std::uint8_t>(next));
  const bool gap = next == 'n' || next == 'r' || next == 't' || next == '\\';
  return last || !quiet || (kinds.wraps && gap && is_behind_run(text, at));
}

Breaks slowly_found(const BreakKinds& kinds, std::string_view text, std::size_t from) {
  Breaks out;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (is_break(kinds, text, at)) out.escapes.push_back(at);
    const bool line_end = text[at] == '\n' || text[at] == '\r';
    if (line_end && (kinds.line_ends || (kinds.wraps && is_behind_run(text, at)))) {
      out.line_ends.push_back(at);
    }
  }
  return out;
}

std::vector<BreakKinds> all_kinds() {
  const CharSet most = inverted(CharSet("0bfeux/"));
  return {{most, true, false},
          {most, false, false},
          {most, true, true},
          {CharSet("\"t\\"), true, false},
          {CharSet("\\"), false, true}};
}

void expect_same(std::string_view text, std::size_t from) {
  for (const BreakKinds& kinds : all_kinds()) {
    const Breaks expected = slowly_found(kinds, text, from);
    for (const Kernel kernel : kernels()) {
      Breaks out;
      BreakFinder(kinds, kernel).find({bytes_of(text), 0, false}, from, out);
      EXPECT_EQ(out.escapes, expected.escapes) << testing::PrintToString(text) << " from " << from;
      EXPECT_EQ(out.line_ends, expected.line_ends)
          << testing::PrintToString(text) << " from " << from;
    }
  }
}

TEST(Breaks, KernelsAgreeOnRandomTexts) {
  std::mt19937 random(3);  // NOLINT: the same each time.
  const std::vector<std::string> pieces = {"\\",  "\\n",  "\\t",   "\\\"",     "\\u0041", "%41",
                                           "%s",  "\x1B", "\n",    "\r\n",     " ",       "\t",
                                           "\\d", "n",    "word.", "\xC3\xA9", "\\\xC3",  "="};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t n = random() % 40; n > 0; --n) {
      const bool run = random() % 4 == 0;
      text += run ? std::string(20 + random() % 60, 'A') : pieces[random() % pieces.size()];
    }
    if (text.empty()) continue;
    expect_same(text, random() % text.size());
    expect_same(text, 0);
    if (HasFailure()) return;
  }
}

TEST(Breaks, ARunIsSeenOverTheEdgesOfBlocks) {
  for (std::size_t before = 0; before < 200; ++before) {
    for (const std::size_t run : {kWrapRunMin - 1, kWrapRunMin, kWrapRunMin + 60}) {
      const std::string text = std::string(before, '.') + std::string(run, 'x');
      for (const std::string_view end : {"\n", "\\n", "\\\\\\t", "\r\n", " \n"}) {
        expect_same(text + std::string(end), before);
        expect_same(text + std::string(end) + "more", text.size());
        if (HasFailure()) return;
      }
    }
  }
}

}  // namespace
}  // namespace inkblot
