// A tag in base64 is one of ours; what only looks like base64 or like a tag is not.
#include "confirm/coded_tag.h"

#include <gtest/gtest.h>

#include "../fuzz/coded.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

bool is_coded(const std::string& text) {
  const auto pack = Pack::builtin().value();
  return is_coded_tag(fuzz::coded(text, 0), pack->rules());
}

TEST(CodedTag, OfEveryStyle) {
  EXPECT_TRUE(is_coded("REDACTED_password"));
  EXPECT_TRUE(is_coded("alice:REDACTED_authorization-header"));
  EXPECT_TRUE(is_coded("a=b\nkey: REDACTED_jwt_abcdefgh\n"));
  EXPECT_TRUE(is_coded("alice:abcd_REDACTED_wxyz"));
  EXPECT_TRUE(is_coded("alice:XXXXXXXX"));
}

TEST(CodedTag, OnlyToTheLetter) {
  EXPECT_FALSE(is_coded("alice:hunter2"));
  EXPECT_FALSE(is_coded("REDACTED_no-such-rule"));
  EXPECT_FALSE(is_coded("alice:" + std::string(3, 'X')));
  EXPECT_FALSE(is_coded("aXXXXXXXXb"));
  const auto pack = Pack::builtin().value();
  EXPECT_FALSE(is_coded_tag("REDACTED_password", pack->rules()));
  EXPECT_FALSE(is_coded_tag(fuzz::coded("REDACTED_jwt", 0) + "!", pack->rules()));
}

TEST(CodedTag, IsShownAsAPlainOneIs) {
  const auto pack = Pack::builtin().value();
  EXPECT_TRUE(shows_tag("REDACTED_jwt", pack->rules()));
  EXPECT_TRUE(shows_tag(fuzz::coded("REDACTED_jwt", 0), pack->rules()));
  EXPECT_FALSE(shows_tag("hunter2", pack->rules()));
}

}  // namespace
}  // namespace inkblot
