// Keys in DER without PEM lines: gone whole however they are wrapped, and nothing else with them.
#include "confirm/der.h"

#include <gtest/gtest.h>

#include "pack/sample.h"
#include "reference/whole_buffer.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

// A key as it is wrapped: its DER says how long it is, so that nothing else is taken with it.
std::string wrapped(const std::string& base64, std::size_t width, const std::string& line_end) {
  std::string out;
  for (std::size_t at = 0; at < base64.size(); at += width) {
    out += (at == 0 ? "" : line_end) + base64.substr(at, width);
  }
  return out;
}

std::string key(const std::string& head, std::size_t body) {
  return head + make_sample(Rule(), "{b64:" + std::to_string(body) + "}", 5).value();
}

TEST(Der, AWrappedKeyIsGoneWholeAndNothingElse) {
  const Options options = test::default_options();
  // 0x20A + 4 bytes are 704 characters, 0x2E + 2 are 64.
  const std::string rsa = key("MIICCgIBADANBgkqhkiG9w0B", 680);
  const std::string ed25519 = key("MC4CAQAwBQYDK2VwBCIEI", 43);
  for (const std::string& base64 : {rsa, ed25519}) {
    const std::size_t width = base64 == rsa ? 64 : 48;
    for (const std::string line_end : {"\n", "\r\n", "\\n", "\\\\r\\\\n", "\n    ", " \n\t"}) {
      for (const std::string& after :
           {line_end + "next = abcdefghijklmnop0123456789\n",
            line_end + "abcdefgh0123456789abcdefgh01\n", std::string("\"\n"), std::string("")}) {
        const std::string text = "k: " + wrapped(base64, width, line_end) + after;
        const std::string expected = "k: REDACTED_der-private-key-base64" + after;
        ASSERT_EQ(reference::redact_whole(text, options), expected);
        for (const auto& cut : test::cuts_of(text.size(), 1, 4)) {
          ASSERT_EQ(test::redact_cut(text, cut, options), expected) << cut.size() << " pieces";
        }
      }
    }
  }
}

TEST(Der, EveryLineMayHaveANumber) {
  const Options options = test::default_options();
  const std::string rsa = key("MIICCgIBADANBgkqhkiG9w0B", 680);
  for (const std::string line_end : {"\n  13\t", "\\n  13\\t"}) {
    const std::string after = line_end + "next = abcdefghijklmnop0123456789\n";
    const std::string text = "   9\t" + wrapped(rsa, 64, line_end) + after;
    const std::string expected = "   9\tREDACTED_der-private-key-base64" + after;
    ASSERT_EQ(reference::redact_whole(text, options), expected);
    for (const auto& cut : test::cuts_of(text.size(), 1, 4)) {
      ASSERT_EQ(test::redact_cut(text, cut, options), expected) << cut.size() << " pieces";
    }
  }
}

TEST(Der, ATruncatedKeyTakesNoOrdinaryLine) {
  const Options options = test::default_options();
  const std::string rsa = key("MIICCgIBADANBgkqhkiG9w0B", 320);
  for (const std::string after : {"\nand the log goes on\n", "\n/usr/local/lib/python\n", "\n\nabc",
                                  "\nDONE\n", ": a\n", " ends here\n"}) {
    const std::string text = wrapped(rsa, 64, "\n") + after;
    const std::string expected = "REDACTED_der-private-key-base64" + after;
    ASSERT_EQ(reference::redact_whole(text, options), expected);
    for (const auto& cut : test::cuts_of(text.size(), 1, 4)) {
      ASSERT_EQ(test::redact_cut(text, cut, options), expected) << cut.size() << " pieces";
    }
  }
}

// The name of a JSON Web Key's member stands before it: its tag is no such member.
TEST(Der, AKeyInANamedMemberIsRedactedOnce) {
  const Options options = test::default_options();
  const std::string text =
      "{\"k\":\"" + key("MIGHAgEAMBMGByqGSM49", 20) + "+" + key("", 100) + "\"}\n";
  const std::string once = redact(text, options).value();
  EXPECT_EQ(once, "{\"k\":\"REDACTED_der-private-key-base64\"}\n");
  EXPECT_EQ(redact(once, options).value(), once);
}

}  // namespace
}  // namespace inkblot
