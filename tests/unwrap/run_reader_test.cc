// A run is read up to the first byte that no text has, with its way back.
#include "unwrap/run_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "confirm/coding.h"
#include "support/chunking.h"
#include "tag.h"

namespace inkblot {
namespace {

Window window_of(const std::string& text, bool at_end = true) {
  return {test::bytes_of(text), 0, at_end};
}

std::string text_of(const RunReader& reader) {
  return {reader.text().begin(), reader.text().end()};
}

TEST(RunReader, ReadsWhatStandsBeforeTheStreakAsFarAsItIsText) {
  const std::string plain = "short \xc3\xa9\xc3\xa9\xc3\xa9 and a longer text";
  const std::string run = coding::encode(std::string("\x01\x02\xff") + plain, coding::kBase64);
  RunReader reader;
  reader.open(window_of(run), 20, kBase64Digits, 0);
  EXPECT_EQ(reader.read(window_of(run)), RunReader::State::ended);
  EXPECT_EQ(text_of(reader), plain);
  EXPECT_EQ(reader.whole(), (Span{4, run.size()}));
  EXPECT_EQ(reader.locate(0, 1), (Span{4, 8}));
  EXPECT_EQ(reader.locate(2, 4), (Span{4, 12}));
}

// A byte that goes on with no character ends what stands before it, and may begin a text.
TEST(RunReader, ATextMayBeginBehindACharacterThatIsCut) {
  const std::string plain = "a longer text that is one";
  for (const std::string before : {"\xee", "x\xee", "xx\xee", "\xee\x80", "\xf0\x9f\x92"}) {
    const std::string run = coding::encode(before + plain, coding::kBase64);
    RunReader reader;
    reader.open(window_of(run), 16, kBase64Digits, 0);
    EXPECT_EQ(reader.read(window_of(run)), RunReader::State::ended);
    const std::string text = text_of(reader);
    EXPECT_EQ(text.substr(text.find_first_not_of('\n')), plain) << before.size();
    EXPECT_EQ(reader.locate(text.size() - 1, text.size()).end, run.size()) << before.size();
  }
}

TEST(RunReader, EndsWithTheFirstByteThatNoTextHas) {
  const std::string run =
      coding::encode(std::string("a text that ends ab") + '\0' + "behind", coding::kBase64);
  RunReader reader;
  reader.open(window_of(run), 0, kBase64Digits, 0);
  EXPECT_EQ(reader.read(window_of(run)), RunReader::State::ended);
  EXPECT_EQ(text_of(reader), "a text that ends ab");
  EXPECT_EQ(reader.end(), 28U);
}

TEST(RunReader, ALineIsAsLongAsItIsWhereverItsTextBegins) {
  const std::string plain = "a text that begins in a line and goes on behind it";
  std::string run = coding::encode(std::string(21, '\xff') + plain, coding::kBase64);
  run.insert(76, "\n");
  RunReader reader;
  reader.open(window_of(run), 28, kBase64Digits, 28);
  EXPECT_EQ(reader.read(window_of(run)), RunReader::State::ended);
  EXPECT_EQ(text_of(reader), plain);
  EXPECT_FALSE(reader.follows_tag());
  EXPECT_FALSE(reader.is_cut());
  // Of a line in which a tag stands that is not known.
  run.replace(0, 28, std::string(15, 'x') + "REDACTED_jwt/");
  reader.open(window_of(run), 28, kBase64Digits, 28);
  EXPECT_EQ(reader.read(window_of(run)), RunReader::State::ended);
  EXPECT_EQ(text_of(reader), plain.substr(0, 36));
  EXPECT_TRUE(reader.follows_tag());
  EXPECT_TRUE(reader.is_cut());
}

TEST(RunReader, ATagAnywhereInTheLineBeforeMayHoldItsBegin) {
  const std::string run = coding::encode("a text of some letters", coding::kBase64);
  for (const char* const before :
       {"REDACTED_jwt", "REDACTED_jwt/Pz8/", "Pz8/REDACTED_jwt+Pz8", "Pz8/Pz8"}) {
    const std::string text = std::string(before) + "\n" + run;
    const std::size_t begin = text.size() - run.size();
    RunReader reader;
    reader.open(window_of(text), begin, kBase64Digits, begin);
    EXPECT_EQ(reader.follows_tag(), text.find("REDACTED_") != std::string::npos) << before;
  }
}

// Before the tag stood there it was one with the line before it.
TEST(RunReader, ALineThatATagCutsMayHaveBegunBefore) {
  const std::string run = coding::encode("a text of some letters", coding::kBase64);
  struct Row {
    std::size_t before;
    const char* behind;
    bool follows;
  };
  for (const auto& [size, behind, follows] : {Row{24, "REDACTED_jwt", true},
                                              {24, "////abcREDACTED_jwt", true},
                                              {24, "\n", false},
                                              {24, " REDACTED_jwt", false},
                                              {23, "REDACTED_jwt", false}}) {
    const std::string text = std::string(size, 'x') + "\n" + run + behind;
    RunReader reader;
    reader.open(window_of(text), size + 1, kBase64Digits, size + 1);
    const Window first{test::bytes_of(text).first(size + 1 + run.size()), 0, false};
    EXPECT_EQ(reader.read(first), RunReader::State::starved);
    EXPECT_EQ(reader.read(window_of(text)), RunReader::State::ended);
    EXPECT_EQ(reader.follows_tag(), follows) << text;
  }
}

// %0A is a line end, and its digits are none of the line behind it.
TEST(RunReader, ALineMayBeginBehindASpelledLineEnd) {
  const std::string plain = "a text that begins in a line and goes on behind it";
  const std::string run = coding::encode(plain, coding::kBase64);
  const std::string gap = "%0D%0a";
  const std::string before = "REDACTED_jwt" + gap;
  const std::string text = before + run.substr(0, 60) + gap + run.substr(60);
  RunReader reader;
  reader.open(window_of(text), before.size() + 20, kBase64Digits, 0);
  EXPECT_EQ(reader.read(window_of(text)), RunReader::State::ended);
  EXPECT_EQ(text_of(reader), plain);
  EXPECT_EQ(reader.whole(), (Span{before.size(), text.size()}));
  EXPECT_TRUE(reader.follows_tag());
}

TEST(RunReader, ATagMakesALineOfAnotherWidth) {
  const std::string plain = "a text of some more than fifty letters, all in one line";
  std::string run = coding::encode(plain + plain, coding::kBase64).substr(0, 144);
  run.insert(72, "\n");
  RunReader reader;
  for (const bool cut : {false, true}) {
    if (cut) run.replace(100, 8, "REDACTED_jwt");
    const std::string text = "REDACTED_jwt\r\n  " + run + "\n";
    reader.open(window_of(text), 16, kBase64Digits, 0);
    EXPECT_EQ(reader.read(window_of(text)), RunReader::State::ended);
    EXPECT_EQ(text_of(reader), (plain + plain).substr(0, cut ? 54 : 108));
    EXPECT_EQ(reader.is_cut(), cut);
    EXPECT_TRUE(reader.follows_tag());
  }
}

// The letters of a tag are digits as well; a password that ends at one was part of something.
TEST(RunReader, EndsBeforeATag) {
  for (const Base* base : {&kBase64Digits, &kHexDigits}) {
    const std::string run = base == &kHexDigits
                                ? "6120706173737764207468617420656e6473"
                                : coding::encode("a passwd that ends", coding::kBase64);
    for (std::size_t cut = run.size() - 4; cut <= run.size(); ++cut) {
      const std::string text = run.substr(0, cut) + "REDACTED_jwt/" + run;
      const std::string decoded = std::string("a passwd that ends").substr(0, cut * base->bits / 8);
      RunReader reader;
      reader.open(window_of(text), 0, *base, 0);
      EXPECT_EQ(reader.read(window_of(text)), RunReader::State::ended);
      EXPECT_EQ(text_of(reader), decoded);
      EXPECT_TRUE(reader.is_cut());
      for (std::size_t size = 0; size < cut + kTag.size(); ++size) {
        const std::string some = text.substr(0, size);
        reader.open(window_of(some, false), 0, *base, 0);
        EXPECT_EQ(reader.read(window_of(some, false)), RunReader::State::starved);
        EXPECT_EQ(reader.read(window_of(text)), RunReader::State::ended);
        EXPECT_EQ(text_of(reader), decoded) << size;
        EXPECT_TRUE(reader.is_cut()) << size;
      }
    }
  }
}

TEST(RunReader, EscapesAndPadding) {
  const std::string run = "YXNrIG1lOiB3aHk\\/IGJlY2F1c2Ugd2h5Pw\\u003d\\u003d\" next";
  RunReader reader;
  reader.open(window_of(run), 0, kBase64Digits, 0);
  EXPECT_EQ(reader.read(window_of(run)), RunReader::State::ended);
  EXPECT_EQ(text_of(reader), "ask me: why? because why?");
  EXPECT_EQ(reader.end(), run.find('"'));
}

TEST(RunReader, WaitsForWhatMayBelongToIt) {
  const std::string run =
      "YSBsaW5lIG9mIHNvbWUgdGV4dCwgYW5kIG1vcmUgb2YgdGhlIHNhbWUgbGluZSwg\nYW5kIGFub3RoZXIg";
  RunReader reader;
  reader.open(window_of(run, false), 0, kBase64Digits, 0);
  EXPECT_EQ(reader.read(window_of(run, false)), RunReader::State::starved);
  EXPECT_EQ(reader.begin(), 0U);
  EXPECT_EQ(reader.read(window_of(run)), RunReader::State::ended);
  EXPECT_EQ(text_of(reader), "a line of some text, and more of the same line, and another ");
}

TEST(RunReader, ALongOneIsTakenInPieces) {
  const std::string plain(3 * RunReader::kTextBytes, 'x');
  const std::string run = coding::encode(plain, coding::kBase64);
  RunReader reader;
  reader.open(window_of(run), 0, kBase64Digits, 0);
  std::size_t size = 0;
  while (reader.read(window_of(run)) == RunReader::State::full) {
    size += 3000;
    reader.drop(3000);
    EXPECT_EQ(reader.begin(), size / 3 * 4);
  }
  EXPECT_EQ(size + reader.text().size(), plain.size());
}

// All of it was taken where a line ended: what comes next begins behind what was read last.
TEST(RunReader, IsNotFullWhereNothingIsKept) {
  constexpr std::size_t kLine = 64;  // kTextBytes are 256 lines.
  const std::string plain(2 * RunReader::kTextBytes, 'x');
  std::string run;
  const std::string encoded = coding::encode(plain, coding::kBase64);
  for (std::size_t i = 0; i < encoded.size(); i += kLine) run += encoded.substr(i, kLine) + "\n";
  RunReader reader;
  reader.open_bytes(0);
  std::size_t size = 0;
  while (reader.read(window_of(run)) == RunReader::State::full) {
    ASSERT_EQ(reader.text().size(), RunReader::kTextBytes);
    size += reader.text().size();
    reader.drop(reader.text().size());
  }
  EXPECT_EQ(size + reader.text().size(), plain.size());
}

// What begins with no text is let go, and a colour code stands behind it.
TEST(RunReader, IsNotFullOfWhatItLetGo) {
  const std::string run = "aaaa\\u001b[0maaZXh0IG9mIHNvbWUgd29yZHM";
  const std::size_t streak = run.find("ZXh0");
  for (std::size_t from = streak + 16; from <= run.size(); ++from) {
    RunReader reader;
    const Window window{test::bytes_of(run).first(from), 0, from == run.size()};
    reader.open(window, streak, kBase64Digits, 0);
    EXPECT_NE(reader.read(window), RunReader::State::full);
  }
}

}  // namespace
}  // namespace inkblot
