// The scan with every kernel against a look at every place, in every cut.
#include "sweep/opening_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "reference/openings.h"
#include "support/chunking.h"
#include "support/kernels.h"

namespace inkblot {
namespace {

using reference::Opening;
using reference::openings;
using reference::openings_in;

std::vector<Opening> seen_in(Kernel kernel, const std::string& text,
                             const std::vector<std::size_t>& cut) {
  Tokeniser tokeniser(kernel, &openings());
  std::vector<Opening> out;
  std::vector<Span> tokens;
  std::size_t end = 0;
  for (const std::size_t size : cut) {
    end += size;
    const std::size_t kept = 2 * kTokenBytesMax + size;
    const std::size_t begin = end > kept ? end - kept : 0;
    const Bytes bytes = test::bytes_of(text).subspan(begin, end - begin);
    tokeniser.scan({bytes, begin, end == text.size()}, tokens);
    reference::add_seen(text, tokeniser, out);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void expect_all(const std::string& text, std::uint64_t seed) {
  const std::vector<Opening> expected = openings_in(text);
  for (const Kernel kernel : test::kernels()) {
    for (const auto& cut : test::cuts_of(text.size(), seed, 4)) {
      ASSERT_EQ(expected, seen_in(kernel, text, cut))
          << static_cast<int>(kernel) << " in " << cut.size() << " pieces: " << text;
    }
  }
}

// A head of the pack, or what is nearly one.
std::string head_of(std::mt19937_64& random) {
  constexpr std::string_view kBody = "0123456789ABCDEFabcdef2345234567";
  static const auto pack = Pack::builtin().value();
  const auto ids = openings().ids();
  const std::string& head = pack->rules()[SweepId::of(ids[random() % ids.size()]).rule].head;
  std::string out;
  for (const char c : head.substr(0, 3)) {
    if (kTokenSet.has(static_cast<std::uint8_t>(c))) out += c;
  }
  for (std::size_t left = 10 + random() % 10; left > 0; --left) {
    out += kBody[random() % kBody.size()];
  }
  return out;
}

TEST(OpeningScan, FindsEveryHeadOnceInEveryCut) {
  constexpr std::string_view kBetween = " \"'\\n/=._-x1;%mK\x1B[";
  std::mt19937_64 random(20261127);
  std::size_t found = 0;
  for (int i = 0; i < 60; ++i) {
    std::string text;
    for (std::size_t heads = 1 + random() % 8; heads > 0; --heads) {
      for (std::size_t n = random() % 12; n > 0; --n) text += kBetween[random() % kBetween.size()];
      text += head_of(random);
    }
    found += openings_in(text).size();
    expect_all(text, random());
  }
  EXPECT_GT(found, 50U);
}

TEST(OpeningScan, FindsThoseAcrossBlocks) {
  std::mt19937_64 random(7);
  for (std::size_t before = Kinds::kBytes - 24; before < Kinds::kBytes + 4; ++before) {
    std::string text(before, random() % 2 == 0 ? ' ' : '.');
    if (before % 3 == 0) text.back() = '"';
    text += "sk" + std::string("a1b2c3d4e5f6g7h8") + "\n" + head_of(random);
    ASSERT_FALSE(openings_in(text).empty());
    expect_all(text, random());
  }
}

TEST(OpeningScan, FindsThoseBesideRunsOfOneCharacter) {
  std::mt19937_64 random(20261128);
  for (const char c : {'a', ' ', '7', 'k'}) {
    for (const std::size_t size : {std::size_t{17}, Kinds::kBytes, 2 * Kinds::kBytes + 5}) {
      expect_all("sk" + std::string(size, c) + "." + head_of(random), random());
      expect_all(" s" + std::string(size, c) + " sk" + std::string(14, 'b'), random());
    }
  }
}

TEST(OpeningScan, FindsNoneWithoutOpenings) {
  const std::string text = "skA1b2C3d4E5f6G7h8";
  const Window window{test::bytes_of(text), 0, true};
  Kinds kinds;
  find_kinds(fastest_kernel(), window.bytes, kinds);
  const Openings none;
  for (const Openings* const openings : {static_cast<const Openings*>(nullptr), &none}) {
    OpeningScan scan(openings, fastest_kernel(), OpeningScan::Of::stream);
    scan.take(window, {0, text.size()}, kinds);
    EXPECT_TRUE(scan.hits().empty());
  }
}

}  // namespace
}  // namespace inkblot
