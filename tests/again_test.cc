// A value that was found is found wherever else it stands in the same JSON, and only if it tells.
#include <gtest/gtest.h>
#include <inkblot/engine.h>

#include <nlohmann/json.hpp>

#include "again.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

using Json = nlohmann::ordered_json;

const Engine& engine() {
  static const auto kEngine = Engine::create(test::default_options()).value();
  return *kEngine;
}

Json redacted(const Json& value) {
  const std::string text = value.dump();
  return Json::parse(engine().redact_json(text).value().value_or(text));
}

TEST(Again, AValueIsRedactedWhereNothingSaysWhatItIs) {
  const std::string secret = "kX9vT2qLm4Zr8Wd7";
  const Json out = redacted({{"note", "it is " + secret + " now"},
                             {"password", secret},
                             {"deep", {{"list", {1, secret, true}}}}});
  EXPECT_EQ(out, Json({{"note", "it is REDACTED_password now"},
                       {"password", "REDACTED_password"},
                       {"deep", {{"list", {1, "REDACTED_password", true}}}}}));
}

TEST(Again, EscapesMayDiffer) {
  const std::string secret = "kX9\"vT2qLm4\\Zr8Wd7";
  const Json inner = {{"said", secret}};
  const Json out = redacted({{"password", secret}, {"text", inner.dump()}});
  EXPECT_EQ(out["password"], "REDACTED_password");
  EXPECT_EQ(Json::parse(out["text"].get<std::string>()), Json({{"said", "REDACTED_password"}}));
}

TEST(Again, KeysStayDifferent) {
  const std::string a = test::token_of("github-pat", 1);
  const std::string b = test::token_of("github-pat", 2);
  const Json out = redacted({{"list", {a, b}}, {a, 1}, {b, 2}});
  EXPECT_EQ(out.size(), 3U);
  EXPECT_EQ(out["list"], Json({"REDACTED_github-pat", "REDACTED_github-pat"}));
}

TEST(Again, PlainWordsStayWhereNothingNamesThem) {
  const Json value = {{"password", "hunter-green"}, {"user", "hunter-green"}};
  EXPECT_EQ(redacted(value)["user"], "hunter-green");
  const Json numbers = {{"n", 1.5}, {"none", nullptr}, {"yes", true}, {"list", Json::array()}};
  EXPECT_FALSE(engine().redact_json(numbers.dump()).value());
}

TEST(Again, TellsOfEveryPlaceUnderTheSameRule) {
  const std::string secret = "kX9vT2qLm4Zr8Wd7";
  const std::string text = Json({{"note", secret}, {"password", secret}}).dump();
  std::vector<std::string> told;
  ASSERT_TRUE(engine()
                  .redact_json(text,
                               [&told](const Redaction& one) {
                                 told.push_back(one.rule->id + " " +
                                                std::string(name_of(one.evidence)) + " " +
                                                std::to_string(one.input.begin));
                               })
                  .value());
  EXPECT_EQ(told, (std::vector<std::string>{
                      "password contextual " + std::to_string(text.find(secret)),
                      "password contextual " + std::to_string(text.rfind(secret))}));
}

TEST(Again, ManyValuesAreLookedForAtOnce) {
  Json value;
  for (int i = 0; i < 300; ++i) {
    const std::string secret = "kX9vT2qLm4Zr8W" + std::to_string(1000 + i);
    value["found"].push_back({{"password", secret}});
    value["bare"].push_back("it was " + secret + " then");
  }
  const Json out = redacted(value);
  for (const Json& one : out["bare"]) EXPECT_EQ(one, "it was REDACTED_password then");
}

TEST(Again, FindsWhatCovers) {
  Found found;
  const auto pack = Pack::builtin().value();
  Redaction one;
  one.rule = &pack->rules()[0];
  one.input = {10, 20};
  found.add(one);
  EXPECT_TRUE(found.covers(10, 20));
  EXPECT_TRUE(found.covers(12, 15));
  EXPECT_FALSE(found.covers(9, 15));
  EXPECT_FALSE(found.covers(15, 21));
  EXPECT_FALSE(found.covers(0, 5));
  EXPECT_EQ(found.of_rule(one.rule->id), &found.all().front());
  EXPECT_EQ(found.of_rule("none"), nullptr);
}

}  // namespace
}  // namespace inkblot
