// A clean text is written nowhere, and of another one the begin is copied by the kernel, by hand
// where it cannot, and not at all when that is no longer allowed.
#include "scrub_content.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

#include "support/fault_io.h"
#include "support/two_files.h"

namespace inkblot::cli {
namespace {

using test::bytes_of;
using test::FaultSink;

std::string text_of(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; out.size() < size; ++i) out += std::to_string(i) + ",";
  return out;
}

class Content : public test::TwoFiles {
 protected:
  Content() : TwoFiles(20'000'000) {}
  const Intake::Allowed always_ = [](Offset) { return Status(); };
};

TEST_F(Content, TheKernelCopiesTheBeginAndTheRestFollows) {
  CountingSink sink(to_);
  const Offset size = text_.size() - 3;
  const auto taken = sink.take(from_, size, always_);
  ASSERT_TRUE(taken);
  EXPECT_EQ(size, *taken);
  const Bytes rest = bytes_of("end");
  ASSERT_TRUE(sink.write({&rest, 1}).ok());
  EXPECT_EQ(text_.size(), sink.written());
  EXPECT_TRUE(read("to") == text_.substr(0, text_.size() - 3) + "end");
  EXPECT_EQ(static_cast<off_t>(size), lseek(from_, 0, SEEK_CUR));
}

TEST_F(Content, OfAFileThatIsShorterThereIsLess) {
  CountingSink sink(to_);
  const auto taken = sink.take(from_, text_.size() + 1, always_);
  ASSERT_TRUE(taken);
  EXPECT_EQ(text_.size(), *taken);
}

TEST_F(Content, OfWhatTheKernelDoesNotCopyNothingIsTaken) {
  std::array<int, 2> ends{};
  ASSERT_EQ(0, pipe2(ends.data(), O_CLOEXEC));
  ASSERT_EQ(1, ::write(ends[1], "x", 1));
  CountingSink sink(to_);
  const auto taken = sink.take(ends[0], 1, always_);
  ASSERT_TRUE(taken);
  EXPECT_EQ(0U, *taken);
  EXPECT_EQ(0U, sink.written());
  close(ends[0]);
  close(ends[1]);
}

TEST_F(Content, WhoMayNotGoOnSaysWhy) {
  const Intake::Allowed at_first = [](Offset done) {
    return done == 0 ? Status() : Status(Code::io, "stopped");
  };
  CountingSink sink(to_);
  const auto taken = sink.take(from_, text_.size(), at_first);
  ASSERT_FALSE(taken);
  EXPECT_EQ("stopped", taken.error().message());
}

// The text passes through a Parting in pieces, with `change` at its end.
std::string parted(const std::string& text, std::string_view change, Offset& same) {
  const auto source =
      make_memory_source(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  const Intake::Allowed always = [](Offset) { return Status(); };
  Intake intake(*source, always);
  FaultSink out({});
  Parting parting(
      intake,
      [&](Offset begin) -> Result<Sink*> {
        same = begin;
        return &out;
      },
      false);
  const Bytes all = intake.peek().value();
  const Bytes first = all.first(text.size() / 2);
  EXPECT_TRUE(parting.write({&first, 1}).ok());
  const std::array<Bytes, 2> pieces = {all.subspan(first.size()), bytes_of(change)};
  EXPECT_TRUE(parting.write(pieces).ok());
  EXPECT_TRUE(parting.finish(text.size()).ok());
  return parting.parted() ? out.text : "clean";
}

TEST(Parting, WritesOnlyFromTheFirstOtherByteOn) {
  const std::string text = text_of(1000);
  Offset same = 0;
  EXPECT_EQ("clean", parted(text, "", same));
  EXPECT_EQ(text.substr(text.size() / 2) + "more", parted(text, "more", same));
  EXPECT_EQ(text.size() / 2, same);
}

}  // namespace
}  // namespace inkblot::cli
