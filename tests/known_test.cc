// Known secrets in the line: the promises hold for them, and they beat everything else.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "pack/sample.h"
#include "support/chunking.h"
#include "vault/known.h"

namespace inkblot {
namespace {

using test::cuts_of;
using test::PlainForm;
using test::redact_cut;

constexpr std::string_view kValue = "Tr0ub4dor&3 is mine";

Options options_with(std::vector<StoreContents> stores) {
  Options options = test::default_options();
  options.known = std::make_shared<KnownSecrets>(std::make_shared<Index>(std::move(stores)));
  return options;
}

StoreContents labelled(const std::vector<PlainForm>& forms, const std::string& label) {
  StoreContents contents = test::store_of(forms);
  for (KnownSecret& secret : contents.secrets) secret.label = label;
  return contents;
}

Options one_value() {
  return options_with({labelled({{std::string(kValue)}}, "payments/api_key")});
}

std::string redacted(std::string_view text, const Options& options) {
  return redact_cut(text, {text.size()}, options);
}

TEST(Known, IsRedactedWithItsLabelHoweverTheStreamIsCut) {
  const Options options = one_value();
  const std::string value(kValue);
  std::string text = "a " + value + " b" + value + "c\n";
  std::string expected = "a REDACTED_payments.api_key bREDACTED_payments.api_keyc\n";
  for (int depth = 0; depth < 3; ++depth) {
    for (const auto& cut : cuts_of(text.size(), 7, 4)) {
      ASSERT_EQ(redact_cut(text, cut, options), expected) << depth;
    }
    text = nlohmann::json(text).dump() + "\n";
    expected = nlohmann::json(expected).dump() + "\n";
  }
}

TEST(Known, IsReportedWithItsForm) {
  StoreContents contents =
      labelled({{"VHIwdWI0ZG9yJjMg", Form::base64, Spacing::wrapped}}, "a b/c");
  Options options = options_with({contents});
  std::vector<std::string> seen;
  options.on_redaction = [&](const Redaction& r) {
    seen.push_back(r.rule->id + " " + r.rule->description);
    EXPECT_EQ(r.evidence, Evidence::known);
    EXPECT_EQ(r.input, (Span{2, 18}));
  };
  test::CollectingSink sink;
  auto redactor = Redactor::create(options, sink).value();
  ASSERT_TRUE(redactor->write(test::bytes_of("x=VHIwdWI0ZG9yJjMg\n")).ok());
  ASSERT_TRUE(redactor->finish().ok());
  EXPECT_EQ(seen, (std::vector<std::string>{"a_b.c a b/c (base64)"}));
  EXPECT_EQ(redactor->stats().known.at("a b/c (base64)"), 1U);
  EXPECT_EQ(redactor->stats().redactions, 1U);
}

TEST(Known, BeatsEveryOtherLabelAndEveryList) {
  Options options = test::default_options();
  const Rule* github = nullptr;
  for (const Rule& rule : options.pack->rules()) {
    if (rule.id == "github-pat") github = &rule;
  }
  ASSERT_NE(github, nullptr);
  const std::string token = make_sample(*github, github->sample, 1).value();
  options = options_with({labelled({{token}}, "mine")});
  EXPECT_EQ(redacted("k=" + token + "\n", options), "k=REDACTED_mine\n");
  // A part of it is enough.
  options = options_with({labelled({{token.substr(12, 16)}}, "mine")});
  EXPECT_EQ(redacted("k=" + token + "\n", options), "k=REDACTED_mine\n");
  options.allow = AllowList::parse("values = ['" + token + "']\n", "allow.toml").value();
  EXPECT_EQ(redacted("k=" + token.substr(12, 16) + "\n", options), "k=REDACTED_mine\n");
}

TEST(Known, TagsOfItsLabelsAreInert) {
  const Options options = one_value();
  for (const Style style : {Style::tag, Style::pseudonym, Style::mask, Style::partial}) {
    Options styled = options;
    styled.style = style;
    styled.key.emplace().fill(7);
    for (const std::string context : {"password=", "password: \"", "Authorization: Bearer ",
                                      "https://user:", "token: ", "x "}) {
      const std::string text = context + std::string(kValue) + "\"@host/\n";
      const std::string once = redacted(text, styled);
      EXPECT_EQ(once.find(std::string(kValue)), std::string::npos);
      EXPECT_EQ(redacted(once, styled), once) << text;
    }
  }
  EXPECT_EQ(redacted("password=REDACTED_payments.api_key.\n", options),
            "password=REDACTED_payments.api_key.\n");
  EXPECT_EQ(redacted("password=REDACTED_payments.api_key\n", options),
            "password=REDACTED_payments.api_key\n");
}

// Nothing that cannot be a begin waits.
TEST(Known, PromptsLeaveAtOnce) {
  const Options options = one_value();
  for (const std::string_view text : {"user: ", "Continue? ", "$ ", "done.\n"}) {
    test::CollectingSink sink;
    auto redactor = Redactor::create(options, sink).value();
    ASSERT_TRUE(redactor->write(test::bytes_of(text)).ok());
    EXPECT_EQ(sink.text, text);
  }
  test::CollectingSink sink;
  auto redactor = Redactor::create(options, sink).value();
  ASSERT_TRUE(redactor->write(test::bytes_of("a\nTr0ub4dor")).ok());
  EXPECT_EQ(sink.text, "a\n");
}

TEST(Known, IsFoundInTwoByteUnits) {
  const Options options = one_value();
  std::string text = "\xFF\xFE";
  std::string expected = text;
  for (const char c : "a " + std::string(kValue) + "\n") text += {c, '\0'};
  for (const char c : std::string("a REDACTED_payments.api_key\n")) expected += {c, '\0'};
  for (const auto& cut : cuts_of(text.size(), 3, 4)) {
    EXPECT_EQ(redact_cut(text, cut, options), expected);
  }
}

TEST(Known, AnotherVaultIsInForceFromTheOffsetThatIsTold) {
  Options options = test::default_options();
  const auto known = std::make_shared<KnownSecrets>(nullptr);
  options.known = known;
  std::vector<Offset> told;
  options.on_vault = [&told](Offset from) { told.push_back(from); };
  test::CollectingSink sink;
  auto redactor = Redactor::create(options, sink).value();
  const std::string value(kValue);
  ASSERT_TRUE(redactor->write(test::bytes_of("a " + value + "\n")).ok());
  known->set(std::make_shared<Index>(std::vector<StoreContents>{labelled({{value}}, "new")}));
  ASSERT_TRUE(redactor->write(test::bytes_of("b " + value + "\n")).ok());
  known->set(nullptr);
  ASSERT_TRUE(redactor->write(test::bytes_of("c " + value + "\n")).ok());
  ASSERT_TRUE(redactor->finish().ok());
  EXPECT_EQ(sink.text, "a " + value + "\nb REDACTED_new\nc " + value + "\n");
  EXPECT_EQ(told, (std::vector<Offset>{22, 44}));
}

}  // namespace
}  // namespace inkblot
