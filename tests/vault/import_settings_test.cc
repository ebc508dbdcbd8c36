// dotenv, .npmrc, .netrc, AWS credentials.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/vault.h"
#include "vault/import.h"

namespace inkblot {
namespace {

using testing::ElementsAre;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs read(const std::string& text, ImportFormat format) {
  std::vector<std::uint8_t> bytes = bytes_of(text);
  // As it is told from others, too.
  const auto entries = read_import(bytes, ImportFormat::automatic);
  EXPECT_TRUE(entries) << (entries ? "" : entries.error().message());
  if (!entries) return {};
  EXPECT_EQ(entries->format, format);
  Pairs out;
  for (const ImportEntry& entry : entries->entries) {
    out.emplace_back(entry.name, text_of(entry.value));
  }
  return out;
}

TEST(ImportSettings, Dotenv) {
  const std::string text =
      "# a comment\n"
      "A=one\n"
      "export B = two words # a comment\n"
      "C='single $x \\n'\n"
      "D=\"double\\n\\\"quoted\\\" \\x\"\n"
      "E=\n"
      "F=\"line one\nline two\" # behind\n"
      "G=a#b\n";
  EXPECT_THAT(read(text, ImportFormat::dotenv),
              ElementsAre(std::pair("A", "one"), std::pair("B", "two words"),
                          std::pair("C", "single $x \\n"), std::pair("D", "double\n\"quoted\" \\x"),
                          std::pair("F", "line one\nline two"), std::pair("G", "a#b")));
}

TEST(ImportSettings, Npmrc) {
  const std::string text =
      "registry=https://npm.example.com/\n"
      "//npm.example.com/:_auth"
      "Token=abc\n"
      "//a.example.com/:_authToken=${NPM_TOKEN}\n"
      "//b.example.com/:_pass"
      "word=\"aHVudGVyMg==\"\n"
      "//c.example.com/:username=me\n"
      "_au"
      "th = bWU6aHVudGVyMw==\n"
      "; a comment\n";
  EXPECT_THAT(read(text, ImportFormat::npmrc),
              ElementsAre(std::pair("//npm.example.com/:_authToken", "abc"),
                          std::pair("//b.example.com/:_password", "hunter2"),
                          std::pair("_auth", "hunter3")));
}

TEST(ImportSettings, Netrc) {
  const std::string text =
      "machine a.example.com login me pass"
      "word one\n"
      "machine b.example.com\n  login you\n  password \"t w\\\"o\"\n  account acc\n"
      "macdef init\ncd password x\n\n"
      "# a comment\ndefault login any pass"
      "word three\n";
  EXPECT_THAT(read(text, ImportFormat::netrc),
              ElementsAre(std::pair("a.example.com", "one"), std::pair("b.example.com", "t w\"o"),
                          std::pair("b.example.com", "acc"), std::pair("default", "three")));
}

TEST(ImportSettings, AwsCredentials) {
  const std::string text =
      "[default]\naws_access_key_id = ID\naws_secret_access_key = one\n"
      "[profile two]\nregion = eu\naws_session_token=two=\n";
  EXPECT_THAT(read(text, ImportFormat::aws),
              ElementsAre(std::pair("default/aws_secret_access_key", "one"),
                          std::pair("profile two/aws_session_token", "two=")));
}

TEST(ImportSettings, RefusesWhatIsNone) {
  for (const auto& [text, format] :
       {std::pair("hello\n", ImportFormat::dotenv), std::pair("A='x\n", ImportFormat::dotenv),
        std::pair("hello\n", ImportFormat::aws),
        std::pair("machine a what b\n", ImportFormat::netrc),
        std::pair("machine a password \"x\n", ImportFormat::netrc)}) {
    std::vector<std::uint8_t> bytes = bytes_of(text);
    EXPECT_FALSE(read_settings(bytes, format)) << text;
  }
}

TEST(ImportSettings, SurvivesAnything) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  for (int turn = 0; turn < 20'000; ++turn) {
    for (const ImportFormat format :
         {ImportFormat::dotenv, ImportFormat::npmrc, ImportFormat::netrc, ImportFormat::aws}) {
      auto bytes = bytes_of(made_up(random, random() % 60, "A=\"'\\ \n#[]_authTokenmachine "));
      const auto entries = read_settings(bytes, format);
      EXPECT_TRUE(entries || !entries.error().message().empty());
    }
  }
}

}  // namespace
}  // namespace inkblot
