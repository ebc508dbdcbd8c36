// A configuration becomes rules; what a stream cannot do is refused, or named and left out.
#include "pack/gitleaks.h"

#include <gtest/gtest.h>
#include <inkblot/redactor.h>

#include <array>
#include <fstream>

#include "pack/foreign.h"
#include "support/gitleaks.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

const std::string kAcme =
    "[[rules]]\nid = 'Acme_Key'\ndescription = 'd'\nregex = '''acme_([a-z]{8})'''\n"
    "keywords = ['ACME_']\n";
const std::string kBody = "qwkzrtyp";

struct Read {
  Status status;
  std::vector<Rule> rules;
  std::vector<std::string> skipped;
};

Read read(const std::string& toml, bool skips = true) {
  Read out;
  const std::vector<std::filesystem::path> paths = {"g.toml"};
  out.status = read_gitleaks(paths, test::open_of({{"g.toml", toml}}), out.rules,
                             skips ? &out.skipped : nullptr);
  return out;
}

std::string redacted(const std::string& toml, const std::string& text) {
  Options options;
  options.pack = test::gitleaks_pack(toml);
  return options.pack == nullptr ? "no pack" : redact(text, options).value();
}

TEST(Gitleaks, ARuleIsSweptForByItsKeywords) {
  const Read done = read(kAcme);
  ASSERT_TRUE(done.status.ok()) << done.status.message();
  ASSERT_EQ(1U, done.rules.size());
  EXPECT_EQ("gitleaks-acme-key", done.rules[0].id);
  EXPECT_EQ("d", done.rules[0].description);
  EXPECT_EQ(std::vector<std::string>{"acme_"}, done.rules[0].keywords);
  EXPECT_EQ("(?i:acme\\x5f)", done.rules[0].head);
  EXPECT_NE(nullptr, done.rules[0].foreign);
  EXPECT_TRUE(done.skipped.empty());
  EXPECT_EQ("REDACTED_gitleaks-acme-key;", redacted(kAcme, "acme_" + kBody + ";"));
}

TEST(Gitleaks, AWordOfTheRegexStandsInForKeywords) {
  for (const std::string keywords :
       {"", "keywords = []\n", "keywords = ['k']\n", "keywords = ['\xc3\xa9']\n"}) {
    const Read done = read("[[rules]]\nid = 'a'\nregex = 'umbra-[0-9]{4}'\n" + keywords);
    ASSERT_EQ(1U, done.rules.size()) << done.status.message();
    EXPECT_EQ(std::vector<std::string>{"umbra-"}, done.rules[0].keywords);
    EXPECT_TRUE(done.skipped.empty());
  }
}

TEST(Gitleaks, WhatAStreamCannotDoIsRefusedOrNamed) {
  const std::string rule = "[[rules]]\nid = 'r'\nkeywords = ['key']\n";
  const std::string regex = "regex = 'key'\n";
  const std::vector<std::array<std::string, 3>> gaps = {
      {rule + regex + "path = 'x'\n", "g.toml:5: rule r: path", "the rule is left out"},
      {rule + "path = 'x'\n", "g.toml:4: rule r: path", "the rule is left out"},
      {rule + regex + "[[rules.required]]\nid = 'a'\n", "rule r: required", "left out"},
      {rule + "regex = 'a(?!b)'\n", "g.toml:4: rule r: its regex has look-ahead", "left out"},
      {rule + "regex = '(?x) a b'\n", "g.toml:4: rule r: its regex has free spacing", "left out"},
      {"[[rules]]\nid = 'r'\nregex = '[0-9a-f]{32}'\n", "g.toml:1: rule r: it has no keywords",
       "left out"},
      {kAcme + "frobs = 1\n", "g.toml:6: the field frobs", "it is left out"},
      {"frobs = 1\n" + kAcme, "g.toml:1: the field frobs", "it is left out"},
      {kAcme + "[allowlist]\npaths = ['x']\n", "g.toml:7: an allowlist asks for paths",
       "they allow nothing"},
      {kAcme + "[[rules.allowlists]]\ncommits = ['x']\nregexes = ['y']\n",
       "g.toml:7: an allowlist asks for commits", "they allow nothing"},
      {kAcme + "[[rules.allowlists]]\ncondition = 'AND'\npaths = ['x']\nregexes = ['y']\n",
       "g.toml:8: an allowlist asks for paths", "wants all of it, allows nothing"},
      {kAcme + "[[rules.allowlists]]\nregexes = ['y(?=x)']\n",
       "g.toml:7: an allowlist's regex has look-ahead", "it allows nothing"},
      {kAcme + "[extend]\nuseDefault = true\n", "g.toml:7: extend.useDefault", "left out"},
      {kAcme + "[extend]\nurl = 'x'\n", "g.toml:7: extend.url", "left out"}};
  for (const auto& [toml, what, effect] : gaps) {
    const Read refused = read(toml, false);
    EXPECT_EQ(Code::bad_pack, refused.status.code()) << toml;
    EXPECT_NE(std::string::npos, refused.status.message().find(what)) << refused.status.message();
    EXPECT_NE(std::string::npos, refused.status.message().find("--gitleaks-skip-unsupported"));
    const Read named = read(toml);
    ASSERT_TRUE(named.status.ok()) << named.status.message();
    ASSERT_EQ(1U, named.skipped.size()) << toml;
    EXPECT_TRUE(named.skipped[0].starts_with("g.toml:")) << named.skipped[0];
    EXPECT_NE(std::string::npos, named.skipped[0].find(what)) << named.skipped[0];
    EXPECT_NE(std::string::npos, named.skipped[0].find(effect)) << named.skipped[0];
  }
  const Read both = read(kAcme + "path = 'x'\n" + "[extend]\nurl = 'x'\n", false);
  EXPECT_NE(std::string::npos, both.status.message().find("and 1 more")) << both.status.message();
}

TEST(Gitleaks, AListThatWantsAPathAllowsNothing) {
  const std::string list = "[[rules.allowlists]]\npaths = ['x']\nregexes = ['q']\n";
  EXPECT_EQ("acme_" + kBody, redacted(kAcme + list, "acme_" + kBody));
  EXPECT_EQ("REDACTED_gitleaks-acme-key",
            redacted(kAcme + list + "condition = 'and'\n", "acme_" + kBody));
}

TEST(Gitleaks, NamesFileLineAndFault) {
  const std::string rule = "[[rules]]\nid = 'r'\nkeywords = ['key']\n";
  const std::vector<std::array<std::string, 3>> bad = {
      {"[[rules]\n", "g.toml:1:", ""},
      {rule + "regex = 'a('\n", "g.toml:4: rule r: regex:", ")"},
      {rule, "g.toml:1:", "rule r needs a regex"},
      {rule + "regex = 1\n", "g.toml:4:", "string"},
      {rule + "regex = 'key'\nsecretGroup = 1\n", "g.toml:4:", "has 0 groups"},
      {rule + "regex = 'key'\nsecretGroup = -1\n", "g.toml:5:", "from 0"},
      {rule + "regex = 'key'\nentropy = 'x'\n", "g.toml:5:", "entropy"},
      {rule + "regex = 'key'\nentropy = nan\n", "g.toml:5:", "entropy"},
      {rule + "regex = 'key'\nskipReport = 1\n", "g.toml:5:", "true or false"},
      {"[[rules]]\nregex = 'key'\n", "g.toml:1:", "an id"},
      {"[[rules]]\nid = ' '\n", "g.toml:2:", "an id"},
      {"[[rules]]\nid = '" + std::string(81, 'x') + "'\n", "g.toml:2:", "80"},
      {kAcme + "[[rules]]\nid = 'acme-key'\nregex = 'acme'\n", "g.toml:6:", "both be called"},
      {kAcme + "[[rules.allowlists]]\ndescription = 'x'\n", "g.toml:6:", "needs regexes"},
      {kAcme + "[[rules.allowlists]]\nregexes = ['(']\n", "g.toml:7:", "regex of the allowlist"},
      {kAcme + "[[rules.allowlists]]\ncondition = 'xor'\n", "g.toml:7:", "AND or OR"},
      {kAcme + "[[rules.allowlists]]\nregexTarget = 'x'\n", "g.toml:7:", "secret, match or line"},
      {kAcme + "[[allowlists]]\ntargetRules = ['x']\nstopwords = ['y']\n",
       "g.toml:1:", "no rule is named x"},
      {kAcme + "[extend]\npath = 'none.toml'\n", "g.toml:7:", "none.toml: no such file"},
      {kAcme + "[extend]\npath = 'x'\nuseDefault = true\n", "g.toml:6:", "not both"},
      {kAcme + "[[extend]]\n", "g.toml:6:", "table"},
      {"rules = 1\n", "g.toml:1:", "tables"},
      {"rules = [1]\n", "g.toml:1:", "tables"}};
  for (const auto& [toml, place, word] : bad) {
    const Read done = read(toml);
    EXPECT_EQ(Code::bad_pack, done.status.code()) << toml;
    EXPECT_TRUE(done.status.message().starts_with(place)) << done.status.message();
    EXPECT_NE(std::string::npos, done.status.message().find(word)) << done.status.message();
  }
  const Read huge = read(std::string((std::size_t{4} << 20U) + 1, '\n'));
  EXPECT_NE(std::string::npos, huge.status.message().find("4194304 bytes"));
  const Read wide = read("[[rules]]\nid = 'r'\nregex = '" + std::string(40000, 'a') + "'\n");
  EXPECT_NE(std::string::npos, wide.status.message().find("32768 bytes"));
}

TEST(Gitleaks, ALaterFileReplacesAndBaseRulesStay) {
  const std::vector<std::filesystem::path> paths = {"a.toml", "b.toml"};
  std::string second = kAcme;
  second.replace(second.find("acme_("), 6, "umbra_(");
  std::vector<Rule> rules(1);
  rules[0].id = "own";
  const Status s =
      read_gitleaks(paths, test::open_of({{"a.toml", kAcme}, {"b.toml", second}}), rules, nullptr);
  ASSERT_TRUE(s.ok()) << s.message();
  ASSERT_EQ(2U, rules.size());
  EXPECT_EQ("own", rules[0].id);
  EXPECT_TRUE(rules[1].foreign->find("acme_" + kBody, 0, 13).empty());
}

TEST(Gitleaks, APackWithForeignRulesCannotBeSaved) {
  const auto pack = test::gitleaks_pack(kAcme);
  const Status s = pack->save(std::filesystem::temp_directory_path() / "inkblot-foreign.inkdb");
  EXPECT_EQ(Code::invalid_argument, s.code());
}

TEST(Gitleaks, FilesAreReadByThePack) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("inkblot-gitleaks-" + std::to_string(getpid()) + ".toml");
  std::ofstream(file) << kAcme;
  const auto pack = Pack::compile_gitleaks({&file, 1}, Pack::builtin().value().get());
  std::filesystem::remove(file);
  ASSERT_TRUE(pack.has_value()) << pack.error().message();
  EXPECT_EQ("gitleaks-acme-key", (*pack)->rules().back().id);
  EXPECT_GT((*pack)->rules().size(), 200U);
  const auto none = Pack::compile_gitleaks({&file, 1}, nullptr);
  EXPECT_EQ(Code::bad_pack, none.error().code());
}

}  // namespace
}  // namespace inkblot
