// Values that become secrets of a store, once each.
#include "vault/enroll.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/vault.h"

namespace inkblot {
namespace {

class Enroll : public testing::Test {
 protected:
  Enroll() { contents_.keys = keys_of(1); }
  Enrolled made(const std::string& label, const std::string& value, std::int64_t expires = 0) {
    Enrolled out;
    EXPECT_EQ(enroller_.enroll(bytes_of(value), true, out).reason, "") << value;
    out.secret = {label, "test", 1, expires};
    return out;
  }
  std::size_t known(const std::string& value) const {
    return find_value(contents_, bytes_of(value)).value().size();
  }
  StoreContents contents_;
  Enroller enroller_ = Enroller::create(keys_of(1)).value();
};

TEST_F(Enroll, TheSameValueIsKeptOnceForALabel) {
  std::vector<Enrolled> more;
  more.push_back(made("a", "Tr0ub4dor-one"));
  more.push_back(made("a", "Tr0ub4dor-two"));
  more.push_back(made("b", "Tr0ub4dor-one"));
  more.push_back(made("a", "Tr0ub4dor-one\n", 7));
  const Added added = add_secrets(contents_, std::move(more));
  EXPECT_EQ(added.fresh, 3U);
  EXPECT_EQ(added.known, 1U);
  EXPECT_EQ(contents_.secrets.size(), 3U);
  EXPECT_EQ(contents_.secrets[0].expires, 7);
  const auto found = find_value(contents_, bytes_of("Tr0ub4dor-one")).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(contents_.secrets[found[0].secret].label, "a");
  EXPECT_EQ(contents_.secrets[found[1].secret].label, "b");
}

TEST_F(Enroll, IsFoundInEachOfItsForms) {
  std::vector<Enrolled> more;
  more.push_back(made("a", "Tr0ub4dor & more\nof-7qX#in-l1ne"));
  add_secrets(contents_, std::move(more));
  EXPECT_EQ(known("Tr0ub4dor & more\r\n  of-7qX#in-l1ne\n"), 1U);
  EXPECT_EQ(known("Tr0ub4dor &amp; more\nof-7qX#in-l1ne"), 1U);
  EXPECT_EQ(known("VHIwdWI0ZG9yICYgbW9yZQpvZi03cVgjaW4tbDFuZ"), 1U);
  EXPECT_EQ(known("of-7qX#in-l1ne"), 1U);
  EXPECT_EQ(known("Tr0ub4dor & mor"), 0U);
  EXPECT_EQ(known("xy"), 0U);
}

TEST_F(Enroll, ALongValueIsKnownByAllOfItsPieces) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  const std::string value = made_up(random, 40'000);
  std::string other = value;
  other.back() ^= 1;
  std::vector<Enrolled> more;
  more.push_back(made("a", value));
  add_secrets(contents_, std::move(more));
  EXPECT_EQ(known(value), 1U);
  EXPECT_EQ(known(other), 0U);
  more.clear();
  more.push_back(made("a", other));
  EXPECT_EQ(add_secrets(contents_, std::move(more)).fresh, 1U);
}

TEST_F(Enroll, RemovesAllOfALabelAndKeepsTheRestInOrder) {
  std::vector<Enrolled> more;
  for (const char* label : {"a", "b", "a", "c"}) {
    more.push_back(made(label, "Tr0ub4dor" + std::to_string(more.size())));
  }
  add_secrets(contents_, std::move(more));
  EXPECT_EQ(remove_secrets(contents_, "a"), 2U);
  EXPECT_EQ(remove_secrets(contents_, "a"), 0U);
  EXPECT_EQ(known("Tr0ub4dor0") + known("Tr0ub4dor2"), 0U);
  const auto found = find_value(contents_, bytes_of("Tr0ub4dor3")).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(contents_.secrets[found[0].secret].label, "c");
}

TEST_F(Enroll, InsistingHelpsWithWhatIsShortOrCommonOnly) {
  Enrolled out;
  EXPECT_NE(enroller_.enroll(bytes_of("true"), false, out).reason, "");
  EXPECT_EQ(enroller_.enroll(bytes_of("true"), true, out).reason, "");
  EXPECT_TRUE(out.prints.front().bounded);
  for (const std::string& value :
       {std::string(), std::string("\n\n"), std::string("abc"), std::string(40, 'a'),
        std::string(20, 'a') + "Tr0ub4dor", std::string((64 << 10) + 1, 'x')}) {
    EXPECT_NE(enroller_.enroll(bytes_of(value), true, out).reason, "") << value.size();
  }
}

}  // namespace
}  // namespace inkblot
