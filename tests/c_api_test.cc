// The C interface: what it gives out, what it refuses, and that nothing thrown crosses it.
#include <gtest/gtest.h>
#include <inkblot/c.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "support/tokens.h"

namespace inkblot {
namespace {

struct EngineDeleter {
  void operator()(inkblot_engine* engine) const { inkblot_engine_destroy(engine); }
};
using EnginePtr = std::unique_ptr<inkblot_engine, EngineDeleter>;

EnginePtr engine_of(const inkblot_options* options = nullptr) {
  inkblot_engine* engine = nullptr;
  EXPECT_EQ(inkblot_engine_create(options, &engine), INKBLOT_OK) << inkblot_last_error();
  return EnginePtr(engine);
}

// The text as it comes out, whether it changed or not.
std::string redacted_by(const inkblot_engine* engine, const std::string& text, bool json = false) {
  inkblot_buffer out{};
  const auto call = json ? inkblot_redact_json : inkblot_redact;
  EXPECT_EQ(call(engine, {text.data(), text.size()}, nullptr, &out), INKBLOT_OK)
      << inkblot_last_error();
  if (out.data == nullptr) return text;
  std::string copy(out.data, out.size);
  inkblot_free(&out);
  EXPECT_EQ(out.data, nullptr);
  return copy;
}

int append(void* context, const char* data, std::size_t size) {
  static_cast<std::string*>(context)->append(data, size);
  return 0;
}

std::string redacted_in_pieces(const inkblot_engine* engine, const std::string& text,
                               std::size_t piece) {
  std::string out;
  inkblot_stream* stream = nullptr;
  const inkblot_taker taker{append, &out};
  EXPECT_EQ(inkblot_stream_create(engine, &taker, nullptr, &stream), INKBLOT_OK);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    const std::string part = text.substr(at, piece);
    EXPECT_EQ(inkblot_stream_write(stream, {part.data(), part.size()}), INKBLOT_OK);
  }
  EXPECT_EQ(inkblot_stream_finish(stream), INKBLOT_OK);
  inkblot_stream_destroy(stream);
  return out;
}

TEST(CApi, RedactsAsTheLibraryDoes) {
  const EnginePtr engine = engine_of();
  const std::string text = "a " + test::token_of("github-pat") + "\nb\n";
  EXPECT_EQ(redacted_by(engine.get(), text), test::redacted(text));
  EXPECT_EQ(redacted_by(engine.get(), text), "a REDACTED_github-pat\nb\n");
  EXPECT_EQ(redacted_by(engine.get(), "nothing"), "nothing");
  EXPECT_EQ(redacted_by(engine.get(), ""), "");
  for (const std::size_t piece : {1U, 7U, 1000U}) {
    EXPECT_EQ(redacted_in_pieces(engine.get(), text, piece), test::redacted(text));
  }
}

TEST(CApi, TellsOfFindings) {
  const EnginePtr engine = engine_of();
  const std::string token = test::token_of("github-pat");
  const std::string text = "x\n" + token + " ";
  std::vector<std::string> told;
  const auto hear = [](void* context, const inkblot_finding* one) {
    EXPECT_EQ(one->size, sizeof(inkblot_finding));
    static_cast<std::vector<std::string>*>(context)->push_back(
        std::string(one->rule) + " " + one->severity + " " + one->evidence + " " + one->coding +
        std::to_string(one->input_begin) + "-" + std::to_string(one->input_end) + " " +
        std::to_string(one->line));
  };
  inkblot_buffer out{};
  const inkblot_listener listener{hear, &told};
  ASSERT_EQ(inkblot_redact(engine.get(), {text.data(), text.size()}, &listener, &out), INKBLOT_OK);
  inkblot_free(&out);
  EXPECT_EQ(told, (std::vector<std::string>{"github-pat critical checksummed 2-" +
                                            std::to_string(2 + token.size()) + " 2"}));
}

TEST(CApi, RedactsAValueWhereverItStandsInJson) {
  const EnginePtr engine = engine_of();
  const std::string value = "kX9\\\"vT2qLm4Zr8" + std::string("Wd7Pn5");
  const std::string text =
      "{\"password\": \"" + value + "\", \"text\": \"it was " + value + " then\", \"n\": 17}";
  EXPECT_NE(redacted_by(engine.get(), text).find("vT2q"), std::string::npos);
  EXPECT_EQ(redacted_by(engine.get(), text, true),
            "{\"password\": \"REDACTED_password\", \"text\": \"it was REDACTED_password then\", "
            "\"n\": 17}");
}

TEST(CApi, RedactsFieldsByTheirPath) {
  inkblot_options options;
  inkblot_options_init(&options);
  const char* redact[] = {"/**/ssn", nullptr};
  const char* keep[] = {"/id", nullptr};
  options.redact_fields = redact;
  options.keep_fields = keep;
  const EnginePtr engine = engine_of(&options);
  const std::string token = test::token_of("github-pat");
  const std::string text = "{\"id\": \"" + token + "\", \"a\": [{\"ssn\": 5}]}";
  std::string told;
  const inkblot_listener listener{[](void* context, const inkblot_finding* one) {
                                    static_cast<std::string*>(context)->append(one->path);
                                  },
                                  &told};
  inkblot_buffer out{};
  ASSERT_EQ(inkblot_redact_json(engine.get(), {text.data(), text.size()}, &listener, &out),
            INKBLOT_OK);
  EXPECT_EQ(std::string(out.data, out.size), "{\"id\": \"" + token + "\", \"a\": [{\"ssn\": 0}]}");
  inkblot_free(&out);
  EXPECT_EQ(told, "/a/0/ssn");
  ASSERT_EQ(inkblot_redact_json(engine.get(), {"{", 1}, nullptr, &out), INKBLOT_INVALID_ARGUMENT);
  EXPECT_EQ(out.data, nullptr);
}

TEST(CApi, TakesOptionsOfAnOlderCaller) {
  inkblot_options options;
  inkblot_options_init(&options);
  options.style = "mask";
  options.decode = 0;
  options.size = offsetof(inkblot_options, accept_masks);  // It knows no more of them.
  const EnginePtr engine = engine_of(&options);
  const std::string token = test::token_of("github-pat");
  EXPECT_EQ(redacted_by(engine.get(), token), std::string(token.size(), 'X'));
}

TEST(CApi, RefusesWhatItCannotUse) {
  inkblot_engine* none = nullptr;
  inkblot_options options;
  const auto refused = [&](const auto& change, inkblot_code code) {
    inkblot_options_init(&options);
    change(options);
    EXPECT_EQ(inkblot_engine_create(&options, &none), code);
    EXPECT_EQ(none, nullptr);
    EXPECT_NE(std::string(inkblot_last_error()), "");
  };
  const char* missing[] = {"/no/such/file.toml", nullptr};
  refused([](auto& o) { o.profile = "careless"; }, INKBLOT_INVALID_ARGUMENT);
  refused([](auto& o) { o.style = "pseudonym"; }, INKBLOT_INVALID_ARGUMENT);
  refused([](auto& o) { o.style = "\"{rule}"; }, INKBLOT_INVALID_ARGUMENT);
  refused([&](auto& o) { o.rules = missing; }, INKBLOT_BAD_PACK);
  const char* no_path[] = {"user", nullptr};
  refused([&](auto& o) { o.keep_fields = no_path; }, INKBLOT_INVALID_ARGUMENT);
  refused([&](auto& o) { o.only = missing; }, INKBLOT_INVALID_ARGUMENT);
  refused([&](auto& o) { o.vaults = missing; }, INKBLOT_INVALID_ARGUMENT);
  inkblot_buffer out{};
  EXPECT_EQ(inkblot_redact(nullptr, {"x", 1}, nullptr, &out), INKBLOT_INVALID_ARGUMENT);
  const EnginePtr engine = engine_of();
  EXPECT_EQ(inkblot_redact(engine.get(), {nullptr, 1}, nullptr, &out), INKBLOT_INVALID_ARGUMENT);
  EXPECT_EQ(inkblot_redact(engine.get(), {"x", 1}, nullptr, nullptr), INKBLOT_INVALID_ARGUMENT);
  EXPECT_EQ(inkblot_stream_create(engine.get(), nullptr, nullptr, nullptr),
            INKBLOT_INVALID_ARGUMENT);
  EXPECT_EQ(inkblot_stream_write(nullptr, {"x", 1}), INKBLOT_INVALID_ARGUMENT);
  inkblot_stream_destroy(nullptr);
  inkblot_engine_destroy(nullptr);
  inkblot_free(nullptr);
}

TEST(CApi, AStreamThatEndedOrFailedTakesNoMore) {
  const EnginePtr engine = engine_of();
  std::string out;
  inkblot_stream* stream = nullptr;
  const inkblot_taker taker{append, &out};
  ASSERT_EQ(inkblot_stream_create(engine.get(), &taker, nullptr, &stream), INKBLOT_OK);
  EXPECT_EQ(inkblot_stream_finish(stream), INKBLOT_OK);
  EXPECT_EQ(inkblot_stream_write(stream, {"x", 1}), INKBLOT_INVALID_ARGUMENT);
  inkblot_stream_destroy(stream);
  const inkblot_taker refuse{[](void*, const char*, std::size_t) { return 1; }, nullptr};
  ASSERT_EQ(inkblot_stream_create(engine.get(), &refuse, nullptr, &stream), INKBLOT_OK);
  EXPECT_EQ(inkblot_stream_write(stream, {"line\n", 5}), INKBLOT_CLOSED);
  EXPECT_EQ(inkblot_stream_write(stream, {"line\n", 5}), INKBLOT_POISONED);
  inkblot_stream_destroy(stream);
}

// C++ callers may pass functions that throw.
TEST(CApi, WhatIsThrownEndsInACode) {
  const EnginePtr engine = engine_of();
  const std::string text = test::token_of("github-pat") + "\n";
  const inkblot_listener thrower{
      [](void*, const inkblot_finding*) { throw std::runtime_error("no"); }, nullptr};
  inkblot_buffer out{};
  EXPECT_EQ(inkblot_redact(engine.get(), {text.data(), text.size()}, &thrower, &out),
            INKBLOT_INTERNAL);
  EXPECT_EQ(out.data, nullptr);
  EXPECT_EQ(redacted_by(engine.get(), text), "REDACTED_github-pat\n");
  std::string taken;
  inkblot_stream* stream = nullptr;
  const inkblot_taker taker{append, &taken};
  ASSERT_EQ(inkblot_stream_create(engine.get(), &taker, &thrower, &stream), INKBLOT_OK);
  EXPECT_EQ(inkblot_stream_write(stream, {text.data(), text.size()}), INKBLOT_INTERNAL);
  EXPECT_EQ(inkblot_stream_write(stream, {"after\n", 6}), INKBLOT_POISONED);
  inkblot_stream_destroy(stream);
  EXPECT_EQ(taken.find(text.substr(0, 12)), std::string::npos);
}

TEST(CApi, ErrorsBelongToTheirThread) {
  inkblot_engine* none = nullptr;
  inkblot_options options;
  inkblot_options_init(&options);
  options.profile = "careless";
  ASSERT_NE(inkblot_engine_create(&options, &none), INKBLOT_OK);
  std::thread([] { EXPECT_EQ(std::string(inkblot_last_error()), ""); }).join();
  EXPECT_NE(std::string(inkblot_last_error()), "");
  EXPECT_EQ(inkblot_abi(), static_cast<std::uint32_t>(INKBLOT_ABI));
  EXPECT_NE(std::string(inkblot_version()), "");
}

}  // namespace
}  // namespace inkblot
