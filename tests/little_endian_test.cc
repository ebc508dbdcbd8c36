// What is put is what is read again, from bytes and from characters.
#include "little_endian.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace inkblot {
namespace {

TEST(LittleEndian, PutsTheLowByteFirst) {
  std::string out = "x";
  put_number(0x01020384, 3, out);
  EXPECT_EQ(out, "x\x84\x03\x02");
}

TEST(LittleEndian, ReadsWhatItPut) {
  for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{200}, ~std::uint64_t{1}}) {
    std::vector<std::uint8_t> bytes;
    put_number(number, 8, bytes);
    EXPECT_EQ(number_in(bytes), number);
    std::string characters;
    put_number(number, 8, characters);
    EXPECT_EQ(number_in(std::string_view(characters)), number);
  }
  EXPECT_EQ(number_in(std::string_view()), 0U);
}

}  // namespace
}  // namespace inkblot
