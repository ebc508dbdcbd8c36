// What extends what, and what becomes of a rule that is in both.
#include "pack/gitleaks_config.h"

#include <gtest/gtest.h>

#include "support/gitleaks.h"

namespace inkblot::gitleaks {
namespace {

const std::string kBase =
    "[[rules]]\nid = 'a'\ndescription = 'base'\nregex = 'a-(x)'\nkeywords = ['a-']\nentropy = 2\n"
    "[[rules.allowlists]]\nstopwords = ['one']\n"
    "[[rules]]\nid = 'b'\nregex = 'b-x'\nkeywords = ['b-']\n"
    "[allowlist]\nregexes = ['global']\n";

Config read(const std::string& toml, const test::Files& more = {}, Config* before = nullptr) {
  test::Files files = more;
  files["dir/g.toml"] = toml;
  Config out;
  const Status s = read_config("dir/g.toml", test::open_of(files), before, out);
  EXPECT_TRUE(s.ok()) << s.message();
  return out;
}

const Draft& rule(const Config& config, const std::string& id) {
  const auto at = std::find_if(config.rules.begin(), config.rules.end(),
                               [&id](const Draft& draft) { return draft.id == id; });
  EXPECT_NE(config.rules.end(), at) << id;
  return *at;
}

TEST(GitleaksConfig, KeysAreTheSameInCapitals) {
  const Config config = read(
      "[[RULES]]\nID = 'a'\nRegex = '(x)'\nSECRETGROUP = 1\nEntropy = 2.5\nKeyWords = ['k']\n"
      "[[RULES.AllowLists]]\nStopWords = ['s']\nregexTARGET = 'line'\n");
  EXPECT_EQ(1, rule(config, "a").group);
  EXPECT_EQ(2.5, rule(config, "a").entropy);
  EXPECT_EQ(1U, rule(config, "a").allowlists.size());
  EXPECT_TRUE(config.gaps.empty() && rule(config, "a").gaps.empty());
}

TEST(GitleaksConfig, OldAndNewListsAreRead) {
  const Config config = read(
      "[[rules]]\nid = 'a'\nregex = 'x'\n[rules.allowlist]\nregexes = ['y']\n"
      "[[allowlists]]\nregexes = ['z']\n[[allowlists]]\ntargetRules = ['a']\nstopwords = ['w']\n");
  EXPECT_EQ(1U, rule(config, "a").allowlists.size());
  EXPECT_EQ(1U, config.allowlists.size());
  ASSERT_EQ(1U, config.targeted.size());
  EXPECT_EQ("a", config.targeted[0].first);
}

TEST(GitleaksConfig, TheExtendingFileGoesOverTheOther) {
  const std::string over =
      "[extend]\npath = 'base.toml'\n[[rules]]\nid = 'a'\nentropy = 3\nkeywords = ['more']\n"
      "[[rules.allowlists]]\nstopwords = ['two']\n[[allowlists]]\nregexes = ['y']\n";
  const Config config = read(over, {{"dir/base.toml", kBase}});
  ASSERT_EQ(2U, config.rules.size());
  const Draft& a = rule(config, "a");
  EXPECT_EQ("a-(x)", a.regex);
  EXPECT_EQ("base", a.description);
  EXPECT_EQ(3, a.entropy);
  EXPECT_EQ((std::vector<std::string>{"a-", "more"}), a.keywords);
  EXPECT_EQ(2U, a.allowlists.size());
  EXPECT_EQ(2U, config.allowlists.size());
  EXPECT_EQ("b-x", rule(config, "b").regex);
}

TEST(GitleaksConfig, DisabledRulesStayOut) {
  const Config config = read("[extend]\npath = 'base.toml'\ndisabledRules = ['b', 'none']\n",
                             {{"dir/base.toml", kBase}});
  ASSERT_EQ(1U, config.rules.size());
  EXPECT_EQ("a", config.rules[0].id);
}

TEST(GitleaksConfig, UseDefaultIsTheFileBefore) {
  Config before = read(kBase);
  const Config config = read("[extend]\nuseDefault = true\ndisabledRules = ['a']\n", {}, &before);
  ASSERT_EQ(1U, config.rules.size());
  EXPECT_EQ("b", config.rules[0].id);
  EXPECT_TRUE(before.rules.empty() && before.allowlists.empty());
  EXPECT_TRUE(config.gaps.empty());
  EXPECT_EQ(1U, read("[extend]\nuseDefault = true\n").gaps.size());
}

TEST(GitleaksConfig, FollowsTwoExtensionsAsGitleaksDoes) {
  const auto next = [](const std::string& id, const std::string& path) {
    return "[extend]\npath = '" + path + "'\n[[rules]]\nid = '" + id + "'\nregex = 'x'\n";
  };
  const Config config = read(next("a", "b.toml"), {{"dir/b.toml", next("b", "sub/c.toml")},
                                                   {"dir/sub/c.toml", next("c", "d.toml")}});
  EXPECT_EQ(3U, config.rules.size());
  // A file that extends itself ends as well.
  EXPECT_EQ(1U, read(next("a", "g.toml")).rules.size());
}

TEST(GitleaksConfig, ALaterRuleOfTheSameIdReplacesAnEarlierOne) {
  const Config config =
      read("[[rules]]\nid = 'a'\nregex = 'x'\n[[rules]]\nid = 'a'\nregex = 'y'\n");
  ASSERT_EQ(1U, config.rules.size());
  EXPECT_EQ("y", config.rules[0].regex);
}

}  // namespace
}  // namespace inkblot::gitleaks
