// Bases and check arithmetic against published vectors.
#include "confirm/coding.h"

#include <gtest/gtest.h>

namespace inkblot::coding {
namespace {

TEST(Coding, RoundTripsInEveryBase) {
  std::string bytes;
  for (int i = 0; i < 40; ++i) {
    for (const std::string_view alphabet : {kBase64, kBase64Url, kBase32, kBase32Lower}) {
      const std::string digits = encode(bytes, alphabet);
      EXPECT_EQ(bytes, decode(digits, alphabet).value()) << i;
      EXPECT_FALSE(decode(digits + "!", alphabet));
    }
    EXPECT_EQ(bytes, decode_base58(encode_base58(bytes)).value()) << i;
    bytes += static_cast<char>(i * 37);
  }
}

// RFC 4648, section 10.
TEST(Coding, KnowsTheStandardsVectors) {
  EXPECT_EQ("Zm9vYmE", encode("fooba", kBase64));
  EXPECT_EQ("MZXW6YTB", encode("fooba", kBase32));
  EXPECT_EQ("foob", decode_base64("Zm9vYg==").value());
  EXPECT_EQ("\xFB\xFF", decode_base64("-_8").value());
  EXPECT_EQ("\xFB\xFF", decode_base64("+/8").value());
}

// Bitcoin's own test vectors: 61 is "2g", a leading zero byte is a leading one.
TEST(Coding, Base58KeepsLeadingZeros) {
  EXPECT_EQ("2g", encode_base58("a"));
  EXPECT_EQ("1112g", encode_base58(std::string(3, '\0') + "a"));
  EXPECT_FALSE(decode_base58("0"));
}

TEST(Coding, CheckArithmeticMatchesItsPublishedVectors) {
  EXPECT_EQ(0x31C3, crc16_xmodem("123456789"));
  EXPECT_EQ(0x6BE02A86U, marvin32("abc", 0xD53CD9CECD0893B7U));
  EXPECT_EQ(0x44656661756C7430U, marvin_seed("Default0"));
  EXPECT_EQ(std::string("\x04\x03\x02\x01"), little_endian(0x01020304));
}

}  // namespace
}  // namespace inkblot::coding
