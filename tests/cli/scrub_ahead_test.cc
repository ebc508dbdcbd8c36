// What is compressed in another thread is what would have been; its failures are told.
#include "scrub_ahead.h"

#include <gtest/gtest.h>

#include <string>

#include "support/fault_io.h"

namespace inkblot::cli {
namespace {

using test::bytes_of;
using test::FaultSink;

// Hands everything on as it is, and an end behind it.
class Plain final : public CompressingSink {
 public:
  explicit Plain(Sink& inner) : inner_(inner) {}
  Status write(std::span<const Bytes> pieces) override { return inner_.write(pieces); }
  Status finish() override {
    const Bytes end = bytes_of("END");
    return inner_.write({&end, 1});
  }

 private:
  Sink& inner_;
};

std::string text_of(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; out.size() < size; ++i) out += std::to_string(i) + ",";
  return out;
}

Status write_all(Sink& sink, const std::string& text, std::size_t cut) {
  for (std::size_t at = 0; at < text.size(); at += cut) {
    const Bytes piece = bytes_of(std::string_view(text).substr(at, cut));
    if (Status s = sink.write({&piece, 1}); !s.ok()) return s;
  }
  return {};
}

TEST(Ahead, KeepsTheOrderHoweverItIsCut) {
  const std::string text = text_of(3'000'000);
  for (const std::size_t cut : {997U, 300'000U, 4'000'000U}) {
    FaultSink out({});
    auto ahead = make_ahead(std::make_unique<Plain>(out)).value();
    ASSERT_TRUE(write_all(*ahead, text, cut).ok());
    ASSERT_TRUE(ahead->finish().ok());
    EXPECT_TRUE(out.text == text + "END") << cut;
  }
}

TEST(Ahead, NothingIsOnlyItsEnd) {
  FaultSink out({});
  auto ahead = make_ahead(std::make_unique<Plain>(out)).value();
  EXPECT_TRUE(ahead->finish().ok());
  EXPECT_EQ("END", out.text);
}

TEST(Ahead, TellsAFailureAndStops) {
  const std::string text = text_of(30'000'000);
  FaultSink out({.fail_at = 3});
  auto ahead = make_ahead(std::make_unique<Plain>(out)).value();
  // What waits is bounded, so that it is told long before the end.
  Status status = write_all(*ahead, text, 100'000);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ("made to fail", status.message());
  EXPECT_EQ("made to fail", ahead->finish().message());
  EXPECT_LT(out.text.size(), text.size());
}

TEST(Ahead, TellsAFailureOfTheLastBlockAtTheEnd) {
  FaultSink out({.fail_at = 1});
  auto ahead = make_ahead(std::make_unique<Plain>(out)).value();
  ASSERT_TRUE(write_all(*ahead, "short", 5).ok());
  EXPECT_EQ("made to fail", ahead->finish().message());
}

TEST(Ahead, MayBeGivenUp) {
  FaultSink out({});
  auto ahead = make_ahead(std::make_unique<Plain>(out)).value();
  EXPECT_TRUE(write_all(*ahead, text_of(1'000'000), 1000).ok());
  ahead.reset();
  EXPECT_EQ(std::string::npos, out.text.find("END"));
}

}  // namespace
}  // namespace inkblot::cli
