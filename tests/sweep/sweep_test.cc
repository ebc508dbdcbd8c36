// Heads are found wherever they stand, however the stream was cut, and escaped ones, too.
#include "sweep/sweep.h"

#include <gtest/gtest.h>

#include "support/tokens.h"

namespace inkblot {
namespace {

std::vector<Candidate> swept(const std::string& text, const std::vector<std::size_t>& cut) {
  static const auto pack = PackImpl::make({test::acme_rule()}, "test").value();
  Sweep sweep = Sweep::create(*pack, {true}).value();
  std::vector<Candidate> out;
  std::size_t end = 0;
  for (const std::size_t size : cut) {
    end += size;
    const bool last = end == text.size();
    EXPECT_TRUE(sweep.scan({test::bytes_of(text).first(end), 0, last}, out).ok());
  }
  return out;
}

TEST(Sweep, ReportsWhereAHeadStands) {
  const auto found = swept("k=acme_qwertz12 tail", {20});
  ASSERT_EQ(1U, found.size());
  EXPECT_EQ(2U, found[0].begin);
  EXPECT_EQ(15U, found[0].end);
}

TEST(Sweep, SeesHeadsBehindEscapes) {
  for (const std::string text :
       {"ac\x1b[1mme_qwertz12 ", "ac\\u006de_qwertz12 ", "ac%6De_qwertz12 "}) {
    const auto found = swept(text, {text.size()});
    ASSERT_EQ(1U, found.size()) << text;
    EXPECT_EQ(0U, found[0].begin);
    EXPECT_EQ(text.size() - 1, found[0].end);
  }
}

TEST(Sweep, DoesNotDependOnCuts) {
  const std::string text = "acme_qwertz12 \x1b[0macme_1234asdf,acme\x1b[1m_00zzuu11 acme_short";
  const auto all = swept(text, {text.size()});
  ASSERT_EQ(3U, all.size());
  for (const auto& cut : test::cuts_of(text.size(), 7, 20)) {
    const auto found = swept(text, cut);
    ASSERT_EQ(all.size(), found.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(all[i].begin, found[i].begin);
      EXPECT_EQ(all[i].end, found[i].end);
    }
  }
}

TEST(Sweep, OfAnEmptyTextNothingIsReported) { EXPECT_TRUE(swept("", {0}).empty()); }

TEST(Sweep, ARuleThatIsOffReportsNothing) {
  const auto pack = PackImpl::make({test::acme_rule()}, "test").value();
  Sweep sweep = Sweep::create(*pack, {false}).value();
  std::vector<Candidate> out;
  EXPECT_TRUE(sweep.scan(test::whole("acme_qwertz12"), out).ok());
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace inkblot
