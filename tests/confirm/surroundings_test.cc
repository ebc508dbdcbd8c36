// Each kind of surroundings beside what only looks like it.
#include "confirm/surroundings.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/chunking.h"

namespace inkblot {
namespace {

using test::redacted;

// V stands for a value.
std::string filled(std::string form) {
  const std::string value = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";
  const std::size_t at = form.find('V');
  return at == std::string::npos ? form : form.replace(at, 1, value);
}

// The first is left alone, the second is not.
TEST(Surroundings, SayWhatAValueIs) {
  const std::string digest = std::string("9f86d081884c7d65") + "9a2feaa0c55ad0159f86d081";
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"arn:aws:secretsmanager:eu-west-1:1234:secret:prod/App2-a1B2c3\n", "a:secret:V\n"},
      {"POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?required}\n", "PASSWORD:?required1x\n"},
      {"--- PASS: TestLogin/twice_2h (0.03s)\n", "PASS: TestLogin/twice_2h\n"},
      {"gpg: using RSA key " + digest + "\n", "using key " + digest + "00\n"},
      {"the public key V of a peer", "the key V of a peer"},
      {"key: session:9f2b7c61\n", "key: V\n"},
      {"Using token ghp_...7x9Q (from HOME)", "Using token V (from HOME)"},
      {"token: <NAME_TOKEN>\n  other: V\n", "<password>\nV\n</password>"},
      {"token = \"phc_V\"", "token = \"phx_V\""},
      {"e.password=t.password,e.token=n.token2\n", "password,e.token=V\n"},
      {"password=invalid&username=ann\n", "password=hunter2&username=ann\n"}};
  for (const auto& [alone, other] : pairs) {
    const std::string kept = filled(alone);
    const std::string gone = filled(other);
    EXPECT_EQ(kept, redacted(kept));
    EXPECT_NE(gone, redacted(gone)) << gone;
  }
}

TEST(Surroundings, AFieldEndsWhereTheNextBegins) {
  EXPECT_EQ(7U, field_size("hunter2&username=ann"));
  EXPECT_EQ(9U, field_size("hunter2&x"));
  EXPECT_EQ(12U, field_size("hunter2&a-b="));
  EXPECT_EQ(0U, field_size(""));
}

}  // namespace
}  // namespace inkblot
