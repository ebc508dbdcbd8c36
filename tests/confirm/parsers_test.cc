// What is recognised by its surroundings: headers, cookies, netrc, a URL's password.
#include "confirm/parsers.h"

#include <gtest/gtest.h>

#include "reference/whole_buffer.h"
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
      // A mark that nothing closes opened nothing: the string around it ends.
      {"{\"a\": \"Authorization: `", "authorization-header", "\", \"b\": 2}\n"},
      {"{\"a\": \"x password='", "password", "\", \"b\": 2}\n"},
      {"{\"Authorization:`", "authorization-header", "\":\n 2}\n"},
      {"machine h login me password ", "netrc-password", "\n"},
      {"machine h\n  login me\n  password ", "netrc-password", "\nmachine other\n"},
      {"postgres://user:", "url-password", "@db.host:5432/app?x=y"},
      {"https://", "url-password", ":x-oauth-basic@github.com/a"},
      {"https:\\/\\/user:", "url-password", "@host\\/x"},
      {"https://user:", "url-password", "@your-password-here@h/x"}};
  const auto pack = Pack::builtin().value();
  for (const Case& c : cases) {
    EXPECT_EQ(c.before + "REDACTED_" + c.rule + c.after, redacted(c.before + kValue + c.after));
  }
}

// What is found behind a name is found whether or not another name before it is redacted.
TEST(Parsers, AListOfCookiesEndsWhereAnotherBegins) {
  const std::string dull = "; a=" + std::string(20, 'x');
  for (const std::string other : {"cookie]: =", "Cookie: b=", "cookie) = c=", "cookie >d="}) {
    const std::string list = "cookie: s=" + kValue + dull + other + kValue + "\n";
    const std::string expected = "cookie: s=REDACTED_cookie-header" + dull + other;
    EXPECT_EQ(expected + "REDACTED_cookie-header\n", redacted(list));
    // Without the first name.
    EXPECT_EQ(dull + other + "REDACTED_cookie-header\n", redacted(dull + other + kValue + "\n"));
  }
  // A name that may be a cookie's own is a pair of its list as well.
  EXPECT_EQ("cookie: my_cookie=REDACTED_cookie-header; d=e\n",
            redacted("cookie: my_cookie=" + kValue + "; d=e\n"));
  // And is looked for as far as a list is read; what is glued to a value goes with it.
  std::string value;
  while (value.size() < 500) value += kValue;
  EXPECT_EQ("cookie: a=REDACTED_cookie-header: b=c\n",
            redacted("cookie: a=" + value + "cookie: b=c\n"));
}

TEST(Parsers, APasswordInAUrlGoesOnBehindAnEscape) {
  const std::string url = "{\"u\": \"postgres://user:";
  for (const std::string end : {"@db.host/x\"}", "@db.host\\nmore\"}"}) {
    EXPECT_EQ(url + "REDACTED_url-password" + end,
              redacted(url + kValue + "\\u0034" + kValue + end));
  }
}

TEST(Parsers, LeaveReferencesAndWordsAlone) {
  for (const std::string text :
       {"a header (`Authorization: ` 0.2), and 'lines' 7,\n",
        "Authorization: Bearer $TOKEN\n",
        "Authorization: <token>\n",
        "[{\"Authorization:  \": 1e5}, {\"Authorization: \", 12345678, \"b\"}]\n",
        "authorization: null\n",
        "authorization = request.headers\n",
        "the authorization of users\n",
        "cookie: a=b; c=d\n",
        "https://host:8080/a@b\n",
        "https://user:user@host/\n",
        "format!(\"https://{}:x-oauth-basic@github.com\", x)\n",
        "a = proxy ? \"Proxy-Authorization\" : \"Authorization\";\n",
        "var theCookie = (_b = (_a = document === null || q8zt5lw2rk9vp3xn ? 1 : a.match(\"\n",
        "https://user:$PASS@host/\n",
        "machine h login me account x\n",
        "x-api-key: ${KEY}\n",
        "postgres://user:xxxxxxxx@host/\n",
        "cookie: a=REDACTED_ssh2-private-key\x03\n",
        "machine REDACTED_jwt!.x password correcthorse\n",
        "redis://default:test@host/\n",
        "ftp://anonymous:guest@host/\n",
        "ssh://git@host:2222/a@b1\n",
        "postgresql://[user[:password]@][host][:port]/\n"}) {
    EXPECT_EQ(text, redacted(text));
  }
}

// The escaped line end belongs to the string that the value is in, unless the value's own quote
// stands in that string too.
TEST(Parsers, AQuotedValueGoesOnBehindAnEscapedLineEnd) {
  const std::string key = "x-api-key";
  const std::string more = "\\nand more";
  EXPECT_EQ("{\"" + key + "\": \"REDACTED_key-header\", \"a\": 1}",
            redacted("{\"" + key + "\": \"" + kValue + more + "\\nyet more\", \"a\": 1}"));
  for (const std::string quote : {"\\\"", "'"}) {
    const std::string before = "{\"a\": \"" + key + ": " + quote;
    EXPECT_EQ(before + "REDACTED_key-header" + more + "\"}",
              redacted(before + kValue + more + "\"}"));
  }
  EXPECT_EQ(key + ": \"REDACTED_key-header\nand more\"",
            redacted(key + ": \"" + kValue + "\nand more\""));
}

TEST(Parsers, AreKnownByName) {
  for (const char* const name : {"assignment", "cookie", "netrc", "pem", "putty", "userinfo"}) {
    EXPECT_NE(nullptr, find_parser(name)) << name;
  }
  EXPECT_EQ(nullptr, find_parser(""));
  EXPECT_EQ(nullptr, find_parser("none"));
}

TEST(Parsers, AValueWithoutEndIsGoneWhole) {
  const std::string endless = "Authorization: Bearer " +
                              make_sample(test::acme_rule(), "{alnum:8000}", 1).value() +
                              "\nnext\n";
  EXPECT_EQ("Authorization: Bearer REDACTED_authorization-header\nnext\n", redacted(endless));
}

// Values longer than what is looked at, made of all that their place allows.
std::string long_value(std::string_view more) {
  std::string value = make_sample(test::acme_rule(), "{alnum:6000}", 1).value();
  for (std::size_t at = 5; at < value.size(); at += 7) value[at] = more[at % more.size()];
  return value;
}

TEST(Parsers, AValueLongerThanIsLookedAtEndsWhereAShortOneDoes) {
  struct Long {
    std::string rule;
    std::string before;
    std::string more;
    std::string after;
  };
  const std::vector<Long> cases = {
      {"authorization-header", "Authorization: Bearer ", "+/=.~-:", "\r\nHost: x\n"},
      {"authorization-header", "{\"authorization\": \"", "+/ ,;'<", "\", \"b\": 1}\n"},
      {"authorization-header", "{\\\"authorization\\\": \\\"", "+/ ,;'<", "\\\", \\\"b\\\": 1}"},
      {"key-header", "X-Api-Key: ", "+/=.~-:", "\nnext\n"},
      {"key-header", "-H 'X-Api-Key: ", "+/=.~-:", "' https://h/\n"},
      {"ldap-credentials", "bindpw: \"", "+/ ,;:=", "\"\nbase: x\n"},
      {"cookie-header", "Cookie: session=", "+/,.~-:", "\r\nHost: x\n"},
      {"cookie-header", "Cookie: a=b; session=", "+/;=~ :", "\nnext\n"},
      {"netrc-password", "machine h login me password ", "+/=.~-:", "\nmachine other\n"},
      {"mysql-cnf-password", "[client]\npassword=", "+/=.~-:", "\nport=3306\n"},
      {"gradle-credentials", "credentials { password '", "+/=.~ :", "' }\n"},
      {"odbc-connection-string", "Server=h;Password=", "+/=.~-:", ";Timeout=3\n"},
      {"jdbc-url", "url=jdbc:mysql://h/app?password=", "+/=.~-:", "&useSSL=true\n"}};
  const Options options = test::default_options();
  for (const Long& row : cases) {
    const std::string text = row.before + long_value(row.more) + row.after;
    const std::string expected = row.before + "REDACTED_" + row.rule + row.after;
    EXPECT_EQ(expected, reference::redact_whole(text, options)) << row.rule;
    for (const auto& cut : test::cuts_of(text.size(), 1, 6)) {
      ASSERT_EQ(expected, test::redact_cut(text, cut, options)) << cut.size() << " pieces";
    }
  }
}

// What else is found inside a long value does not shorten it.
TEST(Parsers, ALongValueMayHoldAToken) {
  const Options options = test::default_options();
  const std::string pat = test::token_of("github-pat");
  const std::string value = long_value("+/ ,;:=") + " " + pat + " " + long_value("+/ ,;:=");
  const std::string text = "{\"x-api-key\": \"" + value + "\", \"b\": 1}\n";
  const std::string expected = "{\"x-api-key\": \"REDACTED_key-header\", \"b\": 1}\n";
  EXPECT_EQ(expected, reference::redact_whole(text, options));
  for (const auto& cut : test::cuts_of(text.size(), 1, 20)) {
    ASSERT_EQ(expected, test::redact_cut(text, cut, options)) << cut.size() << " pieces";
  }
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
    const Decision d = confirm_candidate({impl(*pack), window, {index, 0, 13}, scratch, runs});
    EXPECT_EQ(size == text.size() ? Outcome::found : Outcome::need_more, d.outcome) << size;
  }
}

}  // namespace
}  // namespace inkblot
