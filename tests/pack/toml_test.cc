// A bad rule file is refused with its name, its line and what is wrong.
#include <gtest/gtest.h>

#include "pack/pack.h"

namespace inkblot {
namespace {

const std::string kGood = "provider = 'P'\n[[rule]]\nid = 'a-b'\nhead = 'abc'\npattern = 'abcd'\n";

Status read(const std::string& text, std::vector<Rule>& rules) {
  return read_rules(text, "r.toml", rules);
}

TEST(Toml, ReadsEveryField) {
  std::vector<Rule> rules;
  const Status s =
      read(kGood +
               "back = 3\nrun_min = 9\ntail = '.'\non = false\nseverity = 'low'\n"
               "checksum = 'jwt'\nkeywords = ['abc']\nsample = 'abcd'\n"
               "examples = ['{secret}']\nnegative_examples = ['x']\n"
               "references = ['u']\nforms = ['[0-9]{16} b']\nnotes = 'n'\ndescription = 'd'\n",
           rules);
  ASSERT_TRUE(s.ok()) << s.message();
  const Rule& rule = rules.at(0);
  EXPECT_EQ("P", rule.provider);
  EXPECT_EQ(3, rule.back);
  EXPECT_EQ(9, rule.run_min);
  EXPECT_FALSE(rule.on);
  EXPECT_EQ(Severity::low, rule.severity);
  EXPECT_EQ(std::vector<std::string>{"abc"}, rule.keywords);
  EXPECT_EQ("jwt", rule.checksum);
  EXPECT_EQ(std::vector<std::string>{"[0-9]{16} b"}, rule.forms);
  EXPECT_EQ(".", rule.tail);
}

TEST(Toml, ALaterRuleReplacesAnEarlierOne) {
  std::vector<Rule> rules;
  ASSERT_TRUE(read(kGood, rules).ok());
  ASSERT_TRUE(read(kGood + "tail = '!'\n", rules).ok());
  ASSERT_EQ(1U, rules.size());
  EXPECT_EQ("!", rules[0].tail);
}

TEST(Toml, NamesFileLineAndFault) {
  const std::vector<std::array<std::string, 3>> bad = {
      {kGood + "bogus = 1\n", "r.toml:6:", "bogus"},
      {kGood + "back = 'x'\n", "r.toml:6:", "back"},
      {kGood + "back = 513\n", "r.toml:6:", "512"},
      {kGood + "run_min = -1\n", "r.toml:6:", "run_min"},
      {kGood + "on = 1\n", "r.toml:6:", "true or false"},
      {kGood + "severity = 'x'\n", "r.toml:6:", "critical"},
      {kGood + "keywords = 'x'\n", "r.toml:6:", "array"},
      {kGood + "keywords = ['x',\n 1]\n", "r.toml:7:", "strings"},
      {kGood + "tail = = \n", "r.toml:6:", ""},
      {kGood + "tail = 'a\n", "r.toml:6:", ""},
      {"[[rule]]\nid = 'A'\nhead = 'abc'\npattern = 'a'\n", "r.toml:2:", "id must"},
      {"[[rule]]\nid = 'a'\npattern = 'a'\n", "r.toml:1:", "rule a needs a head"},
      {"[[rule]]\nid = 'a'\nhead = 'a'\n", "r.toml:1:", "rule a needs a pattern"},
      {"[[rule]]\nid = 'a'\nparser = 'named'\n", "r.toml:1:", "rule a needs a head"},
      {"[[rule]]\nid = 'a'\nparser = 'provider'\n", "r.toml:1:", "rule a needs forms"},
      {"provider = 'P'\n", "r.toml:1:", "no [[rule]]"},
      {"rule = [1]\n", "r.toml:", "[[rule]]"},
      {"", "r.toml:1:", "no [[rule]]"},
      {std::string("\0\xff", 2), "r.toml:1:", ""}};
  for (const auto& [text, place, word] : bad) {
    std::vector<Rule> rules;
    const Status s = read(text, rules);
    EXPECT_EQ(Code::bad_pack, s.code()) << text;
    EXPECT_TRUE(s.message().starts_with(place)) << s.message();
    EXPECT_NE(std::string::npos, s.message().find(word)) << s.message();
    EXPECT_TRUE(rules.empty());
  }
}

// What toml++ 3.3 does with them elsewhere is not defined.
TEST(Toml, LettersBeyondAsciiStandInStringsAndCommentsOnly) {
  const std::string letter = "\xc6\xa0";
  std::vector<Rule> rules;
  for (const std::string& line :
       {"notes = '" + letter + "' # " + letter, "notes = \"\\\"" + letter + "\"",
        "notes = \"\\\\\" # \" " + letter, "notes = '''\n" + letter + " ' \\'''",
        "notes = \"\"\"" + letter + "\n" + letter + " \"\" \\\n  a\"\"\"\"\"",
        "notes = \"\" # it's " + letter}) {
    const Status s = read(kGood + line + "\n", rules);
    EXPECT_TRUE(s.ok()) << line << ": " << s.message();
  }
  rules.clear();
  for (const std::string& line :
       {letter + " = 1", "notes = 'a' " + letter, "notes = \"\\\\\" " + letter,
        "notes = \"\" " + letter, "notes = '' " + letter + " ''",
        "notes = \"\"\"a\"\"\"\"" + letter, "notes = \"\\" + letter + "\"",
        "notes =+'" + letter + "'", "notes = 1['" + letter + "']", "notes = 1='" + letter + "'"}) {
    const Status s = read(kGood + line + "\n", rules);
    EXPECT_TRUE(s.message().starts_with("r.toml:6:")) << line << ": " << s.message();
  }
  const std::string continued = kGood + "notes = \"\"\"a \\\n\n  " + letter + "\"\"\"\n";
  EXPECT_TRUE(read(continued, rules).message().starts_with("r.toml:8: a line behind a backslash"));
  EXPECT_TRUE(rules.empty());
}

}  // namespace
}  // namespace inkblot
