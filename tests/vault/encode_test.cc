// Each coding against what its program writes.
#include "vault/encode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>

#include "support/vault.h"

namespace inkblot {
namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;

std::vector<std::string> written(Form form, std::string_view secret) {
  std::vector<std::string> out;
  for (const Coding& coding : codings()) {
    if (coding.form != form) continue;
    SecretText text =
        SecretText::create(secret.size() * kCodingGrowthMax + kCodingExtraMax).value();
    coding.write(bytes_of(secret), text);
    EXPECT_FALSE(text.full());
    out.push_back(text_of(text.bytes()));
  }
  return out;
}

std::string base64_of(const std::string& bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), 0);
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  out.pop_back();
  return out;
}

struct Row {
  Form form;
  std::string secret;
  std::string text;
};

TEST(Encode, WritesAsItsProgramDoes) {
  const std::vector<Row> rows = {
      {Form::hex, "az\xff", "617aff"},
      {Form::hex_upper, "az\xff", "617AFF"},
      {Form::percent, "a b/c=\xc3\xa9", "a%20b%2Fc%3D%C3%A9"},
      {Form::percent, "a b/c=\xc3\xa9", "a%20b%2fc%3d%c3%a9"},
      {Form::percent, "a b/c=", "a+b%2Fc%3D"},
      {Form::percent, "a b/c=", "a%20b/c%3D"},
      {Form::json, "a\"b\\c\nd/e\x01", "a\\\"b\\\\c\\nd/e\\u0001"},
      {Form::json, "a/b", "a\\/b"},
      {Form::json_twice, "a\"b\\c\nd\x01", "a\\\\\\\"b\\\\\\\\c\\\\nd\\\\u0001"},
      {Form::json_unicode, "<\xc3\xa9>", "<\\u00e9>"},
      {Form::json_unicode, "<\xc3\xa9>&", "\\u003c\xc3\xa9\\u003e\\u0026"},
      {Form::json_unicode, "a+'b", "a\\u002B\\u0027b"},
      {Form::json_unicode, "\xf0\x9f\x98\x80", "\\ud83d\\ude00"},
      {Form::shell, "it's", "it'\\''s"},
      {Form::shell, "it's\x1b\n\x01", "it\\'s\\E\\n\\001"},
      {Form::shell, "a$b\"c", "a\\$b\\\"c"},
      {Form::shell, "a b&c", "a\\ b\\&c"},
      {Form::xml, "<a&b\"'>", "&lt;a&amp;b\"'&gt;"},
      {Form::xml, "<a&b\"'>", "&lt;a&amp;b&quot;&#39;&gt;"},
      {Form::xml, "\"'", "&quot;&#x27;"},
      {Form::xml, "\"'", "&quot;&apos;"},
      {Form::xml, "\"'", "&#34;&#39;"},
      {Form::utf16le, "a\xc3\xa9", std::string("a\0\xe9\0", 4)},
      {Form::utf16be, "a\xf0\x9f\x98\x80", std::string("\0a\xd8\x3d\xde\0", 6)},
      {Form::go, "a\"\a\x01\xff\xc3\xa9", "a\\\"\\a\\x01\\xff\xc3\xa9"},
      {Form::go, "a\xc3\xa9\xf0\x9f\x98\x80", "a\\u00e9\\U0001f600"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(written(row.form, row.secret), Contains(row.text))
        << static_cast<int>(row.form) << " " << row.secret;
  }
}

TEST(Encode, BytesThatAreNoTextHaveNoUtf16) {
  EXPECT_THAT(written(Form::utf16le, "abc\xff"), Each(""));
}

// As in actions/runner #291: whatever stands before and behind it.
TEST(Encode, Base64IsFoundInThatOfAnythingAroundIt) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  for (int turn = 0; turn < 300; ++turn) {
    const std::string secret = made_up_bytes(random, 8 + random() % 40);
    const std::string before = made_up_bytes(random, random() % 7);
    const std::string behind = made_up_bytes(random, random() % 7);
    for (const auto& [form, variant] :
         {std::pair(Form::base64, sodium_base64_VARIANT_ORIGINAL),
          std::pair(Form::base64url, sodium_base64_VARIANT_URLSAFE)}) {
      const std::string text = base64_of(before + secret + behind, variant);
      const std::string form_text = written(form, secret)[before.size() % 3];
      EXPECT_THAT(text, HasSubstr(form_text));
      EXPECT_GE(form_text.size() * 6, secret.size() * 8 - 10);
    }
  }
}

TEST(Encode, NothingGrowsBeyondItsBound) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.append(8, static_cast<char>(byte));
  for (const Coding& coding : codings()) {
    for (std::size_t i = 0; i < all.size(); i += 8) {
      SecretText text = SecretText::create(8 * kCodingGrowthMax + kCodingExtraMax).value();
      coding.write(bytes_of(all.substr(i, 8)), text);
      EXPECT_FALSE(text.full()) << static_cast<int>(coding.form) << " " << i / 8;
    }
  }
}

}  // namespace
}  // namespace inkblot
