// What stands around a value may say that it is none; each row has its counterpart.
#include "confirm/explained.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/chunking.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redacted;

// V stands for a random value.
std::string filled(std::string form) {
  // Put together here, so that the tree holds no line that is a secret.
  const std::string value = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";
  const std::size_t at = form.find('V');
  return at == std::string::npos ? form : form.replace(at, 1, value);
}

const std::string kDigest = std::string("9f86d081884c7d65") + "9a2feaa0c55ad0159f86d081";

const std::string kFingerprint =
    std::string("51:C4:0C:6D:7E:A5:6C:D8:8F:B4:") + "3A:DF:91:78:4F:18:BC:D5:E4:C5";

// The first is left alone, the second is not.
const std::vector<std::pair<std::string, std::string>> kPairs = {
    {"arn:aws:secretsmanager:eu-west-1:1234:secret:prod/App2-a1B2c3\n", "a:secret:V\n"},
    {"POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?required}\n", "PASSWORD:?required1x\n"},
    {"--- PASS: TestLogin/twice_2h (0.03s)\n", "PASS: hunter2\n"},
    {"PASS: x/a\nPASS: hunter2\nPASS: hunter3 1\n", "FAIL: a\nPASS: hunter2\n"},
    {"gpg: using RSA key " + kDigest + "\n", "using key " + kDigest + "00\n"},
    {"Release GPG key: " + kDigest + "\n", "Release key: " + kDigest + "\n"},
    {"a?b.password+=M:this._username+=M;\n", "password+=M:that5_username+=M;\n"},
    {"lastToken = \"?NoLineTerminatorHere\";\n", "lastToken = \"?NoLine7Terminator2Here\";\n"},
    {"\t.set_key\t= rt2x00mac_set_key,\n", "\t.set_key\t= q8zt5lw2rk9vp3xn,\n"},
    {"error: unexpected token: `0x1.1e+1`\n", "error: token: `0x1.1e+1`\n"},
    {"gpg --recv-key " + kDigest + "\n", "curl --new-key " + kDigest + "\n"},
    {"-define(V22Token, ?PrettyV22Token).\n", "V22Token: ?Pretty9V22!Token\n"},
    {"APP_TOKEN = -0x3f879678\n", "APP_TOKEN = -9x3F!79678\n"},
    {"To use it, pass =--check-cxx-compiler=clang++= to\n", "pass=-+check-cxx9compiler=clang++=\n"},
    {"Node, pass `process.argv.slice(2)` to it\n", "Node, pass `process.argv9slice!2` to it\n"},
    {"'should pass \"'+($rule.keyword)+'\" as x'\n", "should pass \"'+rule9keyword+x\" as x\n"},
    {"the public key V of a peer", "the key V of a peer"},
    {"key: session:9f2b7c61\n", "key: V\n"},
    {"Using token ghp_...7x9Q (from HOME)", "Using token V (from HOME)"},
    {"token: <NAME_TOKEN>\n  other: V\n", "<password>\nV\n</password>"},
    {"token = \"phc_V\"", "token = \"phx_V\""},
    {"e.password=t.password,e.token=n.token2\n", "password,e.token=V\n"},
    {"password=invalid&username=ann\n", "password=hunter2&username=ann\n"},
    {"Secret: !GetAttribute\n  a: b\n", "password: \"!GetAttribute\"\n"},
    {"password: !vault |\n", "password: !vault9 |\n"},
    {"sig_key: " + kFingerprint + "\n", "sig_key: " + kFingerprint + ":00\n"},
    {"where we pass FcChar8* to it\n", "the password is FcChar8+x\n"},
    {"passwd \\-aixmd5 \\-salt x\n", "passwd: \\aixmd5\n"},
    {"t.shiftKey||1!==t.which&&1!==t.button\n", "t.shiftKey=q8Zt5!Lw2Rk9==Vp3XnB\n"},
    {"var token=op3?ch3:op2?ch2:ch;\n", "token=q8Zt5?Lw2Rk9Vp3;\n"},
    {"KEY=\"$$animateRunner\";\n", "PASSWORD=\"$$animate_Runner!9\";\n"},
    {"passphrase, PinLineEdit::edited2, x\n", "passphrase, PinLineEdit:edited2, x\n"}};

TEST(Explained, TheSurroundingsSayWhatAValueIs) {
  for (const auto& [alone, other] : kPairs) {
    const std::string kept = filled(alone);
    const std::string gone = filled(other);
    EXPECT_EQ(kept, redacted(kept));
    EXPECT_NE(gone, redacted(gone)) << gone;
  }
}

TEST(Explained, IsTheSameInEveryCut) {
  std::string text;
  for (const auto& [alone, other] : kPairs) text += filled(alone) + "\n" + filled(other) + "\n";
  const Options options = test::default_options();
  const std::string whole = redact(text, options).value();
  for (const auto& cut : test::cuts_of(text.size(), 20261128, 4)) {
    ASSERT_EQ(whole, test::redact_cut(text, cut, options)) << cut.size();
  }
  EXPECT_EQ(whole, redact(whole, options).value());
}

}  // namespace
}  // namespace inkblot
