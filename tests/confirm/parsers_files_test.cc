// Credentials in files of a known form: found whole, waited for, and told from look-alikes.
#include <gtest/gtest.h>

#include "pack/sample.h"
#include "support/chunking.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr std::uint64_t kSeed = 20261125;

std::vector<std::string> parsers() {
  return {"announced-hex", "block", "connection", "der", "jdbc", "netrc"};
}

class FileParser : public testing::TestWithParam<std::string> {};

TEST_P(FileParser, FindsItsSamplesInEveryCut) {
  Options options = test::default_options();
  std::size_t seen = 0;
  for (const Rule& rule : options.pack->rules()) {
    if (rule.parser != GetParam()) continue;
    ++seen;
    options.only = {rule.id};
    const std::string text = make_sample(rule, rule.sample, kSeed).value() + "\nafter\n";
    const std::string out = redact(text, options).value();
    EXPECT_NE(std::string::npos, out.find("REDACTED_" + rule.id)) << rule.id;
    EXPECT_TRUE(out.ends_with("\nafter\n")) << rule.id << ": " << out;
    EXPECT_EQ(out, redact(out, options).value());
    for (const auto& cut : test::cuts_of(text.size(), kSeed, 10)) {
      ASSERT_EQ(out, test::redact_cut(text, cut, options)) << rule.id << " seed " << kSeed;
    }
  }
  EXPECT_GT(seen, 0U);
}

TEST_P(FileParser, IsNotFooledByAHeadAlone) {
  Options options = test::default_options();
  for (const Rule& rule : options.pack->rules()) {
    if (rule.parser != GetParam()) continue;
    options.only = {rule.id};
    const std::string sample = make_sample(rule, rule.sample, kSeed).value();
    const std::string text = sample.substr(0, 12) + " and nothing more\n";
    EXPECT_EQ(text, redact(text, options).value()) << rule.id;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, FileParser, testing::ValuesIn(parsers()), [](const auto& param) {
  std::string name = param.param;
  std::erase(name, '-');
  return name;
});

struct FileCase {
  std::string rule;
  std::string before;
  std::string value;  // A template; `before` + value + `after` is the file.
  std::string after;
};

std::vector<FileCase> file_cases() {
  return {
      {"gradle-credentials", "credentials {\n  username 'bob'\n  password '", "{alnum:14}",
       "'\n}\n"},
      {"gradle-credentials", "credentials { password = \"", "{alnum:14}", "\" }\n"},
      {"mysql-cnf-password", "[client]\nuser=bob\npassword=", "{alnum:14}", "\nport=3306\n"},
      {"jdbc-url", "url=jdbc:mysql://h/app?user=bob&password=", "{alnum:14}", "&useSSL=true\n"},
      {"odbc-connection-string", "\"jdbc:sqlserver://h;user=bob;password=", "{alnum:14}", ";\""},
      {"jdbc-url", "jdbc:oracle:thin:bob/", "{alnum:14}", "@h:1521:app\n"},
      {"odbc-connection-string", "Server=h;User Id=bob;Password=", "{alpha:14}", ";Timeout=3"},
      {"odbc-connection-string", "\"server=h;uid=bob;pwd=", "{alnum:8}7!", "\""},
      {"jenkins-initial-admin-password", "proceed to installation:\n\n", "{hex:32}", "\n\nThis"},
      {"der-private-key-base64", "\"", "MC4CAQAwBQYDK2VwBCIEI{b64:42}", "\",\"next\": 1"},
      {"der-private-key-base64", "", "MIIEvQIBADANBgkqhkiG9w0B{b64:1500}==", "\nnext\n"},
      {"odbc-connection-string", "\"Password=", "{alpha:14}", ";Server=h;Database=app\""},
      {"odbc-connection-string", "Pwd=", "{alnum:14}", ";Data Source = h;Uid=bob\n"},
      {"odbc-connection-string", "ConnectionStrings__Db=Password=", "{alnum:14}", ";Host=h\n"},
      {"odbc-connection-string", "{\"c\": \"{\\\"d\\\": \\\"pwd=", "{alnum:14}",
       ";driver=x\\\"}\"}\n"},
      {"netrc-password", "machine h.example.org login bob password ", "{alpha:10}", " account a\n"},
      {"netrc-password", "machine h login bob password ", "{alnum:8}7q", " # a comment\n"},
      {"netrc-password", "  machine h login bob password ", "{lower:8}-{lower:4}", "\n"},
      {"netrc-password", "machine h\r\n\tlogin bob\r\n\tpassword ", "{lower:12}", "\r\n"},
      {"netrc-password", "machine localhost account a login b password ", "{lower:12}", "\n"},
      {"netrc-password", "machine h.example.org password ", "{lower:12}", " login b\n"},
      {"netrc-password", "default login bob password ", "{lower:12}", "\n"},
      {"netrc-password", "{\"t\": \"machine h\\n login b\\n password ", "{lower:12}", "\\n\"}"},
      {"pkcs12-base64", "[\"", "MIIKDAIBAzCC{b64:400}", "\"],[1]"},
  };
}

TEST(FileParsersCut, ReplaceTheValueAndNothingElse) {
  const Options options = test::default_options();
  for (const FileCase& row : file_cases()) {
    const std::string value = make_sample(Rule(), row.value, 3).value();
    const std::string text = row.before + value + row.after;
    const std::string expected = row.before + "REDACTED_" + row.rule + row.after;
    for (const auto& cut : test::cuts_of(text.size(), 1, 8)) {
      ASSERT_EQ(test::redact_cut(text, cut, options), expected) << cut.size() << " pieces";
    }
  }
}

TEST(FileParsersCut, LeaveWhatIsNoSecret) {
  const Options options = test::default_options();
  for (const std::string text : {"credentials {\n  password = props.password\n}\n",
                                 "credentials { username 'bob' }",
                                 "[client]\nuser=bob\n[other]\npassword=",
                                 "[client]\npassword=$PASSWORD\n",
                                 "jdbc:mysql://h/app?user=bob\n",
                                 "jdbc:oracle:thin:@h:1521:app\n",
                                 "Server=h;Password=$(PASSWORD);",
                                 "a=b;password=e.target;c=d",
                                 ";Password=a b c;",
                                 "proceed to installation:\n\nThis may also be found at\n",
                                 "proceed to installation:\n0123\n",
                                 "MC4CAQAwBQYDK2VwBCIEI...\n",
                                 "aMC4CAQAwBQYDK2VwBCIEIhello\n",
                                 "Password=qwertyuiop12;next=1\n",
                                 "Password=qwertyuiop12;\n",
                                 "xPassword=qwertyuiop12;Server=h\n",
                                 "Password=${PASSWORD};Server=h\n",
                                 "password=a b;server=h\n",
                                 "PWD=/srv/bob;echo x\n",
                                 "machine learning login page password field\n",
                                 "the machine h login me password word\n",
                                 "a machine has login and password prompts\n",
                                 "machine h login me password then go\n",
                                 "machine h login me account x\n",
                                 "machine h.example.org login me password\n",
                                 "machine h.example.org login me\npassword: field\n",
                                 "machines h.o login a password bcdefg\n",
                                 "default login page password\n",
                                 "machine h login me password\ndefault login a"}) {
    for (const auto& cut : test::cuts_of(text.size(), 2, 4)) {
      ASSERT_EQ(test::redact_cut(text, cut, options), text);
    }
  }
}

TEST(ParsersFiles, AConnectionsPasswordGoesIntoTheKeyBlockThatBeginsInIt) {
  const std::string key = test::token_of("private-key");
  const std::string once = test::redacted("a=b;Server=h;Pwd=ab" + key + "b2;");
  EXPECT_TRUE(once.starts_with("a=b;Server=h;Pwd=REDACTED_")) << once;
  EXPECT_EQ(once, test::redacted(once));
}

}  // namespace
}  // namespace inkblot
