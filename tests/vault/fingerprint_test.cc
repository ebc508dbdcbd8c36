// Keyed hashes, canonical text, and the window of a form.
#include "vault/fingerprint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/vault.h"

namespace inkblot {
namespace {

std::string canonical(std::string_view text, Spacing spacing) {
  std::string out;
  append_canonical(bytes_of(text), spacing, out);
  return out;
}

TEST(Fingerprint, EveryHashDependsOnTheKeyAndOnEveryByte) {
  const Hasher one(keys_of(1));
  const Hasher other(keys_of(2));
  const std::vector<std::uint8_t> text = bytes_of("a value of some bytes");
  const Bytes window = Bytes(text).first(kWindowBytes);
  EXPECT_NE(one.window(window), other.window(window));
  EXPECT_NE(one.tail(window), other.tail(window));
  EXPECT_NE(one.window(window), one.tail(window));
  EXPECT_NE(one.whole(text), other.whole(text));
  EXPECT_FALSE(same(one.proof(text), other.proof(text)));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::vector<std::uint8_t> changed = text;
    changed[i] ^= 1U;
    EXPECT_NE(one.whole(text), one.whole(changed)) << i;
    EXPECT_FALSE(same(one.proof(text), one.proof(changed))) << i;
    if (i >= kWindowBytes) continue;
    EXPECT_NE(one.window(window), one.window(Bytes(changed).first(kWindowBytes))) << i;
    EXPECT_NE(one.tail(window), one.tail(Bytes(changed).first(kWindowBytes))) << i;
  }
}

TEST(Fingerprint, IsTheSameEachTime) {
  const std::vector<std::uint8_t> text = bytes_of("a value of some bytes");
  EXPECT_TRUE(same(Hasher(keys_of(7)).proof(text), Hasher(keys_of(7)).proof(text)));
  EXPECT_EQ(Hasher(keys_of(7)).whole(text), Hasher(keys_of(7)).whole(text));
}

TEST(Fingerprint, HighBitsOfMarksAreSpread) {
  std::mt19937 random(3);  // NOLINT: the same each time.
  std::vector<bool> seen(std::size_t{1} << 16U);
  for (int i = 0; i < 65536; ++i) {
    const auto low = static_cast<std::uint32_t>(random());
    seen[mark_of(low, static_cast<std::uint8_t>(random())) >> 16U] = true;
  }
  const auto places = std::count(seen.begin(), seen.end(), true);
  EXPECT_GT(places, 40'000);  // 63 % of 65536 are to be expected.
  EXPECT_LT(places, 43'000);
}

TEST(Fingerprint, GapsAreRunsOfBlanksWithALineEnd) {
  EXPECT_EQ(canonical("one \t\r\n  two", Spacing::line_ends), "one\ntwo");
  EXPECT_EQ(canonical("one\n\n\ntwo", Spacing::line_ends), "one\ntwo");
  EXPECT_EQ(canonical("one  two\tthree", Spacing::line_ends), "one  two\tthree");
  EXPECT_EQ(canonical("YWJj\n  ZGVm\r\nZ2hp", Spacing::wrapped), "YWJjZGVmZ2hp");
  EXPECT_EQ(canonical("YWJj ZGVm", Spacing::wrapped), "YWJj ZGVm");
  EXPECT_EQ(canonical("one \r\n two", Spacing::exact), "one \r\n two");
}

TEST(Fingerprint, ClassesTellAPromptFromAWord) {
  EXPECT_EQ(classes_of(bytes_of("ab")), classes_of(bytes_of("fc")));
  EXPECT_NE(classes_of(bytes_of("a ")), classes_of(bytes_of("ab")));
  EXPECT_NE(class_of(':'), class_of('-'));
  EXPECT_NE(class_of(' '), class_of('\n'));
  EXPECT_EQ(classes_of(bytes_of("abcdefgh")), classes_of(bytes_of("abcdefgh and more")));
  for (unsigned byte = 0; byte < 256; ++byte) {
    EXPECT_GE(class_of(static_cast<std::uint8_t>(byte)), 1) << byte;
    EXPECT_LE(class_of(static_cast<std::uint8_t>(byte)), 15) << byte;
  }
}

struct Moved {
  std::string text;
  int offset;  // -1: refused.
};

TEST(Fingerprint, AWindowThatRepeatsIsMoved) {
  const Hasher hasher(keys_of(4));
  for (const Moved& row : std::vector<Moved>{{"hunter2hunter2", 0},
                                             {"aaaaaaaaXbcdefgh", 1},
                                             {"ababababab0123456789", 3},
                                             {"abcabcabcabc", -1},
                                             {std::string(40, 'a') + "tail", -1},
                                             {"aaaaaaaa", -1},
                                             {"abcd", 0},
                                             {"aaaa", -1}}) {
    const auto print = print_of(hasher, bytes_of(row.text), Form::plain, Spacing::exact);
    EXPECT_EQ(print ? print->offset : -1, row.offset) << row.text;
  }
}

TEST(Fingerprint, APrintIsWhatTheHasherSays) {
  const Hasher hasher(keys_of(5));
  const std::vector<std::uint8_t> text = bytes_of("0123abcdXYZ");
  const auto print = print_of(hasher, text, Form::hex, Spacing::wrapped);
  ASSERT_TRUE(print);
  EXPECT_EQ(print->length, text.size());
  EXPECT_EQ(print->form, Form::hex);
  EXPECT_EQ(print->spacing, Spacing::wrapped);
  EXPECT_FALSE(print->bounded);
  EXPECT_EQ(print->window, hasher.window(Bytes(text).first(8)));
  EXPECT_EQ(print->tail, hasher.tail(Bytes(text).last(8)));
  EXPECT_EQ(print->whole, hasher.whole(text));
  EXPECT_TRUE(same(print->proof, hasher.proof(text)));
  EXPECT_EQ(print->marks, (Marks{mark_of(0x33323130, 'a'), mark_of(0x61333231, 'b'),
                                 mark_of(0x62613332, 'c'), mark_of(0x63626133, 'd')}));
  EXPECT_EQ(print->classes, classes_of(text));
}

TEST(Fingerprint, AShortFormIsBounded) {
  const Hasher hasher(keys_of(6));
  const std::vector<std::uint8_t> text = bytes_of("x7#qP");
  const auto print = print_of(hasher, text, Form::plain, Spacing::exact);
  ASSERT_TRUE(print);
  EXPECT_TRUE(print->bounded);
  EXPECT_EQ(print->window, hasher.window(text));
  EXPECT_EQ(print->tail, hasher.tail(text));
  EXPECT_EQ(print->marks, Marks{});
}

TEST(Fingerprint, ALongFormIsFoundPieceByPiece) {
  const Hasher hasher(keys_of(8));
  std::mt19937 random(8);  // NOLINT: the same each time.
  std::vector<std::uint8_t> text(3 * kFormBytesMax + 3);
  for (std::uint8_t& byte : text) byte = static_cast<std::uint8_t>('a' + random() % 26);
  // No piece may begin where all windows repeat themselves.
  std::fill_n(text.begin() + kFormBytesMax - 10, 64, 'a');
  const auto prints = prints_of(hasher, text, Form::plain, Spacing::exact);
  ASSERT_EQ(prints.size(), 4U);
  std::size_t at = 0;
  for (const FormPrint& print : prints) {
    ASSERT_LE(at + print.length, text.size());
    EXPECT_LE(print.length, kFormBytesMax);
    EXPECT_GE(print.length, kWindowBytes);
    EXPECT_EQ(print.whole, hasher.whole(Bytes(text).subspan(at, print.length)));
    at += print.length;
  }
  EXPECT_EQ(at, text.size());
  EXPECT_TRUE(prints_of(hasher, std::vector<std::uint8_t>(3 * kFormBytesMax, 'a'), Form::plain,
                        Spacing::exact)
                  .empty());
}

TEST(Fingerprint, SaysWhichSignsStandInItsWindow) {
  using namespace std::string_view_literals;
  const Hasher hasher(keys_of(1));
  const auto signs = [&](std::string_view text) {
    return print_of(hasher, bytes_of(text), Form::plain, Spacing::exact)->signs;
  };
  EXPECT_EQ(signs("nothing of it: \"\n"), 0);
  EXPECT_EQ(signs("a\n\r\t\"'`\\ and more"), kNuls - 1);
  EXPECT_EQ(signs("one \"sign\""), 1U << kSigns.find('"'));
  EXPECT_EQ(signs("u\0t\0f\0-\0"sv), kNuls);
  EXPECT_EQ(signs("\0abcdefgh"sv), 0);
}

}  // namespace
}  // namespace inkblot
