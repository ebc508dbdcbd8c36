// Entities and quoted-printable are undone up to the line's end, with the way back.
#include "unwrap/respelled.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/chunking.h"

namespace inkblot {
namespace {

Window window_of(const std::string& text, bool at_end = true) {
  return {test::bytes_of(text), 0, at_end};
}

// The text of the line in which the first such character stands, and "..." behind it when it is
// cut; "-" when it says nothing.
std::string read(const std::string& text, Offset at) {
  const Window window = window_of(text);
  Glyph glyph;
  EXPECT_EQ(next_glyph(window, at, glyph), Step::ok);
  const Encoding coding = spelling_of(glyph.c);
  SpelledChar c;
  EXPECT_EQ(next_char(window, at, coding, c), Step::ok);
  RespelledReader reader;
  if (!c.spelled || !reader.open(window, c, coding)) return "-";
  EXPECT_EQ(reader.read(window), RespelledReader::State::ended);
  EXPECT_EQ(reader.locate(0, reader.text().size()).end, reader.end());
  return std::string(reader.text().begin(), reader.text().end()) + (reader.is_cut() ? "..." : "");
}

// What ends before anything of it is spelled is as it stands: it may stand beside what is spelled
// because lines were joined.
TEST(Respelled, WhatStandsByItselfIsNotTold) {
  const std::string text = "ab=cd&quot;e";
  const Window window = window_of(text);
  SpelledChar c;
  ASSERT_EQ(next_char(window, 5, Encoding::html, c), Step::ok);
  RespelledReader reader;
  ASSERT_TRUE(reader.open(window, c, Encoding::html));
  ASSERT_EQ(reader.read(window), RespelledReader::State::ended);
  EXPECT_FALSE(reader.is_told(0, 2));
  EXPECT_FALSE(reader.is_told(0, 4));
  EXPECT_TRUE(reader.is_told(0, 5));
  EXPECT_TRUE(reader.is_told(3, 7));
  EXPECT_TRUE(reader.is_told(6, 7));
}

TEST(Respelled, Entities) {
  EXPECT_EQ(read("first\na=&quot;b&#39;c&#x2F;d&amp;e\nnext", 8), "a=\"b'c/d&e");
  EXPECT_EQ(read("a\\u0026lt;b%26gt%3Bc\\nnext", 1), "a<b>c");
  EXPECT_EQ(read("&#xe9;&#8364;", 0), "\xc3\xa9\xe2\x82\xac");
  EXPECT_EQ(read("a && b", 2), "-");
  EXPECT_EQ(read("a &nothing; b", 2), "-");
}

TEST(Respelled, QuotedPrintable) {
  EXPECT_EQ(read("key=3Dvalue=20=C3=A9 =x\nnext", 3), "key=value \xc3\xa9 =x");
  const std::string line(74, 'a');
  EXPECT_EQ(read(line + "=\n" + line + "=\r\ncc\ndd", 74), line + line + "cc");
  EXPECT_EQ(read(line + "=\nbb=\r\ncc\ndd", 74), line + "bb...");
  EXPECT_EQ(read("{\"text\": \"" + line + "=\\nbb\"}", 84), "{\"text\": \"" + line + "bb\"}");
  EXPECT_EQ(read("x =\nbb", 2), "-");
  // What is spelled three times may be cut within.
  EXPECT_EQ(read("a=3D3D\nbb\ncc", 1), "a=3D\nbb");
  // A line end that only reading forwards shows.
  EXPECT_EQ(read("aa=%0Abb=3Dc", 8), "=.bb=c");
  // One that percent signs spell is none, but where a tag may have taken its equals sign along.
  EXPECT_EQ(read("aa%0Abb=3Dc", 7), "aa%0Abb=c");
  EXPECT_EQ(read("REDACTED_x%0D%0Abb=3Dc", 18), "=.bb=c");
  EXPECT_EQ(read("REDACTED_x%0a%0Abb=3Dc", 18), "=.bb=c");
}

// Where each character of a text begins that is told.
std::string told(const std::string& text, Encoding coding) {
  const Window window = window_of(text);
  RespelledReader reader;
  SpelledChar c;
  for (Offset at = 0;; at = c.end) {
    EXPECT_EQ(next_char(window, at, coding, c), Step::ok);
    if (c.spelled && reader.open(window, c, coding)) break;
  }
  EXPECT_EQ(reader.read(window), RespelledReader::State::ended);
  std::string out(text.size(), '-');
  for (std::size_t i = 0; i < reader.text().size(); ++i) {
    const Offset begin = reader.locate(i, i + 1).begin;
    if (begin >= reader.first() && reader.is_told(i, reader.text().size()))
      out[begin] = static_cast<char>(reader.text()[i]);
  }
  return out;
}

// With so many signs that are written out the line is none; one that shows itself begins anew.
TEST(Respelled, SignsThatAreWrittenOutEndALine) {
  const auto signs = [](unsigned count) {
    std::string out;
    for (unsigned i = 0; i < count; ++i) out += "x=y ";
    return out;
  };
  constexpr unsigned kMost = RespelledReader::kBareSignsMax;
  const std::string most = signs(kMost);
  EXPECT_EQ(read("a=3D" + most + "b\nc", 1), "a=" + most + "b");
  EXPECT_EQ(read("a=3D" + signs(kMost + 1) + "b\nc", 1), "a=" + most + "x");
  EXPECT_EQ(read("a=3D" + most + "=3D" + most + "b\nc", 1), "a=" + most + "=" + most + "b");
  // What is spelled but does not show itself counts for nothing.
  EXPECT_EQ(read("a=3D" + most + "=41=z", 1), "a=" + most + "A");
  // Signs before the first one that shows itself are no matter, nor are they where entities stand.
  EXPECT_EQ(read(most + "x=y=3Db", 4 * kMost + 3), most + "x=y=b");
  EXPECT_EQ(read("a&lt;" + most + most + "b\nc", 1), "a<" + most + most + "b");
}

TEST(Respelled, TellsWhatNoRedactionBringsAbout) {
  EXPECT_EQ(told("one two&quot;three four", Encoding::html), "----two\"-----three four");
  // A redaction may have made one line of two.
  EXPECT_EQ(told("&lt;a REDACTED_x one two&amp;", Encoding::html), "<---a REDACTED_------two&----");
  // What follows a line end that may have been a soft one may go on from the line before.
  EXPECT_EQ(told("aa=\nbb c=3Dd", Encoding::quoted_printable), "-------c=--d");
  EXPECT_EQ(told("REDACTED_x\r\nbb c=3Dd", Encoding::quoted_printable), "---------------c=--d");
  EXPECT_EQ(told("REDACTED_x%0Abb c=3Dd", Encoding::quoted_printable), "----------------c=--d");
  EXPECT_EQ(told("REDACTED_x\n\\nbb c=3Dd", Encoding::quoted_printable), "----------------c=--d");
  // A tag may have taken that line end along.
  EXPECT_EQ(told("REDACTED_x=3Dbb c=3Dd", Encoding::quoted_printable), "REDACTED_-------c=--d");
  EXPECT_EQ(told("REDACTED_x =3Dbb", Encoding::quoted_printable), "-----------=--bb");
  EXPECT_EQ(told("REDACTED_x&equals;bb", Encoding::html), "REDACTED_-----------");
  // Or a hard one: then what shows the line by itself is to stand in it.
  EXPECT_EQ(told("a=3DREDACTED_x =E8bb c=3Dd", Encoding::quoted_printable),
            "a=--REDACTED_--------c=--d");
  EXPECT_EQ(told("&lt;REDACTED_x &sol;bb &amp;d", Encoding::html), "<---REDACTED_----------&----d");
  EXPECT_EQ(told("aa=\nbb&amp;d", Encoding::html), "----bb&----d");
  EXPECT_EQ(told("aa\nbbc=3Dd", Encoding::quoted_printable), "---bbc=--d");
}

// All that a reader says of a line that is read in pieces of this size.
struct Said {
  std::string text;
  std::vector<Span> places;
  std::vector<bool> told;
  Offset end = 0;
  bool operator==(const Said&) const = default;
};

Said said(const std::string& text, const SpelledChar& first, Encoding coding, std::size_t step) {
  RespelledReader reader;
  if (!reader.open({test::bytes_of(text).first(first.end), 0, false}, first, coding)) return {};
  using State = RespelledReader::State;
  State state = State::starved;
  for (std::size_t end = first.end; state == State::starved && end <= text.size();) {
    state = reader.read({test::bytes_of(text).first(end), 0, end == text.size()});
    end = end == text.size() ? end + 1 : std::min(text.size(), end + step);
  }
  Said out{std::string(reader.text().begin(), reader.text().end()), {}, {}, reader.end()};
  for (std::size_t i = 0; i < reader.text().size(); ++i) {
    out.places.push_back(reader.locate(i, i + 1));
    out.told.push_back(reader.is_told(i, reader.text().size()));
  }
  return out;
}

// A piece of one byte is read as it comes; what is there as a whole is read in stretches.
TEST(Respelled, StretchesAreWhatTheirCharactersAre) {
  constexpr std::array<std::string_view, 13> kParts = {"&quot;",
                                                       "=3D",
                                                       "plain text of a line",
                                                       "key",
                                                       "REDACTED_github-pat",
                                                       "&",
                                                       "=",
                                                       "\\u0026",
                                                       "\x1B[31m",
                                                       "&#x41;",
                                                       "=\r\n",
                                                       "a REDACTED_",
                                                       "%26"};
  std::mt19937_64 random(20261128);
  std::size_t read = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t parts = 1 + random() % 9; parts > 0; --parts) {
      text += kParts.at(random() % kParts.size());
    }
    if (random() % 4 == 0) text += "\nnext line";
    const Window window = window_of(text);
    for (const Encoding coding : {Encoding::html, Encoding::quoted_printable}) {
      SpelledChar c;
      for (Offset at = 0; next_char(window, at, coding, c) == Step::ok; at = c.end) {
        if (!c.spelled) continue;
        const Said whole = said(text, c, coding, text.size());
        ASSERT_EQ(whole, said(text, c, coding, 1)) << text;
        read += whole.text.size() > 8 ? 1 : 0;
        break;
      }
    }
  }
  EXPECT_GT(read, 500U);
}

TEST(Respelled, WaitsForWhatIsNotThere) {
  SpelledChar c;
  EXPECT_EQ(next_char(window_of("&quo", false), 0, Encoding::html, c), Step::need_more);
  EXPECT_EQ(next_char(window_of("&quo"), 0, Encoding::html, c), Step::ok);
  EXPECT_FALSE(c.spelled);
  EXPECT_EQ(next_char(window_of("=3", false), 0, Encoding::quoted_printable, c), Step::need_more);
}

}  // namespace
}  // namespace inkblot
