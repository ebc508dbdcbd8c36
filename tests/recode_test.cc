// What a document decodes is base64 of the redacted text, in every style, however it is cut.
#include "recode.h"

#include <gtest/gtest.h>
#include <inkblot/engine.h>

#include <nlohmann/json.hpp>

#include "../fuzz/coded.h"
#include "support/chunking.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redact_cut;
using test::token_of;

std::string base64(const std::string& text) { return fuzz::coded(text, 0); }

std::string in_json(const std::string& text) { return nlohmann::json(text).dump(); }

std::string manifest(const std::string& value) {
  return "apiVersion: v1\ndata:\n  user: " + base64("admin") + "\n  conf: " + value +
         "\nkind: Secret\n";
}

std::string document(const std::string& value) {
  return "{\"apiVersion\": \"v1\", \"data\": {\"user\": \"" + base64("admin") + "\", \"conf\": \"" +
         value + "\"}, \"kind\": \"Secret\"}\n";
}

std::string lines_of(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; out.size() < size; ++i)
    out += "a line, number " + std::to_string(i) + "\n";
  return out.substr(0, size - 1) + "\n";
}

// The output, by any cut, at each depth of JSON, and redacted once more.
void expect_redacted(const std::string& text, const std::string& expected,
                     const Options& options = test::default_options()) {
  std::string in = text;
  std::string out = expected;
  for (int depth = 0; depth < 3; ++depth) {
    for (const auto& cut : test::cuts_of(in.size(), 5, 4)) {
      ASSERT_EQ(redact_cut(in, cut, options), out) << cut.size() << " " << in;
    }
    ASSERT_EQ(redact_cut(out, {out.size()}, options), out);
    in = "{\"text\": " + in_json(in) + "}\n";
    out = "{\"text\": " + in_json(out) + "}\n";
  }
}

void expect_redacted_in_secrets(const std::string& text, const std::string& expected) {
  expect_redacted(manifest(base64(text)), manifest(base64(expected)));
  expect_redacted(document(base64(text)), document(base64(expected)));
}

TEST(Recode, ASecretsValueStaysBase64OfItsText) {
  const std::string key = token_of("github-pat");
  expect_redacted_in_secrets("url: x\nkey: " + key + "\nmore\n",
                             "url: x\nkey: REDACTED_github-pat\nmore\n");
  expect_redacted_in_secrets("{\"a\": \"" + key + "\", \"" + key + "\": 1, \"" + key + "x\": 2}",
                             "{\"a\": \"REDACTED_github-pat\", \"REDACTED_github-pat\": 1, "
                             "\"REDACTED_github-pat_2\": 2}");
}

TEST(Recode, AValueThatItsNameGivesAwayIsBase64OfATag) {
  const std::string text = "data:\n  password: " + base64("hunter2") + "\n  user: YWRtaW4=\n";
  expect_redacted(text,
                  "data:\n  password: " + base64("REDACTED_password") + "\n  user: YWRtaW4=\n");
  // Whatever else is found in it.
  const std::string more = base64("x\nkey: " + token_of("github-pat") + "\nmore\n");
  const std::string out = test::redacted("data:\n  password: " + more + "\n");
  EXPECT_EQ(out, "data:\n  password: " + base64("REDACTED_github-pat") + "\n");
}

TEST(Recode, NoRuleTakesWhatWasLeftForItsOwn) {
  const std::string key = base64("[db]\npassword=" + token_of("github-pat") + "\nhost=x\n");
  expect_redacted("{\"data\": {\"auth\": \"" + key + "\"}}\n",
                  "{\"data\": {\"auth\": \"" + base64("REDACTED_github-pat") + "\"}}\n");
  // Padding at a line's end is no soft line break.
  for (std::size_t size = 60; size < 80; ++size) {
    const std::string before = "Authorization:" + std::string(size - 40, ' ') + "Basic ";
    const std::string out = test::redacted(before + base64("alice:hunter22x9") + "\nkeys: 1\n");
    EXPECT_EQ(test::redacted(out), out);
  }
}

TEST(Recode, ElsewhereARunIsRedactedAsBefore) {
  const std::string text = "url: x\nkey: " + token_of("github-pat") + "\nmore\n";
  const std::string run = base64(text);
  expect_redacted("conf: " + run + "\n", "conf: REDACTED_github-pat\n");
  expect_redacted("data:\n  conf: a" + run + "\n", "data:\n  conf: aREDACTED_github-pat\n");
  expect_redacted("password: " + base64("hunter2") + "\n", "password: REDACTED_password\n");
}

TEST(Recode, AValueOfTwelveKilobytesIsTheLongest) {
  const std::string key = token_of("github-pat");
  for (const std::size_t size : {5000U, 12000U}) {
    const std::string text = lines_of(size);
    const std::string run = base64(text + key + "\n");
    const std::string out = test::redacted("data:\n  conf: " + run + "\n  b: YQ==\n");
    EXPECT_EQ(out, "data:\n  conf: " + base64(text + "REDACTED_github-pat\n") + "\n  b: YQ==\n");
    for (const std::size_t piece : {1U, 100U, 4096U}) {
      const std::string in = "data:\n  conf: " + run + "\n  b: YQ==\n";
      std::vector<std::size_t> cut(in.size() / piece, piece);
      if (in.size() % piece != 0) cut.push_back(in.size() % piece);
      EXPECT_EQ(redact_cut(in, cut, test::default_options()), out);
    }
  }
  const std::string in = "data:\n  conf: " + base64(key + "\n" + lines_of(13000)) + "\n";
  for (const std::size_t piece : {1U, 100U, 4096U, 20000U}) {
    std::vector<std::size_t> cut(in.size() / piece, piece);
    if (in.size() % piece != 0) cut.push_back(in.size() % piece);
    EXPECT_EQ(redact_cut(in, cut, test::default_options()), "data:\n  conf: REDACTED_github-pat\n");
  }
}

// However a piece's end cuts it.
TEST(Recode, WhatWasLeftInALongLineIsNotFoundAgain) {
  const std::string before = " Authorization: Basic ";
  const std::string out = before + base64("alice:REDACTED_authorization-header") + " end ";
  const std::string tag = before + "REDACTED_authorization-header end ";
  const std::size_t piece = 12288;
  for (std::size_t size = piece - 100; size < piece; size += 3) {
    std::string text = lines_of(size);
    for (char& c : text) {
      if (c == '\n') c = ';';
    }
    const std::string line = "&lt;" + text + out + text.substr(0, 300) + "\n";
    ASSERT_EQ(test::redacted(line), line) << size;
    const std::string run = "x " + base64(text + tag + text.substr(0, 300)) + "\n";
    ASSERT_EQ(test::redacted(run), run) << size;
  }
}

TEST(Recode, OfBasicCredentialsTheUserStays) {
  const std::string in = base64("alice:hunter22x9");
  const std::string out = base64("alice:REDACTED_authorization-header");
  for (const std::string before :
       {"Authorization: Basic ", "proxy-authorization: basic ", "curl -H 'Authorization: Basic "}) {
    const std::string behind = before.find('\'') != std::string::npos ? "' x\n" : "\n";
    expect_redacted(before + in + behind, before + out + behind);
  }
  expect_redacted("{\"Authorization\": \"Basic " + in + "\"}\n",
                  "{\"Authorization\": \"Basic " + out + "\"}\n");
}

TEST(Recode, AUserThatMayBeAKeyGoes) {
  const std::string tag = "REDACTED_authorization-header";
  const auto basic = [](const std::string& text) {
    return "Authorization: Basic " + base64(text) + "\n";
  };
  expect_redacted(basic("3f9a8b7cQ6d5e4f3a2b1:x"), basic(tag + ":" + tag));
  expect_redacted(basic("3f9a8b7cQ6d5e4f3a2b1:"), basic(tag + ":"));
  expect_redacted(basic(":3f9a8b7cQ6d5e4f3a2b1"), basic(":" + tag));
  EXPECT_EQ(test::redacted(basic("a: b\n3f9a8b7cQ6d5e4f3a2b1")),
            "Authorization: Basic REDACTED_authorization-header\n");
  EXPECT_EQ(test::redacted(basic("3f9a8b7cQ6d5e4f3a2b1")),
            "Authorization: Basic REDACTED_authorization-header\n");
}

TEST(Recode, InEveryStyle) {
  const std::string key = token_of("github-pat");
  const std::string text = "Authorization: Basic " + base64("alice:hunter22x9") + "\ndata:\n" +
                           "  password: " + base64("hunter2") +
                           "\n  conf: " + base64("key: " + key + " is it\n") + "\n";
  Options options = test::default_options();
  options.key.emplace();
  options.text = "<{rule} {length}>";
  const auto lines = [](const std::string& a, const std::string& b, const std::string& c) {
    return "Authorization: Basic " + base64("alice:" + a) + "\ndata:\n  password: " + base64(b) +
           "\n  conf: " + base64("key: " + c + " is it\n") + "\n";
  };
  options.style = Style::mask;
  expect_redacted(text,
                  lines(std::string(10, 'X'), std::string(7, 'X'), std::string(key.size(), 'X')),
                  options);
  options.style = Style::partial;
  expect_redacted(text,
                  lines("REDACTED_authorization-header", "REDACTED_password",
                        key.substr(0, 4) + "_REDACTED_" + key.substr(key.size() - 4)),
                  options);
  options.style = Style::text;
  EXPECT_EQ(redact_cut(text, {text.size()}, options),
            lines("<authorization-header 10>", "<password 7>",
                  "<github-pat " + std::to_string(key.size()) + ">"));
  options.style = Style::pseudonym;
  const std::string out = redact_cut(text, {text.size()}, options);
  expect_redacted(text, out, options);
  // The same names as of what stands there in plain.
  const std::string plain = redact_cut("key: " + key + " is it\n", {key.size() + 12}, options);
  EXPECT_NE(out.find("  conf: " + base64(plain)), std::string::npos) << out << plain;
}

TEST(Recode, IsToldWhereItStands) {
  Options options = test::default_options();
  std::vector<Redaction> seen;
  options.on_redaction = [&seen](const Redaction& r) { seen.push_back(r); };
  const std::string before = "a\ndata:\n  conf: ";
  const std::string in = base64("key: " + token_of("github-pat") + " is it\n");
  const std::string recoded = base64("key: REDACTED_github-pat is it\n");
  const std::string out = redact_cut(before + in + "\n", {before.size() + in.size() + 1}, options);
  ASSERT_EQ(1U, seen.size());
  EXPECT_EQ(out, before + recoded + "\n");
  EXPECT_EQ("github-pat", seen[0].rule->id);
  EXPECT_EQ(Encoding::base64, seen[0].coding);
  EXPECT_EQ(3U, seen[0].line);
  EXPECT_EQ((Span{before.size(), before.size() + in.size()}), seen[0].input);
  EXPECT_EQ((Span{before.size(), before.size() + recoded.size()}), seen[0].output);
}

TEST(Recode, IsTheSameInEveryTextOfAnEngine) {
  const auto engine = Engine::create(test::default_options()).value();
  const std::string text = "data:\n  password: " + base64("hunter2") + "\n";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(engine->redact(text).value(),
              "data:\n  password: " + base64("REDACTED_password") + "\n");
  }
}

TEST(Recode, NotWhereNothingIsDecoded) {
  Options options = test::default_options();
  options.decode = false;
  const std::string text = "Authorization: Basic " + base64("alice:hunter22x9") + "\n";
  EXPECT_EQ(redact_cut(text, {text.size()}, options),
            "Authorization: Basic REDACTED_authorization-header\n");
}

// However far the map's begin is: from one value to the one before it.
TEST(Recode, OfALongMapEveryValueIsEncodedAgain) {
  std::string text = "data:\n";
  std::string expected = text;
  std::string json = "{\"data\":{";
  std::string expected_json = json;
  for (int i = 0; i < 2000; ++i) {
    const std::string value = base64("x9-Qk" + std::to_string(100000 + i * 37) + "zW");
    const std::string tag = base64("REDACTED_password");
    text += "  password: " + value + "\n";
    expected += "  password: " + tag + "\n";
    json += "\"password\":\"" + value + "\",";
    expected_json += "\"password\":\"" + tag + "\",";
  }
  for (const auto& [in, out] : {std::pair(text, expected), std::pair(json, expected_json)}) {
    EXPECT_EQ(test::redacted(in), out);
    EXPECT_EQ(test::redacted(out), out);
    std::vector<std::size_t> cut(in.size() / 7, 7);
    cut.push_back(in.size() % 7);
    EXPECT_EQ(redact_cut(in, cut, test::default_options()), out);
  }
  // Nor is what belongs to no such map, behind one.
  const std::string other = text + "more:\n  password: " + base64("hunter2") + "\n";
  EXPECT_EQ(test::redacted(other), expected + "more:\n  password: REDACTED_password\n");
}

}  // namespace
}  // namespace inkblot
