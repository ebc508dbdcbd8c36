// Every fact has words of its own, and a bit of its own.
#include <gtest/gtest.h>
#include <inkblot/fact.h>

#include <set>

namespace inkblot {
namespace {

TEST(Fact, EachHasWordsOfItsOwn) {
  std::set<std::string_view> seen;
  for (unsigned i = 0; i <= static_cast<unsigned>(kLastFact); ++i) {
    const std::string_view words = words_of(static_cast<Fact>(i));
    EXPECT_FALSE(words.empty());
    EXPECT_TRUE(seen.insert(words).second) << words;
  }
  EXPECT_EQ("a filler word", words_of(Fact::filler));
  EXPECT_EQ("marks that no made token has", words_of(kLastFact));
}

TEST(Fact, SetsHoldWhatWasAdded) {
  Facts facts;
  facts.add(Fact::form);
  facts.add(kLastFact);
  for (unsigned i = 0; i <= static_cast<unsigned>(kLastFact); ++i) {
    const Fact fact = static_cast<Fact>(i);
    EXPECT_EQ(fact == Fact::form || fact == kLastFact, facts.has(fact)) << i;
  }
}

TEST(Fact, TheLastScoreIsKept) {
  Facts facts;
  EXPECT_EQ(Scale::none, facts.score().scale);
  facts.put({Scale::weight, 1, 2});
  facts.put({Scale::rarity, 71, 65});
  EXPECT_EQ("rarity", name_of(facts.score().scale));
  EXPECT_EQ(71U, facts.score().has);
  EXPECT_EQ(65U, facts.score().asked);
}

TEST(Fact, SpeakForOrAgainst) {
  EXPECT_TRUE(speaks_for(Fact::form));
  EXPECT_TRUE(speaks_for(Fact::rare));
  EXPECT_FALSE(speaks_for(Fact::absent));
  EXPECT_FALSE(speaks_for(Fact::filler));
}

}  // namespace
}  // namespace inkblot
