// Which forms of a secret a store keeps.
#include "vault/derive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/vault.h"

namespace inkblot {
namespace {

using testing::ElementsAre;

std::vector<FormPrint> derived(std::string_view secret) {
  return Deriver::create(keys_of(1))->derive(bytes_of(secret));
}

std::vector<Form> forms(std::string_view secret) {
  std::vector<Form> out;
  for (const FormPrint& print : derived(secret)) out.push_back(print.form);
  return out;
}

// True when a print is of this canonical text.
bool has(const std::vector<FormPrint>& prints, std::string_view text, Form form) {
  const Fingerprint128 proof = Hasher(keys_of(1)).proof(bytes_of(text));
  return std::any_of(prints.begin(), prints.end(), [&](const FormPrint& print) {
    return print.form == form && print.length == text.size() && same(print.proof, proof);
  });
}

TEST(Derive, FormsThatAreTheSameAreKeptOnce) {
  EXPECT_THAT(forms("Tr0ub4dorAnd3Mor"),
              ElementsAre(Form::plain, Form::base64, Form::base64, Form::base64, Form::hex,
                          Form::hex_upper, Form::utf16le, Form::utf16be));
}

TEST(Derive, ShortFormsAreLeftOut) {
  EXPECT_THAT(forms("x7zq"),
              ElementsAre(Form::plain, Form::hex, Form::hex_upper, Form::utf16le, Form::utf16be));
  EXPECT_TRUE(derived("x7zq").front().bounded);
}

TEST(Derive, SpacingIsOfSecretsWithLinesAndOfWhatIsWrapped) {
  for (const FormPrint& print : derived("Tr0ub4dor And 3 more")) {
    const bool wraps =
        print.form == Form::base64 || print.form == Form::hex || print.form == Form::hex_upper;
    EXPECT_EQ(print.spacing, wraps ? Spacing::wrapped : Spacing::exact);
  }
  EXPECT_EQ(derived("Tr0ub4dor\nAnd3More").front().spacing, Spacing::line_ends);
}

// A line feed in a secret is any run of line ends (Buildkite; GitLab misses it behind CRLF).
TEST(Derive, LineEndsAreAllTheSame) {
  const auto unix_lines = derived("first line 1\nsecond line 2");
  const auto dos_lines = derived("first line 1 \r\n  second line 2");
  EXPECT_TRUE(same(unix_lines.front().proof, dos_lines.front().proof));
  EXPECT_TRUE(has(unix_lines, "first line 1\nsecond line 2", Form::plain));
}

TEST(Derive, LinesOfASecretAreForms) {
  const auto prints = derived("{\n  \"key\": \"Tr0ub4dor3\",\n}\n-----END KEY-----\nabc");
  EXPECT_TRUE(has(prints, "\"key\": \"Tr0ub4dor3\",", Form::line));
  EXPECT_EQ(std::count_if(prints.begin(), prints.end(),
                          [](const FormPrint& p) { return p.form == Form::line; }),
            1);
}

TEST(Derive, TheViewIsAFormWhereItDiffers) {
  // A backslash and an n read as a line feed, and a percent sign with two digits as a character.
  EXPECT_TRUE(has(derived("C:\\new7#qP"), "C:\new7#qP", Form::viewed));
  EXPECT_TRUE(has(derived("100%41bcd7#"), "100Abcd7#", Form::viewed));
  const auto plain = forms("a-\"quoted\"-7_qP");
  EXPECT_EQ(std::count(plain.begin(), plain.end(), Form::viewed), 0);
}

TEST(Derive, ASecretThatCannotBeSearchedForHasNoPlainForm) {
  const auto prints = derived(std::string(30, 'a') + "Tr0ub4dor");
  EXPECT_TRUE(prints.empty() || prints.front().form != Form::plain);
}

TEST(Derive, TheLongestSecretWorks) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  const std::string secret = made_up_bytes(random, kSecretBytesMax);
  const auto prints = derived(secret);
  std::size_t plain = 0;  // In pieces.
  for (const FormPrint& print : prints) plain += print.form == Form::plain ? print.length : 0;
  EXPECT_EQ(prints.front().form, Form::plain);
  EXPECT_LE(plain, kSecretBytesMax);
  EXPECT_GT(plain, kSecretBytesMax - 1000);  // Gaps are shorter.
}

TEST(Derive, TrimsLineEndsAlone) {
  EXPECT_EQ(text_of(trimmed(bytes_of("\r\n a b \n\n"))), " a b ");
  EXPECT_EQ(text_of(trimmed(bytes_of("\n\r"))), "");
}

}  // namespace
}  // namespace inkblot
