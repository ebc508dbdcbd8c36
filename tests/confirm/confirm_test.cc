// Decisions in order, growth over turns, and a watermark that never gives away what is undecided.
#include "confirm/confirm.h"

#include <gtest/gtest.h>

#include <random>

#include "support/tokens.h"

namespace inkblot {
namespace {

const std::string kToken = "acme_q8zt5lw2rk9vp3xn";

class ConfirmTest : public testing::Test {
 protected:
  // One turn over the first `size` bytes with these candidates.
  void turn(const std::string& text, std::size_t size, std::vector<Candidate> fresh,
            bool at_end = false) {
    window_ = {test::bytes_of(text).first(size), 0, at_end};
    findings_.clear();
    confirm_.run(window_, fresh, findings_);
  }
  std::shared_ptr<PackImpl> pack_ = PackImpl::make({test::acme_rule()}, "test").value();
  Confirm confirm_{*pack_};
  Window window_;
  std::vector<Finding> findings_;
};

TEST_F(ConfirmTest, AnUndecidedCandidateHoldsItsBytes) {
  const std::string text = "a b " + kToken + " c";
  turn(text, 18, {{0, 4, 17}});
  EXPECT_TRUE(findings_.empty());
  EXPECT_LE(confirm_.watermark(window_), 4U);
  turn(text, text.size(), {});
  ASSERT_FALSE(findings_.empty());
  EXPECT_EQ((Span{4, 25}), findings_.back().span);
  EXPECT_FALSE(confirm_.grows({0, text.size()}));
  EXPECT_GE(confirm_.watermark(window_), 25U);
}

TEST_F(ConfirmTest, AFindingGrowsOverTurns) {
  const std::string text = kToken + "-" + std::string(100, 'y') + " end";
  turn(text, 60, {{0, 0, 13}});
  ASSERT_FALSE(findings_.empty());
  EXPECT_TRUE(confirm_.grows({0, 1}));
  EXPECT_EQ(60U, confirm_.watermark(window_)) << "what lies inside is suppressed, not held";
  turn(text, text.size(), {});
  EXPECT_EQ((Span{0, 122}), findings_.back().span);
  EXPECT_FALSE(confirm_.grows({0, text.size()}));
}

TEST_F(ConfirmTest, AnUnfinishedTokenIsHeldAndABlankReleasesIt) {
  const std::string text = "some text acme";
  turn(text, text.size(), {});
  EXPECT_EQ(10U, confirm_.watermark(window_));
  const std::string line = "a line\n";
  turn(line, line.size(), {});
  EXPECT_EQ(line.size(), confirm_.watermark(window_));
}

TEST_F(ConfirmTest, TheEndDecidesEverything) {
  const std::string text = "x acme_q8zt5lw2";
  turn(text, text.size(), {{0, 2, 15}}, true);
  EXPECT_TRUE(findings_.empty());
  EXPECT_EQ(text.size(), confirm_.watermark(window_));
}

// A header's value ends at an ampersand, that of a name does not.
TEST(Confirm, AValueInAnotherOneReachesAsFarAsByItself) {
  const std::string setting = std::string("secret") + "=" + "+wG3" + "00x9Kq&7\n";
  const std::string header = "Authorization: ";
  EXPECT_EQ("secret=REDACTED_secret\n", test::redacted(setting));
  EXPECT_EQ(header + "REDACTED_authorization-header\n", test::redacted(header + setting));
  std::string longer;  // Than what is read at once.
  for (std::minstd_rand random; longer.size() < 2000;) longer += "k7Qp2XzR9w"[random() % 10];
  EXPECT_EQ(header + "REDACTED_authorization-header\n", test::redacted(header + longer + setting));
}

}  // namespace
}  // namespace inkblot
