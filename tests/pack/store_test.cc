// A database comes back as it was; a damaged one and one of another version are refused by name.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/tokens.h"

namespace inkblot {
namespace {

std::string database() {
  return PackImpl::make({test::acme_rule()}, "test").value()->serialise().value();
}

std::string refusal(const std::string& bytes) {
  const auto pack = load_pack(test::bytes_of(bytes), "r.inkdb");
  if (pack) return "accepted";
  EXPECT_EQ(Code::bad_pack, pack.error().code());
  return pack.error().message();
}

TEST(Store, GivesBackWhatItWasGiven) {
  Options options;
  options.pack = load_pack(test::bytes_of(database()), "r.inkdb").value();
  EXPECT_EQ("r.inkdb", options.pack->origin());
  EXPECT_EQ("acme_[0-9a-z]{16}", options.pack->rules()[0].pattern);
  EXPECT_EQ("k=REDACTED_acme-key\n", redact("k=acme_qwkzrtyp01234987\n", options).value());
}

TEST(Store, RefusesEveryDamagedByte) {
  const std::string good = database();
  for (std::size_t at = 0; at < good.size(); at += at < 128 ? 1 : 97) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_TRUE(refusal(bad).starts_with("r.inkdb: this")) << at;
  }
}

TEST(Store, RefusesEveryTruncation) {
  const std::string good = database();
  for (std::size_t size = 0; size < good.size(); size += size < 128 ? 1 : 97) {
    EXPECT_TRUE(refusal(good.substr(0, size)).starts_with("r.inkdb: this")) << size;
  }
}

TEST(Store, NamesAnotherFormatVersion) {
  std::string other = database();
  other[7] = 2;
  EXPECT_NE(std::string::npos, refusal(other).find("another format version"));
  EXPECT_NE(std::string::npos, refusal("no database at all").find("no rule database"));
}

TEST(Store, SavesBesideAndRenames) {
  const auto pack = PackImpl::make({test::acme_rule()}, "test").value();
  const auto file = std::filesystem::path(testing::TempDir()) / "inkblot_store_test.inkdb";
  ASSERT_TRUE(pack->save(file).ok());
  EXPECT_TRUE(Pack::load(file).has_value());
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".new"));
  std::filesystem::remove(file);
  EXPECT_FALSE(Pack::load(file).has_value());
  EXPECT_EQ(Code::io, pack->save("/no/such/folder/x.inkdb").code());
}

}  // namespace
}  // namespace inkblot
