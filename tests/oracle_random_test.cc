// The engine against the oracle, on random pieces of tokens and of what makes trouble around them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "../fuzz/expand.h"
#include "../fuzz/fuzz.h"
#include "reference/whole_buffer.h"
#include "support/pieces.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr int kTexts = 1500;

// INKBLOT_SEED=n tries others.
std::uint64_t seed() {
  const char* const given = std::getenv("INKBLOT_SEED");
  return given == nullptr ? 20261125 : std::strtoull(given, nullptr, 10);
}

std::string shown(const std::string& spec) { return testing::PrintToString(spec); }

// Whole, one byte at a time, and in random pieces.
void expect_oracle(const std::string& spec, Options options) {
  options.decode = false;  // The oracle does not.
  const std::string text = fuzz::expand(*options.pack, spec);
  const std::string expected = reference::redact_whole(text, options);
  const auto differs = [&](const std::string& actual) {
    return shown(spec) + (expected == actual ? "" : fuzz::difference(expected, actual));
  };
  const std::string whole = redact(text, options).value();
  EXPECT_TRUE(expected == whole) << differs(whole);
  auto cuts = test::cuts_of(text.size(), text.size(), 2);
  cuts.erase(cuts.begin() + 2, cuts.end() - 2);  // Not at every single place.
  for (const auto& cut : cuts) {
    const std::string pieces = test::redact_cut(text, cut, options);
    EXPECT_TRUE(expected == pieces) << "in " << cut.size() << " pieces: " << differs(pieces);
  }
}

TEST(OracleRandom, AgreesOnWhatIsGluedTogether) {
  const Options options = test::default_options();
  RecordProperty("seed", std::to_string(seed()));
  std::mt19937_64 random(seed());
  for (int i = 0; i < kTexts && !HasFailure(); ++i) {
    SCOPED_TRACE("INKBLOT_SEED=" + std::to_string(seed()) + ", text " + std::to_string(i));
    expect_oracle(test::random_text(*options.pack, random, false), options);
  }
}

// Half of all values are let go, under every profile.
TEST(OracleRandom, AgreesOnWhatIsLetGo) {
  Options options = test::default_options();
  options.allow = AllowList::parse("patterns = ['(?s).*[0-9A-Za-e]']", "test").value();
  std::mt19937_64 random(seed() + 2);
  for (int i = 0; i < kTexts && !HasFailure(); ++i) {
    SCOPED_TRACE("INKBLOT_SEED=" + std::to_string(seed()) + ", text " + std::to_string(i));
    options.profile = static_cast<Profile>(i % 3);
    expect_oracle(test::random_text(*options.pack, random, false), options);
  }
}

TEST(OracleRandom, RedactingAgainChangesNothing) {
  const Options options = test::default_options();
  std::mt19937_64 random(seed() + 1);
  for (int i = 0; i < kTexts && !HasFailure(); ++i) {
    const std::string spec = test::random_text(*options.pack, random, true);
    const std::string once = redact(fuzz::expand(*options.pack, spec), options).value();
    const std::string again = redact(once, options).value();
    EXPECT_TRUE(once == again) << "INKBLOT_SEED=" << seed() << ", text " << i << ": " << shown(spec)
                               << fuzz::difference(once, again);
  }
}

// What engine and oracle did not agree on, once.
TEST(OracleRandom, AgreesOnWhatItDidNot) {
  const Options options = test::default_options();
  for (const char* const spec : {
           // A token whose run goes on where the one before it ended.
           "@jwt@@vercel-app-refresh-token@@gitlab-routable-token@",
           "@workato-api-token@//",
           "@npm-access-token@@github-app-installation-jwt@",
           "@powerautomate-webhook-url@set-cookie: a=@stripe-secret-key-live@%253D",
           // One inside another that still grows, or has ended.
           "@twitter-bearer-token@@apify-api-token@",
           "@anthropic-admin-key@@private-key@",
           "@doppler-cli-token@@nats-nkey-seed@Auth"
           "orization: //Basic ",
           // A head with an escape that opens no region, near one that does.
           "\x02@nuget-config-password@\x03%2E",
           "\\x41@age-plugin-identity@",
           "r8\\x5f@replicate-api-token/-37@",
           // Colour codes with a private parameter, and those that choose a character set.
           "@lichess-pat@\x1b[>@azure-functions-key@",
           "a\x1b(B\x1b[m@github-pat@",
           "x\\u001b(0@github-pat/9@\x1b)0@github-pat/-31@",
       }) {
    expect_oracle(spec, options);
  }
}

std::string redacted_spec(const std::string& spec) {
  const Options options = test::default_options();
  return redact(fuzz::expand(*options.pack, spec), options).value();
}

TEST(OracleRandom, NothingOfWhatIsGluedToATokenSurvives) {
  EXPECT_EQ("REDACTED_anthropic-admin-key", redacted_spec("@anthropic-admin-key@@private-key@"));
  const std::string secret = test::token_of("github-pat").substr(4);
  const std::string header = "Authorization: Bearer " + secret + " ";
  EXPECT_EQ("REDACTED_nats-nkey-seed: Bearer REDACTED_authorization-header ",
            redacted_spec("@nats-nkey-seed@" + header));
  EXPECT_EQ("a\x1b(B\x1b[mREDACTED_github-pat", redacted_spec("a\x1b(B\x1b[m@github-pat@"));
  // What base64 may end in stands before a mark that it cannot hold.
  EXPECT_EQ("ab+REDACTED_hash-krb5", redacted_spec("ab+@hash-krb5@"));
}

// A long value ends in the name of a header, whose own value stands behind it.
TEST(OracleRandom, AHeadInsideALongValueIsAskedToo) {
  const std::string secret = test::token_of("github-pat").substr(4);
  for (const std::size_t size : {100U, 2047U, 2048U, 2049U, 9000U}) {
    std::string value;
    while (value.size() < size) value += "q8zt5lw2";
    const std::string text = "X-Api-Key: \"" + value + "x-api-key\": \"" + secret + "\" end";
    const Options options = test::default_options();
    EXPECT_EQ("X-Api-Key: \"REDACTED_key-header\": \"REDACTED_key-header\" end",
              redact(text, options).value())
        << size;
    EXPECT_EQ(redact(text, options).value(),
              test::redact_cut(text, std::vector<std::size_t>(text.size(), 1), options));
  }
}

}  // namespace
}  // namespace inkblot
