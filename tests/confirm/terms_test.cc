// The three profiles: what each finds and leaves, whatever the cuts.
#include <gtest/gtest.h>

#include "confirm/parsers.h"
#include "reference/whole_buffer.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr std::array<Profile, 3> kProfiles = {Profile::strict, Profile::balanced, Profile::precise};

Options with_profile(Profile profile) {
  Options options = test::default_options();
  options.profile = profile;
  return options;
}

// How many of the profiles, strict first, change the text; no one that is stricter leaves it.
std::size_t found_by(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kProfiles.size(); ++i) {
    const std::string out = redact(text, with_profile(kProfiles.at(i))).value();
    if (out == text) continue;
    EXPECT_EQ(i, count) << text;
    ++count;
  }
  return count;
}

const std::string kChosen = std::string("hunter") + "27";
const std::string kMixed = std::string("kT9#m") + "Q2x!a";
const std::string kRandom = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";

TEST(Terms, ContextualValues) {
  // Always: what is random, and a password in quotes.
  EXPECT_EQ(3U, found_by("api_token = \"" + kRandom + "\"\n"));
  EXPECT_EQ(3U, found_by("DB_PASSWORD=" + kMixed + "\n"));
  EXPECT_EQ(3U, found_by("password = \"" + kChosen + "\"\n"));
  // Not by precise: a weak bare word, and a word of a sentence.
  EXPECT_EQ(2U, found_by("DB_PASSWORD=" + kChosen + "\n"));
  EXPECT_EQ(2U, found_by("the password is " + kMixed + "\n"));
  // By strict alone: what is one weight short.
  EXPECT_EQ(1U, found_by("api_token = \"" + kChosen + "\"\n"));
  EXPECT_EQ(1U, found_by("key = \"" + kMixed + "\"\n"));
  // By none: what weighs nothing.
  EXPECT_EQ(0U, found_by("password = \"placeholder\"\n"));
  EXPECT_EQ(0U, found_by("password = user.password\n"));
}

TEST(Terms, PasswordsOfUrls) {
  EXPECT_EQ(3U, found_by("ftp://bob:" + kChosen + "@host/\n"));
  EXPECT_EQ(2U, found_by(std::string("ftp://bob:") + "swordfish@host/\n"));
}

TEST(Terms, TokensWhoseCheckValueFails) {
  const auto pack = Pack::builtin().value();
  const Rule& rule = test::rule_of(*pack, "github-pat");
  ASSERT_FALSE(rule.checksum.empty());
  std::string token = test::token_of("github-pat");
  EXPECT_EQ(3U, found_by(token + "\n"));
  token.back() = token.back() == 'a' ? 'b' : 'a';
  EXPECT_EQ(2U, found_by(token + "\n"));
}

Outcome decide(std::string_view body, Profile profile) {
  Rule rule = test::acme_rule();
  rule.run_min = 12;
  const auto pack = PackImpl::make({rule}, "test").value();
  const std::string text = "'acme_" + std::string(body) + "\n";
  const Candidate candidate{0, 1, 14};
  const Window window = test::whole(text);
  View scratch;
  RunCache runs;
  return confirm_token({*pack, window, candidate, scratch, runs, terms_of(profile)}).outcome;
}

TEST(Terms, DriftedTokens) {
  // Body, and how many profiles find it: longer than documented, shorter, much shorter, dull.
  const std::vector<std::pair<std::string, std::size_t>> bodies = {{"q8zt5lw2rk9vp3xnw7", 3},
                                                                   {"q8zt5lw2rk9vp3", 2},
                                                                   {"q8zt5lw2rk", 1},
                                                                   {"q8zt5q8q8zt5q8tz5", 2}};
  for (const auto& [body, count] : bodies) {
    for (std::size_t i = 0; i < kProfiles.size(); ++i) {
      EXPECT_EQ(i < count ? Outcome::found : Outcome::reject, decide(body, kProfiles.at(i)))
          << body << ' ' << i;
    }
  }
}

TEST(Terms, CutTokensNeedAPlace) {
  const std::string cut = test::token_of("sentry-user-token").substr(0, 69);
  EXPECT_EQ(1U, found_by(cut + "\n"));
  EXPECT_EQ(1U, found_by("see " + cut + ".\n"));
  for (const std::string before : {"\"", "t = ", "t:\t", "f(", "a,", "[", "\\\""}) {
    EXPECT_LE(2U, found_by(before + cut + "\n")) << before;
  }
  // Much longer is a new form.
  EXPECT_LE(2U, found_by(cut + cut.substr(20) + "\n"));
}

TEST(Terms, RareLiterals) {
  EXPECT_EQ(2U, found_by("f('" + kRandom + "')\n"));
  EXPECT_EQ(0U, found_by("f(" + kRandom + ")\n"));
}

TEST(Terms, HoldWhateverTheCuts) {
  const std::string text = "DB_PASSWORD=" + kChosen + "\nthe password is " + kMixed +
                           "\nkey = [\"" + kMixed + "\", \"" + kRandom + "\"]\nf('" + kRandom +
                           "')\nftp://bob:" + "swordfish@host/ " +
                           test::token_of("github-pat").substr(0, 30) + "\n";
  for (const Profile profile : kProfiles) {
    const Options options = with_profile(profile);
    const std::string expected = reference::redact_whole(text, options);
    EXPECT_EQ(expected, redact(text, options).value());
    for (const auto& cut : test::cuts_of(text.size(), 7, 4)) {
      EXPECT_EQ(expected, test::redact_cut(text, cut, options)) << cut.size();
    }
  }
}

}  // namespace
}  // namespace inkblot
