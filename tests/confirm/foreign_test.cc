// A foreign rule reads a bounded stretch around its keyword, the same however the stream was cut.
#include "confirm/foreign.h"

#include <gtest/gtest.h>

#include <random>

#include "reference/whole_buffer.h"
#include "support/gitleaks.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr std::string_view kBody = "q8zt5lw2rk9vp3xn";
const std::string kTag = "REDACTED_gitleaks-a";

// A value that is named, a token in whose middle the keyword stands, a paragraph, a whole match
// that begins before its keyword, and keywords that are cut by a blank or are everywhere.
const std::string kRules =
    "[[rules]]\nid = 'a'\nkeywords = ['acme']\n"
    "regex = "
    "'''(?i)acme[\\w.-]{0,20}[\\s'\"]{0,3}[=:][\\s'\"]{0,5}([0-9a-z]{16})(?:['\"\\s;]|$)'''\n"
    "[[rules]]\nid = 'b'\nkeywords = ['q~']\nregex = '''\\b([a-z]{3}Q~[0-9a-z]{6,})\\b'''\n"
    "[[rules]]\nid = 'c'\nkeywords = ['[begin']\nregex = '''\\[BEGIN\\][\\s\\S]{8,}?\\[END\\]'''\n"
    "[[rules]]\nid = 'd'\nkeywords = ['umbra key']\nregex = '''my umbra key is \\d{4}'''\n"
    "[[rules]]\nid = 'e'\nkeywords = ['ee']\nregex = '''\\bee[.0-9]{3,}'''\nentropy = 0.5\n";

const Options& options() {
  static const Options out = [] {
    Options made;
    made.pack = test::gitleaks_pack(kRules);
    return made;
  }();
  return out;
}

std::string redacted(const std::string& text) { return redact(text, options()).value(); }
std::string value(const std::string& before, const std::string& after) {
  return before + std::string(kBody) + after;
}

TEST(Foreign, FindsWhatIsNamedNearItsKeyword) {
  for (const std::string before : {"acme=", "Acme_Key: \"", "x ACME-token = '", "acme\n= "}) {
    EXPECT_EQ(before + kTag + "\n", redacted(value(before, "\n"))) << before;
    EXPECT_EQ(before + kTag, redacted(value(before, ""))) << before;
  }
  EXPECT_EQ("acme=" + kTag + ";acme=" + kTag + ";",
            redacted(value("acme=", ";") + value("acme=", ";")));
}

TEST(Foreign, ReadsTheViewAndTheTextAsItStands) {
  EXPECT_EQ("{\"a\": \"x\\nacme: \\\"" + kTag + "\\\"\"}",
            redacted(value("{\"a\": \"x\\nacme: \\\"", "\\\"\"}")));
  EXPECT_EQ("acme%3D" + kTag + "\n", redacted(value("acme%3D", "\n")));
  EXPECT_EQ("a\x1b[1mcme=" + kTag + "\x1b[0m\n", redacted(value("a\x1b[1mcme=", "\x1b[0m\n")));
  // A backslash before a letter is two characters there, and one in the view.
  Options raw;
  raw.pack = test::gitleaks_pack(
      "[[rules]]\nid = 'a'\nkeywords = ['acme']\nregex = 'acme ([0-9]{4}\\\\f?[0-9]{0,4})'\n");
  EXPECT_EQ("acme " + kTag + ";", redact("acme 1234\\f5678;", raw).value());
  // What is a part of an escape only stays.
  EXPECT_EQ("acme " + kTag + "\\n", redact("acme 1234\\n", raw).value());
}

TEST(Foreign, LettersBeyondAsciiAreCharacters) {
  EXPECT_EQ("\xc3\xa9 acme=" + kTag + " \xff\n", redacted(value("\xc3\xa9 acme=", " \xff\n")));
  EXPECT_EQ("\\u00e9 acme=" + kTag + " \\u20ac\n", redacted(value("\\u00e9 acme=", " \\u20ac\n")));
}

TEST(Foreign, ASecretMayBeginInTheRunOfItsKeyword) {
  EXPECT_EQ("x REDACTED_gitleaks-b.", redacted("x abcQ~012345."));
  // What stands before the run has left when the keyword comes.
  EXPECT_EQ("my umbra REDACTED_gitleaks-d.", redacted("my umbra key is 1234."));
}

TEST(Foreign, AParagraphIsReadToItsEnd) {
  const std::string inside = "\n0\n1\n2\n3\n4\n5\n";
  EXPECT_EQ("x [REDACTED_gitleaks-c y", redacted("x [BEGIN]" + inside + "[END] y"));
  const std::string far(kForeignGlyphsMax, '.');
  EXPECT_EQ("[BEGIN]" + far + "[END]", redacted("[BEGIN]" + far + "[END]"));
}

TEST(Foreign, OurOwnTagsAreNone) {
  const std::string text = "acme = REDACTED_gitleaks-a;\nacme: \"REDACTED_gitleaks-a_abcdefgh\"\n";
  EXPECT_EQ(text, redacted(text));
  EXPECT_EQ(redacted(value("acme=", ";")), redacted(redacted(value("acme=", ";"))));
}

TEST(Foreign, WaitsForTheLineBehindItsOwn) {
  test::CollectingSink sink;
  const auto redactor = Redactor::create(options(), sink).value();
  const std::string line = "word acme here\n";
  ASSERT_TRUE(redactor->write(test::bytes_of(line)).ok());
  EXPECT_EQ("word ", sink.text);
  ASSERT_TRUE(redactor->write(test::bytes_of("next\n")).ok());
  EXPECT_EQ(line + "next\n", sink.text);
}

TEST(Foreign, LongLinesAreReadInPieces) {
  std::string text;
  while (text.size() < 40000) text += "acme. eeeeee. ";
  EXPECT_EQ(text, redacted(text));
  std::string expected = text;
  for (const std::size_t at : {39000U, 20001U, 5000U, 3001U, 2999U, 17U}) {
    text.insert(at, value(" acme=", ";"));
    expected.insert(at, " acme=" + kTag + ";");
  }
  EXPECT_EQ(expected, redacted(text));
}

// A keyword that stands near the end of another one's stretch has one of its own.
TEST(Foreign, EveryKeywordHasEnoughBehindIt) {
  EXPECT_EQ("acme one\nacme\n= " + kTag + "\n", redacted(value("acme one\nacme\n= ", "\n")));
  for (const std::size_t gap : {4000U, 4070U, 4085U, 4090U, 4096U, 4100U}) {
    const std::string before = "acme " + std::string(gap, '.') + " acme=";
    EXPECT_EQ(before + kTag + ";", redacted(value(before, ";"))) << gap;
  }
}

std::string random_text(std::mt19937_64& random) {
  const std::vector<std::string> pieces = {"acme",
                                           "ACME_key",
                                           "=",
                                           ": ",
                                           "\"",
                                           "\\\"",
                                           "'",
                                           "\n",
                                           "\\n",
                                           "\\\\n",
                                           "\r\n",
                                           " ",
                                           ";",
                                           std::string(kBody),
                                           std::string(kBody).substr(0, 9),
                                           "abcQ~",
                                           "012345",
                                           "[BEGIN]",
                                           "[END]",
                                           "umbra key is 1234",
                                           "my ",
                                           "ee.12",
                                           "eeee",
                                           "%3D",
                                           "\\u0041",
                                           "\x1b[1m",
                                           "\xc3\xa9",
                                           "\xff",
                                           "a\\/b",
                                           "REDACTED_gitleaks-a",
                                           "REDACTED_",
                                           "\\",
                                           "word and word ",
                                           "q8zt5lw2rk9\\u0076p3xn",
                                           "a\x1b[0mcme=",
                                           "{\"k\": \"",
                                           "\"}",
                                           std::string(90, 'x'),
                                           std::string(700, '.')};
  std::string out;
  for (std::uint64_t i = 3 + random() % 24; i > 0; --i) {
    out += pieces[static_cast<std::size_t>(random() % pieces.size())];
  }
  return out;
}

void expect_agreement(Options wanted, int texts, std::uint64_t seed) {
  wanted.decode = false;  // The oracle does not.
  std::mt19937_64 random(seed);
  for (int i = 0; i < texts && !testing::Test::HasFailure(); ++i) {
    const std::string text = random_text(random);
    const std::string expected = reference::redact_whole(text, wanted);
    EXPECT_EQ(expected, redact(text, wanted).value()) << testing::PrintToString(text);
    auto cuts = test::cuts_of(text.size(), seed + static_cast<std::uint64_t>(i), 3);
    cuts.erase(cuts.begin() + 2, cuts.end() - 3);
    for (const auto& cut : cuts) {
      EXPECT_EQ(expected, test::redact_cut(text, cut, wanted)) << testing::PrintToString(text);
    }
  }
}

TEST(Foreign, TheOracleAgreesHoweverTheStreamIsCut) { expect_agreement(options(), 1500, 1); }

TEST(Foreign, TheOracleAgreesBesideTheBuiltInRules) {
  const auto built_in = Pack::builtin().value();
  std::vector<Rule> rules(built_in->rules().begin(), built_in->rules().end());
  const auto more = options().pack->rules();
  rules.insert(rules.end(), more.begin(), more.end());
  Options both;
  both.pack = PackImpl::make(std::move(rules), "both").value();
  expect_agreement(both, 150, 2);
}

}  // namespace
}  // namespace inkblot
