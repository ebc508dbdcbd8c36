// The search finds what a slow reading of the whole text finds, however the text is cut.
#include "vault/search.h"

#include <gtest/gtest.h>

#include "support/chunking.h"
#include "vault/known.h"

namespace inkblot {
namespace {

using test::cuts_of;
using test::found_in_pieces;
using test::index_of;
using test::PlainForm;
using test::Seen;
using test::slowly_found;

void expect_all_of(const std::string& text, const std::vector<PlainForm>& forms, int random_cuts) {
  const auto index = index_of(forms);
  const Seen expected = slowly_found(text, forms);
  for (const auto& cut : cuts_of(text.size(), text.size(), random_cuts)) {
    std::string problem;
    EXPECT_EQ(found_in_pieces(index, text, cut, &problem), expected)
        << testing::PrintToString(text) << " cut " << testing::PrintToString(cut);
    EXPECT_EQ(problem, "") << testing::PrintToString(text);
    if (testing::Test::HasFailure()) return;
  }
}

// Where few escapes can matter most are passed over.
const std::vector<PlainForm> kForms = test::sample_forms();
const std::vector<PlainForm> kQuiet = test::quiet_forms();

void expect_all(const std::string& text) {
  expect_all_of(text, kForms, 2);
  expect_all_of(text, kQuiet, 2);
}

TEST(Search, FindsAFormWhereverItStands) {
  expect_all("correct horse");
  expect_all("xcorrect horsex correct  horse");
  expect_all("a correct horse battery staple");
  expect_all("correct hors");
  expect_all("aaaaaaaaaaaaaaaaaaXbcdefghi");
  expect_all("correct hocorrect horse");
}

TEST(Search, FindsWhatEscapesAreIn) {
  expect_all("say \\u0063orrect\\u0020horse!");
  expect_all("\"\\u0063\\u006f\\u0072\\u0072\\u0065\\u0063\\u0074\\u0020\\u0068orse\"");
  expect_all("co\x1b[1mrre\x1b[0mct ho\x1b[31;1mr\x1b[0m\x1b[1mse");
  expect_all("\\ncorrect%20horse%20battery");
  expect_all("\\\\\\\"first-line\\\\nsecond-line\\\\r\\\\nthird\\\\\\\"");
  expect_all("back\\slash%41x back\\\\slash%41x back\\slashAx");
}

TEST(Search, FindsWhatLineEndsAreIn) {
  expect_all("first-line\nsecond-line\nthird");
  expect_all("first-line  \r\n   second-line\n\n\tthird");
  expect_all("{\r\n  \"id\": 17,\r\n  \"k\": \"v9\"\r\n}");
  expect_all("  {\\n  \\\"id\\\": 17,\\n \\\"k\\\": \\\"v9\\\"\\n}\\n");
  expect_all("QUJDREVGR0hJSktMTU5PUFFS\nU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w\n");
  expect_all(
      "0123456789abcdef0123456789QUJD\r\n  REVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2x\\n"
      "tbm9w");
}

TEST(Search, FindsWhatIsFullOfNuls) {
  using namespace std::string_literals;
  const std::vector<PlainForm> forms = {
      {"correct horse"}, {"k\0n\0o\0w\0n\0"s, Form::utf16le}, {"\0K\0N\0O\0W\0N"s, Form::utf16be}};
  expect_all_of("k\0n\0o\0w\0n\0 correct horse"s, forms, 2);
  expect_all_of("correct k\0n\0o\0w\0n\0\0K\0N\0O\0W\0N horse"s, forms, 2);
  expect_all_of("k\\u0000n\0o\\x00w\0\x1b[0mn\0 correct horse"s, forms, 2);
}

TEST(Search, TellsNothingAgainWhenAnEscapeFollows) {
  expect_all("............{\n\"id\": 17,\n\"k\": \"v9\"\n}\n1%3Dx...............\\u006fx");
}

// What was read around one escape may end in a window's begin, and around the next begin in its
// end.
TEST(Search, TellsNothingAgainWhereTwoStretchesMeet) {
  const std::string far = " and some more text that says nothing at all, and then more of it";
  for (std::size_t before = 40; before < 70; ++before) {
    expect_all("\\u0041" + std::string(before, '.') + "correct horse" + far + far +
               "correct horse" + std::string(20, '.') + "\\u0041" + far);
  }
}

TEST(Search, FindsShortFormsBetweenOtherCharacters) {
  expect_all("tail xtail tailx (tail) \\ntail\\ttail\\u0041 tail");
  expect_all("x7#qP,x7#qPx 7x7#qP");
}

// Of pieces that make forms, nearly forms, and what may stand in them.
TEST(Search, AgreesWithASlowReadingOfRandomTexts) {
  std::mt19937_64 random(5);
  const std::vector<std::string> pieces = {"correct",
                                           " ",
                                           "horse",
                                           " battery",
                                           "\\u0020",
                                           "%20",
                                           "\x1b[0m",
                                           "\\n",
                                           "\n",
                                           "\r\n",
                                           "first-line",
                                           "second-line",
                                           "third",
                                           "{",
                                           "\"id\": 17,",
                                           "\\\"id\\\": 17,",
                                           "\"k\": \"v9\"",
                                           "}",
                                           "QUJDREVGR0hJSktMTU5PUFFS",
                                           "U1RVVldYWVphYmNkZWZnaGlqa2xtbm9w",
                                           "0123456789abcdef0123456789",
                                           "QUJD",
                                           "REVGR0hJSktMTU5PUFFS",
                                           "aaaaaaaaaaaa",
                                           "Xbcdefghi",
                                           "seven 7",
                                           "and eight",
                                           "a",
                                           "back",
                                           "\\slash",
                                           "%41x",
                                           "Ax",
                                           "tail",
                                           "x7#qP",
                                           "\\",
                                           "%",
                                           "\\\\",
                                           "u0063orrect"};
  std::size_t found = 0;
  for (int i = 0; i < 6000; ++i) {
    std::string text;
    for (std::size_t n = random() % 14; n > 0; --n) text += pieces[random() % pieces.size()];
    const std::vector<PlainForm>& forms = i % 2 == 0 ? kForms : kQuiet;
    const auto index = index_of(forms);
    const Seen expected = slowly_found(text, forms);
    found += expected.size();
    const auto cuts = cuts_of(text.size(), random(), 2);
    for (std::size_t c = 0; c < cuts.size(); c += 1 + (c > 1 ? random() % 16 : 0)) {
      std::string problem;
      ASSERT_EQ(found_in_pieces(index, text, cuts[c], &problem), expected)
          << testing::PrintToString(text) << " cut " << testing::PrintToString(cuts[c]);
      ASSERT_EQ(problem, "") << testing::PrintToString(text);
    }
  }
  EXPECT_GT(found, 200U);
}

}  // namespace
}  // namespace inkblot
