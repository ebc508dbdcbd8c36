// Our own tags are inert by their exact grammar, and nothing else is.
#include "tag.h"

#include <gtest/gtest.h>

#include "pack/sample.h"
#include "support/chunking.h"
#include "support/rules.h"

namespace inkblot {
namespace {

using test::default_options;

TEST(Tag, AValueHoldsATagThatStandsApart) {
  const Options options = default_options();
  const auto holds = [&](std::string_view text) { return holds_tag(text, options.pack->rules()); };
  for (const char* const text :
       {"REDACTED_github-pat", "REDACTED_github-pat\x01\x05", "<REDACTED_jwt>",
        "ab@REDACTED_jwt_2\xFFprivate", "REDACTED_x REDACTED_jwt", "xREDACTED_jwt", "REDACTED_jwt_",
        "REDACTED_jwt_2--_ x"}) {
    EXPECT_TRUE(holds(text)) << text;
  }
  for (const char* const text :
       {"", "REDACTED_jwthunter2", "REDACTED_jwt_hunter2", "REDACTED_no-such-rule", "REDACTED_"}) {
    EXPECT_FALSE(holds(text)) << text;
  }
}

TEST(Tag, GrammarIsExact) {
  const Options options = default_options();
  const auto own = [&](std::string_view text) { return is_own_tag(text, options.pack->rules()); };
  for (const char* const text :
       {"REDACTED_github-pat", "REDACTED_github-pat_2", "REDACTED_github-pat_k7q3f2mx",
        "REDACTED_github-pat_k7q3f2mx_17", "REDACTED_github-pat_999999999", "ghp__REDACTED_a.-9",
        "ghp__REDACTED_a.-9_2", "XXXXXXXX", "XXXXXXXX_3"}) {
    EXPECT_TRUE(own(text)) << text;
  }
  for (const char* const text : {"",
                                 "REDACTED_",
                                 "REDACTED",
                                 "REDACTED_no-such-rule",
                                 "REDACTED_github-pat_",
                                 "REDACTED_github-pat_1",
                                 "REDACTED_github-pat_02",
                                 "REDACTED_github-pat_1234567890",
                                 "REDACTED_github-pat_k7q3f2m",
                                 "REDACTED_github-pat_k7q3f2mxx",
                                 "REDACTED_github-pat_k7q3f2ml",
                                 "REDACTED_github-pat_K7Q3F2MX",
                                 "REDACTED_github-pat_2_k7q3f2mx",
                                 "REDACTED_github-pat.2",
                                 "xREDACTED_github-pat",
                                 "REDACTED_hunter2pass",
                                 "ghp_REDACTED_abcd",
                                 "ghp__REDACTED_abc",
                                 "ghp__REDACTED_abcde",
                                 "g p__REDACTED_abcd",
                                 "XXXXXXXa",
                                 "XXXX_secret"}) {
    EXPECT_FALSE(own(text)) << text;
  }
}

TEST(Tag, NothingIsSmuggledInWhatLooksLikeOne) {
  const Options options = default_options();
  for (const char* const value :
       {"REDACTED_hunter2pass9", "REDACTED_github-pat_hunter2pass9", "hunter2REDACTED",
        "REDACTED_github-pat_1234567890", "redacted:Kd83hPq0", "xREDACTED_github-pat_9fKd83hPq"}) {
    const std::string text = std::string("x-api-key: \"") + value + "\"\n";
    EXPECT_EQ("x-api-key: \"REDACTED_key-header\"\n", redact(text, options).value());
  }
  for (const char* const value :
       {"REDACTED", "[REDACTED]", "<redacted>", "***REDACTED***", "REDACTED_PASSWORD",
        "REDACTED_github-pat", "REDACTED_github-pat_", "k3v9\xEF-q8zREDACTED_github-pat_"}) {
    const std::string text = std::string("x-api-key: \"") + value + "\"\n";
    EXPECT_EQ(text, redact(text, options).value());
  }
  for (const Rule& rule : options.pack->rules()) {
    if (rule.id != "github-pat") continue;
    const std::string token = make_sample(rule, rule.sample, 5).value();
    EXPECT_EQ("REDACTED_REDACTED_github-pat\n",
              redact("REDACTED_" + token + "\n", options).value());
  }
}

// Every rule's own words may be what another rule looks for; here one that looks for them all.
TEST(Tag, IsFoundByItsFirstLetters) {
  const std::string text = "_RED_REDACTEDREDACTED_x_REDACTED_y";
  const auto found = [&text](std::size_t size, Offset from, Offset end, bool at_end) {
    return find_tag({test::bytes_of(text).first(size), 0, at_end}, from, end);
  };
  EXPECT_EQ(found(34, 0, 34, true).at, 13U);
  EXPECT_EQ(found(34, 13, 14, true).at, 13U);
  EXPECT_EQ(found(34, 14, 34, true).at, 24U);
  EXPECT_EQ(found(34, 0, 13, true).at, 13U);
  EXPECT_EQ(found(34, 25, 34, false).at, 34U);
  for (std::size_t size = 14; size < 22; ++size) {
    EXPECT_EQ(found(size, 0, size, true).at, size);
    EXPECT_EQ(found(size, 0, size, false).at, 13U) << size;
    EXPECT_FALSE(found(size, 0, size, false).whole);
  }
  EXPECT_TRUE(found(22, 0, 22, false).whole);
}

TEST(Tag, IsFoundInWhatWasReadBackwards) {
  EXPECT_TRUE(holds_tag_reversed("twj_DETCADER a"));
  EXPECT_TRUE(holds_tag_reversed("_DETCADER"));
  for (const char* const text : {"", "DETCADER", "REDACTED_jwt"}) {
    EXPECT_FALSE(holds_tag_reversed(text)) << text;
  }
}

TEST(Tag, EndsWhatTouchesIt) {
  // A body that is too short does not become a credible one by the tag behind it.
  Options options;
  options.pack = Pack::builtin().value();
  const std::string glued = "k=ghp_Rt7JaquFa2uREDACTED_azure-cosmosdb-key\n";
  EXPECT_EQ(glued, redact(glued, options).value());
}

// What another token was glued to is no token because that one is a tag now.
TEST(Tag, ChangesNothingOfWhatItWasGluedTo) {
  const auto pack = Pack::builtin().value();
  const auto rules = pack->rules();
  Options options;
  options.pack = pack;
  const auto sample_of = [&](std::string_view id) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [id](const Rule& other) { return other.id == id; });
    return make_sample(*rule, rule->sample, 11).value();
  };
  for (const std::string_view id : {"github-pat", "gitlab-pat", "azure-storage-key"}) {
    const std::string token = sample_of(id);
    for (const Rule& rule : rules) {
      const std::string sample = make_sample(rule, rule.sample, 12).value();
      if (sample.find('\n') != std::string::npos) continue;
      for (const std::string_view between : {"", "_", "=", "\x1b[01;31m", "\x1b[", "\\e[0;"}) {
        const std::string text = sample + std::string(between) + token + "\n";
        const std::string once = redact(text, options).value();
        EXPECT_EQ(once, redact(once, options).value()) << rule.id << " before " << id;
      }
    }
  }
}

TEST(Tag, IsInertForUserRulesToo) {
  Options options;
  options.pack = test::with_rules(
      "[[rule]]\nid = 'greedy'\npattern = 'REDACTED_[a-z0-9_-]{4,60}'\nhead = "
      "'REDACTED_[a-z0-9]{4}'\n"
      "keywords = ['REDACTED_']\nrun_min = 4\n"
      "[[rule]]\nid = 'inner'\npattern = 'github-pat[_a-z0-9]{0,20}'\nhead = 'github-pat'\n"
      "keywords = ['github']\nrun_min = 1\n");
  std::string text;
  for (const Rule& rule : options.pack->rules()) {
    text += "k=REDACTED_" + rule.id + "\n{\"REDACTED_" + rule.id + "_2\": \"glorious tab k9\"}\n";
  }
  EXPECT_EQ(text, redact(text, options).value());
  EXPECT_EQ("REDACTED_greedy\n", redact("REDACTED_qwkzrtyp9\n", options).value());
  EXPECT_EQ("a REDACTED_inner b\n", redact("a github-pat b\n", options).value());
  for (const auto& cut : test::cuts_of(text.size(), 1, 10)) {
    if (cut.size() > 5000) continue;
    ASSERT_EQ(text, test::redact_cut(text, cut, options));
  }
}

}  // namespace
}  // namespace inkblot
