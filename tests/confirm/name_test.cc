// The words of a name, and what they promise of its value.
#include "confirm/name.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace inkblot {
namespace {

// Judges the whole name as if the sweep had found the stem that ends it or stands in it.
Promise promise_of(const std::string& name, const std::string& stem) {
  std::string folded = name;
  for (char& c : folded) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::size_t at = folded.rfind(stem);
  EXPECT_NE(std::string::npos, at) << name;
  return judge_name(name, at + stem.size()).promise;
}

TEST(Name, TheLastWordDecides) {
  for (const char* const name :
       {"password", "DB_PASSWORD", "dbPassword", "spring.datasource.password", "userPassword2",
        "admin-password", "password_prod", "MYSQL_ROOT_PASSWORD", "keyStorePassword"}) {
    EXPECT_EQ(Promise::password, promise_of(name, "password")) << name;
  }
  for (const char* const name : {"token", "accessToken", "AUTH_TOKEN", "githubtoken", "token_1"}) {
    EXPECT_EQ(Promise::secret, promise_of(name, "token")) << name;
  }
  for (const char* const name : {"api_key", "apiKey", "SECRET_KEY", "privateKey", "key_api_key"}) {
    EXPECT_EQ(Promise::secret, promise_of(name, "key")) << name;
  }
  for (const char* const name : {"key", "some_key", "functionkey"}) {
    EXPECT_EQ(Promise::hint, promise_of(name, "key")) << name;
  }
}

// Of many there is a list, or a number: the value must say more.
TEST(Name, APluralIsLoose) {
  EXPECT_EQ(Promise::password, promise_of("passwords", "password"));
  EXPECT_EQ(Promise::secret, promise_of("ACCESS_TOKENS", "token"));
  EXPECT_EQ(Promise::secret, promise_of("apiKeys", "key"));
  EXPECT_TRUE(judge_name("passwords", 8).loose);
  EXPECT_TRUE(judge_name("api_keys", 7).loose);
  for (const char* const name : {"keys", "sort_keys", "monkeys"}) {
    EXPECT_EQ(Promise::none, promise_of(name, "key")) << name;
  }
  EXPECT_EQ(Promise::none, promise_of("max_tokens", "token"));
  EXPECT_EQ(Promise::none, promise_of("tokens_count", "token"));
}

TEST(Name, WhatIsAboutASecretIsNone) {
  for (const char* const name : {"password_length", "passwordPolicy", "password.reset.url",
                                 "password_file", "ErrPassword"}) {
    EXPECT_EQ(Promise::none, promise_of(name, "password")) << name;
  }
  for (const char* const name :
       {"MAX_TOKENS", "token_count", "tokenizer", "next_token", "token_type", "csrf_token",
        "error_token", "total_tokens", "eos_token"}) {
    EXPECT_EQ(Promise::none, promise_of(name, "token")) << name;
  }
  for (const char* const name : {"key_id", "primary_key", "monkey", "cacheKey", "PUBLIC_KEY",
                                 "keyboard", "key_name", "keys"}) {
    EXPECT_EQ(Promise::none, promise_of(name, "key")) << name;
  }
  for (const char* const name : {"bypass", "compass", "passenger", "first_passed"}) {
    EXPECT_EQ(Promise::none, promise_of(name, "pass")) << name;
  }
}

TEST(Name, ADigestIsNoKeyButHelpsToGuessAPassword) {
  for (const char* const name : {"issuerKeyHash", "key_checksum", "KEY_SHA256", "keyAccessor"}) {
    EXPECT_EQ(Promise::none, promise_of(name, "key")) << name;
  }
  EXPECT_EQ(Promise::none, promise_of("secret_accessor", "secret"));
  EXPECT_EQ(Promise::password, promise_of("password_hash", "password"));
  EXPECT_EQ(Promise::none, promise_of("data-sitekey", "key"));
  EXPECT_EQ(Promise::hint, promise_of("data-datakey", "key"));
}

TEST(Name, AStemThatAnotherOneFollowsSaysNothing) {
  EXPECT_EQ(Promise::none, promise_of("secret_token", "secret"));
  EXPECT_EQ(Promise::secret, promise_of("secret_token", "token"));
}

TEST(Name, UnknownWordsBehindTheStemMakeItLoose) {
  EXPECT_FALSE(judge_name("password_prod", 8).loose);
  EXPECT_TRUE(judge_name("password_zebra", 8).loose);
  EXPECT_TRUE(judge_name("DB_PASSWORD", 11).shouted);
  EXPECT_FALSE(judge_name("dbPASSWORD", 10).shouted);
}

Step read(const std::string& text, const std::string& stem, bool at_end, Name& out) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const Window window{Bytes(bytes, text.size()), 0, at_end};
  const Offset at = text.find(stem);
  View scratch;
  return read_name(window, {at, at + stem.size()}, scratch, out);
}

TEST(Name, IsReadAroundTheStemInTheView) {
  Name name;
  const std::string text = R"({"a": "x\nDB_password_1 = 2"})";
  ASSERT_EQ(Step::ok, read(text, "password", true, name));
  EXPECT_EQ("DB_password_1", text.substr(name.begin, name.end - name.begin));
  EXPECT_EQ(Promise::password, name.promise);
  EXPECT_EQ(Step::need_more, read("my_password", "password", false, name));
  ASSERT_EQ(Step::ok, read("my_password", "password", true, name) == Step::need_more
                          ? Step::need_more
                          : Step::ok);
}

TEST(Name, ARandomTailIsTheValue) {
  Name name;
  const std::string text =
      "acme-secret-" + std::string("123e4567-e89b-12d3-a456-42661417") + "4000 ";
  ASSERT_EQ(Step::ok, read(text, "secret", true, name));
  EXPECT_EQ("acme-secret", text.substr(name.begin, name.end - name.begin));
}

// Names made of the same few words, so that many share a place in the cache, each asked of several
// stems, and twice.
TEST(Name, TheCacheSaysWhatIsSaidWithoutIt) {
  const std::vector<std::string> words = {
      "password", "token",        "key",  "apiKey", "length",  "secret-Q4z7Lw9Kx2Rt5Vb8Nm3",
      "field",    "[REDACTED:x]", "prod", "self.",  "primary_"};
  std::mt19937_64 random(17);
  NameCache cache;
  std::size_t promising = 0;
  std::size_t longest = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string name;
    for (std::size_t n = 1 + random() % 6; n > 0; --n) {
      name += words[random() % words.size()] + (random() % 2 == 0 ? "_" : "");
    }
    const std::size_t stem_end = 1 + random() % name.size();
    const NameCache::Judged known = cache.judge(name, stem_end);
    const NameCache::Judged again = cache.judge(name, stem_end);
    NameCache fresh;
    const NameCache::Judged other = fresh.judge(name, stem_end);
    for (const NameCache::Judged& judged : {known, again}) {
      ASSERT_EQ(other.name.promise, judged.name.promise) << name << ' ' << stem_end;
      ASSERT_EQ(other.name.loose, judged.name.loose) << name << ' ' << stem_end;
      ASSERT_EQ(other.name.shouted, judged.name.shouted) << name << ' ' << stem_end;
      ASSERT_EQ(other.size, judged.size) << name << ' ' << stem_end;
    }
    promising += known.name.promise != Promise::none ? 1 : 0;
    longest = std::max(longest, name.size());
  }
  EXPECT_GT(promising, 1'000);
  EXPECT_GT(longest, 64);
}

}  // namespace
}  // namespace inkblot
