// A database comes back as it was; a damaged one and one of another version are refused by name.
#include <gtest/gtest.h>

#include <fstream>

#include "support/folder.h"
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
  other[7] = static_cast<char>(other[7] + 1);
  EXPECT_NE(std::string::npos, refusal(other).find("another format version"));
  EXPECT_NE(std::string::npos, refusal("no database at all").find("no rule database"));
}

TEST(Store, WhatADigestCannotTellIsRefusedByName) {
  const std::string rest = database().substr(kSealBytes);
  std::string other = rest;
  const std::size_t version = other.find(hyperscan::version());
  ASSERT_NE(std::string::npos, version);
  other[version] = '9';
  EXPECT_NE(std::string::npos, refusal(seal_pack(other)).find("another version of Hyperscan"));
  other = rest;
  other.replace(other.size() - 600, 600, 600, '\xA5');
  EXPECT_NE(std::string::npos, refusal(seal_pack(other)).find("damaged"));
  other = rest;
  other[0] = static_cast<char>(other[0] - 1);  // The records' size.
  EXPECT_NE(std::string::npos, refusal(seal_pack(other)).find("damaged"));
}

class Saved : public test::Folder {
 protected:
  const std::shared_ptr<PackImpl> pack_ = PackImpl::make({test::acme_rule()}, "test").value();
};

TEST_F(Saved, IsReplacedAsAWhole) {
  for (int times = 0; times < 2; ++times) ASSERT_TRUE(pack_->save(place("a.inkdb")).ok());
  EXPECT_TRUE(Pack::load(place("a.inkdb")).has_value());
  EXPECT_EQ(1U, files());
}

TEST_F(Saved, SaysWhyItCannotBe) {
  EXPECT_EQ(Code::io, pack_->save(place("none") / "a.inkdb").code());
  EXPECT_EQ(0U, files());
  EXPECT_FALSE(Pack::load(place("a.inkdb")).has_value());
}

}  // namespace
}  // namespace inkblot
