// Values that their names give away, in the forms people write, and what only looks like one.
#include <gtest/gtest.h>

#include <iostream>
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
                                         "K,V,\n",
                                         "getenv(\"DB_K\") || \"V\"",
                                         "environ.get(\"K\") or \"V\"",
                                         "if (\"V\" == K)",
                                         "if ('V' !== user.K)",
                                         "V is the K\n",
                                         "# V is the new K for the server\n",
                                         "app -K V\n",
                                         "app /K:V\n",
                                         "alter role a with K 'V'",
                                         "set K for a = K('V')",
                                         "K\xEF\xBC\x9AV\n",
                                         "K\xEF\xBC\x9DV\n",
                                         "- K: V\n"};

std::string in_json(const std::string& text) {
  std::string inner;
  for (const char c : text) {
    if (c == '"' || c == '\\') inner += '\\';
    inner += c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
  }
  return "{\"text\": \"" + inner + "\", \"n\": 1}";
}

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
      text = in_json(text);
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
                                 "isinstance(key, Ed25519PrivateKey)",
                                 "private_key: ed25519.Ed25519PrivateKey, x",
                                 "auth = [constants_1.Socks5Auth.NoAuth];",
                                 "def f(self, token: TaskToken) -> SigV4Auth:\n",
                                 "'user[:passwd]', 'host[:port2]'.",
                                 "http://<user>:<password>@proxy-host2",
                                 "(?P<password>[^/]*x2y)",
                                 "(code='pass', exitcode=0)",
                                 "To do this, pass `strict=False9`.",
                                 "sign=True, key='param:secp384r1.pem'",
                                 "key-2.asm s390x/fat/aes256-decrypt-2.asm",
                                 "monkey=q8Zt5Lw2",
                                 "password: please use 8 characters"}) {
    EXPECT_EQ(text, redacted(text)) << text;
  }
}

// The forms that other tools have been measured with, each under its own name.
const std::vector<std::string> kPeerForms = {
    "export DB_PASSWORD=~\n",
    "DB_PASSWORD=\"~\"\n",
    "db_password=~\n",
    "set DB_PASSWORD=~\n",
    "$env:DB_PASSWORD = \"~\"\n",
    "ENV DB_PASSWORD ~\n",
    "docker run -e DB_PASSWORD=~ img\n",
    "password = ~\n",
    "spring.datasource.password=~\n",
    "password : ~\n",
    "password: ~\n",
    "password: '~'\n",
    "password: |\n  ~\n",
    "- name: DB_PASSWORD\n  value: ~\n",
    "\"password\": \"~\"",
    "{\"password\":\"~\"}",
    "{\\\"password\\\": \\\"~\\\"}",
    "{\"name\": \"password\", \"value\": \"~\"}",
    "[\"password\",\"~\"]",
    "<password>~</password>",
    "<entry password=\"~\" />",
    "<add key=\"Password\" value=\"~\" />",
    "<property name=\"password\">~</property>",
    "password = \"~\"",
    "variable \"password\" { default = \"~\" }",
    "password: str = \"~\"",
    "connect(user=\"u\", password=\"~\")",
    "cfg[\"password\"] = \"~\"",
    "os.getenv(\"PASSWORD\", \"~\")",
    "secret = b\"~\"",
    "{ password: \"~\" }",
    "const password = \"~\";",
    "const password: string = \"~\"",
    "const password = `~`",
    "const secret = process.env.SECRET || \"~\"",
    "password := \"~\"",
    "var password string = \"~\"",
    "#define PASSWORD \"~\"",
    "char password[] = \"~\";",
    "std::string password(\"~\");",
    "String password = \"~\";",
    "ds.setPassword(\"~\");",
    "System.setProperty(\"PASSWORD\", \"~\")",
    "string password = @\"~\";",
    "val password: String = \"~\"",
    "'password' => '~'",
    "define('DB_PASSWORD', '~');",
    "$password = \"~\";",
    "$token .= \"~\";",
    ":password => \"~\"",
    "password: \"~\",",
    "password -> \"~\"",
    "password <- \"~\"",
    "if (password == \"~\")",
    "if (\"~\" == password)",
    "API_TOKEN := ~\n",
    "API_TOKEN ?= ~\n",
    "::set-output name=token::~\n",
    "app --password=~\n",
    "app --password ~\n",
    "mysql -u root -p~\n",
    "https://h/x?api_key=~&b=1\n",
    "grant_type=password&client_secret=~\n",
    "X-Api-Key: ~\n",
    "Authorization: Bearer ~\n",
    "curl -H 'X-Auth-Token: ~' u\n",
    "Server=a;User Id=u;Password=~;\n",
    "password is ~\n",
    "user=bob token=~ ok\n",
    "CREATE USER a IDENTIFIED BY '~'\n",
    "password\t~\n",
    "password,~\n",
    "contrase\xC3\xB1"
    "a = \"~\"",
    "Passwort: \"~\"",
    "\xD0\xBF\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBB\xD1\x8C: \"~\"",
    "\xE5\xAF\x86\xE7\xA0\x81\xEF\xBC\x9A~\n",
    "\xEB\xB9\x84\xEB\xB0\x80\xEB\xB2\x88\xED\x98\xB8: ~\n"};

TEST(Context, FindsNearlyAllFormsOfOtherTools) {
  std::size_t found = 0;
  std::size_t all = 0;
  std::string missed;
  for (const std::string& form : kPeerForms) {
    for (const std::string& value : {kLong, kShort}) {
      std::string text = form;
      text.replace(text.find('~'), 1, value);
      for (int depth = 0; depth < 3; ++depth, text = in_json(text)) {
        const bool gone = redacted(text).find(value) == std::string::npos;
        ++all;
        found += gone ? 1 : 0;
        if (!gone) {
          missed += (value == kLong ? "\nlong, depth " : "\nshort, depth ") +
                    std::to_string(depth) + ": " + form;
        }
      }
    }
  }
  std::cout << found << " of " << all << " are found; missed:" << missed << "\n";
  EXPECT_EQ(77U * 6U, all);
  EXPECT_GE(found * 100, all * 95) << missed;
}

struct Pair {
  std::string found;
  std::string kept;
};

// Of each form one that is found and one that only looks like it.
TEST(Context, TellsAFormFromWhatLooksLikeIt) {
  for (const Pair& pair :
       std::vector<Pair>{{"getenv(\"DB_K\") || \"V\"", "getenv(\"DB_K\") || \"none set\""},
                         {"environ.get(\"X_K\", \"V\")", "environ.get(\"X_K\", \"X_K_FILE\")"},
                         {"if (\"V\" == K)", "if (\"login\" == K)"},
                         {"V is the K\n", "utf8mb4 is the K\n"},
                         {"log in with V as your new K\n", "log in with PLAIN-2 as your new K\n"},
                         {"create user a identified by 'V'", "create user a identified by 'ldap'"},
                         {"alter role a K 'V'", "alter role a K 'expire'"},
                         {"caching_sha2_K by 'V'", "caching_sha2_K by 'default'"},
                         {"DB_K=V,x;y|z\n", "DB_K=getpass(user9)\n"},
                         {"K = V(x)[y]\n", "K = user9.hash(x)[y]\n"},
                         {"K = \"V\"", "K = \"required\""},
                         {"K = x.env.K ||\n  \"V\"", "K = x.env.K ||\n  \"unset\""},
                         {"\"K\":\n    \"V\"", "\"K\":\n    other9x"},
                         {"app -K V\n", "app -K $PW\n"},
                         {"API_TOKEN=passV\n", "api_token: Ed25519PrivateKey\n"},
                         {"app /K:V\n", "app /K:*\n"}}) {
    const std::string text = filled(pair.found, kShort, "password");
    EXPECT_EQ(std::string::npos, redacted(text).find(kShort)) << text;
    const std::string other = filled(pair.kept, kShort, "password");
    EXPECT_EQ(other, redacted(other));
  }
}

TEST(Context, ALineOfSettingsIsOneValue) {
  for (const std::string tail : {",b;c", "|x", "(9)", "[a]{b}"}) {
    for (const std::string begin :
         {"DB_PASSWORD=", "password = ", "  password: ", "export PGPASSWORD="}) {
      EXPECT_EQ("a\n" + begin + "REDACTED_password\nb",
                redacted("a\n" + begin + kShort + tail + "\nb"));
    }
  }
  // Where something else follows, or the line ends a list.
  EXPECT_EQ("password=REDACTED_password;a=b c\n", redacted("password=" + kShort + ";a=b c\n"));
  EXPECT_EQ("password: REDACTED_password, 1\n", redacted("password: " + kShort + ", 1\n"));
  EXPECT_EQ("password: REDACTED_password,\n", redacted("password: " + kShort + ",\n"));
}

TEST(Context, LettersThatAreNoWordAreAPasswordInQuotes) {
  for (const std::string& value :
       {std::string("gydqlhtz") + "bwkf", std::string("XkQzWv") + "TrLm"}) {
    EXPECT_EQ("password = \"REDACTED_password\"", redacted("password = \"" + value + "\""));
    EXPECT_EQ("keyboard = \"" + value + "\"", redacted("keyboard = \"" + value + "\""));
  }
  EXPECT_EQ("password = gydqlhtzbwkf\n", redacted("password = gydqlhtzbwkf\n"));
  for (const std::string word : {"placeholder", "getUserPassword", "kubernetes", "DefaultValue"}) {
    EXPECT_EQ("password = \"" + word + "\"", redacted("password = \"" + word + "\""));
  }
}

TEST(Context, BlanksAroundALiteralAreNoPartOfIt) {
  EXPECT_EQ("token = ' REDACTED_secret '", redacted("token = ' " + kLong + " '"));
  for (const std::string text : {"password = ' not set '", "pass = \"f(x.y2z('_a3.dll'), \" + b"}) {
    EXPECT_EQ(text, redacted(text));
  }
}

TEST(Context, InCodeOnlyWhatAProgramMadeIsABareValue) {
  const std::string hex = std::string("ad00eba0e2b5b057") + "146e1b2b9373f86d";
  EXPECT_EQ("token := REDACTED_secret\n", redacted("token := " + hex + "\n"));
  for (const std::string value : {"parser2.nextTokenOf9Lines", "sha256Sum", "v1beta1Token2Name3"}) {
    EXPECT_EQ("token := " + value + "\n", redacted("token := " + value + "\n"));
  }
}

TEST(Context, ABlockHasSeveralLines) {
  const std::string other(kLong.rbegin(), kLong.rend());
  const std::string block = "token: |\n  " + kLong + "\n  " + other + "\n\nname: x1y2z3\n";
  const std::string expected = "token: |\n  REDACTED_secret\n  REDACTED_secret\n\nname: x1y2z3\n";
  EXPECT_EQ(expected, redacted(block));
  EXPECT_EQ(
      "{\"text\": \"token: |\\n  REDACTED_secret\\n  REDACTED_secret\\n\\nname: x1y2z3\\n\", "
      "\"n\": 1}",
      redacted(in_json(block)));
  const std::string prose = "token: |\n  " + kLong + "\n  some words of text\n";
  EXPECT_EQ("token: |\n  REDACTED_secret\n  some words of text\n", redacted(prose));
  const Options options = test::default_options();
  for (const auto& cut : test::cuts_of(block.size(), 20261127, 4)) {
    ASSERT_EQ(expected, test::redact_cut(block, cut, options));
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
