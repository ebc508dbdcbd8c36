// The line as a whole: the promises, on generated tokens.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "pack/pack.h"
#include "pack/sample.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

using test::cuts_of;
using test::default_options;
using test::redact_cut;

constexpr std::uint64_t kSeed = 20261124;

bool captures(const Pack& pack, const Rule& rule) {
  const auto index = static_cast<std::uint32_t>(&rule - pack.rules().data());
  return impl(pack).derived(index).captures;
}

std::string token(const Options& options, std::string_view id) {
  for (const Rule& rule : options.pack->rules()) {
    if (rule.id == id) return make_sample(rule, rule.sample, kSeed).value();
  }
  ADD_FAILURE() << "no rule " << id;
  return {};
}

std::string escaped(const std::string& text) {
  const std::string quoted = nlohmann::json(text).dump();
  return quoted.substr(1, quoted.size() - 2);
}

// Texts that hold secrets in the ways that peers lose them.
std::vector<std::string> texts(const Options& options) {
  const std::string pat = token(options, "github-pat");
  const std::string jwt = token(options, "jwt");
  const std::string pem = token(options, "private-key");
  const std::string plain = "A=" + pat + "\nB=\"" + jwt + "\"\r\n" + pem + "\nafter\n";
  std::vector<std::string> out = {plain};
  std::string deep = plain;
  for (int depth = 0; depth < 3; ++depth) {
    deep = "{\"type\": \"x\", \"content\": \"" + escaped(deep) + "\"}";
    out.push_back(deep + "\n");
  }
  out.push_back("\x1b[1mTOKEN\x1b[0m=\x1b[32m" + pat.substr(0, 14) + "\x1b[01;31m\x1b[K" +
                pat.substr(14) + "\x1b[m\n");
  out.push_back("https://bob:" + pat + "@host/x?sig=" + std::string(40, 'a') + "\n");
  out.push_back("Authorization: Bearer " + pat + "\ncookie: a=b\n\\u0067" + pat.substr(1) + "\n");
  out.push_back(pem.substr(0, pem.size() / 2));
  out.push_back(std::string("\0\xff\xfe\x80 nothing \\", 14) + pat.substr(0, 9));
  return out;
}

TEST(Redactor, OutputDoesNotDependOnCuts) {
  const Options options = default_options();
  for (const std::string& text : texts(options)) {
    const std::string whole = redact_cut(text, {text.size()}, options);
    for (const auto& cut : cuts_of(text.size(), kSeed, 40)) {
      ASSERT_EQ(whole, redact_cut(text, cut, options))
          << "seed " << kSeed << ", " << cut.size() << " pieces of " << text;
    }
  }
}

TEST(Redactor, NoPieceOfATokenSurvivesAtAnyDepth) {
  const Options options = default_options();
  const std::string pat = token(options, "github-pat");
  for (const std::string& text : texts(options)) {
    const std::string out = redact(text, options).value();
    for (std::size_t at = 9; at + 8 <= pat.size(); ++at) {
      EXPECT_EQ(std::string::npos, out.find(pat.substr(at, 8))) << out;
    }
  }
}

TEST(Redactor, OutputIsStable) {
  const Options options = default_options();
  for (const std::string& text : texts(options)) {
    const std::string once = redact(text, options).value();
    EXPECT_EQ(once, redact(once, options).value());
  }
}

TEST(Redactor, JsonStaysJson) {
  const Options options = default_options();
  for (const std::string& text : texts(options)) {
    if (text.front() != '{') continue;
    const std::string out = redact(text, options).value();
    EXPECT_TRUE(nlohmann::json::accept(out)) << out;
    EXPECT_NE(text, out);
  }
}

TEST(Redactor, CleanTextIsUntouched) {
  const Options options = default_options();
  constexpr char kText[] = "MAX_TOKENS=100\r\npassword = user.password\n\0\xff\xfe\x1b[0m tail";
  const std::string text(kText, sizeof kText - 1);
  EXPECT_EQ(text, redact(text, options).value());
}

TEST(Redactor, ACompleteLineLeavesAtOnce) {
  const Options options = default_options();
  test::CollectingSink sink;
  auto redactor = Redactor::create(options, sink).value();
  const std::string clean = "one complete line\n";
  ASSERT_TRUE(redactor->write(test::bytes_of(clean)).ok());
  EXPECT_EQ(clean, sink.text);
  ASSERT_TRUE(redactor->write(test::bytes_of("x=" + token(options, "github-pat") + "\n")).ok());
  EXPECT_EQ(clean + "x=REDACTED_github-pat\n", sink.text);
  ASSERT_TRUE(redactor->write(test::bytes_of("Continue? [y/n] ")).ok());
  EXPECT_TRUE(sink.text.ends_with("Continue? [y/n] ")) << sink.text;
  ASSERT_TRUE(redactor->write(test::bytes_of("ghp_")).ok());
  EXPECT_TRUE(sink.text.ends_with("[y/n] ")) << sink.text;
  ASSERT_TRUE(redactor->finish().ok());
  EXPECT_TRUE(sink.text.ends_with("[y/n] ghp_"));
}

class FailingSink final : public Sink {
 public:
  Status write(std::span<const Bytes>) override {
    ++calls;
    return Status(Code::io, "no space left");
  }
  int calls = 0;
};

TEST(Redactor, AFailureReleasesNothingMore) {
  FailingSink sink;
  auto redactor = Redactor::create(default_options(), sink).value();
  EXPECT_EQ(Code::io, redactor->write(test::bytes_of("a line\n")).code());
  EXPECT_EQ(Code::poisoned, redactor->write(test::bytes_of("another\n")).code());
  EXPECT_EQ(Code::poisoned, redactor->finish().code());
  EXPECT_EQ(1, sink.calls);
}

TEST(Redactor, ManyThreadsShareOnePack) {
  const Options options = default_options();
  const std::string text = "t=" + token(options, "github-pat") + "\n";
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 20; ++turn) {
        EXPECT_EQ("t=REDACTED_github-pat\n", redact(text, options).value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Redactor, MemoryStaysBoundedOnATokenWithoutEnd) {
  const Options options = default_options();
  test::CollectingSink sink;
  auto redactor = Redactor::create(options, sink).value();
  const std::string block(65536, 'k');
  ASSERT_TRUE(redactor->write(test::bytes_of("x " + token(options, "github-pat"))).ok());
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(redactor->write(test::bytes_of(block)).ok());
  ASSERT_TRUE(redactor->write(test::bytes_of("\nend\n")).ok());
  ASSERT_TRUE(redactor->finish().ok());
  EXPECT_EQ("x REDACTED_github-pat\nend\n", sink.text);
}

// A token may begin with any character that a head begins with, and may be cut behind it.
TEST(Redactor, EveryRulesTokenMayArriveByteByByte) {
  Options options = default_options();
  for (const Rule& rule : options.pack->rules()) {
    if (!rule.on || rule.sample.empty()) continue;
    const std::string text = "a " + make_sample(rule, rule.sample, kSeed).value() + "\n";
    const std::vector<std::size_t> bytes(text.size(), 1);
    EXPECT_EQ(redact(text, options).value(), redact_cut(text, bytes, options)) << rule.id;
  }
}

// A shorter rule's finding must not hide the rest of a longer one's token.
TEST(Redactor, NoTailOfATokenSurvivesBehindAnotherRulesFinding) {
  Options options = default_options();
  for (const Rule& rule : options.pack->rules()) {
    if (!rule.on || !rule.parser.empty() || captures(*options.pack, rule)) continue;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      const std::string secret = make_sample(rule, rule.sample, seed).value();
      const std::string out = redact("k: " + secret + "\n", options).value();
      const std::string tail =
          secret.substr(secret.size() - std::min<std::size_t>(8, secret.size()));
      EXPECT_EQ(std::string::npos, out.find(tail)) << rule.id << " seed " << seed;
    }
  }
}

}  // namespace
}  // namespace inkblot
