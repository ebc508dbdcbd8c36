// What a free regex finds, and what entropy, stopwords and allowlists make of it.
#include "pack/foreign.h"

#include <gtest/gtest.h>

#include <array>

namespace inkblot {
namespace {

std::vector<std::string> found(const Foreign& foreign, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& extent : foreign.find(text, 0, text.size())) {
    out.push_back(text.substr(extent.begin, extent.end - extent.begin));
  }
  return out;
}

std::vector<std::string> found(const std::string& regex, const std::string& text, int group = 0,
                               double entropy = 0) {
  return found(Foreign({regex, group, entropy, {}}), text);
}

std::vector<std::string> found_with(const Allowlist::Row& list, const std::string& text) {
  return found(Foreign({"key=(\\w+);", 0, 0, {Allowlist::make(list).value()}}), text);
}

using Texts = std::vector<std::string>;

TEST(Foreign, TheSecretIsAGroupOrTheWholeMatch) {
  EXPECT_EQ(Texts{"k: ab"}, found("k: \\w+", "x k: ab;"));
  EXPECT_EQ(Texts{"ab"}, found("k: (\\w+)", "x k: ab;"));
  EXPECT_EQ(Texts{"ab"}, found("k: (?:\"(\\w+)\"|'(\\w+)')", "x k: 'ab'"));
  EXPECT_EQ(Texts{"cd"}, found("(\\w+):(\\w+)", "ab:cd", 2));
  EXPECT_EQ(Texts{"k: "}, found("k: (x?)", "k: ;"));
  EXPECT_EQ((Texts{"a1", "a2"}), found("k=(a\\d)", "k=a1 k=a2 k=b3"));
  EXPECT_TRUE(found("(a)|b", "b", 1).empty());
}

TEST(Foreign, TheFirstWayToMatchIsTaken) {
  EXPECT_EQ((Texts{"ab", "ab"}), found("ab|abab", "abab"));
  EXPECT_EQ(Texts{"a1"}, found("k=(.+?);", "k=a1;k;"));
}

// Where the rest of the regex is looked for first.
TEST(Foreign, AClassAtTheBeginNeedNotMatch) {
  for (const std::string lead :
       {"[\\w.-]{0,9}?", "[\\w.-]{0,9}", "[^x\\]]{0,9}?", "[]a-z_]{0,9}"}) {
    EXPECT_EQ(Texts{"ab"}, found(lead + "key=(\\w+)", "my_key=ab;")) << lead;
    EXPECT_EQ(Texts{"ab"}, found("(?i)" + lead + "KEY=(\\w+)", "key=ab;")) << lead;
    EXPECT_EQ(Texts{}, found("(?i)" + lead + "KEY=(\\w+)", "my_kex=ab;")) << lead;
  }
  EXPECT_EQ(Texts{"ab"}, found("[[:alpha:]_]{0,9}key=(\\w+)", "my_key=ab;"));
  EXPECT_EQ(Texts{"b"}, found("[a-z]{0,}", "b"));
}

TEST(Foreign, LineFeedsAroundAMatchAreNoPartOfIt) {
  EXPECT_EQ(Texts{"k=ab"}, found("\\nk=\\w+\\n", "x\nk=ab\ny"));
}

TEST(Foreign, WhatTheSecretIsGluedToGoesWithIt) {
  EXPECT_EQ(Texts{"abZcd"}, found("k=\\w*(Z)\\w*;", "k=abZcd;"));
  EXPECT_EQ(Texts{"b/Z"}, found("k=\\w+/(b/Z)/\\w+;", "k=ab/b/Z/cd;"));
  EXPECT_EQ(Texts{"Z"}, found("k=(Z)", "k=Zcd"));  // Only as far as it was matched.
}

TEST(Foreign, ASecretHasMoreEntropyThanItsRuleAsksFor) {
  EXPECT_EQ(Texts{"aabb"}, found("\\b\\w{4}\\b", "aabb aaaa", 0, 0.5));
  EXPECT_TRUE(found("\\b\\w{4}\\b", "aabb", 0, 1.0).empty());
}

TEST(Foreign, WhatIsAroundTheTextIsLookedAt) {
  const Foreign word({"\\bab\\b|^x|y$", 0, 0, {}});
  const std::string text = "xaby";
  EXPECT_TRUE(word.find(text, 1, 3).empty());
  EXPECT_TRUE(word.find("xx", 1, 2).empty());
  EXPECT_TRUE(word.find("yy", 0, 1).empty());
  EXPECT_EQ(1U, word.find(" ab ", 1, 3).size());
}

TEST(Foreign, CharactersAreThoseOfUtf8) {
  EXPECT_EQ(Texts{"k=\xc3\xa9\xe2\x82\xac"}, found("k=.{2}", "k=\xc3\xa9\xe2\x82\xac;"));
  EXPECT_EQ(Texts{"ab"}, found("k=(?<name>[\\w]+)(?P<other>)", "k=ab"));
}

TEST(Allowlist, LooksAtTheSecretTheMatchOrTheLine) {
  using Target = Allowlist::Target;
  const std::string text = "one;\n  key=ab; two\nkey=cd; three\n";
  EXPECT_EQ(Texts{"cd"}, found_with({{"^ab$"}, {}, Target::secret}, text));
  EXPECT_EQ(Texts{"ab"}, found_with({{"^key=cd;$"}, {}, Target::match}, text));
  EXPECT_EQ(Texts{"cd"}, found_with({{"^  key.* two$"}, {}, Target::line}, text));
  EXPECT_EQ((Texts{"ab", "cd"}), found_with({{"one", "^$"}, {}, Target::line}, text));
  EXPECT_TRUE(found_with({{"x", "b", "c"}, {}, Target::secret}, text).empty());
}

TEST(Allowlist, StopwordsAreLookedForInTheSecretWithoutCase) {
  EXPECT_EQ(Texts{"abcd"}, found_with({{}, {"e.g", "key", "Fake"}}, "key=abcd;"));
  EXPECT_TRUE(found_with({{}, {"x", "Fake"}}, "key=abFAKEcd;").empty());
}

TEST(Allowlist, EitherOrAll) {
  Allowlist::Row list{{"^a"}, {"b"}};
  EXPECT_EQ(Texts{"c"}, found_with(list, "key=a; key=b; key=c; key=ab;"));
  list.all = true;
  EXPECT_EQ((Texts{"a", "b", "c"}), found_with(list, "key=a; key=b; key=c; key=ab;"));
  EXPECT_EQ(Texts{"b"}, found_with({{"^a"}, {}, Allowlist::Target::secret, true}, "key=a; key=b;"));
  EXPECT_EQ(Texts{"a"}, found_with({{}, {"b"}, Allowlist::Target::secret, true}, "key=a; key=b;"));
}

TEST(Regex, ConstructsThatRe2DoesNotKnowAreNamed) {
  const std::vector<std::array<std::string, 2>> known = {
      {"a(?=b)", "look-ahead"},      {"a(?!b)", "look-ahead"},     {"(?<=a)b", "look-behind"},
      {"(?<!a)b", "look-behind"},    {"(?>a)", "atomic"},          {"(?x) a", "free spacing"},
      {"(?ix:a b)", "free spacing"}, {"(a)\\1", "back-reference"}, {"a\\Z", "\\Z"},
      {"\\pL{1000}", "large"}};
  for (const auto& [regex, word] : known) {
    const RegexFault fault = check_regex(regex);
    EXPECT_TRUE(fault.unsupported) << regex << ": " << fault.what;
    EXPECT_NE(std::string::npos, fault.what.find(word)) << regex << ": " << fault.what;
  }
  for (const std::string regex : {"a(", "[b-a]", "a**", "*", "a{2000}", "\\q", "[a", "(?<n>a"}) {
    const RegexFault fault = check_regex(regex);
    EXPECT_FALSE(fault.unsupported) << regex;
    EXPECT_NE("", fault.what) << regex;
  }
  for (const std::string regex : {"a", "(?i)a", "(?<n>a)", "(?s:.)", "[[:alpha:](?<]", "\\z"}) {
    EXPECT_EQ("", check_regex(regex).what) << regex;
  }
}

TEST(Regex, SpansLinesWhenItSaysSo) {
  const auto spans = [](const std::string& regex) {
    return Foreign({regex, 0, 0, {}}).spans_lines();
  };
  for (const std::string regex :
       {"a\\nb", "a[\\r\\n]+", "(?s)a.b", "(?s:.)*", "(?is:.)", "a[\\s\\S]{64,}b", "a[^\"]+\"",
        "a\\W*b", "a[^]]*", "[\\w\\W]*"}) {
    EXPECT_TRUE(spans(regex)) << regex;
  }
  for (const std::string regex :
       {"ab", "a\\s*=\\s*(b)(?:[\\x60'\"\\s;]|\\\\[nr]|$)", "a[^\\n]*b", "a[^\\s]+", "a(?:\\W|$)",
        "(?i)a.*b", "(?P<s>a)", "a[^\"]b", "\\S{20}", "[\\S]{29}"}) {
    EXPECT_FALSE(spans(regex)) << regex;
  }
}

TEST(Regex, EscapesAreNamedByWhatTheyBeginWith) {
  const auto names = [](const std::string& regex) {
    return Foreign({regex, 0, 0, {}}).names_escapes();
  };
  for (const std::string regex : {"a\\\\b", "[a-z\\\\_]", "a\\x5c", "a(?:%|b)", "\\\\[nr]x\\\\"}) {
    EXPECT_TRUE(names(regex)) << regex;
  }
  for (const std::string regex : {"a\\s", "(?:\\s|\\\\[nr]|$)", "\\x60", "[^\"]\\["}) {
    EXPECT_FALSE(names(regex)) << regex;
  }
}

TEST(Regex, AWordThatIsInEveryMatchIsKnown) {
  EXPECT_EQ(Texts{"acme_"}, literals_of("\\b(acme_[a-z]{8})\\b"));
  EXPECT_EQ(Texts{"secret"}, literals_of("(?i)id.{0,9}Secret"));
  EXPECT_EQ((Texts{"one", "two"}), literals_of("(?:one|two)[0-9]{8}"));
  EXPECT_TRUE(literals_of("\\b[0-9a-f]{32}\\b").empty());
}

}  // namespace
}  // namespace inkblot
