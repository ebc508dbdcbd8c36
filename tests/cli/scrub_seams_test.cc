// Where a text may be cut.
#include "scrub_seams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "support/folder.h"

namespace inkblot::cli {
namespace {

using Seams = test::Folder;

TEST(PlainLine, HoldsWhatNoKeyHolds) {
  for (const char* const line : {"{\"a\": 1}", "two words", " a: b ", "x,y\r", "[1]"}) {
    EXPECT_TRUE(is_plain_line(line)) << line;
  }
  for (const char* const line : {"", "   ", "abcd", "  MIIE+/abc  ", "-----BEGIN KEY-----",
                                 "a b \\", "soft line=", "aGVsbG8="}) {
    EXPECT_FALSE(is_plain_line(line)) << line;
  }
}

TEST_F(Seams, AreBetweenTwoPlainLines) {
  const std::string text = "begin of\nabcdef\nabcdef\none line\nand two\nthree lines\n";
  const int fd = open(write("text", text).c_str(), O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(text.find("and two"), find_seam(fd, 0, 100).value());
  EXPECT_EQ(text.find("three"), find_seam(fd, text.find("line"), 100).value());
  EXPECT_EQ(0U, find_seam(fd, 0, 20).value());
  EXPECT_EQ(0U, find_seam(fd, text.find("three"), 100).value());
  EXPECT_EQ(0U, find_seam(fd, 1000, 100).value());
  close(fd);
  EXPECT_FALSE(find_seam(-1, 0, 100));
}

}  // namespace
}  // namespace inkblot::cli
