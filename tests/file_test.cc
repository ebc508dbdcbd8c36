// A file is the old one or the new one, and nothing else is touched.
#include "file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "support/chunking.h"
#include "support/folder.h"

namespace inkblot {
namespace {

namespace fs = std::filesystem;

using test::bytes_of;
using ReplacedFile = test::Folder;

TEST_F(ReplacedFile, HoldsTheBytesAndHasTheMode) {
  const mode_t mask = umask(022);
  for (const std::string text : {"one", "another", ""}) {
    ASSERT_TRUE(replace_file(place("a"), bytes_of(text), 0666).ok());
    EXPECT_EQ(text, read("a"));
  }
  umask(mask);
  EXPECT_EQ(fs::perms(0644), fs::status(place("a")).permissions());
  EXPECT_EQ(1U, files());
}

TEST_F(ReplacedFile, FollowsNoLink) {
  write("other", "precious");
  fs::create_symlink(place("other"), place("a.new"));
  fs::create_symlink(place("other"), place("a"));
  ASSERT_TRUE(replace_file(place("a"), bytes_of("new"), 0600).ok());
  EXPECT_EQ("precious", read("other"));
  EXPECT_FALSE(fs::is_symlink(place("a")));
}

TEST_F(ReplacedFile, StandsBehindALinkWhenThatIsMeant) {
  fs::create_symlink(place("real"), place("a"));
  EXPECT_EQ(place("a"), real_place(place("a")));  // It leads nowhere yet.
  write("real", "old");
  ASSERT_TRUE(replace_file(real_place(place("a")), bytes_of("new"), 0600).ok());
  EXPECT_EQ("new", read("real"));
  EXPECT_TRUE(fs::is_symlink(place("a")));
}

TEST_F(ReplacedFile, IsTheOldOneWhenItFails) {
  fs::create_directory(place("a"));  // No file can take its place.
  EXPECT_EQ(Code::io, replace_file(place("a"), bytes_of("new"), 0600).code());
  EXPECT_EQ(Code::io, replace_file(place("none") / "a", bytes_of("new"), 0600).code());
  write("b", "old");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit size{};
  getrlimit(RLIMIT_FSIZE, &size);
  const rlimit small{100, size.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const Status status = replace_file(place("b"), bytes_of(std::string(1000, 'x')), 0600);
  setrlimit(RLIMIT_FSIZE, &size);
  EXPECT_EQ(Code::io, status.code());
  EXPECT_NE(std::string::npos, status.message().find("/b: "));
  EXPECT_EQ("old", read("b"));
  EXPECT_EQ(2U, files());
}

TEST_F(ReplacedFile, IsReadToItsEndOrUntilThereIsNoRoom) {
  const fs::path file = write("a", std::string(100, 'x'));
  std::array<std::uint8_t, 150> room{};
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(60, read_to_end(fd, std::span(room).first(60)));
  EXPECT_EQ(40, read_to_end(fd, room));
  EXPECT_EQ(0, read_to_end(fd, room));
  close(fd);
  EXPECT_EQ(-1, read_to_end(fd, room));
}

}  // namespace
}  // namespace inkblot
