// What is refused, and whether insisting helps.
#include "vault/judge.h"

#include <gtest/gtest.h>

#include "support/vault.h"

namespace inkblot {
namespace {

Refusal judge(std::string_view value) { return judge_value(bytes_of(value)); }

TEST(Judge, AcceptsWhatASecretLooksLike) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  int refused = 0;
  for (int turn = 0; turn < 1000; ++turn) {
    refused += judge(made_up(random, 16 + random() % 50)).reason.empty() ? 0 : 1;
    EXPECT_EQ(judge(made_up_bytes(random, 16 + random() % 50)).reason, "");
  }
  EXPECT_LE(refused, 2);  // Short ones of letters alone may read as words.
  for (const char* value : {"correct horse battery staple", "tr0ub4dor&3", "12345678901234567890",
                            "line one of it\nline two of it\n"}) {
    EXPECT_EQ(judge(value).reason, "") << value;
  }
  EXPECT_EQ(judge(made_up(random, 64 << 10)).reason, "");
}

// As in runner #507, concourse #4749: a short or common value masks half of a log.
TEST(Judge, RefusesWhatIsCommonUnlessOneInsists) {
  for (const char* value :
       {"true", "none", "abc12", "1234567", "localhost", "production", "changeme", "us-east-1",
        "12345678", "2024-01-31", "+49 151 2345678", "/usr/local/bin", "https://example.com/x",
        "xyxxyxyy", "qwertyuiop", "admin@example.com", "getUserToken"}) {
    EXPECT_NE(judge(value).reason, "") << value;
    EXPECT_TRUE(judge(value).insisting_helps) << value;
  }
}

TEST(Judge, RefusesForGoodWhatCannotBeSearchedFor) {
  std::mt19937 random(2);  // NOLINT: the same each time.
  for (const std::string& value :
       {std::string(), std::string("abc"), std::string(8, 'a'), std::string("abababababab"),
        std::string("abcabcabcabc"), std::string("abab"), std::string(4096, '\0'),
        made_up(random, (64 << 10) + 1)}) {
    EXPECT_NE(judge(value).reason, "") << value.size();
    EXPECT_FALSE(judge(value).insisting_helps) << value.size();
  }
}

// As in actions/runner #326 and woodpecker #7103: `{` must not become a mask.
TEST(Judge, TrivialLinesAreNoSecrets) {
  for (const char* line :
       {"", "{", "}", "},", "---", "...", "[", "\"a\": {", "production",
        "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "EOF",
        "============================", "true", "\"type\": \"service_account\",",
        "user: administrator", "\"auth_uri\": \"https://accounts.example.com/o/oauth2/auth\",",
        "\"client_email\": \"robot@project.example.com\"", "REGION=us-east-1"}) {
    EXPECT_TRUE(is_trivial_line(bytes_of(line))) << line;
  }
  std::mt19937 random(3);  // NOLINT: the same each time.
  EXPECT_FALSE(is_trivial_line(bytes_of(made_up(random, 64))));
  for (const char* around : {"\"key\": \"", "KEY=", "key: '", "a b "}) {
    EXPECT_FALSE(is_trivial_line(bytes_of(around + made_up(random, 17) + "9\",")));
  }
  EXPECT_FALSE(is_trivial_line(bytes_of(made_up(random, 40) + "==")));
  EXPECT_FALSE(is_trivial_line(bytes_of(made_up(random, 40) + "=")));
}

}  // namespace
}  // namespace inkblot
