// A store on disk: read with its key alone, whole or not at all.
#include "vault/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "support/folder.h"
#include "support/vault.h"
#include "vault/derive.h"

namespace inkblot {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class VaultStore : public test::Folder {
 protected:
  std::string read() const { return Folder::read(kName); }
  void write(const std::string& bytes) const { Folder::write(kName, bytes); }
  std::string error(const StoreKey& key) const {
    const auto contents = load_store(file_, key);
    return contents ? "" : contents.error().message();
  }
  static void add(StoreContents& contents, const std::string& label, const std::string& value) {
    auto deriver = Deriver::create(contents.keys);
    for (FormPrint& print : deriver->derive(bytes_of(value))) {
      print.secret = static_cast<std::uint32_t>(contents.secrets.size());
      contents.prints.push_back(print);
    }
    contents.secrets.push_back({label, "test", 1, 0});
  }
  static constexpr const char* kName = "known.vault";
  const fs::path file_ = place(kName);
  const StoreKey key_ = StoreKey::random().value();
};

TEST_F(VaultStore, IsReadWithItsKey) {
  StoreContents contents = new_contents().value();
  add(contents, "one", "Tr0ub4dorAnd3More");
  ASSERT_TRUE(save_store(file_, key_, contents).ok());
  const StoreContents again = load_store(file_, key_).value();
  EXPECT_EQ(again.keys.seed, contents.keys.seed);
  EXPECT_EQ(again.secrets.size(), 1U);
  EXPECT_EQ(again.prints.size(), contents.prints.size());
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(VaultStore, SaysWhatIsWrongWithIt) {
  ASSERT_TRUE(save_store(file_, key_, new_contents().value()).ok());
  const std::string good = read();
  EXPECT_THAT(error(StoreKey::random().value()), HasSubstr("another key"));
  for (std::size_t size = 0; size < good.size(); ++size) {
    write(good.substr(0, size));
    EXPECT_THAT(error(key_), HasSubstr("cut short")) << size;
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    write(changed);
    const char* expected = at < 7    ? "no store"
                           : at == 7 ? "version"
                           : at < 48 ? "another key, or its header"
                                     : "";
    EXPECT_THAT(error(key_), HasSubstr(expected)) << at;
    EXPECT_NE(error(key_), "") << at;
  }
  std::string newer = good;
  newer[7] = 3;
  write(newer);
  EXPECT_THAT(error(key_), HasSubstr("use a newer inkblot"));
  newer[7] = 1;
  write(newer);
  EXPECT_THAT(error(key_), HasSubstr("import its values again"));
  write(good + "x");
  EXPECT_THAT(error(key_), HasSubstr("altered"));
  write("something else");
  EXPECT_THAT(error(key_), HasSubstr("is no store"));
  fs::remove(file_);
  EXPECT_EQ(load_store(file_, key_).error().code(), Code::io);
  fs::create_directory(file_);
  EXPECT_THAT(error(key_), HasSubstr("no regular file"));
}

TEST_F(VaultStore, HoldsNothingOfASecretAndDiffersEachTime) {
  StoreContents contents = new_contents().value();
  const std::string value = "Tr0ub4dorAnd3MoreOfIt";
  add(contents, "one", value);
  ASSERT_TRUE(save_store(file_, key_, contents).ok());
  const std::string first = read();
  ASSERT_TRUE(save_store(file_, key_, contents).ok());
  EXPECT_NE(first, read());
  EXPECT_EQ(first.find("one"), std::string::npos);
  std::vector<std::uint8_t> plain(first.begin(), first.end());
  for (std::size_t at = 0; at + 8 <= value.size(); ++at) {
    EXPECT_EQ(first.find(value.substr(at, 8)), std::string::npos);
  }
}

TEST_F(VaultStore, TwoWritersLoseNothing) {
  ASSERT_TRUE(save_store(file_, key_, new_contents().value()).ok());
  const auto work = [this](const std::string& name) {
    for (int i = 0; i < 20; ++i) {
      const Status status = edit_store(file_, key_, [&](StoreContents& contents) {
        add(contents, name + std::to_string(i), "Tr0ub4dor" + name + std::to_string(i));
        return Result<bool>(true);
      });
      EXPECT_TRUE(status.ok()) << status.message();
    }
  };
  std::thread one(work, "one");
  std::thread other(work, "other");
  one.join();
  other.join();
  EXPECT_EQ(load_store(file_, key_)->secrets.size(), 40U);
  EXPECT_EQ(files(), 2U);  // The store and its lock.
}

TEST_F(VaultStore, IsWrittenBehindALink) {
  const fs::path real = place("real");
  ASSERT_TRUE(save_store(real, key_, new_contents().value()).ok());
  fs::create_symlink("real", file_);
  ASSERT_TRUE(save_store(file_, key_, new_contents().value()).ok());
  EXPECT_TRUE(fs::is_symlink(file_));
  EXPECT_TRUE(load_store(real, key_));
}

TEST_F(VaultStore, StaysAsItWasWhenItCannotBeWritten) {
  ASSERT_TRUE(save_store(file_, key_, new_contents().value()).ok());
  const std::string before = read();
  const Status status = edit_store(
      file_, key_, [](StoreContents&) -> Result<bool> { return failure(Code::limit, "no"); });
  EXPECT_EQ(status.code(), Code::limit);
  EXPECT_EQ(read(), before);
  EXPECT_EQ(save_store(place("none") / "x", key_, new_contents().value()).code(), Code::io);
}

}  // namespace
}  // namespace inkblot
