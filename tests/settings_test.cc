// Options from words: what is taken, and what is refused before it can do harm.
#include <gtest/gtest.h>
#include <inkblot/settings.h>

#include "support/tokens.h"

namespace inkblot {
namespace {

TEST(Settings, WordsNameStylesAndProfiles) {
  EXPECT_EQ(profile_named("strict"), Profile::strict);
  EXPECT_EQ(profile_named("balanced"), Profile::balanced);
  EXPECT_EQ(profile_named("precise"), Profile::precise);
  EXPECT_EQ(profile_named("Strict"), std::nullopt);
  EXPECT_EQ(style_named("tag"), Style::tag);
  EXPECT_EQ(style_named("pseudonym"), Style::pseudonym);
  EXPECT_EQ(style_named("mask"), Style::mask);
  EXPECT_EQ(style_named("partial"), Style::partial);
  EXPECT_EQ(style_named("text"), std::nullopt);
}

TEST(Settings, ATemplateIsTriedBeforeItIsTaken) {
  Options options = test::default_options();
  for (const std::string& text :
       {std::string("{rule}\""), std::string("{rule}\\"), std::string("{rule}\n"),
        std::string("{rule}\xff"), std::string("{rule}\xE2\x80\xAE"), std::string("{secret}"),
        std::string("{rule"), std::string(201, 'x'), test::token_of("github-pat")}) {
    EXPECT_EQ(set_template(text, options).code(), Code::invalid_argument) << text.substr(0, 8);
    EXPECT_EQ(options.style, Style::tag);
  }
  ASSERT_TRUE(set_template("\xC2\xAB{rule}\xC2\xBB", options).ok());
  EXPECT_EQ(options.style, Style::text);
  EXPECT_EQ(redact(test::token_of("github-pat"), options).value(), "\xC2\xABgithub-pat\xC2\xBB");
  EXPECT_EQ(unknown_field("{rule} {length} {x}"), "{x}");
  EXPECT_EQ(unknown_field("{rule} {length} {provider}"), "");
}

TEST(Settings, RulesComeFromOneCompiledPackAtMost) {
  EXPECT_EQ(load_rules({}).value()->origin(), "the built-in pack");
  EXPECT_EQ(load_rules({"a.inkdb", "b.inkdb"}).error().code(), Code::invalid_argument);
  EXPECT_FALSE(load_rules({"/no/such/file.toml"}));
}

}  // namespace
}  // namespace inkblot
