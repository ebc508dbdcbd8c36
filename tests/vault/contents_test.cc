// What is written is read again, and nothing else is.
#include "vault/contents.h"

#include <gtest/gtest.h>

#include "support/vault.h"
#include "vault/derive.h"

namespace inkblot {
namespace {

StoreContents made() {
  std::mt19937 random(1);  // NOLINT: the same each time.
  StoreContents contents;
  contents.keys = keys_of(9);
  Deriver deriver = Deriver::create(contents.keys).value();
  for (std::uint32_t i = 0; i < 5; ++i) {
    contents.secrets.push_back({"team/name-" + std::to_string(i), "here", 1'700'000'000 + i, i});
    if (i == 3) continue;  // One without a form is no harm.
    for (FormPrint& print : deriver.derive(bytes_of(made_up(random, 20)))) {
      print.secret = i;
      contents.prints.push_back(print);
    }
  }
  return contents;
}

std::vector<std::uint8_t> written(const StoreContents& contents) {
  std::vector<std::uint8_t> out;
  write_contents(contents, out);
  return out;
}

TEST(Contents, ReadsWhatItWrote) {
  const StoreContents one = made();
  const auto bytes = written(one);
  const StoreContents other = read_contents(bytes).value();
  EXPECT_EQ(one.keys.seed, other.keys.seed);
  ASSERT_EQ(one.secrets.size(), other.secrets.size());
  ASSERT_EQ(one.prints.size(), other.prints.size());
  EXPECT_EQ(other.secrets[2].label, "team/name-2");
  EXPECT_EQ(other.secrets[2].source, "here");
  EXPECT_EQ(other.secrets[2].enrolled, 1'700'000'002);
  EXPECT_EQ(other.secrets[2].expires, 2);
  for (std::size_t i = 0; i < one.prints.size(); ++i) {
    EXPECT_EQ(one.prints[i].secret, other.prints[i].secret);
    EXPECT_EQ(one.prints[i].length, other.prints[i].length);
    EXPECT_EQ(one.prints[i].tail, other.prints[i].tail);
    EXPECT_EQ(one.prints[i].signs, other.prints[i].signs);
    EXPECT_EQ(one.prints[i].marks, other.prints[i].marks);
    EXPECT_TRUE(same(one.prints[i].proof, other.prints[i].proof));
  }
  EXPECT_EQ(written(other), bytes);
}

TEST(Contents, RefusesWhatIsCutOrLonger) {
  auto bytes = written(made());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_contents(Bytes(bytes).first(size))) << size;
  }
  bytes.push_back(0);
  EXPECT_FALSE(read_contents(bytes));
}

TEST(Contents, SurvivesAnythingInItsPlace) {
  std::mt19937 random(2);  // NOLINT: the same each time.
  const auto bytes = written(made());
  for (int turn = 0; turn < 2000; ++turn) {
    auto changed = bytes;
    for (int i = 0; i < 3; ++i) {
      changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
    }
    if (const auto read = read_contents(changed); read) {
      for (const FormPrint& print : read->prints) EXPECT_LT(print.secret, read->secrets.size());
    }
  }
}

}  // namespace
}  // namespace inkblot
