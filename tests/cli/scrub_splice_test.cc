// A file with other bytes in some of its places.
#include "scrub_splice.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>
#include <string>

#include "support/two_files.h"

namespace inkblot::cli {
namespace {

class Splices : public test::TwoFiles {
 protected:
  Splices() : TwoFiles(3'000'000) {}
};

TEST_F(Splices, ExchangesShortAndLongPieces) {
  const Intake::Allowed allowed = [](Offset) { return Status(); };
  CountingSink sink(to_);
  Splice splice(from_, sink, allowed);
  std::mt19937_64 random(3);
  std::string expected;
  Offset at = 0;
  for (;;) {
    const Offset begin = at + random() % (random() % 3 == 0 ? 300'000 : 300);
    const Offset end = begin + random() % 90;
    if (end >= text_.size()) break;
    const std::string instead(random() % 50, 'X');
    ASSERT_TRUE(splice.put({begin, end}, instead).ok());
    expected += text_.substr(at, begin - at) + instead;
    at = end;
  }
  ASSERT_TRUE(splice.finish(text_.size()).ok());
  expected += text_.substr(at);
  EXPECT_TRUE(read("to") == expected);
  EXPECT_EQ(expected.size(), sink.written());
}

TEST_F(Splices, SaysWhenTheFileIsShorterAndWhatIsNotAllowed) {
  Status status;
  const Intake::Allowed allowed = [&status](Offset) { return status; };
  CountingSink sink(to_);
  Splice splice(from_, sink, allowed);
  EXPECT_EQ(Code::io, splice.finish(text_.size() + 1).code());
  status = Status(Code::io, "a signal came");
  Splice again(from_, sink, allowed);
  EXPECT_EQ("a signal came", again.finish(text_.size()).message());
}

TEST_F(Splices, AFullDiskIsTold) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  const Intake::Allowed allowed = [](Offset) { return Status(); };
  CountingSink sink(full);
  Splice splice(from_, sink, allowed);
  EXPECT_EQ(Code::io, splice.finish(text_.size()).code());
  close(full);
}

}  // namespace
}  // namespace inkblot::cli
