// Key blocks whole, cut off, escaped and endless: no line of a key survives, the log behind does.
#include "confirm/pem.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redacted;

const std::string kKey = test::token_of("private-key");

std::string json_of(const std::string& text) { return nlohmann::json(text).dump(); }

void expect_gone(const std::string& out, const std::string& key) {
  for (std::size_t at = key.find('\n') + 1; at + 12 < key.rfind('\n'); at += 3) {
    EXPECT_EQ(std::string::npos, out.find(key.substr(at, 12))) << out;
  }
}

TEST(Pem, TheWholeBlockGoes) {
  EXPECT_EQ("a\nREDACTED_private-key\nb\n", redacted("a\n" + kKey + "\nb\n"));
  std::string crlf;
  for (const char c : kKey) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ("a\r\nREDACTED_private-key\r\nb", redacted("a\r\n" + crlf + "\r\nb"));
}

TEST(Pem, EscapedLineEndsAtAnyDepth) {
  std::string text = kKey + "\n";
  for (int depth = 0; depth < 3; ++depth) {
    text = "{\"k\":" + json_of(text) + "}";
    const std::string out = redacted(text);
    EXPECT_TRUE(nlohmann::json::accept(out)) << out;
    EXPECT_NE(std::string::npos, out.find("REDACTED_private-key")) << out;
    EXPECT_LT(out.size(), 90U + 40U * static_cast<unsigned>(depth)) << out;
  }
}

// As tools show a file: what stands before the key stays, and nothing between its lines does.
TEST(Pem, EveryLineMayHaveAPrefix) {
  const auto numbered = [](const std::string& text, const auto& prefix) {
    std::string out;
    std::istringstream lines(text);
    std::string line;
    for (int i = 8; std::getline(lines, line); ++i) out += prefix(i) + line + '\n';
    return out;
  };
  const std::vector<std::function<std::string(int)>> prefixes = {
      [](int i) { return (i < 10 ? "     " : "    ") + std::to_string(i) + '\t'; },
      [](int i) { return std::to_string(i) + ':'; },
      [](int i) { return "    " + std::to_string(i) + "\xE2\x86\x92"; },
      [](int i) { return "src/key.pem-" + std::to_string(i) + '-'; },
      [](int i) { return "2026-01-02T03:04:" + std::to_string(i) + ".5Z stdout F "; },
      [](int i) { return "Jan  2 03:04:" + std::to_string(i) + " host app[12]: "; }};
  for (const auto& prefix : prefixes) {
    const std::string text = numbered("a\n" + kKey + "\nthe log goes on\n", prefix);
    const std::string out = numbered("a\nREDACTED_private-key", prefix);
    const std::string behind = text.substr(text.rfind('\n', text.size() - 2));
    EXPECT_EQ(out.substr(0, out.size() - 1) + behind, redacted(text));
    const std::string json = "{\"k\":" + json_of(text) + "}";
    const std::string redacted_json = redacted(json);
    EXPECT_TRUE(nlohmann::json::accept(redacted_json)) << redacted_json;
    expect_gone(redacted_json, kKey);
    expect_gone(redacted(json_of(json)), kKey);
  }
}

TEST(Pem, ACutBlockDoesNotSwallowTheLog) {
  for (const std::size_t size : {60U, 90U, 120U, 150U}) {
    const std::string cut = kKey.substr(0, size);
    const std::string out = redacted(cut + "\nINFO the next line of the log\n");
    EXPECT_TRUE(out.ends_with("\nINFO the next line of the log\n")) << out;
    expect_gone(out, cut + "\n");
  }
}

TEST(Pem, ABlockWithoutEndIsSuppressedInBoundedMemory) {
  test::CollectingSink sink;
  const Options options = test::default_options();
  auto redactor = Redactor::create(options, sink).value();
  ASSERT_TRUE(redactor->write(test::bytes_of(kKey.substr(0, kKey.find("-----END")))).ok());
  std::string line;
  for (int i = 0; i < 64; ++i) line += "ABCDabcd0123+/xy"[i * 7 % 16];
  line += '\n';
  for (int i = 0; i < 20000; ++i) ASSERT_TRUE(redactor->write(test::bytes_of(line)).ok());
  ASSERT_TRUE(redactor->write(test::bytes_of("-----END RSA PRIVATE KEY-----\nafter\n")).ok());
  ASSERT_TRUE(redactor->finish().ok());
  EXPECT_EQ("REDACTED_private-key\nafter\n", sink.text);
}

TEST(Pem, PublicBlocksAndProseStay) {
  const std::string body(64, 'M');
  for (const std::string& text :
       {"-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
        "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n",
        std::string("a line with -----BEGIN PRIVATE KEY----- in prose\n"),
        std::string("-----BEGIN PRIVATE KEY-----\n\n\n")}) {
    EXPECT_EQ(text, redacted(text));
  }
}

TEST(Pem, BodyEndsAtItsMarker) {
  const std::string text = std::string(64, 'M') + "\nAAAA==\n-----END X-----\nrest";
  Offset at = 0;
  PemBody body;
  EXPECT_TRUE(body.advance(test::whole(text), at));
  EXPECT_EQ("\nrest", text.substr(at));
  PemBody waiting;
  at = 0;
  EXPECT_FALSE(waiting.advance({test::bytes_of(text).first(60), 0, false}, at));
  EXPECT_EQ(60U, at);
}

TEST(Pem, KnowsItsCharacters) {
  for (const char c : std::string("aZ09+/=")) {
    EXPECT_TRUE(is_pem_character(static_cast<std::uint8_t>(c)));
  }
  for (const char c : std::string("-_ \n\"\\")) {
    EXPECT_FALSE(is_pem_character(static_cast<std::uint8_t>(c)));
  }
}

}  // namespace
}  // namespace inkblot
