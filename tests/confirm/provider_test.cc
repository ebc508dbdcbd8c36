// Tokens without a form behind their providers' names, and what only looks like one.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/rules.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

// Acme's keys are sixteen characters long; a line is also a word.
Options with_table() {
  Options options;
  options.pack = test::with_rules(
      "[[rule]]\nid = 'provider-key'\nparser = 'provider'\nkeywords = ['acme']\n"
      "sample = 'acme {lowernum:20}'\nnegative_examples = ['acme']\n"
      "forms = ['[0-9a-z]{20} acme ~line', '[0-9A-Za-z+/]{30}= acme']\n");
  options.only = {"provider-key"};
  return options;
}

const std::string kToken = std::string("q8zt5lw2rk") + "9vp3xnb7qm";

// @ stands for the token.
std::string filled(std::string form, const std::string& value) {
  for (std::size_t at = 0; (at = form.find('@', at)) != std::string::npos; at += value.size()) {
    form.replace(at, 1, value);
  }
  return form;
}

const std::vector<std::string> kForms = {
    "acme '@'\n",       "acme @\n",         "acme: @\n",           "ACME = @\n",
    "acme_x=1\nacme @", "\"acme\": \"@\"",  "acme => '@'\n",       "my_acme_key = @\n",
    "acmePRIVATE @\n",  "acme access @.\n", "getAcmeToken(\"@\")", "api.acme.io: @\n",
    "<acme>@</acme>",   "acme,@,\n",        "acme-key @; x\n",     "{acme @}"};

TEST(Provider, FindsATokenBehindItsProvidersName) {
  const Options options = with_table();
  for (const std::string& form : kForms) {
    EXPECT_EQ(filled(form, "REDACTED_provider-key"), redact(filled(form, kToken), options).value())
        << form;
  }
}

TEST(Provider, FindsItAtAnyDepth) {
  const Options options = with_table();
  for (const std::string& form : kForms) {
    std::string text = filled(form, kToken);
    for (int depth = 0; depth < 3; ++depth) {
      std::string inner;
      for (const char c : text) {
        if (c == '"' || c == '\\') inner += '\\';
        inner += c == '\n' ? "\\n" : std::string(1, c);
      }
      text = "{\"text\": \"" + inner + "\", \"n\": 1}";
      EXPECT_EQ(std::string::npos, redact(text, options).value().find(kToken)) << text;
    }
  }
}

TEST(Provider, TakesWhatItsFormHasBeyondLettersAndDigits) {
  const std::string value = std::string("q8Zt5Lw2rk9Vp3xnb") + "+7qmT/r5w2K1z=";
  EXPECT_EQ("acme: REDACTED_provider-key\n", redact("acme: " + value + "\n", with_table()).value());
}

TEST(Provider, LeavesTheRestAlone) {
  const Options options = with_table();
  for (const std::string form :
       {"@\n", "other '@'\n", "acme commit @\n", "acme\n@\n", "acme '@x'\n", "acme @.tar\n",
        "acme @/x\n", "acme @+x\n", "acme @=x\n", "acme/@\n", "line @\n", "line 7: @\n",
        "line: @\n", "line key @\n", "acme {@\\u0041}\n", "pacme '@'\n", "acme, and so @\n",
        "see acme. It is @", "acme [[1]]((@"}) {
    std::string text = filled(form, kToken);
    EXPECT_EQ(text, redact(text, options).value()) << form;
  }
  for (const std::string value : {"00000000000000000000", "example0key0here0000",
                                  "xxxxxxxxxxxxxxxx1111", "aaaaaaaaaa1111111111"}) {
    const std::string text = "acme_key = " + value + "\n";
    EXPECT_EQ(text, redact(text, options).value());
  }
}

TEST(Provider, AnOrdinaryWordNeedsAKeyWordAndAnOperator) {
  const Options options = with_table();
  EXPECT_EQ("line_key = REDACTED_provider-key\n",
            redact("line_key = " + kToken + "\n", options).value());
  EXPECT_EQ("line secret 'REDACTED_provider-key'\n",
            redact("line secret '" + kToken + "'\n", options).value());
}

TEST(Provider, IsTheSameInEveryCut) {
  const Options options = with_table();
  std::string text;
  for (const std::string& form : kForms) text += filled(form, kToken) + "\n";
  const std::string whole = redact(text, options).value();
  for (const auto& cut : test::cuts_of(text.size(), 20261126, 8)) {
    ASSERT_EQ(whole, test::redact_cut(text, cut, options)) << cut.size();
  }
  EXPECT_EQ(whole, redact(whole, options).value());
}

TEST(Provider, AnotherRulesLabelGoesBefore) {
  const std::string token = test::token_of("github-pat");
  Options options = with_table();
  options.only.clear();
  EXPECT_EQ("acme: REDACTED_github-pat\n", redact("acme: " + token + "\n", options).value());
}

}  // namespace
}  // namespace inkblot
