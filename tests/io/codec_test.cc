// What was compressed comes back whole, and what is broken is never taken for whole.
#include "io/codec.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/device/array.hpp>
#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/bzip2.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filter/lzma.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <random>
#include <string>
#include <vector>

#include "support/fault_io.h"

namespace inkblot {
namespace {

namespace bio = boost::iostreams;
using test::bytes_of;
using test::drain;
using test::Drained;
using test::FaultSource;

constexpr std::uint64_t kSeed = 20261124;

template <class Filter>
std::string through(const Filter& filter, std::string_view text) {
  std::string out;
  bio::filtering_ostream stream;
  stream.push(filter);
  stream.push(bio::back_inserter(out));
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.reset();
  return out;
}

std::string compressed(Compression compression, std::string_view text) {
  switch (compression) {
    case Compression::gzip:
      return through(bio::gzip_compressor(), text);
    case Compression::bzip2:
      return through(bio::bzip2_compressor(), text);
    case Compression::xz:
      return through(bio::lzma_compressor(), text);
    default:
      return through(bio::zstd_compressor(), text);
  }
}

// Words, so that it shrinks, with stretches of noise, so that it does not shrink away.
std::string sample_text(std::size_t size) {
  std::mt19937_64 random(kSeed);
  std::string text;
  while (text.size() < size) {
    text += "line " + std::to_string(random() % 1000) + " of the log\n";
    if (random() % 16 == 0) {
      for (int i = 0; i < 2000; ++i) text += static_cast<char>(random());
    }
  }
  return text.substr(0, size);
}

Drained decompress(Compression compression, const std::string& input, std::size_t bytes_max,
                   std::size_t keep = 0) {
  FaultSource inner(input, {.bytes_max = bytes_max});
  auto source = make_decompressing_source(inner, compression);
  if (!source) return {"", source.error()};
  Drained out = drain(**source, keep);
  EXPECT_FALSE(inner.skipped_too_much);
  return out;
}

class CodecTest : public testing::TestWithParam<Compression> {};
std::string name_of(const testing::TestParamInfo<Compression>& info) {
  return std::string(name(info.param));
}
INSTANTIATE_TEST_SUITE_P(All, CodecTest,
                         testing::Values(Compression::gzip, Compression::bzip2, Compression::xz,
                                         Compression::zstd),
                         name_of);

TEST_P(CodecTest, IsRecognised) {
  for (const std::string& text : {std::string(), std::string("x"), sample_text(100'000)}) {
    const std::string input = compressed(GetParam(), text);
    EXPECT_EQ(sniff(bytes_of(input)), GetParam());
    EXPECT_EQ(sniff(bytes_of(input).first(6)), GetParam());
  }
}

TEST_P(CodecTest, RoundTripsHoweverTheInputIsCut) {
  for (const std::size_t size : {0U, 1U, 5000U, 65'536U, 700'001U}) {
    const std::string text = sample_text(size);
    const std::string input = compressed(GetParam(), text);
    for (const std::size_t cut : {std::size_t{1}, std::size_t{7}, std::size_t{4097}, SIZE_MAX}) {
      if (cut < 100 && size > 10'000) continue;
      const Drained out = decompress(GetParam(), input, cut, 3000);
      ASSERT_TRUE(out.status.ok()) << out.status.message() << " at size " << size << " cut " << cut;
      ASSERT_TRUE(out.text == text) << size << " cut " << cut;
    }
  }
}

TEST_P(CodecTest, MembersFollowEachOther) {
  const std::string one = sample_text(30'000);
  const std::string input = compressed(GetParam(), one) + compressed(GetParam(), "") +
                            compressed(GetParam(), "between") + compressed(GetParam(), one);
  for (const std::size_t cut : {std::size_t{1}, std::size_t{100}, SIZE_MAX}) {
    const Drained out = decompress(GetParam(), input, cut);
    ASSERT_TRUE(out.status.ok()) << out.status.message() << " cut " << cut;
    EXPECT_TRUE(out.text == one + "between" + one) << cut;
  }
}

// Every length that is not the whole one fails, and what came out before is a prefix.
TEST_P(CodecTest, CutShortIsNeverSuccess) {
  const std::string text = sample_text(900);
  const std::string first = compressed(GetParam(), text);
  const std::string input = first + compressed(GetParam(), "the second member");
  for (std::size_t size = 0; size < input.size(); ++size) {
    const Drained out = decompress(GetParam(), input.substr(0, size), SIZE_MAX);
    if (size == first.size()) {
      EXPECT_TRUE(out.status.ok());
      continue;
    }
    ASSERT_EQ(out.status.code(), Code::io) << size << " of " << input.size();
    EXPECT_NE(out.status.message().find(std::string(name(GetParam())) + " input is cut short"),
              std::string::npos)
        << out.status.message() << " at " << size;
    EXPECT_TRUE((text + "the second member").starts_with(out.text));
  }
}

TEST_P(CodecTest, DamageIsFound) {
  const std::string text = sample_text(50'000);
  const std::string good = compressed(GetParam(), text);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 200; ++i) {
    std::string input = good;
    const std::size_t at = random() % input.size();
    input[at] = static_cast<char>(input[at] ^ static_cast<char>(1U << (random() % 8)));
    const Drained out = decompress(GetParam(), input, SIZE_MAX);
    // Some header bits (a time, an operating system) and, without checksum, literals mean nothing.
    if (out.status.ok()) continue;
    EXPECT_EQ(out.status.code(), Code::io) << out.status.message();
  }
  std::string input = good;
  for (std::size_t at = input.size() / 2; at < input.size() / 2 + 64; ++at) input[at] = '\x55';
  const Drained out = decompress(GetParam(), input, SIZE_MAX);
  EXPECT_TRUE(!out.status.ok() || GetParam() == Compression::zstd);
}

TEST_P(CodecTest, RubbishBehindTheEndIsFound) {
  const Drained out = decompress(GetParam(), compressed(GetParam(), "text") + "rubbish!", SIZE_MAX);
  EXPECT_EQ(out.status.code(), Code::io);
  EXPECT_EQ(out.status.message().find("rubbish"), std::string::npos);
}

TEST_P(CodecTest, FailureOfTheInnerSourceIsPassedOnForEver) {
  const std::string input = compressed(GetParam(), sample_text(50'000));
  FaultSource inner(input, {.fail_at = 3, .code = Code::limit, .bytes_max = 1000});
  auto source = make_decompressing_source(inner, GetParam()).value();
  const Drained out = drain(*source);
  EXPECT_EQ(out.status.code(), Code::limit);
  EXPECT_EQ(out.status.message(), "made to fail");
  EXPECT_EQ(source->peek().error().code(), Code::limit);
  EXPECT_EQ(inner.calls, 3U);
}

TEST_P(CodecTest, FullBufferIsALimitUntilSomethingIsSkipped) {
  const std::string text = sample_text(2'000'000);
  const std::string input = compressed(GetParam(), text);
  auto inner = make_memory_source(bytes_of(input));
  auto source = make_decompressing_source(*inner, GetParam()).value();
  Result<Bytes> bytes = source->peek();
  std::size_t held = 0;
  for (; bytes; bytes = source->peek()) held = bytes->size();
  EXPECT_EQ(bytes.error().code(), Code::limit);
  EXPECT_EQ(held, std::size_t{1} << 20U);
  source->skip(held);
  bytes = source->peek();
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(bytes->front(), static_cast<std::uint8_t>(text[held]));
}

TEST_P(CodecTest, StreamsWhatExpandsAThousandfold) {
  const std::string text(20'000'000, '\0');
  const Drained out = decompress(GetParam(), compressed(GetParam(), text), SIZE_MAX);
  EXPECT_TRUE(out.status.ok()) << out.status.message();
  EXPECT_TRUE(out.text == text) << out.text.size();
}

// A whole member comes out while the pipe stays open.
TEST(Codec, DoesNotWaitForMoreThanItNeeds) {
  const std::string first = compressed(Compression::gzip, "first half\n");
  int both[2] = {-1, -1};
  ASSERT_EQ(pipe(both), 0);
  ASSERT_EQ(write(both[1], first.data(), first.size()), static_cast<ssize_t>(first.size()));
  auto inner = make_fd_source(both[0]).value();
  auto source = make_decompressing_source(*inner, Compression::gzip).value();
  EXPECT_EQ(source->peek()->size(), 11U);
  EXPECT_FALSE(source->at_end());
  close(both[1]);
  EXPECT_EQ(source->peek()->size(), 11U);
  EXPECT_TRUE(source->at_end());
  close(both[0]);
}

// What one read brought is handed out, over several peeks, before the next read is waited for.
TEST(Codec, GivesWhatItHasBeforeItReadsOn) {
  std::mt19937_64 random(kSeed);
  std::string text;
  while (text.size() < 400'000) text += std::to_string(random());
  FaultSource inner(compressed(Compression::gzip, text), {.bytes_max = 40'000});
  auto source = make_decompressing_source(inner, Compression::gzip).value();
  const std::size_t first = source->peek()->size();
  EXPECT_EQ(inner.calls, 1U);
  const std::size_t second = source->peek()->size();
  EXPECT_GT(second, first);
  EXPECT_EQ(inner.calls, 1U);
  EXPECT_GT(source->peek()->size(), second);
  EXPECT_EQ(inner.calls, 2U);
}

TEST(Codec, ZerosMayFollowAGzipMember) {
  const std::string one = compressed(Compression::gzip, "text");
  const std::string zeros(1000, '\0');
  const Drained out = decompress(Compression::gzip, one + zeros + one + zeros, 10);
  EXPECT_TRUE(out.status.ok()) << out.status.message();
  EXPECT_EQ(out.text, "texttext");
}

TEST(Codec, SkippableZstdFramesAreSkipped) {
  using std::string_literals::operator""s;
  const std::string skippable = "\x5A\x2A\x4D\x18\x03\x00\x00\x00xyz"s;
  const std::string one = compressed(Compression::zstd, "text");
  for (const std::string& input : {one + skippable, one + skippable + one}) {
    const Drained out = decompress(Compression::zstd, input, 3);
    EXPECT_TRUE(out.status.ok()) << out.status.message();
    EXPECT_TRUE(out.text.starts_with("text"));
  }
  const Drained cut = decompress(Compression::zstd, one + skippable.substr(0, 10), SIZE_MAX);
  EXPECT_EQ(cut.status.code(), Code::io);
}

TEST(Codec, OthersAreNamedAndRefused) {
  auto inner = make_memory_source({});
  for (const Compression compression : {Compression::zip, Compression::lz4, Compression::none}) {
    const auto source = make_decompressing_source(*inner, compression);
    ASSERT_FALSE(source.has_value());
    EXPECT_EQ(source.error().code(), Code::invalid_argument);
    EXPECT_NE(source.error().message().find(compression == Compression::none
                                                ? std::string_view("not compressed")
                                                : name(compression)),
              std::string::npos);
  }
  EXPECT_EQ(sniff(bytes_of("PK\x03\x04rest")), Compression::zip);
  EXPECT_EQ(sniff(bytes_of("\x04\x22\x4d\x18rest")), Compression::lz4);
}

TEST(Codec, TextIsNotTakenForAnArchive) {
  for (const std::string_view text : {"", "B", "BZh", "BZh9", "BZhello", "BZh9 is a header", "PK",
                                      "PKs", "plain text", "\x1f\x8b",
                                      "\xfd"
                                      "7zX",
                                      "(\xb5/"}) {
    EXPECT_EQ(sniff(bytes_of(text)), Compression::none) << text;
  }
}

}  // namespace
}  // namespace inkblot
