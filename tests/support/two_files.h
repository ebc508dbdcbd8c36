// A file that is read and one that is written, open both.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "support/folder.h"

namespace inkblot::test {

class TwoFiles : public Folder {
 protected:
  // The first one holds numbers, of so many bytes or a few more.
  explicit TwoFiles(std::size_t size) {
    while (text_.size() < size) text_ += std::to_string(text_.size()) + ",";
    from_ = open(write("from", text_).c_str(), O_RDONLY | O_CLOEXEC);
    to_ = open(place("to").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    EXPECT_GE(from_, 0);
    EXPECT_GE(to_, 0);
  }
  ~TwoFiles() override {
    close(from_);
    close(to_);
  }
  std::string text_;
  int from_ = -1;
  int to_ = -1;
};

}  // namespace inkblot::test
