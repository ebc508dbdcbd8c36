// What is compressed comes back, however it is cut; failures of the inner Sink are passed on.
#include "io/compress.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/fault_io.h"

namespace inkblot {
namespace {

using test::bytes_of;
using test::drain;
using test::FaultSink;

constexpr std::uint64_t kSeed = 20261127;

std::string sample_text(std::size_t size) {
  std::mt19937_64 random(kSeed);
  std::string text;
  while (text.size() < size) {
    text += "line " + std::to_string(random() % 1000) + " of the log\n";
    if (random() % 16 == 0) text += static_cast<char>(random());
  }
  return text.substr(0, size);
}

// In chunks of `cut` bytes, two pieces a write.
Status feed(CompressingSink& sink, std::string_view text, std::size_t cut) {
  for (std::size_t at = 0; at < text.size(); at += cut) {
    const Bytes chunk = bytes_of(text.substr(at, cut));
    const Bytes pieces[2] = {chunk.first(chunk.size() / 2), chunk.subspan(chunk.size() / 2)};
    if (Status s = sink.write(pieces); !s.ok()) return s;
  }
  return sink.finish();
}

std::string compressed(Compression compression, std::string_view text, std::string_view head = "",
                       std::size_t cut = 10'000) {
  FaultSink out({});
  auto sink = make_compressing_sink(out, compression, bytes_of(head)).value();
  const Status status = feed(*sink, text, cut);
  EXPECT_TRUE(status.ok()) << status.message();
  return out.text;
}

std::string decompressed(Compression compression, const std::string& input) {
  auto inner = make_memory_source(bytes_of(input));
  auto source = make_decompressing_source(*inner, compression).value();
  const test::Drained out = drain(*source);
  EXPECT_TRUE(out.status.ok()) << out.status.message();
  return out.text;
}

class CompressTest : public testing::TestWithParam<Compression> {};
std::string name_of(const testing::TestParamInfo<Compression>& info) {
  return std::string(name(info.param));
}
INSTANTIATE_TEST_SUITE_P(All, CompressTest,
                         testing::Values(Compression::gzip, Compression::bzip2, Compression::xz,
                                         Compression::zstd),
                         name_of);

TEST_P(CompressTest, RoundTripsHoweverItIsCut) {
  for (const std::size_t size : {0U, 1U, 5000U, 300'001U}) {
    const std::string text = sample_text(size);
    for (const std::size_t cut : {std::size_t{1}, std::size_t{4097}, std::size_t{1} << 20U}) {
      if (cut == 1 && size > 10'000) continue;
      const std::string out = compressed(GetParam(), text, "", cut);
      EXPECT_EQ(sniff(bytes_of(out)), GetParam());
      ASSERT_TRUE(decompressed(GetParam(), out) == text) << size << " cut " << cut;
    }
  }
}

// The same text is the same file, whoever compresses it and when.
TEST_P(CompressTest, OutputDependsOnTheTextAlone) {
  const std::string text = sample_text(200'000);
  EXPECT_TRUE(compressed(GetParam(), text, "", 1000) == compressed(GetParam(), text, "", 77'777));
}

TEST_P(CompressTest, FailureOfTheInnerSinkIsPassedOnForEver) {
  for (const std::size_t at : {1U, 2U}) {
    FaultSink out({.fail_at = at, .code = Code::limit, .bytes_max = 100});
    auto sink = make_compressing_sink(out, GetParam(), {}).value();
    std::mt19937_64 random(kSeed);
    std::string noise;
    while (noise.size() < 3'000'000) noise += static_cast<char>(random());
    const Status status = feed(*sink, noise, 50'000);
    EXPECT_EQ(status.code(), Code::limit);
    EXPECT_EQ(status.message(), "made to fail");
    EXPECT_EQ(sink->finish().code(), Code::limit);
    EXPECT_EQ(out.calls, at);
  }
}

TEST(Compress, LevelsAreThoseOfTheInput) {
  using std::string_literals::operator""s;
  const std::string gzip = "\x1f\x8b\x08\0\0\0\0\0"s;
  EXPECT_EQ(compressed(Compression::gzip, "x", gzip + "\x02\x03")[8], '\x02');
  EXPECT_EQ(compressed(Compression::gzip, "x", gzip + "\x04\x03")[8], '\x04');
  EXPECT_EQ(compressed(Compression::gzip, "x", gzip + "\0\x03"s)[8], '\0');
  EXPECT_EQ(compressed(Compression::bzip2, "x", "BZh3")[3], '3');
  EXPECT_EQ(compressed(Compression::bzip2, "x", "BZ")[3], '9');
}

TEST(Compress, OthersAreRefused) {
  FaultSink out({});
  for (const Compression compression : {Compression::zip, Compression::lz4, Compression::none}) {
    const auto sink = make_compressing_sink(out, compression, {});
    ASSERT_FALSE(sink.has_value());
    EXPECT_EQ(sink.error().code(), Code::invalid_argument);
  }
}

}  // namespace
}  // namespace inkblot
