// Keys from each of their places, and what is wrong with them.
#include "vault/key.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "support/folder.h"
#include "support/vault.h"

namespace inkblot {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Key : public test::Folder {
 protected:
  fs::path file(const std::string& text, mode_t mode = 0600) const {
    const fs::path path = write("key", text);
    chmod(path.c_str(), mode);
    return path;
  }
};

// 32 bytes, and their base64.
const std::string kRaw(32, 'k');
const std::string kText = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";

TEST_F(Key, IsReadFromAFileInBothForms) {
  for (const std::string& text : {kRaw, kText, kText + "\n", kText + "\r\n"}) {
    const auto key = StoreKey::from_file(file(text));
    ASSERT_TRUE(key) << key.error().message();
    EXPECT_EQ(text_of(key->bytes()), kRaw);
  }
}

TEST_F(Key, WhatOthersMayReadIsRefused) {
  for (const mode_t mode : {0640, 0604, 0644, 0660}) {
    const auto key = StoreKey::from_file(file(kRaw, mode));
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code(), Code::invalid_argument);
    EXPECT_THAT(key.error().message(), HasSubstr("chmod 600"));
  }
}

TEST_F(Key, WhatIsNoKeyIsRefused) {
  for (const std::string& text : {std::string(), std::string(31, 'k'), std::string(33, 'k'),
                                  kText.substr(4), kText + kText, std::string(500, 'k')}) {
    const auto key = StoreKey::from_file(file(text));
    ASSERT_FALSE(key) << text.size();
    EXPECT_THAT(key.error().message(), HasSubstr("32 bytes"));
  }
  EXPECT_EQ(StoreKey::from_file(place("none")).error().code(), Code::io);
}

TEST_F(Key, IsReadFromADescriptorThatIsClosed) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  ASSERT_EQ(::write(ends[1], kText.data(), kText.size()), static_cast<ssize_t>(kText.size()));
  close(ends[1]);
  const auto key = StoreKey::from_fd(ends[0]);
  ASSERT_TRUE(key);
  EXPECT_EQ(text_of(key->bytes()), kRaw);
  EXPECT_EQ(fcntl(ends[0], F_GETFD), -1);
  EXPECT_EQ(StoreKey::from_fd(ends[0]).error().code(), Code::io);
}

TEST_F(Key, ATextIsBase64Always) {
  EXPECT_TRUE(StoreKey::from_base64(kText, "it"));
  const auto key = StoreKey::from_base64(kRaw, "it");
  ASSERT_FALSE(key);
  EXPECT_THAT(key.error().message(), HasSubstr("it must hold"));
}

TEST_F(Key, TheKernelHasNoSuchKey) {
  const auto key = StoreKey::from_keyring("inkblot-test-of-no-key");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code(), Code::io);
}

TEST_F(Key, IsSavedForItsOwnerAloneAndNeverOverAnother) {
  const StoreKey key = StoreKey::random().value();
  const fs::path path = place("new");
  ASSERT_TRUE(key.save(path).ok());
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(text_of(StoreKey::from_file(path)->bytes()), text_of(key.bytes()));
  EXPECT_EQ(key.save(path).code(), Code::io);
}

}  // namespace
}  // namespace inkblot
