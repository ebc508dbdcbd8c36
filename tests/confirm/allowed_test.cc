// An entry lets go the finding whose whole value it is, and not a byte more, whatever the cuts.
#include "confirm/allowed.h"

#include <gtest/gtest.h>

#include "reference/whole_buffer.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

const std::string kValue = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";
const std::string kWord = std::string("hunter") + "27";

Options allowing(const std::string& toml) {
  Options options = test::default_options();
  options.allow = AllowList::parse(toml, "test").value();
  return options;
}
Options allowing_value(const std::string& value) { return allowing("values = ['" + value + "']"); }

// The output, which neither the cuts nor the oracle see otherwise.
std::string redacted(const std::string& text, const Options& options) {
  const std::string out = redact(text, options).value();
  EXPECT_EQ(reference::redact_whole(text, options), out) << text;
  for (const auto& cut : test::cuts_of(text.size(), 11, 3)) {
    EXPECT_EQ(out, test::redact_cut(text, cut, options)) << text << " in " << cut.size();
  }
  return out;
}

TEST(Allowed, AValueIsLetGoWhereverItStands) {
  const std::string token = test::token_of("github-pat");
  for (const std::string& text : {token + "\n", "{\"a\": \"x\\n" + token + "\"}\n",
                                  "github_token = \"" + token + "\"\n", "?k=" + token + "&b=2\n"}) {
    EXPECT_NE(text, test::redacted(text));
    EXPECT_EQ(text, redacted(text, allowing_value(token)));
    EXPECT_EQ(text, redacted(text, allowing("patterns = ['ghp_[0-9A-Za-z]{36}']")));
    EXPECT_NE(text, redacted(text, allowing_value(token.substr(1))));
  }
  const std::string password = "DB_PASSWORD=" + kWord + "\n";
  EXPECT_EQ(password, redacted(password, allowing_value(kWord)));
  const std::string url = "ftp://bob:" + kWord + "@host/\n";
  EXPECT_EQ(url, redacted(url, allowing_value(kWord)));
}

TEST(Allowed, AsItReadsAndAsItStands) {
  const std::string json = "{\"password\": \"pa\\\"" + kWord + "\"}\n";
  EXPECT_EQ(json, redacted(json, allowing_value("pa\"" + kWord)));
  EXPECT_EQ(json, redacted(json, allowing_value("pa\\\"" + kWord)));
  EXPECT_NE(json, redacted(json, allowing_value("pa" + kWord)));
}

TEST(Allowed, WhatIsGluedToItIsRedactedWithIt) {
  const std::string token = test::token_of("github-pat");
  const Options options = allowing_value(token);
  const std::string tag = "REDACTED_github-pat";
  for (const std::string& more :
       std::vector<std::string>{"x", "_" + kWord, "-" + token, "A" + kValue}) {
    EXPECT_EQ(tag + "\n", redacted(token + more + "\n", options)) << more;
  }
  // Longer than is looked at.
  EXPECT_EQ(tag + "\n", redacted(token + std::string(5000, 'x') + "\n", options));
  // A value that holds it, and one that stands beside it.
  const std::string holder = "password=\"" + token + "~" + kWord + "\"\n";
  EXPECT_EQ(std::string::npos, redacted(holder, options).find(kWord));
  const std::string beside =
      redacted(token + "." + test::token_of("npm-access-token", 5) + "\n", options);
  EXPECT_EQ(token + ".REDACTED_npm-access-token\n", beside);
}

TEST(Allowed, TheRestOfAListIsJudgedByItself) {
  const std::string list = "tokens = x\ntoken_list_secret = [\"" + kValue + "\", \"" +
                           std::string(kValue.rbegin(), kValue.rend()) + "\"]\n";
  const std::string out = redacted(list, allowing_value(kValue));
  EXPECT_NE(std::string::npos, out.find(kValue));
  EXPECT_EQ(std::string::npos, out.find(std::string(kValue.rbegin(), kValue.rend())));
}

TEST(Allowed, LongValuesAndKeyBlocksAreNot) {
  std::string body;
  while (body.size() < 3000) body += kValue;
  const std::string text = "password = \"" + body + "\"\n";
  EXPECT_EQ("password = \"REDACTED_password\"\n",
            redacted(text, allowing("patterns = ['(?s).+']")));
  const std::string key = test::token_of("private-key");
  EXPECT_EQ(test::redacted(key), redacted(key, allowing("patterns = ['(?s).+']")));
}

TEST(Allowed, KeysLetGoWhatIsFoundByItsName) {
  const Options options = allowing("keys = ['fixture_password']");
  const std::string named = "FIXTURE_PASSWORD=" + kWord + "\nfixture_password: '" + kWord + "'\n";
  EXPECT_EQ(named, redacted(named, options));
  const std::string other = "my_fixture_password=" + kWord + "\n";
  EXPECT_NE(other, redacted(other, options));
  const std::string token = "fixture_password=" + test::token_of("github-pat") + "\n";
  EXPECT_EQ("fixture_password=REDACTED_github-pat\n", redacted(token, options));
  // A name that was cut where it is read no further is not the name on the list.
  const std::string cut(64 - 9, 'a');
  const std::string longer = "x" + cut + "_password=" + kWord + "\n";
  EXPECT_NE(longer, redacted(longer, allowing("keys = ['" + cut + "_password']")));
}

TEST(Allowed, CommentsInTheInputAreNot) {
  for (const std::string comment :
       {"# inkblot:allow", "// gitleaks:allow", "# nosec", "# pragma: allowlist secret", "# noqa",
        "# trufflehog:ignore"}) {
    const std::string text = "password=" + kWord + " " + comment + "\n";
    EXPECT_EQ("password=REDACTED_password " + comment + "\n",
              redacted(text, allowing_value(kValue)));
  }
}

}  // namespace
}  // namespace inkblot
