// Labels that may be written anywhere.
#include "vault/label.h"

#include <gtest/gtest.h>

namespace inkblot {
namespace {

TEST(Label, IsShownWithItsForm) {
  EXPECT_EQ(shown_label("payments/api_key", Form::base64), "payments/api_key (base64)");
  EXPECT_EQ(shown_label("payments/api_key", Form::plain), "payments/api_key");
  EXPECT_EQ(shown_label("payments/api_key", Form::viewed), "payments/api_key (escaped)");
}

TEST(Label, IsSanitisedForATag) {
  EXPECT_EQ(sanitised("payments/api_key"), "payments.api_key");
  EXPECT_EQ(sanitised("A b:c-9.x\xc3\xa9"), "A_b_c-9.x__");
}

TEST(Label, MustBePlain) {
  EXPECT_EQ(refused_label("payments/api key"), "");
  EXPECT_EQ(refused_label("caf\xc3\xa9"), "");
  for (const std::string& label :
       {std::string(), std::string("a\nb"), std::string("a\x1b[0m"), std::string(" a"),
        std::string("a "), std::string(129, 'a'), std::string("a (hex)"), std::string("a\xff")}) {
    EXPECT_NE(refused_label(label), "") << label;
  }
}

}  // namespace
}  // namespace inkblot
