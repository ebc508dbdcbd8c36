// Values that their names give away, in the forms people write, and what only looks like one.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/chunking.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redacted;

// Put together here, so that the tree holds no line that is a secret.
const std::string kLong = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";
const std::string kShort = std::string("kT9#m") + "Q2x!a";

// V stands for the value, K for the name of a password.
std::string filled(std::string form, const std::string& value, const std::string& name) {
  for (std::size_t at = 0; (at = form.find_first_of("VK", at)) != std::string::npos;) {
    const std::string& text = form[at] == 'V' ? value : name;
    form.replace(at, 1, text);
    at += text.size();
  }
  return form;
}

const std::vector<std::string> kForms = {"export DB_K=V\n",
                                         "set K=V\n",
                                         "$env:K = \"V\"\n",
                                         "setenv K V\n",
                                         "docker run -e K=V img\n",
                                         "K = V\n",
                                         "spring.datasource.K=V\n",
                                         "K : V\n",
                                         "K: V\n",
                                         "K: 'V'\n",
                                         "K: |\n  V\n",
                                         "- name: K\n  value: V\n",
                                         "\"K\": \"V\"",
                                         "{\"K\":\"V\"}",
                                         "{\"name\": \"K\", \"value\": \"V\"}",
                                         "[\"K\",\"V\"]",
                                         "<K>V</K>",
                                         "<entry K=\"V\" />",
                                         "<add key=\"K\" value=\"V\" />",
                                         "<property name=\"K\">V</property>",
                                         "K = \"V\"",
                                         "variable \"K\" { default = \"V\" }",
                                         "K: str = \"V\"\n",
                                         "connect(user=\"u\", K=\"V\")",
                                         "cfg[\"K\"] = \"V\"",
                                         "getenv(\"K\", \"V\")",
                                         "K = b\"V\"",
                                         "{ K: \"V\" }",
                                         "const K = \"V\";",
                                         "const K: string = \"V\"",
                                         "const K = `V`;",
                                         "const x = env.K || \"V\"",
                                         "K := \"V\"",
                                         "var K string = \"V\"",
                                         "#define K \"V\"",
                                         "char K[] = \"V\";",
                                         "string K(\"V\");",
                                         "String K = \"V\";",
                                         "setProperty(\"K\", \"V\")",
                                         "string K = @\"V\";",
                                         "'K' => 'V'",
                                         "define('DB_K', 'V');",
                                         "$K = \"V\";",
                                         "$K .= \"V\";",
                                         ":K => \"V\"",
                                         "K -> \"V\"",
                                         "K <- \"V\"",
                                         "if (K == \"V\")",
                                         "K ?= V\n",
                                         "app --K=V\n",
                                         "app --K V\n",
                                         "https://h/x?K=V&b=1",
                                         "a=b&K=V",
                                         "K - 'V'",
                                         "user=bob K=V ok\n",
                                         "K is V\n",
                                         "K\tV\n",
                                         "K,V,\n"};

TEST(Context, FindsAPasswordInEveryForm) {
  for (const std::string& form : kForms) {
    for (const std::string& value : {kLong, kShort}) {
      const std::string text = filled(form, value, "password");
      EXPECT_EQ(filled(form, "REDACTED_password", "password"), redacted(text)) << form;
    }
  }
}

TEST(Context, FindsATokenInEveryFormAtAnyDepth) {
  for (const std::string& form : kForms) {
    std::string text = filled(form, kLong, "api_token");
    for (int depth = 0; depth < 3; ++depth) {
      EXPECT_EQ(std::string::npos, redacted(text).find(kLong)) << depth << " " << form;
      std::string inner;
      for (const char c : text) {
        if (c == '"' || c == '\\') inner += '\\';
        inner += c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
      }
      text = "{\"text\": \"" + inner + "\", \"n\": 1}";
    }
  }
}

TEST(Context, LeavesTheRestAlone) {
  for (const std::string text : {"MAX_TOKENS=100\n",
                                 "api_key=api_key\n",
                                 "password = user.password\n",
                                 "token: str\n",
                                 "\"jsonwebtoken\": \"^9.0.0\"",
                                 "password=${DB_PASS}\n",
                                 "os.getenv(\"TOKEN\")",
                                 "token = \"<your-token>\"",
                                 "password: string;",
                                 "password: \"Enter your password\"",
                                 "def login(self, password, token=None):",
                                 "self.token = token\n",
                                 "if password == other1:",
                                 "the key: value pairs",
                                 "primary_key = order_id_2024_01",
                                 "token := lexer.Next9(a)",
                                 "const key = getKey(user2)",
                                 "passed: 12, failed: 0",
                                 "\"total_tokens\": 1234567890123",
                                 "password_hash_algorithm = pbkdf2",
                                 "key = row[index4]",
                                 "cache_key = 'user:12:profile'",
                                 "password=****",
                                 "secret: \"{{ vault_secret_1 }}\"",
                                 "token=$(cat file1)",
                                 "PASSWORD_FILE=/run/secrets/db1",
                                 "author: Jane2",
                                 "keyboard = us-intl-2",
                                 "Enter password:\n",
                                 "monkey=q8Zt5Lw2",
                                 "password: please use 8 characters"}) {
    EXPECT_EQ(text, redacted(text)) << text;
  }
}

TEST(Context, AListOfLiteralsIsOneSecretEach) {
  const std::string other(kLong.rbegin(), kLong.rend());
  EXPECT_EQ("tokens_token = [\"REDACTED_secret\", \"REDACTED_secret\", \"plain words\"]",
            redacted("tokens_token = [\"" + kLong + "\", \"" + other + "\", \"plain words\"]"));
}

TEST(Context, IsTheSameInEveryCut) {
  std::string text;
  for (const std::string& form : kForms) text += filled(form, kShort, "password") + "\n";
  const Options options = test::default_options();
  const std::string whole = redact(text, options).value();
  for (const auto& cut : test::cuts_of(text.size(), 20261126, 8)) {
    ASSERT_EQ(whole, test::redact_cut(text, cut, options)) << cut.size();
  }
  EXPECT_EQ(whole, redact(whole, options).value());
}

TEST(Context, ALineWithoutAValueIsOutAtOnce) {
  const Options options = test::default_options();
  test::CollectingSink sink;
  const auto redactor = Redactor::create(options, sink).value();
  const std::string line = "Enter your password\n";
  ASSERT_TRUE(
      redactor->write(Bytes(reinterpret_cast<const std::uint8_t*>(line.data()), line.size())).ok());
  EXPECT_EQ(line, sink.text);
}

}  // namespace
}  // namespace inkblot
