// One engine for many texts: none may change what is said of the next one.
#include <gtest/gtest.h>
#include <inkblot/engine.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "../fuzz/coded.h"
#include "support/documents.h"
#include "support/fault_io.h"
#include "support/tokens.h"
#include "vault/known.h"

namespace inkblot {
namespace {

constexpr std::uint64_t kSeed = 20261127;

// What is told of one text, in words.
std::string words_of(const Redaction& one) {
  const auto span = [](const Span& s) {
    return std::to_string(s.begin) + "-" + std::to_string(s.end) + " ";
  };
  return one.rule->id + " " + span(one.input) + span(one.output) + std::to_string(one.line) + " " +
         one.fingerprint + " " + std::to_string(static_cast<int>(one.evidence)) + " " +
         std::to_string(static_cast<int>(one.coding)) + "\n";
}

struct Outcome {
  std::string text;
  std::string told;
  bool operator==(const Outcome&) const = default;
};

Outcome by_itself(std::string_view text, Options options) {
  Outcome out;
  options.on_redaction = [&out](const Redaction& one) { out.told += words_of(one); };
  out.text = redact(text, options).value();
  return out;
}

Outcome by_engine(std::string_view text, const Engine& engine) {
  Outcome out;
  const auto changed =
      engine.redact(text, [&out](const Redaction& one) { out.told += words_of(one); }).value();
  EXPECT_EQ(changed.has_value(), !out.told.empty());
  out.text = changed.value_or(std::string(text));
  return out;
}

// Documents, their begins and ends, and what is written in codings.
std::vector<std::string> texts(const Options& options, std::size_t count) {
  test::Documents documents(options, kSeed);
  std::mt19937_64 random(kSeed);
  std::vector<std::string> out;
  while (out.size() < count) {
    std::string text = documents.next();
    switch (random() % 6) {
      case 0:
        text.resize(random() % (text.size() + 1));
        break;
      case 1:
        text.erase(0, random() % (text.size() + 1));
        break;
      case 2:
        text = fuzz::coded(text, random() % fuzz::kCodings);
        break;
      case 3:
        if (!documents.secrets.empty()) {
          text = "::add-mask::" + documents.secrets[0].substr(0, 20) + "\n" + text;
        }
        break;
      default:
        break;
    }
    out.push_back(std::move(text));
  }
  return out;
}

Options all_options() {
  Options options = test::default_options();
  options.accept_masks = true;
  options.key.emplace().fill(7);
  options.known = std::make_shared<KnownSecrets>(std::make_shared<Index>(
      std::vector<StoreContents>{test::store_of({{"plain a/b"}, {"line\nnext"}})}));
  return options;
}

TEST(Engine, SaysOfATextWhatIsSaidOfItAlone) {
  for (const Options& options : {test::default_options(), all_options()}) {
    const auto engine = Engine::create(options).value();
    std::size_t told = 0;
    for (const std::string& text : texts(options, 400)) {
      const Outcome alone = by_itself(text, options);
      const Outcome among = by_engine(text, *engine);
      ASSERT_EQ(among.told, alone.told) << text;
      ASSERT_EQ(among.text, alone.text);
      told += static_cast<std::size_t>(std::count(alone.told.begin(), alone.told.end(), '\n'));
    }
    EXPECT_GT(told, 200U);
  }
}

TEST(Engine, KeepsStylesThatCount) {
  Options options = test::default_options();
  options.style = Style::pseudonym;
  options.key.emplace().fill(9);
  const auto engine = Engine::create(options).value();
  for (const std::string& text : texts(options, 50)) {
    ASSERT_EQ(by_engine(text, *engine), by_itself(text, options));
  }
}

TEST(Engine, TakesLongTextsInSteps) {
  const Options options = test::default_options();
  const auto engine = Engine::create(options).value();
  std::string text;
  for (const std::string& one : texts(options, 400)) text += one + "\n";
  while (text.size() < 400'000) text += text;
  for (int i = 0; i < 2; ++i) ASSERT_EQ(by_engine(text, *engine), by_itself(text, options));
}

TEST(Engine, LeavesWhatHoldsNothingAndEmptyTexts) {
  const auto engine = Engine::create(test::default_options()).value();
  for (const std::string_view text :
       {std::string_view(), std::string_view("nothing here\n"), std::string_view("\0\xff", 2)}) {
    EXPECT_FALSE(engine->redact(text).value().has_value());
  }
}

TEST(Engine, ReadsUtf16WhereItIsMarked) {
  const Options options = test::default_options();
  const auto engine = Engine::create(options).value();
  test::Documents documents(options, kSeed);
  std::string text = "\xFF\xFE";
  for (const char c : std::string("password = 'Tr0ub4dor&3xyz'\n")) text += {c, '\0'};
  const std::string redacted = engine->redact(text).value().value();
  EXPECT_EQ(redacted, redact(text, options).value());
  EXPECT_NE(redacted, text);
}

TEST(Engine, WorksOnAfterASinkThatFails) {
  const Options options = test::default_options();
  const auto engine = Engine::create(options).value();
  class NoRoom final : public Sink {
    Status write(std::span<const Bytes>) override { return Status(Code::io, "no room"); }
  } sink;
  const std::string text = texts(options, 1).front() + " and more of it";
  EXPECT_EQ(engine->redact(text, sink).code(), Code::io);
  EXPECT_EQ(by_engine(text, *engine), by_itself(text, options));
}

TEST(Engine, IsSharedByThreads) {
  const Options options = all_options();
  const auto engine = Engine::create(options).value();
  const std::vector<std::string> all = texts(options, 24);
  std::vector<Outcome> alone;
  for (const std::string& text : all) alone.push_back(by_itself(text, options));
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (std::size_t t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 3 * all.size(); ++i) {
        const std::size_t at = (i + t) % all.size();
        if (!(by_engine(all[at], *engine) == alone[at])) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Engine, GoesOnInAForkedProcess) {
  const Options options = test::default_options();
  const auto engine = Engine::create(options).value();
  const std::string text = texts(options, 1).front();
  const Outcome alone = by_itself(text, options);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(by_engine(text, *engine) == alone ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(by_engine(text, *engine), alone);
}

TEST(Engine, RefusesOptionsThatCannotBe) {
  Options options = test::default_options();
  options.only = {"no-such-rule"};
  EXPECT_EQ(Engine::create(options).error().code(), Code::invalid_argument);
}

TEST(Engine, WhatGoesAtTheEndBehindItsOwnTagIsGone) {
  Options options = test::default_options();
  options.accept_masks = true;
  const auto engine = Engine::create(options).value();
  const std::string tag = "::add-mask::REDACTED_mask";
  EXPECT_EQ(engine->redact(tag + "\xff-q7").value(), tag);
  EXPECT_EQ(engine->redact(tag).value(), std::nullopt);
}

const Engine& with_fields() {
  static const auto kEngine = [] {
    Options options = test::default_options();
    options.keep_fields = {"/meta/**/id", "/kept"};
    options.redact_fields = {"/**/ssn", "/user", "/list/*/0"};
    return Engine::create(options).value();
  }();
  return *kEngine;
}

std::string json_of(std::string_view text) {
  return with_fields().redact_json(text).value().value_or(std::string(text));
}

TEST(EngineFields, AreRedactedWhateverStandsThere) {
  EXPECT_EQ(json_of(R"({"a": {"ssn": "078", "b": "078"}, "user": {"n": ["x", 17, true, "", null]},)"
                    R"( "list": [["p", "q"], {"0": 1.5e3}]})"),
            R"({"a": {"ssn": "REDACTED_field", "b": "078"}, "user": {"n": ["REDACTED_field", 0,)"
            R"( true, "", null]}, "list": [["REDACTED_field", "q"], {"0": 0}]})");
  // A number may be long, and what ends a list may stand far behind it.
  for (const std::string& number : {std::string("17"), std::string(9000, '7')}) {
    const std::string list = "{\"user\": [0, [" + number + "\n\n\n, \"x\"]]}";
    EXPECT_EQ(json_of(list), "{\"user\": [0, [0\n\n\n, \"REDACTED_field\"]]}");
  }
  // Once more nothing changes, and it is our own tag for everybody.
  const std::string out = json_of(R"({"password": {"ssn": "kX9vT2qLm4Zr8Wd7"}})");
  EXPECT_EQ(out, R"({"password": {"ssn": "REDACTED_field"}})");
  EXPECT_EQ(json_of(out), out);
  EXPECT_EQ(redact(out, test::default_options()).value(), out);
}

TEST(EngineFields, AreKeptButForWhatIsKnown) {
  const std::string token = test::token_of("github-pat");
  const std::string kept = "{\"meta\": {\"x\": [{\"id\": \"" + token +
                           "\"}]}, \"kept\": {\"a\": \"" + test::token_of("github-pat", 2) + "\"}}";
  EXPECT_EQ(json_of(kept), kept);
  // Found elsewhere it is known to be one.
  EXPECT_EQ(json_of("{\"kept\": \"" + token + "\", \"b\": \"" + token + "\"}"),
            R"({"kept": "REDACTED_github-pat", "b": "REDACTED_github-pat"})");
}

TEST(EngineFields, AreToldByTheirPath) {
  const std::string token = test::token_of("github-pat");
  std::vector<std::string> told;
  const auto tell = [&told](const Redaction& one) {
    told.push_back(one.rule->id + " " + one.path);
  };
  const std::string text = "{\"a\": [1, {\"" + token + "\": \"" + token + "\"}], \"ssn\": 5}";
  ASSERT_TRUE(with_fields().redact_json(text, tell).value());
  EXPECT_EQ(told,
            (std::vector<std::string>{"github-pat /a/1/*", "github-pat /a/1/*", "field /ssn"}));
  told.clear();
  ASSERT_TRUE(with_fields().redact(text, tell).value());
  EXPECT_EQ(told, (std::vector<std::string>{"github-pat ", "github-pat "}));
}

TEST(EngineFields, OfWhatIsNoJsonNothingComesOut) {
  const auto out = with_fields().redact_json("{\"user\": ");
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code(), Code::invalid_argument);
  Options options = test::default_options();
  options.redact_fields = {"user"};
  EXPECT_FALSE(Engine::create(options));
}

// What is longer than a step of the engine, and what follows it.
TEST(EngineFields, LongOnesAsShortOnes) {
  const std::string token = test::token_of("github-pat");
  const std::string text = "{\"user\": \"" + std::string(1000000, 'a') + " b\", \"c\": \"" + token +
                           "\", \"meta\": {\"id\": \"" + std::string(500000, '-') + token + "\"}}";
  EXPECT_EQ(json_of(text.substr(0, text.find("\"c\"")) + "\"c\": 1}"),
            R"({"user": "REDACTED_field", "c": 1})");
  EXPECT_EQ(json_of(text),
            "{\"user\": \"REDACTED_field\", \"c\": \"REDACTED_github-pat\", \"meta\":"
            " {\"id\": \"" +
                std::string(500000, '-') + "REDACTED_github-pat\"}}");
}

}  // namespace
}  // namespace inkblot
