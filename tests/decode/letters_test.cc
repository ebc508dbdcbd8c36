// What goes on behind a word's last letter.
#include "decode/letters.h"

#include <gtest/gtest.h>

#include <string>

namespace inkblot {
namespace {

Step goes_on(const std::string& text, std::size_t at, bool at_end = true) {
  return word_goes_on({as_bytes(text), 0, at_end}, at);
}

TEST(Letters, AWordGoesOnWithASmallLetter) {
  EXPECT_EQ(Step::ok, goes_on("author", 4));
  EXPECT_EQ(Step::ok, goes_on("keys of", 3));
  for (const char* const text : {"auth", "auth ", "auth=", "authX", "auth_x"}) {
    EXPECT_EQ(Step::end, goes_on(text, 4)) << text;
  }
  EXPECT_EQ(Step::end, goes_on("key0s", 4));
  EXPECT_EQ(Step::need_more, goes_on("auth", 4, false));
}

TEST(Letters, APluralThatSomethingIsAssignedToDoesNot) {
  for (const char* const text :
       {"keys=", "keys: x", "keys  = x", "keys\": x", "keys\\\\\": x", "keys'] = x", "keys**: x"}) {
    EXPECT_EQ(Step::end, goes_on(text, 3)) << text;
  }
  for (const char* const text : {"keys", "keys x", "keysx=", "keys, x", "keys          = x"}) {
    EXPECT_EQ(Step::ok, goes_on(text, 3)) << text;
  }
  for (const char* const text : {"keys", "keys\"", "keys ", "keys\\\" "}) {
    EXPECT_EQ(Step::need_more, goes_on(text, 3, false)) << text;
  }
}

TEST(Letters, TextOfOneCharacterIsUniform) {
  for (const std::size_t size : {0, 1, 2, 63, 64, 65, 127, 128, 300}) {
    std::string text(size, 'x');
    EXPECT_TRUE(is_uniform(text)) << size;
    for (std::size_t at = 0; at < size && size > 1; ++at) {
      text[at] = 'y';
      EXPECT_FALSE(is_uniform(text)) << size << " " << at;
      text[at] = 'x';
    }
  }
}

}  // namespace
}  // namespace inkblot
