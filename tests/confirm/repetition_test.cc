// Dozens of heads in one run are given up; a run's end, a finding or a gap begins anew.
#include "confirm/repetition.h"

#include <gtest/gtest.h>
#include <inkblot/redactor.h>

#include "pack/pack.h"
#include "pack/sample.h"
#include "support/rules.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr CharSet kRun = charset(kAlnum, "_-");
constexpr std::size_t kMany = 100;

std::string repeated(std::string_view unit, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += unit;
  return out;
}

// How many of the heads that begin every `step` bytes are decided before the rest is given up.
std::size_t decided(const std::string& text, std::size_t step) {
  Repetition repetition;
  const Window window{test::bytes_of(text), 0, true};
  std::size_t count = 0;
  for (Offset at = 0; at + 4 <= text.size(); at += step) {
    const Candidate candidate{7, at, at + 4};
    if (repetition.given_up(window, candidate, kRun)) continue;
    repetition.judged(candidate, false);
    ++count;
  }
  return count;
}

TEST(Repetition, GivesUpInARun) {
  EXPECT_EQ(32U, decided(repeated("abc_", kMany), 4));
  EXPECT_EQ(32U, decided(repeated("\\u0061bc_", kMany), 9));  // Escapes are what they spell.
}

TEST(Repetition, ARunEndsAtABlank) {
  EXPECT_EQ(kMany, decided(repeated("abc ", kMany), 4));
  EXPECT_EQ(kMany, decided(repeated("abc\\n", kMany), 5));
  EXPECT_EQ(32U + 3U, decided(repeated("abc_", kMany) + "    " + repeated("abc_", 3), 4));
}

TEST(Repetition, AFindingAndAGapBeginAnew) {
  const std::string text = repeated("abc_", 2000);
  const Window window{test::bytes_of(text), 0, true};
  Repetition repetition;
  for (Offset at = 0; at < 40 * 4; at += 4) {
    repetition.given_up(window, {7, at, at + 4}, kRun);
    repetition.judged({7, at, at + 4}, false);
  }
  EXPECT_TRUE(repetition.given_up(window, {7, 164, 168}, kRun));
  EXPECT_TRUE(repetition.given_up(window, {7, 164, 168}, kRun));   // Asked again.
  EXPECT_FALSE(repetition.given_up(window, {8, 164, 168}, kRun));  // Another rule.
  EXPECT_FALSE(repetition.given_up(window, {7, 1000, 1004}, kRun));
  for (Offset at = 1000; at < 1200; at += 4) {
    if (!repetition.given_up(window, {7, at, at + 4}, kRun)) {
      repetition.judged({7, at, at + 4}, at == 1100);
    }
  }
  EXPECT_FALSE(repetition.given_up(window, {7, 1200, 1204}, kRun));
}

// What follows a repetition, behind anything that ends a run, is found.
TEST(Repetition, ATokenBehindItIsFound) {
  Options options;
  options.pack = PackImpl::make({test::acme_rule()}, "test").value();
  const Rule& rule = options.pack->rules()[0];
  const std::string token = make_sample(rule, rule.sample, 1).value();
  for (const std::string separator : {" ", "\n", "\\n", "\"", "=", ","}) {
    const std::string text = repeated("acme_", 1000) + separator + token + "\n";
    const std::string expected = repeated("acme_", 1000) + separator + "REDACTED_acme-key\n";
    EXPECT_EQ(expected, redact(text, options).value()) << separator;
  }
}

}  // namespace
}  // namespace inkblot
