// What looks like a secret somebody made, and what does not.  Each row has its counterpart.
#include "confirm/weight.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "decode/glyph.h"

namespace inkblot {
namespace {

TEST(Weight, NothingIsAWordANameANumberOrAPlaceholder) {
  for (const char* const value : {"",
                                  "short",
                                  "password",
                                  "getUserToken",
                                  "user_name",
                                  "us-east-1",
                                  "my_app-v2",
                                  "2024-01-31",
                                  "1.22.3",
                                  "123456789012",
                                  "0x0300008A",
                                  "-0x7f879679",
                                  "0x40000000UL",
                                  "PBKDF2WithHmacSHA1",
                                  "TCAM_V4KEY1_NOPORT",
                                  "changeme-1234",
                                  "xxxxxxxxxxxx",
                                  "test1234",
                                  "Correct horse 9",
                                  "string",
                                  "text/html",
                                  "YourApiKeyHere"}) {
    EXPECT_EQ(Weight::nothing, weigh(value)) << value;
  }
}

TEST(Weight, AWordOfAnyLanguageATypeAndAChoiceAreNothing) {
  for (const char* const value : {"se\xC3\xB1or", "String!", "required|min:8|confirmed"}) {
    EXPECT_EQ(Weight::nothing, weigh(value)) << value;
  }
}

TEST(Weight, APersonMayHaveChosenIt) {
  for (const char* const value : {"hunter2", "tr0ub4dor", "pa$$word", "s3cret!", "se\xC3\xB1or7",
                                  "Strings!", "Summer/Winter8", "?NoLineTerminatorHere"}) {
    EXPECT_EQ(Weight::chosen, weigh(value)) << value;
  }
}

TEST(Weight, EightOfThreeKindsAreMixed) {
  for (const std::string value : {"kT9#mQ2x", "Zx7!pLq0w#", "H1EC2BUPZ22S"}) {
    EXPECT_EQ(Weight::mixed, weigh(value)) << value;
  }
}

TEST(Weight, SixteenThatNobodyWroteAreRandom) {
  const std::string random = std::string("q8Zt5Lw2") + "Rk9Vp3XnB7";
  for (const std::string& value : {random, std::string("123e4567-e89b-12d3-a456-") + "426614174000",
                                   std::string("9f86d081884c7d65") + "9a2feaa0c55ad015"}) {
    EXPECT_EQ(Weight::random, weigh(value)) << value;
  }
}

TEST(Weight, WhatIsRandomInOnePieceIsSolid) {
  const std::string random = std::string("q8Zt5Lw2") + "Rk9Vp3XnB7";
  const std::string digest = std::string("9f86d081884c7d65") + "9a2feaa0c55ad015";
  for (const std::string& value :
       {random, "prod-" + random, digest, "key-" + digest, random.substr(0, 9) + "-" + random,
        "my-key-123e4567-e89b-12d3-a456-" + std::string("426614174000"),
        std::string("F1A-NEI-HY4-PZK")}) {
    EXPECT_TRUE(is_solid(value)) << value;
  }
  for (const std::string& value :
       {std::string("session:9f2b7c61"), std::string("default/default-token-x7k2m"),
        std::string("service-6d4b75cb6d-x7k2m"), std::string("lambda/orders-9F2b7C61d84.zip"),
        "Linux-node-" + digest}) {
    EXPECT_FALSE(is_solid(value)) << value;
  }
}

TEST(Weight, SomeMarksMeanSomething) {
  const std::string token = "q8Zt5Lw2Rk9Vp3XnB7q1";
  for (const char* const marks : {"#$@", "^", "$&*", ")t<", ">8d(", "]["}) {
    EXPECT_FALSE(means_something(token + marks + token)) << marks;
  }
  for (const char* const marks : {"(a)", "[a-z]", "{2}", "\\d", "`", "$", "&"}) {
    EXPECT_TRUE(means_something(token + marks + token)) << marks;
  }
  EXPECT_TRUE(means_something("^" + token + "*"));
  EXPECT_FALSE(means_something("Zt5$w&"));  // As people choose them.
}

TEST(Weight, AskingForSoMuchIsToCompareIt) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::array<int, 4> seen{};
  for (int i = 0; i < 50000; ++i) {
    std::string value;
    const std::string letters = std::string(kAlnum.substr(random() % 40)) + "-_$!";
    for (auto n = random() % 24; n > 0; --n) value += letters[random() % letters.size()];
    const Weight weight = weigh(value);
    ++seen[static_cast<std::size_t>(weight)];
    for (const Weight least : {Weight::nothing, Weight::chosen, Weight::mixed, Weight::random}) {
      ASSERT_EQ(weighs(value, least), weight >= least) << value;
    }
  }
  for (const int count : seen) EXPECT_GT(count, 100);
}

TEST(Weight, WhatAProviderShowsToEverybodyIsPublic) {
  for (const char* const value : {"pk_live_x", "pk.eyJ1x", "phc_x", "sub-c-x"}) {
    EXPECT_TRUE(is_public(value)) << value;
  }
  for (const char* const value : {"sk_live_x", "sk.eyJ1x", "phx_x", "sec-c-x", "a pk_live_x"}) {
    EXPECT_FALSE(is_public(value)) << value;
  }
}

}  // namespace
}  // namespace inkblot
