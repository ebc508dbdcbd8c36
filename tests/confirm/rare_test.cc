// Literals that nothing but their characters gives away, and what only looks like one.
#include <gtest/gtest.h>

#include <string>

#include "reference/whole_buffer.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

Options rare_only() {
  Options options = test::default_options();
  options.only = {"rare-literal"};
  return options;
}

const std::string kToken = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";

// @ stands for the token.
std::string filled(std::string form, const std::string& value) {
  for (std::size_t at = 0; (at = form.find('@', at)) != std::string::npos; at += value.size()) {
    form.replace(at, 1, value);
  }
  return form;
}

TEST(Rare, FindsAWholeLiteral) {
  for (const std::string form :
       {"f('@')", "x = \"@\";", "acme '@' acme", "[\"@\", 1]", "{\"a\": \"@\"}", "return `@`",
        "\"{\\\"a\\\": \\\"@\\\"}\"", "%22@%22", "\"\\u0022@\\u0022\"", "'@=='"}) {
    const std::string text = filled(form, kToken) + "\n";
    EXPECT_EQ(std::string::npos, redact(text, rare_only()).value().find(kToken)) << form;
  }
}

TEST(Rare, LeavesWhatIsExplained) {
  for (const std::string form :
       {"@", "x = @", "'a @'", "'@ a'", "'@\"", "{\"@\": 1}", "\"id\": \"@\"",
        "tool_call_ids: ['@']", "\"checksumSHA1\": \"@\"", "\"integrity\": \"@\"", "\"sha1-@\"",
        "expectedSig := \"@\"", "<p class=\"@\">", "'/a/@'", "'@.js'", "url('@/x')",
        "\"call_@\""}) {
    const std::string text = filled(form, kToken) + "\n";
    EXPECT_EQ(text, redact(text, rare_only()).value()) << form;
  }
}

TEST(Rare, LeavesOtherShapes) {
  const std::string digits = "0123456789";
  for (const std::string& value :
       {std::string(32, 'x'), "9f86d081884c7d65" + std::string("9a2feaa0c55ad015"),
        std::string("9f86d081-884c-7d65-") + "9a2f-eaa0c55ad015", "0x" + digits + "abcdef" + digits,
        std::string("ABCDEFGHIJKLMNOP") + "QRSTUVWXYZ" + digits,
        std::string("qpzry9x8gf2tvdw0") + "s3jn54khce6mua7l",
        std::string("VGhpcyBpcyBhIG1l") + "c3NhZ2U",
        std::string("VGhpcyBpcyBsaW5l") + "IG9uZQpUaGlzIGlz",
        std::string("get_user_by_name_2_of_3"), std::string("x86_64-unknown-linux-gnu"),
        std::string("DOM_VK_XF86XK_") + "LAUNCH0",
        std::string("r3---sn-apo3qvu") + "oxuxbt-j5pe"}) {
    const std::string text = "f('" + value + "')\n";
    EXPECT_EQ(text, redact(text, rare_only()).value());
  }
}

// A certificate in source code has a literal in each line, of which the last one may be short.
TEST(Rare, LeavesTheLinesOfALongText) {
  const std::string line = kToken + kToken.substr(1) + "x7";
  ASSERT_GE(line.size(), 60U);
  for (const std::string& text :
       {"x = \"" + line + "\" +\n\t\"" + line + "\" +\n\t\"" + kToken + "\"\n",
        "x = (\"" + line + "\"\n    \"" + line + "\"\n    \"" + kToken + "\")\n",
        "\"x = '" + line + "' +\\r\\n\\t'" + line + "' +\\n'" + kToken + "'\\n\"\n"}) {
    EXPECT_EQ(text, redact(text, rare_only()).value());
  }
  for (const std::string& text :
       {"x = \"" + line + "\",\n\t\"" + kToken + "\"\n", "x = \"" + kToken + "\" + y\n",
        "x = \"" + line + "\" + y\n", "x = \"ab\" + \"" + kToken + "\"\n"}) {
    EXPECT_EQ(std::string::npos, redact(text, rare_only()).value().find(kToken)) << text;
  }
}

TEST(Rare, IsTheSameWhateverTheCuts) {
  const std::string text = "f('" + kToken + "=') \\\"" + kToken + "\\\" {\"" + kToken + "\": \"" +
                           kToken + "\"} %22" + kToken + "%22 \x1b[31m'\x1b[1m" + kToken + "'";
  const std::string expected = reference::redact_whole(text, rare_only());
  EXPECT_EQ(expected, redact(text, rare_only()).value());
  for (const auto& cut : test::cuts_of(text.size(), 7, 20)) {
    EXPECT_EQ(expected, test::redact_cut(text, cut, rare_only())) << cut.size();
  }
}

}  // namespace
}  // namespace inkblot
