// What may stand between a name and its value.
#include "confirm/link.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/tokens.h"

namespace inkblot {
namespace {

struct Read {
  Step step = Step::end;
  Joint joint = {};
  std::string rest;  // From where the value begins.
};

// The name is `password`, wherever it stands first.
Read read(const std::string& text, bool at_end = true) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const Window window{Bytes(bytes, text.size()), 0, at_end};
  const std::string_view word = "password";
  Name name;
  View scratch;
  const Offset at = text.find(word);
  EXPECT_EQ(Step::ok, read_name(window, {at, at + word.size()}, scratch, name)) << text;
  Cursor in{window, name.end};
  Read out;
  out.step = read_joint(in, name, out.joint);
  out.rest = text.substr(in.at);
  return out;
}

TEST(Link, FindsWhereTheValueBegins) {
  for (const std::string text : {"password=V",
                                 "password = V",
                                 "password: V",
                                 "password := V",
                                 "password ?= V",
                                 "\"password\": V",
                                 "\"password\" => V",
                                 "cfg[\"password\"] = V",
                                 "password -> V",
                                 "password <- V",
                                 "password == V",
                                 "password: str = V",
                                 "var password string = V",
                                 "--password V",
                                 "ENV password V",
                                 "password is V",
                                 "<password>V",
                                 "<password>\n  V",
                                 "a: <password>V",
                                 "password: |\n  V",
                                 "password: >-\n  V",
                                 "{\"name\": \"password\", \"value\": V",
                                 "- name: password\n  value: V",
                                 "<add key=\"password\" value=V",
                                 "variable \"password\" { default = V",
                                 "password,V",
                                 "password\tV",
                                 "(\"password\", V",
                                 "\\\"password\\\": V",
                                 "password\xEF\xBC\x9AV",
                                 "password ||= V",
                                 "password ?: V",
                                 "password is: V",
                                 "password[41] = V",
                                 "**password:** V",
                                 "| password | V",
                                 "Secret(password(value=V",
                                 "get(\"password\", default=V",
                                 "get(\"password\",\n  fallback = V"}) {
    const Read found = read(text + "x9 ");
    EXPECT_EQ(Step::ok, found.step) << text;
    EXPECT_EQ("Vx9 ", found.rest) << text;
  }
  for (const std::string text :
       {"setpassword(", "password = f(", "password = @", "password: b", "setpassword(\n    ",
        "password = (", "password = (\n  ", "\"password\",\n  ", "password{", "password{\n  ",
        "password: &str = ", "password: &'static str =\n  ", "var password string =\n\t",
        "password =\r\n  ", "password ||\n  "}) {
    const Read found = read(text + "\"V\" ");
    EXPECT_EQ(Step::ok, found.step) << text;
    EXPECT_EQ("\"V\" ", found.rest) << text;
  }
}

// V stands for a value that no rule knows but by its name.
TEST(Link, ValuesBehindWrappedCodeAreFound) {
  std::mt19937_64 random(20261128);
  std::string value;
  while (value.size() < 40) value += "0123456789abcdef"[random() % 16];
  for (const std::string form :
       {"const api_key =\n    \"V\";\n", "client.setApiKey(\n    \"V\");\n",
        "k = os.environ.get(\n    \"API_KEY\",\n    \"V\",\n)\n", "std::string ApiKey{\"V\"};\n",
        "std::string ApiKey{\n    \"V\"};\n", "api_key = (\n    \"V\"\n)\n",
        "api_key = \\\n  \"V\"\n", "let api_key: &'static str =\n    \"V\";\n",
        "static const char API_KEY[41] = \"V\";\n",
        "parser.add_argument(\"--api-key\", default=\"V\")\n", "getenv(\"API_KEY\") ?: \"V\"\n",
        "| API Key | V |\n", "**API Key:** `V`\n", "ApiKey(value=V)\n", "api_keys: V\n",
        "\"apiKeys\": [\"V\", \"V\"]\n", "ACCESS_TOKENS=V\n"}) {
    std::string text = form;
    std::string expected = form;
    for (std::size_t at = 0; (at = text.find('V', at)) != std::string::npos; at += value.size()) {
      text.replace(at, 1, value);
    }
    for (std::size_t at = 0; (at = expected.find('V', at)) != std::string::npos; at += 8) {
      expected.replace(at, 1, "REDACTED_secret");
    }
    EXPECT_EQ(expected, test::redacted(text)) << form;
  }
}

TEST(Link, SeesWhereNoneFollows) {
  for (const std::string text :
       {"password\n", "password", "password.", "password > 3", "password)", "a password\nb",
        "password(x)", "password(x=y)", "password|x", "password{x", "\"password\" \"x\"",
        "a: <password>\nb", "a=<password>;b"}) {
    EXPECT_EQ(Step::end, read(text + " ").step) << text;
  }
}

TEST(Link, StepsOverATypeButNotOverHalfAToken) {
  for (const std::string type : {"Ed25519Key", "[u8]", "i2c"}) {
    EXPECT_EQ("V ", read("password: " + type + "=V ").rest) << type;
  }
  EXPECT_EQ("q8Zt5Lw2Rk=V ", read("password: q8Zt5Lw2Rk=V ").rest);
}

TEST(Link, WaitsForTheRest) {
  for (const std::string text : {"password ", "password =", "password: ", "password: |",
                                 "<password>\n", "\"name\": \"password\", \"va", "password i"}) {
    EXPECT_EQ(Step::need_more, read(text, false).step) << text;
  }
}

}  // namespace
}  // namespace inkblot
