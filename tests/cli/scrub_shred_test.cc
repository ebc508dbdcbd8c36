// What is written over is what has no name any more.
#include "scrub_shred.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

#include "support/folder.h"

namespace inkblot::cli {
namespace {

using Shredding = test::Folder;

TEST_F(Shredding, OnlyOfAFileWithoutAName) {
  const std::string text(1'000'000, 'x');
  const int fd = open(write("file", text).c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  EXPECT_EQ("it has another name still", overwrite(fd).message());
  EXPECT_TRUE(read("file") == text);
  std::filesystem::remove(place("file"));
  ASSERT_TRUE(overwrite(fd).ok());
  std::string now(text.size() + 1, 'y');
  EXPECT_EQ(static_cast<ssize_t>(text.size()), pread(fd, now.data(), now.size(), 0));
  EXPECT_TRUE(now == std::string(text.size(), '\0') + "y");
  close(fd);
}

TEST_F(Shredding, WhatCannotBeWrittenSaysWhy) {
  std::array<int, 2> ends{};
  ASSERT_EQ(0, pipe2(ends.data(), O_CLOEXEC));
  EXPECT_FALSE(overwrite(ends[0]).ok());
  EXPECT_FALSE(overwrite(-1).ok());
  close(ends[0]);
  close(ends[1]);
  EXPECT_FALSE(doubt_about("/").empty());
  EXPECT_TRUE(doubt_about("/no such place").empty());
}

}  // namespace
}  // namespace inkblot::cli
