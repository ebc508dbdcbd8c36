// The tokeniser with every kernel against the oracle's loop, in every cut.
#include "sweep/tokeniser.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "reference/whole_buffer.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

std::vector<Span> tokens(Kernel kernel, const std::string& text,
                         const std::vector<std::size_t>& cut) {
  Tokeniser tokeniser(kernel);
  std::vector<Span> out;
  std::size_t end = 0;
  for (const std::size_t size : cut) {
    end += size;
    const std::size_t kept = 2 * kTokenBytesMax + size;  // As little as it asks for, and some.
    const std::size_t begin = end > kept ? end - kept : 0;
    const Bytes bytes = test::bytes_of(text).subspan(begin, end - begin);
    tokeniser.scan({bytes, begin, end == text.size()}, out);
  }
  return out;
}

void expect_reference(const std::string& text, std::uint64_t seed) {
  const std::vector<Span> expected = reference::tokens_in(text);
  for (const Kernel kernel : {Kernel::scalar, Kernel::sse2, Kernel::avx2, Kernel::avx512}) {
    if (!can_run(kernel)) continue;
    for (const auto& cut : test::cuts_of(text.size(), seed, 4)) {
      ASSERT_EQ(expected, tokens(kernel, text, cut))
          << static_cast<int>(kernel) << " in " << cut.size() << " pieces: " << text;
    }
  }
}

TEST(Tokeniser, FindsWhatNoWordIsLike) {
  const auto found = [](const std::string& text) {
    return !tokens(fastest_kernel(), text, {text.size()}).empty();
  };
  EXPECT_TRUE(found("a7b6c5d4e3f2g1h0"));
  EXPECT_TRUE(found("(aBcDeFgHiJkLmN)"));
  EXPECT_FALSE(found("a7b6c5d4e3f2g"));  // Too short.
  EXPECT_FALSE(found("getUserAccount"));
  EXPECT_FALSE(found("a_long_name_with_1_digit"));
  EXPECT_FALSE(found("words-before-it-77"));  // Its first 16 characters hold no digit.
  EXPECT_FALSE(found("a7b6c5d.4e3f2g1h0"));
  EXPECT_TRUE(found(std::string(kTokenBytesMax, '7')));
  EXPECT_FALSE(found(std::string(kTokenBytesMax + 1, '7')));
}

TEST(Tokeniser, AgreesWithTheOracleOnRandomText) {
  constexpr std::string_view kCharacters = "abcXYZ0189_- .\"\\/";
  std::mt19937_64 random(20261126);
  for (int i = 0; i < 150; ++i) {
    // Runs are long in some texts, and short in others.
    const std::size_t blanks = 2 + random() % 40;
    std::string text(random() % 300, ' ');
    for (char& c : text) {
      c = random() % blanks == 0 ? ' ' : kCharacters[random() % kCharacters.size()];
    }
    expect_reference(text, random());
  }
}

TEST(Tokeniser, AgreesWithTheOracleAcrossBlocks) {
  std::mt19937_64 random(7);
  std::string text;
  while (text.size() < 20000) {
    for (std::size_t left = random() % 700; left > 0; --left) {
      text += "0aB9_-z"[random() % 7];
    }
    text += ' ';
  }
  expect_reference(text, 20261127);
}

TEST(Tokeniser, AgreesWithTheOracleOnRunsOfOneCharacter) {
  std::mt19937_64 random(20261128);
  for (int i = 0; i < 40; ++i) {
    std::string text;
    while (text.size() < 12000) {
      const std::size_t most = random() % 4 == 0 ? 9000 : 600;
      text.append(random() % most, "7aZ_- .\0"[random() % 8]);
    }
    expect_reference(text, random());
  }
}

TEST(Tokeniser, ATokenAtEveryPlaceOfABlock) {
  for (std::size_t before = 0; before < 140; ++before) {
    for (const std::size_t size : {13U, 14U, 15U, 63U, 64U, 65U}) {
      const std::string text =
          std::string(before, ' ') + std::string(size, '7') + (before % 2 == 0 ? "" : " x");
      const auto found = tokens(fastest_kernel(), text, {text.size()});
      ASSERT_EQ(reference::tokens_in(text), found) << before << " " << size;
    }
  }
}

}  // namespace
}  // namespace inkblot
