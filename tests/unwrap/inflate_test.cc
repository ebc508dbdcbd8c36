// Compression is told by its header, and a stream's damage or end ends it.
#include "unwrap/inflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "support/chunking.h"

namespace inkblot {
namespace {

std::vector<std::uint8_t> compressed(const std::string& text) {
  std::vector<std::uint8_t> out(compressBound(text.size()));
  uLongf size = out.size();
  EXPECT_EQ(compress(out.data(), &size, test::bytes_of(text).data(), text.size()), Z_OK);
  out.resize(size);
  return out;
}

TEST(Inflate, IsToldByTheHeader) {
  EXPECT_EQ(compression_at(test::bytes_of("H4sIAAAA")), Encoding::gzip);
  EXPECT_EQ(compression_at(test::bytes_of("eJzLSM3J")), Encoding::zlib);
  EXPECT_EQ(compression_at(test::bytes_of("eNqLSM3J")), Encoding::zlib);
  EXPECT_EQ(compression_at(test::bytes_of("eyJhbGci")), Encoding::none);
  EXPECT_EQ(compression_at(test::bytes_of("eJa-bcde")), Encoding::none);
  EXPECT_EQ(compression_at(test::bytes_of("H4s")), Encoding::none);
}

TEST(Inflate, PieceByPieceUpToTheEnd) {
  const std::string text(5000, 'x');
  const auto bytes = compressed(text);
  const auto inflater = Inflater::create();
  for (int again = 0; again < 2; ++again) {
    inflater->restart();
    std::vector<std::uint8_t> out;
    EXPECT_TRUE(inflater->add(Bytes(bytes).first(10), 10000, out));
    EXPECT_FALSE(inflater->add(Bytes(bytes).subspan(10), 10000, out));
    EXPECT_EQ(std::string(out.begin(), out.end()), text);
  }
}

TEST(Inflate, NoMoreThanItMay) {
  const auto inflater = Inflater::create();
  std::vector<std::uint8_t> out = {'a'};
  EXPECT_FALSE(inflater->add(compressed(std::string(100000, 'x')), 500, out));
  EXPECT_EQ(out.size(), 501U);
  inflater->restart();
  EXPECT_FALSE(inflater->add(test::bytes_of("no stream of zlib's"), 500, out));
}

}  // namespace
}  // namespace inkblot
