// What is encoded is found, however often and however the stream is cut, and nothing else is held.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "../fuzz/coded.h"
#include "confirm/coding.h"
#include "pack/sample.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

using fuzz::deflated;
using test::cuts_of;
using test::redact_cut;

std::string token_of(const std::string& id, std::uint64_t seed) {
  const auto pack = Pack::builtin().value();
  for (const Rule& rule : pack->rules()) {
    if (rule.id == id) return make_sample(rule, rule.sample, seed).value();
  }
  return "no such rule";
}

std::string token(std::uint64_t seed) { return token_of("github-pat", seed); }

std::string base64(const std::string& text) { return fuzz::coded(text, 0); }
std::string base64url(const std::string& text) { return fuzz::coded(text, 1); }
std::string hex(const std::string& text) { return fuzz::coded(text, 3); }

std::string wrapped(const std::string& text, std::size_t width, const std::string& gap) {
  const std::string whole = base64(text);
  std::string out;
  for (std::size_t at = 0; at < whole.size(); at += width) {
    if (at > 0) out += gap;
    out += whole.substr(at, width);
  }
  return out;
}

std::string words(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; out.size() < size; ++i)
    out += "a line of a text, number " + std::to_string(i) + "\n";
  return out;
}

std::string whole(const std::string& text) {
  return redact_cut(text, {text.size()}, test::default_options());
}

void expect_cuts(const std::string& text, const std::string& expected) {
  const Options options = test::default_options();
  for (const auto& cut : cuts_of(text.size(), 11, 6)) {
    ASSERT_EQ(redact_cut(text, cut, options), expected) << cut.size();
  }
}

std::string random_words(std::size_t size) {
  std::mt19937_64 random(9);
  std::string out;
  while (out.size() < size) out += std::to_string(random()) + "\n";
  return out;
}

const std::string kTag = "REDACTED_github-pat";

TEST(Decoded, ARunIsRedactedAsAWholeHoweverTheStreamIsCut) {
  const std::string text = "a note\nfor you: " + token(1) + " is it\n";
  for (const std::string& run : {base64(text), base64url(text), hex(text)}) {
    expect_cuts("value: " + run + " end\n", "value: " + kTag + " end\n");
    expect_cuts("{\"a\":\"" + run + "\"}", "{\"a\":\"" + kTag + "\"}");
  }
}

TEST(Decoded, CodingsInEachOther) {
  const std::string text = "key " + token(2) + "\n";
  for (const std::string& run :
       {base64(hex(text)), hex(base64url(text)), base64(base64(base64(text)))}) {
    expect_cuts("value: " + run + " end\n", "value: " + kTag + " end\n");
  }
  const std::string deep = base64(base64(base64(base64(text))));
  EXPECT_EQ(whole(deep), deep);
}

TEST(Decoded, LinesOfOneWidth) {
  const std::string text = words(150) + token(3) + words(100);
  for (const std::string& gap : {std::string("\n"), std::string("\r\n  "), std::string("\\n")}) {
    expect_cuts("x: " + wrapped(text, 64, gap) + gap + "and more\n",
                "x: " + kTag + gap + "and more\n");
  }
  const std::string json = nlohmann::json(wrapped(text, 76, "\n") + "\nand more").dump();
  EXPECT_EQ(whole(json), "\"" + kTag + "\\nand more\"");
}

// A key of so many lines.
std::string key_block(std::size_t lines) {
  std::mt19937_64 random(7);
  std::string out = "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 2\n\n";
  for (std::size_t i = 0; i < lines; ++i) {
    std::string bytes(48, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    out += coding::encode(bytes, coding::kBase64) + "\n";
  }
  return out + "-----END PGP PRIVATE KEY BLOCK-----\n";
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

// A text is read in pieces, and a key may begin in one and end in the next or in a later one.
TEST(Decoded, AKeyIsRedactedToItsEnd) {
  const std::string tag = "REDACTED_private-key";
  for (const std::size_t lines : {30, 130, 700}) {
    for (const std::size_t before : {90U, 6000U, 8000U, 9300U, 11000U, 12200U}) {
      const std::string text = words(before) + key_block(lines) + words(9000);
      const auto expect_gone = [&](const std::string& coded, std::size_t size_max) {
        const std::string out = whole(coded);
        EXPECT_NE(out.find(tag), std::string::npos) << lines << " " << before;
        EXPECT_LE(out.size(), size_max) << lines << " " << before;
      };
      const std::size_t words_size = text.size() - key_block(lines).size();
      expect_gone("x: " + wrapped(text, 76, "\n") + "\n", words_size * 77 / 57 + 250);
      const std::string spelled = replaced(text, "\n", "&#10;");
      expect_gone("&quot;" + spelled + "\n", words(before).size() * 8 / 7 + 12000);
      const std::string printable = replaced(replaced(text, "=", "=3D"), "\n", "=0A");
      expect_gone("a=3D" + printable + "\n", words(before).size() * 8 / 7 + 12000);
    }
  }
  expect_cuts("x: " + wrapped(words(700) + key_block(300), 76, "\n") + "\n",
              whole("x: " + wrapped(words(700) + key_block(300), 76, "\n") + "\n"));
}

TEST(Decoded, OfALongRunWhatStandsBeforeIsKept) {
  const std::string before = words(30000);
  const std::string text = before + token(4) + "\n" + words(30000);
  const std::string run = base64(text);
  const std::string out = whole("x " + run + "\n");
  const std::size_t first = before.size() / 3 * 4;
  EXPECT_EQ(out.substr(0, 2 + first), ("x " + run).substr(0, 2 + first));
  EXPECT_EQ(out.substr(2 + first, kTag.size()), kTag);
  const std::size_t behind = (run + "\n").find_first_of("+/=\n", first + kTag.size());
  EXPECT_EQ(out.substr(2 + first + kTag.size()), (run + "\n").substr(behind));
  const Options options = test::default_options();
  for (const std::size_t size : {1U, 7U, 1000U, 5000U}) {
    std::vector<std::size_t> cut(out.size() / size + 40 / size + 1, size);
    const std::string all = "x " + run + "\n";
    cut.assign(all.size() / size, size);
    if (all.size() % size != 0) cut.push_back(all.size() % size);
    EXPECT_EQ(redact_cut(all, cut, options), out);
  }
}

TEST(Decoded, TextBesideBytesThatAreNone) {
  std::mt19937_64 random(5);
  std::string bytes(90, ' ');
  for (char& c : bytes) c = static_cast<char>(random());
  const std::string out = whole(base64(bytes + " " + token(5) + "\n" + bytes));
  EXPECT_NE(out.find(kTag), std::string::npos);
}

// An exclamation mark's groups are text wherever one begins, so the first text is a wrong one and
// ends in the midst of the token.
// A group may be of both.
TEST(Decoded, TextBehindBytesThatAreNoneBeginsInTheirGroup) {
  for (const std::string& behind : {std::string("\xfb\xff\x01\x00", 4), std::string("\x02", 1)}) {
    for (std::size_t shift = 0; shift < 3; ++shift) {
      const std::string text = words(50) + std::string(shift, '.') + behind + token(3) + " is it";
      expect_cuts("x: " + base64(text) + "\n", whole("x: " + base64(text) + "\n"));
      EXPECT_NE(whole("x: " + base64(text) + "\n").find(kTag), std::string::npos) << shift;
    }
  }
}

TEST(Decoded, TextByTwoKindsOfGroups) {
  for (std::size_t i = 1; i < 4; ++i) {
    const std::string run = base64(std::string(36, '!') + token(6) + "\n").substr(i);
    const std::string out = whole("x " + run + " end\n");
    EXPECT_EQ(out.substr(out.find("RED")), kTag + " end\n") << i;
    expect_cuts("x " + run + " end\n", out);
  }
}

// What is a text a character off ends behind the begin of the token, of which no more than a streak
// stands in the line.
TEST(Decoded, TextThatBeginsInTheEndOfAWrongOne) {
  const std::string bytes = std::string(45, '\x83') + token(6) + "\n" + words(60);
  const std::string text = "x " + wrapped(bytes, 76, "\n") + " end\n";
  const std::string out = whole(text);
  EXPECT_EQ(out, "x " + base64(std::string(45, '\x83')) + kTag + " end\n");
  expect_cuts(text, out);
}

// Whether anything is spelled before it or not: a redaction may take the line end between.
TEST(Decoded, WhatAnEntityEnds) {
  std::mt19937_64 random(5);
  std::string key(32, ' ');
  for (char& c : key) c = static_cast<char>(random());
  const std::string head = "privateKey = ";
  const std::string value = base64(key) + "word";
  for (const std::string before : {"", "a&lt;b "}) {
    expect_cuts(before + head + value + "&amp;#x27; end\n",
                before + head + "REDACTED_secret; end\n");
  }
}

TEST(Decoded, CompressedText) {
  const std::string text = words(60) + token(7) + "\n" + words(60);
  for (const bool gzip : {true, false}) {
    const std::string run = base64(deflated(text, gzip));
    expect_cuts("value: " + run + " end\n", "value: " + kTag + " end\n");
    expect_cuts("\"a\\n" + run + "\\n\"", "\"a\\n" + kTag + "\\n\"");
    expect_cuts(base64("run " + run), kTag);
    const std::string innocent = base64(deflated(words(60), gzip));
    expect_cuts(innocent + "\n", innocent + "\n");
  }
}

TEST(Decoded, OfALongCompressedTextWhatFollowsIsRedacted) {
  const std::string text = random_words(90000) + token(8) + "\n" + random_words(90000);
  const std::string run = base64(deflated(text, true));
  ASSERT_GT(run.size(), 100000U);
  const std::string all = "x " + run + "\nnext\n";
  const std::string out = whole(all);
  EXPECT_EQ(out.substr(out.size() - kTag.size() - 6), kTag + "\nnext\n");
  const std::size_t kept = out.size() - kTag.size() - 6;
  EXPECT_EQ(out.substr(0, kept), all.substr(0, kept));
  EXPECT_GT(kept, 20000U);
  for (const std::size_t size : {1000U, 4096U, 20001U}) {
    std::vector<std::size_t> cut(all.size() / size, size);
    if (all.size() % size != 0) cut.push_back(all.size() % size);
    EXPECT_EQ(redact_cut(all, cut, test::default_options()), out);
  }
}

TEST(Decoded, ABombIsLetGo) {
  const std::string run = base64(deflated(std::string(std::size_t{1} << 25U, 'A'), true));
  EXPECT_EQ(whole(run + "\n"), run + "\n");
}

TEST(Decoded, WhatIsSpelledOtherwise) {
  const std::string key = token(10);
  const std::string half = key.substr(0, 15) + "=\n" + key.substr(15);
  const std::string line(58, 'x');
  expect_cuts("<p>key&#61;&#x22;" + key + "&quot; is it</p>\nnext\n",
              "<p>key&#61;&#x22;" + kTag + "&quot; is it</p>\nnext\n");
  expect_cuts("a=3D" + key + " b\n", "a=3D" + kTag + " b\n");
  expect_cuts(line + " " + half + " b\n", line + " " + kTag + " b\n");
  expect_cuts("see /?key%253D" + key + "%2526 b\n", "see /?key%253D" + kTag + "%2526 b\n");
  // One in the other, and line ends that are spelled.
  expect_cuts("&lt;" + line.substr(4) + " " + half + " b\n",
              "&lt;" + line.substr(4) + " " + kTag + " b\n");
  const std::string spelled = key.substr(0, 15) + "%3D%0A" + key.substr(15);
  expect_cuts(line + " " + spelled + " b\n", line + " " + kTag + " b\n");
  const std::string text = words(60) + key + words(60);
  expect_cuts("x: " + wrapped(text, 76, "%0D%0A") + "%0D%0A", "x: " + kTag + "%0D%0A");
  expect_cuts("x &lt;" + base64("is " + key) + "&gt;\n", "x &lt;" + kTag + "&gt;\n");
}

TEST(Decoded, WhatHoldsNothingIsKept) {
  for (const std::string& text :
       {base64(words(500)), hex(words(300)), wrapped(words(900), 76, "\n")}) {
    expect_cuts(text + "\n", text + "\n");
  }
}

TEST(Decoded, WhatStandsBehindACompressedTextIsText) {
  const std::string behind = " and the key " + token(12) + "\n";
  for (const std::string& stream :
       {deflated(words(300), true), deflated(words(99), false).substr(0, 50)}) {
    const std::string text = "a: " + base64(stream + behind) + " b\n";
    const std::string out = whole(text);
    EXPECT_NE(out.find(kTag), std::string::npos) << out;
    expect_cuts(text, out);
  }
}

TEST(Decoded, IsToldWithItsCoding) {
  Options options = test::default_options();
  std::vector<std::string> seen;
  options.on_redaction = [&seen](const Redaction& r) {
    seen.push_back(r.rule->id + " " + std::string(name_of(r.coding)));
  };
  const std::string text = token(6) + " " + base64("is " + token(6)) + " " + hex("is " + token(6));
  redact_cut(text, {text.size()}, options);
  EXPECT_EQ(seen, (std::vector<std::string>{"github-pat ", "github-pat base64", "github-pat hex"}));
}

// A line of 76 characters that ends in an equals sign, which is a soft line break or padding.
std::string long_line(const std::string& begin, const std::string& line_end) {
  std::string value;
  for (std::uint64_t seed = 1; value.size() < 80; ++seed) value += token(seed).substr(4, 30);
  return begin + value.substr(0, 75 - begin.size()) + "=" + line_end;
}

TEST(Decoded, ASoftLineBreakMayBeCut) {
  const Options options = test::default_options();
  for (const std::string line_end : {"\n", "\r\n"}) {
    const std::string text = long_line("password=3D", line_end) + token(9).substr(4, 12) + line_end;
    const std::string whole = redact_cut(text, {text.size()}, options);
    EXPECT_EQ(whole.find(token(9).substr(4, 12)), std::string::npos);
    for (const auto& cut : cuts_of(text.size(), 20261127, 10)) {
      ASSERT_EQ(redact_cut(text, cut, options), whole);
    }
  }
}

// In each of which an equals sign stands for itself, or the line is longer than it was.
TEST(Decoded, SoftLineBreaksInAnotherCoding) {
  const std::string key = token(10);
  const std::string left = key.substr(0, 15);
  const std::string right = key.substr(15);
  const std::string filler(30, 'x');
  // Percent-encoded after it was cut, behind a line of other things; percent-encoded before.
  const std::string title = "a == b\n";
  const std::string percent = filler + "%3D3D" + filler.substr(0, 23);
  expect_cuts(title + percent + " " + left + "%3D%0A" + right + " b\n",
              title + percent + " " + kTag + " b\n");
  const std::string inner = "a%3D" + filler + filler.substr(0, 24);
  expect_cuts(inner + " " + left + "=\n" + right + " b\n", inner + " " + kTag + " b\n");
  // HTML around it.
  const std::string quotes = "&quot;&#x27;&lt;" + filler + filler.substr(0, 25);
  expect_cuts(quotes + " " + left + "=\n" + right + " b\n", quotes + " " + kTag + " b\n");
}

TEST(Decoded, ANameBehindATagMayHaveBegunInIt) {
  const std::string run = base64("auth-token q8zt5lw2rk9vp3xn and more of it") + "\n";
  EXPECT_EQ(whole("REDACTED_jwt\n" + run), "REDACTED_jwt\n" + run);
  EXPECT_EQ(whole("jwt\n" + run), "jwt\nREDACTED_secret\n");
}

// Which takes the first letter of a tag.
TEST(Decoded, AColourCodeThatIsCutBeforeATag) {
  const std::string text = "&#7;passord=3D@\x1b[REDACTED_github-pat\n";
  EXPECT_EQ(whole(text), text);
}

// The second reading has one line where the first one had two, of which one was not printable.
TEST(Decoded, ATagMayTakeALineEndAlong) {
  const std::string text = "00" + replaced("##########", "#", "\\\\u0000") + "=\n-----BEGIN" +
                           "PRIVATE KEY-wJxCURbkFE9=3D=3-END\n-=E8" +
                           token_of("honeybadger-api-key", 1);
  const std::string once = whole(text);
  EXPECT_NE(once, text);
  EXPECT_EQ(whole(once), once);
}

// What a redaction leaves of a line is too short for a soft line break, and what follows went on
// from there.
TEST(Decoded, WhatFollowsALineThatWasCutIsNoTokenOfItsOwn) {
  const std::string filler(32, 'x');
  const std::string longer = token_of("google-oauth-refresh-token", 12);
  for (const std::string between : {" a", ";a", " "}) {
    std::string line = filler.substr(between.size()) + " " + token(11);
    line.resize(75 - between.size(), 'y');
    const std::string text =
        line + between + "=\n" + longer.substr(0, 75) + "=\n" + longer.substr(75) + " =3D\n";
    const std::string once = whole(text);
    EXPECT_NE(once, text);
    EXPECT_EQ(whole(once), once);
    EXPECT_EQ(once.find(longer.substr(75)) == std::string::npos, between == " ");
  }
}

// An equals sign of a colour code spells nothing, from wherever it is read.
TEST(Decoded, AColourCodeThatLooksSpelled) {
  for (const std::string end : {"", "\n", "\nnext=3D", "=20\n"}) {
    const std::string text = "some text \\u001b[=3D" + end;
    expect_cuts(text, text);
  }
  const std::string key = token(13);
  expect_cuts("\\u001b[=3D\na=3D" + key + "\n", "\\u001b[=3D\na=3D" + kTag + "\n");
}

TEST(Decoded, PaddingAtALinesEndIsNoSoftLineBreak) {
  const Options options = test::default_options();
  for (const std::string line_end : {"\n", "\r\n"}) {
    const std::string next = "PORT=8080" + line_end;
    const std::string text = long_line("SERVICE_API_KEY=", line_end) + next;
    for (const auto& cut : cuts_of(text.size(), 20261127, 10)) {
      ASSERT_EQ(redact_cut(text, cut, options),
                "SERVICE_API_KEY=REDACTED_secret" + line_end + next);
    }
  }
}

}  // namespace
}  // namespace inkblot
