// What is recognised by its surroundings: headers, cookies, netrc, a URL's password.
#include "confirm/parsers.h"

#include <gtest/gtest.h>

#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redacted;

// Values are put together here, so that the tree holds no line that is a secret.
const std::string kValue = std::string("q8Zt5Lw2") + "Rk9Vp3XnB7";

struct Case {
  std::string before;
  std::string rule;
  std::string after;
};

TEST(Parsers, FindTheValueAndNothingElse) {
  const std::vector<Case> cases = {
      {"Authorization: Bearer ", "authorization-header", "\r\nHost: x\r\n"},
      {"authorization: Basic ", "authorization-header", "\n"},
      {"{\"Authorization\": \"Bearer ", "authorization-header", "\"}"},
      {"{\\\"authorization\\\":\\\"token ", "authorization-header", "\\\"}"},
      {"curl -H 'X-Api-Key: ", "key-header", "' https://h/"},
      {"Cookie: a=b; session=", "cookie-header", "\n"},
      {"machine h login me password ", "netrc-password", "\n"},
      {"machine h\n  login me\n  password ", "netrc-password", "\nmachine other\n"},
      {"postgres://user:", "url-password", "@db.host:5432/app?x=y"},
      {"https:\\/\\/user:", "url-password", "@host\\/x"}};
  const auto pack = Pack::builtin().value();
  for (const Case& c : cases) {
    EXPECT_EQ(c.before + "REDACTED_" + c.rule + c.after, redacted(c.before + kValue + c.after));
  }
}

TEST(Parsers, LeaveReferencesAndWordsAlone) {
  for (const std::string text :
       {"Authorization: Bearer $TOKEN\n", "Authorization: <token>\n", "authorization: null\n",
        "authorization = request.headers\n", "the authorization of users\n", "cookie: a=b; c=d\n",
        "https://host:8080/a@b\n", "https://user:user@host/\n", "https://user:$PASS@host/\n",
        "machine h login me account x\n", "x-api-key: ${KEY}\n",
        "postgres://user:xxxxxxxx@host/\n"}) {
    EXPECT_EQ(text, redacted(text));
  }
}

TEST(Parsers, AreKnownByName) {
  for (const char* const name : {"assignment", "cookie", "netrc", "pem", "putty", "userinfo"}) {
    EXPECT_TRUE(has_parser(name)) << name;
  }
  EXPECT_FALSE(has_parser(""));
  EXPECT_FALSE(has_parser("none"));
}

TEST(Parsers, AValueWithoutEndIsGoneWhole) {
  const std::string endless = "Authorization: Bearer " +
                              make_sample(test::acme_rule(), "{alnum:8000}", 1).value() +
                              "\nnext\n";
  EXPECT_EQ("Authorization: Bearer REDACTED_authorization-header\nnext\n", redacted(endless));
}

TEST(Parsers, WaitForTheRest) {
  const auto pack = Pack::builtin().value();
  const Rule& rule = test::rule_of(*pack, "authorization-header");
  const auto index = static_cast<std::uint32_t>(&rule - pack->rules().data());
  View scratch;
  RunCache runs;
  const std::string text = "Authorization: Bearer " + kValue + "\n";
  for (std::size_t size = 13; size <= text.size(); ++size) {
    const Window window{test::bytes_of(text).first(size), 0, false};
    const Decision d = confirm_structure({impl(*pack), window, {index, 0, 13}, scratch, runs});
    EXPECT_EQ(size == text.size() ? Outcome::found : Outcome::need_more, d.outcome) << size;
  }
}

}  // namespace
}  // namespace inkblot
