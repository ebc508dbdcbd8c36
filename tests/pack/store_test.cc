// A database comes back as it was; a damaged one and one of another version are refused by name.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

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

// Saving into a folder of its own.
class Saved : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "inkblot-store-XXXXXX";
    ASSERT_NE(nullptr, mkdtemp(name.data()));
    folder = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::size_t files() const {
    const std::filesystem::directory_iterator all(folder);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }
  const std::shared_ptr<PackImpl> pack = PackImpl::make({test::acme_rule()}, "test").value();
  std::filesystem::path folder;
};

TEST_F(Saved, StandsBesideUntilItIsWhole) {
  const auto file = folder / "a.inkdb";
  const mode_t mask = umask(022);
  for (int times = 0; times < 2; ++times) ASSERT_TRUE(pack->save(file).ok());
  umask(mask);
  EXPECT_TRUE(Pack::load(file).has_value());
  EXPECT_EQ(1U, files());
  EXPECT_EQ(std::filesystem::perms(0644), std::filesystem::status(file).permissions());
  std::filesystem::remove(file);
  EXPECT_FALSE(Pack::load(file).has_value());
}

TEST_F(Saved, FollowsNoLink) {
  const auto other = folder / "other";
  std::ofstream(other) << "precious";
  std::filesystem::create_symlink(other, folder / "a.inkdb.new");
  std::filesystem::create_symlink(other, folder / "a.inkdb");
  ASSERT_TRUE(pack->save(folder / "a.inkdb").ok());
  EXPECT_EQ(std::uintmax_t{8}, std::filesystem::file_size(other));
  EXPECT_FALSE(std::filesystem::is_symlink(folder / "a.inkdb"));
  EXPECT_TRUE(Pack::load(folder / "a.inkdb").has_value());
}

TEST_F(Saved, LeavesNothingBehindWhenItFails) {
  const auto file = folder / "a.inkdb";
  std::filesystem::create_directory(file);  // No file can take its place.
  EXPECT_EQ(Code::io, pack->save(file).code());
  EXPECT_EQ(1U, files());
  EXPECT_EQ(Code::io, pack->save(folder / "none" / "a.inkdb").code());
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit size{};
  getrlimit(RLIMIT_FSIZE, &size);
  const rlimit small{100, size.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const Status status = pack->save(folder / "b.inkdb");
  setrlimit(RLIMIT_FSIZE, &size);
  EXPECT_EQ(Code::io, status.code());
  EXPECT_NE(std::string::npos, status.message().find("b.inkdb: "));
  EXPECT_EQ(1U, files());
}

}  // namespace
}  // namespace inkblot
