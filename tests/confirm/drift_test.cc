// Lengths and places that tell a new form of a token from one that was cut, padded or made up.
#include "confirm/drift.h"

#include <gtest/gtest.h>

#include "support/chunking.h"

namespace inkblot {
namespace {

Derived form(std::uint32_t least, std::uint32_t most) {
  Derived out;
  out.width_min = least;
  out.width_max = most;
  out.tail = CharSet(".");
  return out;
}

TEST(Drift, ANewFormIsOfTheLongestLengthOrMuchLonger) {
  const Derived fixed = form(40, 40);
  for (const std::size_t size : {1U, 39U, 41U, 49U}) EXPECT_TRUE(is_off(fixed, size)) << size;
  for (const std::size_t size : {40U, 50U, 400U}) EXPECT_FALSE(is_off(fixed, size)) << size;
  EXPECT_FALSE(is_off(form(30, 40), 40));
  EXPECT_TRUE(is_off(form(30, 40), 36));
  // Where all of many lengths are documented the longest one says nothing.
  EXPECT_TRUE(is_off(form(40, 140), 140));
  EXPECT_FALSE(is_off(form(40, 140), 175));
  EXPECT_FALSE(is_off(form(40, kDecideGlyphsMax), 400));
}

TEST(Drift, AFewMoreOfItsOwnCharactersPadAToken) {
  const Derived fixed = form(40, 40);
  const std::string_view hex = "0123456789abcdef0123456789abcdef01234567";
  for (const std::string_view more : {"a", "0f", "F.", "123456789"}) {
    EXPECT_TRUE(is_padded(fixed, hex, more)) << more;
  }
  for (const std::string_view more : {"", ".", "n", "_", "-a", "0123456789"}) {
    EXPECT_FALSE(is_padded(fixed, hex, more)) << more;
  }
  EXPECT_TRUE(is_padded(fixed, "q8zt5lw2rk", "n"));
  EXPECT_FALSE(is_padded(form(20, 40), "q8zt5lw2rk", "n"));
}

TEST(Drift, WhatStandsBeforeATokenSaysThatItIsAValue) {
  const auto placed = [](const std::string& before) {
    return is_placed({test::bytes_of(before), 0, true}, before.size());
  };
  for (const char* before : {"k=", "k: ", "\"", "(", "a |\t "}) EXPECT_TRUE(placed(before));
  for (const char* before : {"", "a ", "\n", "k=         ", "."}) EXPECT_FALSE(placed(before));
}

TEST(Drift, SmallLettersAndJointsAreAName) {
  EXPECT_TRUE(is_name("to_map_value_or_null"));
  for (const char* const body : {"to_map_value2", "to_Map", "to map"}) EXPECT_FALSE(is_name(body));
}

TEST(Drift, AWordIsNoSignature) {
  const Derived dotted = form(20, kDecideGlyphsMax);
  for (const char* behind : {".signature", ".signature.", ".fake"}) {
    EXPECT_TRUE(is_unsigned(dotted, behind)) << behind;
  }
  for (const char* behind :
       {"", ".", "signature", ".Signature", ".q8zt5lw2", ".xkcdqrtz", ".signature.q8z"}) {
    EXPECT_FALSE(is_unsigned(dotted, behind)) << behind;
  }
  EXPECT_FALSE(is_unsigned(dotted, "." + std::string(43, 'a')));
  Derived plain = dotted;
  plain.tail = CharSet();
  EXPECT_FALSE(is_unsigned(plain, ".signature"));
}

}  // namespace
}  // namespace inkblot
