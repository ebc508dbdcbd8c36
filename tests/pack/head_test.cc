// Heads that would slow the sweep are refused, with words that help.
#include "pack/head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <inkblot/pack.h>

#include <array>
#include <fstream>

namespace inkblot {
namespace {

using testing::HasSubstr;

TEST(Head, FixedBytesAreAccepted) {
  for (const char* const head :
       {"ghp_[0-9A-Za-z]{8}", "(?:AKIA|ASIA)[0-9A-Z]{16}", "[?&]sig=", "[Aa](?i:uthorization)",
        "(?i:x-api-key|private-token)", R"(\$1\$[./0-9A-Za-z]{8})", "1//0[0-9A-Za-z_-]{24}",
        "-us[0-9]", R"(v[0-9A-Za-z_-]\.local\.[0-9a-z]{7})", "xox[aors]-[0-9]",
        "S[ACN][A-Z2-7]{56}", R"("auth\\{0,7}")", "fm[12][ar]?_[0-9a-z]{12}", R"(\x67\x68p_)"}) {
    EXPECT_TRUE(check_head(head).ok()) << head << ": " << check_head(head).message();
  }
}

TEST(Head, ClassesAndSingleBytesAreRefused) {
  for (const char* const head :
       {"[0-9A-Za-z+/]{24}\\+ASt", "[0-9]{13}", "2[0-9A-Za-z]{26}_[0-9]", "\\|[0-9A-Za-z_-]{27}",
        "[0-9a-f]{32}\\.[0-9A-Za-z]{16}", "ghp_[0-9]{8}|[0-9a-f]{32}", "(?:ab)?[0-9a-z]{8}",
        "[0-9A-Za-z]?ghp_", ".ghp_", "x", "[^a]bcd", "\\wghp_", "a*[0-9]{4}"}) {
    EXPECT_FALSE(check_head(head).ok()) << head;
  }
}

TEST(Head, WhatIsNotUnderstoodIsRefused) {
  for (const char* const head : {"ab[", "ab(?=c)", "(?:ab", "ab{x}", "ab)", "", "[z-\\d]b"}) {
    EXPECT_FALSE(check_head(head).ok()) << head;
  }
}

// At the end of a block they would say yes or no by luck.
TEST(Head, AssertionsAreRefusedWhereverTheyStand) {
  for (const char* const head :
       {R"(\bghp_[0-9]{8})", R"(ghp_[0-9]{8}\b)", R"(ghp_\B[0-9]{8})", R"(ghp_[0-9]{8}\z)",
        R"(ghp_[0-9]{8}\Z)", R"(\Aghp_[0-9]{8})", "ghp_[0-9]{8}$", "^ghp_[0-9]{8}", R"(ghp_\1)"}) {
    EXPECT_FALSE(check_head(head).ok()) << head;
  }
}

// PERF: the number of begins is bounded, whatever the head.
TEST(Head, ManyBeginsAreRefusedQuickly) {
  EXPECT_FALSE(check_head("(?:a|b)?(?:c|d)?(?:(?:e|f|g|h)(?:i|j|k|l)){1,9}(?:m|n|o|p){2}"
                          "(?:a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z){4}")
                   .ok() &&
               check_head("(?:a|b|c|d|e|f|g|h|i|j){9}").ok());
}

TEST(Head, CompileRefusesTheRuleByName) {
  const auto file = std::filesystem::path(testing::TempDir()) / "slow.toml";
  std::ofstream(file) << "[[rule]]\nid = \"slow-rule\"\npattern = '''[0-9a-f]{32}'''\n"
                         "head = '''[0-9a-f]{32}'''\nsample = \"{hex:32}\"\n";
  const std::array<std::filesystem::path, 1> files = {file};
  const auto pack = Pack::compile(files);
  ASSERT_FALSE(pack.has_value());
  EXPECT_THAT(pack.error().message(), HasSubstr("slow-rule"));
  EXPECT_THAT(pack.error().message(), HasSubstr("back = N"));
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace inkblot
