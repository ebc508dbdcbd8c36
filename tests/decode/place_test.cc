// Where a document wants a number or a key, and where it does not.
#include "decode/place.h"

#include <gtest/gtest.h>

#include "support/chunking.h"

namespace inkblot {
namespace {

// The place of the one `@...@` in a text, whose marks are taken out first.
Place place_of(std::string text) {
  const std::size_t begin = text.find('@');
  text.erase(begin, 1);
  const std::size_t end = text.find('@');
  text.erase(end, 1);
  Place out = Place::text;
  EXPECT_EQ(Step::ok, find_place({test::bytes_of(text), 0, true}, {begin, end}, out)) << text;
  return out;
}

TEST(Place, ANumberStandsWhereAValueMay) {
  EXPECT_EQ(Place::number, place_of(R"({"pin": @12345678@})"));
  EXPECT_EQ(Place::number, place_of(R"({\"pin\":@12345678@, \"b\": 1})"));
  EXPECT_EQ(Place::number, place_of("[1, @12345678@, 2]"));
  EXPECT_EQ(Place::text, place_of(R"({"pin": "@12345678@"})"));
  EXPECT_EQ(Place::text, place_of("card @12345678@ was used\n"));
  EXPECT_EQ(Place::text, place_of(R"({"pin": @12ab5678@})"));
}

TEST(Place, AKeyIsAStringBeforeAColon) {
  EXPECT_EQ(Place::key, place_of(R"({"@abcdefgh@": 1})"));
  EXPECT_EQ(Place::key, place_of(R"({\"@abcdefgh@\" : 1})"));
  EXPECT_EQ(Place::text, place_of(R"({"a": "@abcdefgh@", "b": 1})"));
  EXPECT_EQ(Place::text, place_of("@abcdefgh@: 1\n"));
}

TEST(Place, WaitsOnlyWhereAKeyMayStand) {
  const std::string key = R"({"abcdefgh")";
  Place out = Place::text;
  EXPECT_EQ(Step::need_more, find_place({test::bytes_of(key), 0, false}, {2, 10}, out));
  const std::string log = "token abcdefgh";
  EXPECT_EQ(Step::ok, find_place({test::bytes_of(log), 0, false}, {6, 14}, out));
}

}  // namespace
}  // namespace inkblot
