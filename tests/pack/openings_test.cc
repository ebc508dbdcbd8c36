// Which heads are told by how they open, and that each is found where it stands.
#include "pack/openings.h"

#include <gtest/gtest.h>

#include <string>

#include "pack/pack.h"
#include "pack/ways.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

bool is_taken(const std::string& head) {
  const auto ways = parse_plain(head);
  Openings openings;
  return ways && openings.take(ways->front(), 1);
}

std::vector<std::uint32_t> found_in(const Openings& openings, const std::string& text) {
  std::vector<std::uint32_t> out;
  openings.find(test::bytes_of(text), [&](std::uint32_t id) { out.push_back(id); });
  return out;
}

TEST(Openings, ShortHeadsOfATokenAreTaken) {
  EXPECT_TRUE(is_taken("sk[0-9A-Za-z]{12}"));
  EXPECT_TRUE(is_taken("z9-[0-9A-Za-z]{12}"));
  EXPECT_TRUE(is_taken("S[A-D][A-Z2-7]{12}"));
}

TEST(Openings, OthersAreLeftToHyperscan) {
  EXPECT_FALSE(is_taken("sk[0-9A-Za-z]{11}"));     // Too short for a token.
  EXPECT_FALSE(is_taken("sk[0-9A-Za-z]{19}"));     // Too long for a look back.
  EXPECT_FALSE(is_taken("sk[0-9A-Za-z/]{12}"));    // Of more than tokens hold.
  EXPECT_FALSE(is_taken("sk[0-9A-Za-z]{12,13}"));  // Of more than one width.
  EXPECT_FALSE(is_taken("[a-e][a-e][0-9]{12}"));   // Begins in too many ways.
  EXPECT_FALSE(is_taken("ss[0-9A-Za-z]{12}"));     // Opens where one byte is repeated.
  EXPECT_FALSE(is_taken("abcd_[0-9A-Za-z]{12}"));  // Hyperscan finds that as fast.
}

TEST(Openings, EveryOneIsFoundByItsTable) {
  constexpr std::string_view kFirst = "abcdeghimnpqrtuvwxyzABCDEFGHIJ";
  Openings openings;
  std::vector<std::string> samples;
  for (std::uint32_t i = 0; i < Openings::kHeadsMax + 8; ++i) {
    const std::string own{kFirst[i % 30], static_cast<char>('0' + i / 30), i % 2 == 0 ? '-' : '_'};
    const auto ways = parse_plain(own + "[0-9A-Z]{12}");
    EXPECT_EQ(i < Openings::kHeadsMax, openings.take(ways->front(), i));
    samples.push_back(own + "0123456789AZ");
  }
  openings.sort();
  ASSERT_EQ(Openings::kHeadsMax, openings.ids().size());
  for (std::uint32_t i = 0; i < Openings::kHeadsMax; ++i) {
    EXPECT_TRUE(openings.may_open(test::bytes_of(samples[i]))) << samples[i];
    EXPECT_TRUE(openings.may_begin(test::bytes_of(samples[i]).data())) << samples[i];
    EXPECT_EQ(std::vector<std::uint32_t>{i}, found_in(openings, samples[i] + "~"));
    EXPECT_TRUE(found_in(openings, samples[i].substr(0, samples[i].size() - 1)).empty());
    EXPECT_TRUE(found_in(openings, samples[i].substr(0, 6) + "." + samples[i].substr(7)).empty());
  }
}

TEST(Openings, ATableIsSavedAndLoaded) {
  Openings sorted;
  Openings loaded;
  for (Openings* const openings : {&sorted, &loaded}) {
    EXPECT_TRUE(openings->take(parse_plain("sk_[0-9a-z]{12}")->front(), 7));
  }
  sorted.sort();
  EXPECT_FALSE(loaded.load(sorted.save().substr(1)));
  EXPECT_FALSE(loaded.load(""));
  ASSERT_TRUE(loaded.load(sorted.save()));
  EXPECT_EQ(sorted.save(), loaded.save());
  EXPECT_EQ(std::vector<std::uint32_t>{7}, found_in(loaded, "sk_0123456789ab"));
}

// As many as there are groups need no merging, and let nothing else through.
TEST(Openings, AFewLetNothingElseThrough) {
  Openings openings;
  for (const char* const head : {"sk_[0-9a-z]{12}", "SK[0-9a-f]{12}"}) {
    EXPECT_TRUE(openings.take(parse_plain(head)->front(), 1));
  }
  openings.sort();
  EXPECT_TRUE(openings.may_open(test::bytes_of("sk_")));
  for (const char* const text : {"Sk_", "sK_", "SK_", "sk-", "tk_", "sl_"}) {
    EXPECT_FALSE(openings.may_open(test::bytes_of(text))) << text;
    EXPECT_FALSE(openings.may_begin(test::bytes_of(text).data())) << text;
  }
}

TEST(Openings, TheBuiltInPackHasTheSameOnesWhenItIsLoaded) {
  const auto pack = Pack::builtin().value();
  Openings made;
  const auto rest = sweep_patterns(pack->rules(), &made);
  EXPECT_GT(made.ids().size(), 20U);
  EXPECT_EQ(made.ids(), impl(*pack).openings().ids());
  EXPECT_EQ(sweep_patterns(pack->rules()).size(), rest.size() + made.ids().size());
}

// What may be glued to a word must be seen there, and openings are not.
TEST(Openings, NoneMayBeGluedToAWord) {
  const auto pack = Pack::builtin().value();
  for (const std::uint32_t id : impl(*pack).openings().ids()) {
    EXPECT_TRUE(impl(*pack).derived(SweepId::of(id).rule).never_glued)
        << pack->rules()[SweepId::of(id).rule].id;
  }
}

}  // namespace
}  // namespace inkblot
