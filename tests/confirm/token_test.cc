// Exact form, boundary, drift and filler decide about a pattern rule.
#include <gtest/gtest.h>

#include "confirm/checksum.h"
#include "confirm/parsers.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr std::string_view kBody = "q8zt5lw2rk9vp3xn";  // 16 characters.

// The verdict on the first head of the rule in the text.
Decision decide(const Rule& rule, const std::string& text, bool at_end = true) {
  static std::shared_ptr<PackImpl> pack;
  pack = PackImpl::make({rule}, "test").value();
  const std::size_t at = text.find("acme_");
  const Candidate candidate{0, at, at + 13};
  const Window window{test::bytes_of(text), 0, at_end};
  View scratch;
  RunCache runs;
  return confirm_token({*pack, window, candidate, scratch, runs});
}

std::string acme(std::string_view body) { return "acme_" + std::string(body); }

TEST(Token, TheExactFormIsFound) {
  const Decision d = decide(test::acme_rule(), "k=" + acme(kBody) + ";");
  ASSERT_EQ(Outcome::found, d.outcome);
  EXPECT_EQ((Span{2, 23}), d.finding.span);
  EXPECT_EQ(Evidence::exact, d.finding.evidence);
  EXPECT_EQ(Growth::run, d.growth);
}

TEST(Token, WaitsUntilItEnds) {
  EXPECT_EQ(Outcome::need_more,
            decide(test::acme_rule(), acme(kBody.substr(0, 12)), false).outcome);
  EXPECT_EQ(Outcome::reject, decide(test::acme_rule(), acme(kBody.substr(0, 12)), true).outcome);
}

TEST(Token, GluedToAWordIsNoToken) {
  EXPECT_EQ(Outcome::reject, decide(test::acme_rule(), "x" + acme(kBody)).outcome);
  EXPECT_EQ(Outcome::reject, decide(test::acme_rule(), "QUJD+" + acme(kBody)).outcome);
  for (const std::string before :
       {"\\n", "\\\\n", "\\\"", "\x1b[0m", "\xc3\xa9", "_", "-", "%3D"}) {
    EXPECT_EQ(Outcome::found, decide(test::acme_rule(), before + acme(kBody)).outcome) << before;
  }
}

TEST(Token, ACheckValueTellsWhereItEnds) {
  Rule rule = test::acme_rule();
  rule.pattern = "acme_[0-9a-z]{2,10}1[02-9ac-hj-np-z]{6,60}";
  rule.checksum = "bech32";
  std::string token = acme("ab1q8zt5lw2rk9vp3xn0s3jn54khce6m");
  ASSERT_TRUE(find_checksum(rule.checksum)->fix(token));
  for (const std::string behind : {"", "z", "zz", "Z", "zzzzzzzzzzzzzzzz", "z=", "z!"}) {
    for (const std::string before : {"", "x", "="}) {
      const Decision d = decide(rule, before + token + behind);
      ASSERT_EQ(Outcome::found, d.outcome) << before << '|' << behind;
      EXPECT_EQ((Span{before.size(), before.size() + token.size()}), d.finding.span);
      EXPECT_EQ(Evidence::checksummed, d.finding.evidence);
    }
  }
  EXPECT_EQ(Outcome::reject, decide(rule, "x" + token + std::string(17, 'z')).outcome);
}

TEST(Token, FillerIsRejected) {
  EXPECT_EQ(Outcome::reject, decide(test::acme_rule(), acme("xxxxxxxxxxxxxxxx")).outcome);
  EXPECT_EQ(Outcome::reject, decide(test::acme_rule(), acme("exampleexample12")).outcome);
}

TEST(Token, AnIdentifierIsNoTokenOfAWeakForm) {
  Rule rule = test::acme_rule();
  rule.pattern = "acme_[0-9A-Za-z_/]{16,40}";
  rule.head = "acme_[0-9A-Za-z_/]{8}";
  rule.run_min = 0;
  const std::string name = acme("container/detail/static_move");
  EXPECT_EQ(Outcome::reject, decide(rule, name + ".h").outcome);
  EXPECT_EQ(Outcome::found, decide(rule, acme(kBody) + "_" + std::string(kBody) + ".h").outcome);
  rule.run_min = 16;
  EXPECT_EQ(Outcome::found, decide(rule, name + ".h").outcome) << "a prefix that says enough";
}

TEST(Token, DriftNeedsARunThatTheRuleAllows) {
  Rule rule = test::acme_rule();
  const std::string longer = "k=" + acme(std::string(kBody) + "w7");
  EXPECT_EQ(Outcome::reject, decide(rule, longer).outcome);
  rule.run_min = 12;
  EXPECT_EQ(Evidence::drifted, decide(rule, longer).finding.evidence);
  const Decision cut = decide(rule, "k=" + acme(kBody.substr(0, 13)) + ".");
  ASSERT_EQ(Outcome::found, cut.outcome);
  EXPECT_EQ(Evidence::drifted, cut.finding.evidence);
  EXPECT_EQ(20U, cut.finding.span.end) << "the full stop stays";
  EXPECT_EQ(Outcome::reject, decide(rule, "k=" + acme(kBody.substr(0, 11))).outcome);
  EXPECT_EQ(Outcome::reject, decide(rule, "a " + acme(kBody.substr(0, 13))).outcome);
}

TEST(Token, AGroupIsTheSecretAlone) {
  Rule rule = test::acme_rule();
  rule.pattern = "acme_[0-9a-z]{8}([0-9a-z]{8})";
  const Decision d = decide(rule, acme(kBody));
  ASSERT_EQ(Outcome::found, d.outcome);
  EXPECT_EQ((Span{13, 21}), d.finding.span);
}

TEST(Token, ADriftedRunBeginsInNoTag) {
  Rule rule = test::acme_rule();
  rule.pattern = "[0-9a-z]{6}acme_[0-9a-z]{16}";
  rule.back = 20;
  rule.run_min = 16;
  const std::string drifted = acme(std::string(kBody) + "w7");
  EXPECT_EQ(Evidence::drifted, decide(rule, "k=z9y8_q4w3e2-" + drifted).finding.evidence);
  EXPECT_EQ(Outcome::reject, decide(rule, "k=z9y8_REDACTED_x-" + drifted).outcome);
}

TEST(Token, AMarkerInTheMiddleReachesBack) {
  Rule rule = test::acme_rule();
  rule.pattern = "[0-9a-z]{6}acme_[0-9a-z]{16}";
  rule.back = 6;
  const Decision d = decide(rule, "k=z9y8x7" + acme(kBody));
  ASSERT_EQ(Outcome::found, d.outcome);
  EXPECT_EQ((Span{2, 29}), d.finding.span);
}

}  // namespace
}  // namespace inkblot
