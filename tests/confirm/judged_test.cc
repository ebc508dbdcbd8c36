// Whoever asks is told of every candidate once, the same whatever the cuts, and nothing of a value.
#include "confirm/judged.h"

#include <gtest/gtest.h>

#include "support/rules.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

const std::string kValue = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";

// A judgement names a rule of the pack, which must outlive it.
Options lasting_options() {
  static const std::shared_ptr<const Pack> pack = Pack::builtin().value();
  Options options;
  options.pack = pack;
  return options;
}

std::vector<Judgement> judged(const std::string& text, const std::vector<std::size_t>& cut,
                              Options options = lasting_options()) {
  std::vector<Judgement> out;
  options.on_judgement = [&out](const Judgement& judgement) { out.push_back(judgement); };
  test::redact_cut(text, cut, options);
  return out;
}
std::vector<Judgement> judged(const std::string& text, Options options = lasting_options()) {
  return judged(text, {text.size()}, std::move(options));
}

// The first one about the rule's longest head.
Judgement of(const std::string& rule, const std::string& text,
             Options options = lasting_options()) {
  Judgement out;
  for (const Judgement& judgement : judged(text, std::move(options))) {
    const bool longer = out.rule == nullptr || judgement.head.size() > out.head.size();
    if (judgement.rule->id == rule && longer) out = judgement;
  }
  EXPECT_NE(nullptr, out.rule) << rule << " in " << text;
  return out;
}

TEST(Judged, WhatIsFound) {
  const std::string token = test::token_of("github-pat");
  const Judgement found = of("github-pat", "\n\n  " + token + "\n");
  EXPECT_TRUE(found.found);
  EXPECT_EQ(Evidence::checksummed, found.evidence);
  EXPECT_EQ(Fact::check, found.reason);
  EXPECT_TRUE(found.facts.has(Fact::form));
  EXPECT_EQ(3U, found.line);
  EXPECT_EQ((Span{4, 4 + token.size()}), found.value);
  EXPECT_EQ("ghp_", found.seen);
}

TEST(Judged, WhatIsPutToAThreshold) {
  const auto score = [](const std::string& rule, const std::string& text) {
    return of(rule, text).facts.score();
  };
  const Score named = score("secret", "api_key = \"" + kValue + "\"\n");
  EXPECT_EQ(Scale::weight, named.scale);
  EXPECT_EQ(3U, named.has);
  EXPECT_LE(named.asked, named.has);
  const Judgement rare = of("rare-literal", "f('" + kValue + "')\n");
  EXPECT_EQ(Fact::rare, rare.reason);
  EXPECT_EQ(Scale::rarity, rare.facts.score().scale);
  EXPECT_EQ(65U, rare.facts.score().asked);
  EXPECT_LE(65U, rare.facts.score().has);
  const std::string token = test::token_of("sentry-user-token");
  const Score cut = score("sentry-user-token", "t = " + token.substr(0, 57) + "\n");
  EXPECT_EQ(Scale::length, cut.scale);
  EXPECT_EQ(200U, cut.has);
  EXPECT_EQ(160U, cut.asked);
  EXPECT_EQ(Scale::none, score("github-pat", test::token_of("github-pat") + "\n").scale);
}

TEST(Judged, WhatIsRejectedAndWhy) {
  const std::string token = test::token_of("github-pat");
  EXPECT_EQ(
      Fact::filler,
      of("github-pat", "ghp_" + std::string("example7") + "q8Zt5Lw2Rk9Vp3XnB7q1Yd4Fh6Jm\n").reason);
  EXPECT_EQ(Fact::glued, of("github-pat", "x" + token.substr(0, 39) + "\n").reason);
  EXPECT_EQ(Fact::short_body, of("github-pat", token.substr(0, 15) + "\n").reason);
  EXPECT_EQ(Fact::tag, of("password", "password=REDACTED_jwt~" + kValue + "\n").reason);
  Options options = lasting_options();
  options.allow = AllowList::parse("values = ['" + token + "']", "test").value();
  const Judgement allowed = of("github-pat", token + "\n", options);
  EXPECT_FALSE(allowed.found);
  EXPECT_EQ(Fact::allowed, allowed.reason);
  options.allow = nullptr;
  options.profile = Profile::precise;
  std::string failing = token;
  failing.back() = failing.back() == 'a' ? 'b' : 'a';
  EXPECT_EQ(Fact::check_fails, of("github-pat", failing + "\n", options).reason);
  const Judgement drifted = of("github-pat", failing + "\n");
  EXPECT_TRUE(drifted.found);
  EXPECT_TRUE(drifted.facts.has(Fact::check_fails));
}

TEST(Judged, WhyAValueIsNone) {
  const std::vector<std::pair<std::string, Fact>> reasons = {
      {"password;\n", Fact::no_value},
      {"the password that follows\n", Fact::short_value},
      {"password_hint=\"" + kValue + "\"\n", Fact::no_promise},
      {"password = \"${DB_PASS}x\"\n", Fact::reference},
      {"password = \"changeme-please\"\n", Fact::filler},
      {"password = \"swordfish\"\n", Fact::weak},
      {"password := " + kValue.substr(0, 16) + "\n", Fact::unquoted},
      {"password = \"abc1\"\n", Fact::short_value}};
  for (const auto& [text, reason] : reasons) {
    const Judgement judgement = of("password", text);
    EXPECT_FALSE(judgement.found) << text;
    EXPECT_EQ(words_of(reason), words_of(judgement.reason)) << text;
  }
  const Judgement found = of("password", "password = \"hunter" + std::string("27\"\n"));
  EXPECT_TRUE(found.facts.has(Fact::quotes));
  EXPECT_TRUE(found.facts.has(Fact::chosen));
}

TEST(Judged, NothingOfAValueIsSeen) {
  for (const std::string& text : {"api_key = \"" + kValue + "\"\n", kValue + "key=" + kValue + "\n",
                                  "service-secret-" + kValue + "\n", kValue + "-password\n",
                                  "ftp://bob:" + kValue + "@host/\n", ";Password=" + kValue + ";\n",
                                  test::token_of("github-pat") + "\n", test::token_of("jwt")}) {
    const auto all = judged(text);
    EXPECT_FALSE(all.empty()) << text;
    for (const Judgement& judgement : all) {
      const bool named = judgement.rule->parser == "named";
      EXPECT_TRUE(named || judgement.seen.size() <= 4) << judgement.seen;
      for (std::size_t at = 0; named && at + 4 <= kValue.size(); ++at) {
        EXPECT_EQ(std::string::npos, judgement.seen.find(kValue.substr(at, 4))) << judgement.seen;
      }
    }
  }
  EXPECT_EQ("my_api_key", of("secret", "x my_api_key = \"" + kValue + "\"\n").seen);
}

TEST(Judged, TheSameWhateverTheCuts) {
  const std::string text = "password=\"" + kValue + "\"\nthe key that\n" +
                           test::token_of("github-pat") + " " + test::token_of("jwt") + "\n" +
                           "token_count=3 ftp://bob:" + kValue + "@host/\n";
  const auto shown = [](const std::vector<Judgement>& all) {
    std::string out;
    for (const Judgement& j : all) {
      out += j.rule->id + ' ' + std::to_string(j.head.begin) + ' ' + std::to_string(j.line) + ' ' +
             j.seen + ' ' + std::string(words_of(j.reason)) + '\n';
    }
    return out;
  };
  const std::string whole = shown(judged(text));
  EXPECT_NE(std::string::npos, whole.find("jwt"));
  for (const auto& cut : test::cuts_of(text.size(), 3, 3)) {
    EXPECT_EQ(whole, shown(judged(text, cut))) << cut.size();
  }
}

}  // namespace
}  // namespace inkblot
