// Every style: inert letters, the promised length, and nothing of a short value.
#include "rewrite/style.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace inkblot {
namespace {

std::string written(const Options& options, const Redacted& value) {
  std::string out;
  append_replacement(options, value, out);
  return out;
}

const std::string kValue = "qwertzuiopasdfghjklyxcvbnm0123456789";

std::string replaced(Style style, std::string_view value, std::uint8_t key = 1) {
  Options options;
  options.style = style;
  options.text = "[{provider}/{rule}/{length}/{other}]";
  options.key.emplace().fill(key);
  Rule rule;
  rule.id = "acme-key";
  rule.provider = "Acme";
  return written(options, {rule, value});
}

TEST(Style, WritesWhatItPromises) {
  EXPECT_EQ("REDACTED_acme-key", replaced(Style::tag, kValue));
  EXPECT_EQ(std::string(kValue.size(), 'X'), replaced(Style::mask, kValue));
  EXPECT_EQ("qwer_REDACTED_6789", replaced(Style::partial, kValue));
  EXPECT_EQ("[Acme/acme-key/36/{other}]", replaced(Style::text, kValue));
}

TEST(Style, PartialShowsNothingOfAShortValue) {
  EXPECT_EQ("REDACTED_acme-key", replaced(Style::partial, kValue.substr(0, 31)));
  EXPECT_NE("REDACTED_acme-key", replaced(Style::partial, kValue.substr(0, 32)));
  const std::string quoted = "\"" + kValue;
  EXPECT_EQ("REDACTED_acme-key", replaced(Style::partial, quoted));
}

TEST(Style, BuiltInOnesAreInertEverywhere) {
  for (const Style style : {Style::tag, Style::pseudonym, Style::mask, Style::partial}) {
    for (const char c : replaced(style, kValue)) {
      EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.')
          << c;
    }
  }
}

TEST(Style, PseudonymsDependOnValueAndKeyAlone) {
  const std::string name = replaced(Style::pseudonym, kValue);
  EXPECT_EQ(name, replaced(Style::pseudonym, kValue));
  EXPECT_NE(name, replaced(Style::pseudonym, kValue + "x"));
  EXPECT_NE(name, replaced(Style::pseudonym, kValue, 2));
  EXPECT_EQ(std::string("REDACTED_acme-key_").size() + 8, name.size());
}

TEST(Style, AMaskOfUnknownLengthIsATag) {
  Options options;
  options.style = Style::mask;
  Rule rule;
  rule.id = "a";
  EXPECT_EQ("REDACTED_a", written(options, {rule, kValue, false}));
}

TEST(Style, ASecretNumberIsZeroAndAKeyHasItsNumber) {
  Options options;
  Rule rule;
  rule.id = "a";
  EXPECT_EQ("0", written(options, {rule, "1234567890", true, Place::number}));
  EXPECT_EQ("REDACTED_a", written(options, {rule, kValue, true, Place::key, 1}));
  EXPECT_EQ("REDACTED_a_2", written(options, {rule, kValue, true, Place::key, 2}));
}

TEST(Fingerprint, IsTheSameHoweverItIsFed) {
  std::array<std::uint8_t, 32> key{};
  Fingerprint once(key);
  Fingerprint twice(key);
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(kValue.data()), kValue.size());
  once.add(bytes);
  twice.add(bytes.first(5));
  twice.add(bytes.subspan(5));
  const std::string hex = once.hex();
  EXPECT_EQ(hex, twice.hex());
  EXPECT_EQ(32U, hex.size());
}

}  // namespace
}  // namespace inkblot
