// Templates: the same seed the same token, every rule's sample well-formed, bad ones refused.
#include "pack/sample.h"

#include <gtest/gtest.h>

#include <re2/re2.h>

#include "support/tokens.h"

namespace inkblot {
namespace {

std::string made(const std::string& text, std::uint64_t seed = 1) {
  const auto out = make_sample(test::acme_rule(), text, seed);
  return out ? *out : "FAILED " + out.error().message();
}

TEST(Sample, ExpandsEveryForm) {
  EXPECT_TRUE(RE2::FullMatch(made("a{digit:3}-{hex:4}z"), "a[0-9]{3}-[0-9a-f]{4}z"));
  EXPECT_TRUE(RE2::FullMatch(made("{uuid}"), "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
  EXPECT_TRUE(RE2::FullMatch(made("{a|b|}{{x}}"), "[ab]?\\{x\\}"));
  EXPECT_EQ("xxxx", made("{x:4}"));
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const std::size_t size = made("{alnum:2-4}", seed).size();
    EXPECT_TRUE(size >= 2 && size <= 4) << size;
  }
}

TEST(Sample, IsAFunctionOfItsSeed) {
  EXPECT_EQ(made("{alnum:30}", 5), made("{alnum:30}", 5));
  EXPECT_NE(made("{alnum:30}", 5), made("{alnum:30}", 6));
}

TEST(Sample, RefusesWhatIsMalformed) {
  for (const char* const bad : {"{", "{nope:3}", "{hex}", "{hex:}", "{hex:3-}", "{hex:4-3}",
                                "{hex:99999}", "{hex:-1}", "ab{cd"}) {
    EXPECT_TRUE(made(bad).starts_with("FAILED rule acme-key: ")) << bad;
  }
  EXPECT_NE(std::string::npos, made("ab{cd}").find("character 3"));
}

}  // namespace
}  // namespace inkblot
