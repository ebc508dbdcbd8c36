// What is passed over holds nothing: the search agrees with a slow reading where nearly all texts
// are escapes and line ends, of which only few may matter.
#include "vault/beside.h"

#include <gtest/gtest.h>

#include <random>

#include "support/chunking.h"
#include "vault/known.h"

namespace inkblot {
namespace {

using test::bytes_of;
using test::cuts_of;
using test::found_in_pieces;
using test::index_of;
using test::PlainForm;
using test::Seen;
using test::slowly_found;

// Every sign, first and last in its window, beside others and alone.
std::vector<PlainForm> awkward_forms() {
  using namespace std::string_literals;
  return {
      {"{\n\"id\": 17,\n\"k\": \"v9\"\n}", Form::plain, Spacing::line_ends},
      {"first-l\nsecond\n\nthird", Form::plain, Spacing::line_ends},
      {"a\nb\nc  d\ne\tf", Form::plain, Spacing::line_ends},
      {"\"quote'`x", Form::plain},
      {"p\"w\\x`y'z", Form::plain},
      {"two\ttabs\t", Form::plain},
      {"cr\rlf\nab", Form::plain},
      {"{\0\n\0\"\0i\0d\0"s, Form::utf16le},
      {"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w", Form::base64, Spacing::wrapped},
  };
}

Breaks sifted(const std::vector<PlainForm>& forms, std::string_view text, Breaks breaks) {
  const auto index = index_of(forms);
  Beside(*index, 0).sift({bytes_of(text), 0, true}, breaks);
  return breaks;
}

using Counts = std::pair<std::size_t, std::size_t>;

TEST(Beside, TellsWhatMayMatter) {
  const std::vector<PlainForm> forms = {{"say \"known\" now"},
                                        {"one\ntwo-three", Form::plain, Spacing::line_ends}};
  const std::string before = "some more text, so that all is known ";
  const auto escapes = [&](const std::string& text) {
    const std::string all = before + text + before;
    Breaks breaks;
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (all[at] == '\\' && all[at + 1] != '\\') breaks.escapes.push_back(at);
      if (all[at] == '\n') breaks.line_ends.push_back(at);
    }
    const Breaks out = sifted(forms, all, breaks);
    return Counts(out.escapes.size(), out.line_ends.size());
  };
  EXPECT_EQ(escapes("say \\\"known"), Counts(1, 0));
  EXPECT_EQ(escapes("and \\\"other\\\" things"), Counts(0, 0));
  EXPECT_EQ(escapes("xone\\n  two-three"), Counts(1, 0));
  EXPECT_EQ(escapes("xone \n\t two-three"), Counts(0, 1));
  EXPECT_EQ(escapes("xtwo \n\t three-two"), Counts(0, 0));
  EXPECT_EQ(escapes("xtwo\\n\\n\\tthree-two"), Counts(0, 0));
  EXPECT_EQ(escapes("\\u0041 is long: \\\"other"), Counts(2, 0));
}

// What begins behind a backslash is a shorter way to read the same escape, or a part of one.
Seen whole(const Seen& seen, std::string_view text) {
  Seen out;
  for (const auto& one : seen) {
    const Offset begin = std::get<0>(one);
    if (begin == 0 || text[begin - 1] != '\\') out.insert(one);
  }
  return out;
}

TEST(Beside, AgreesWithASlowReadingOfRandomTexts) {
  std::mt19937_64 random(11);
  const std::vector<std::string> pieces = {
      "{",   "\\n",    "\n",   "  ",  "\\\"",  "\"",     "id",      "\": 17,", "k",       "\\\\n",
      "\\t", "\t",     "\r\n", "\\r", "\r",    "first-", "l",       "second",  "third",   "a",
      "b",   "c  d",   "e",    "f",   "quote", "'`x",    "\\'\\`x", "p",       "w",       "\\\\",
      "\\",  "x",      "`y'z", "two", "tabs",  "cr",     "lf",      "ab",      "\\u000a", "%22",
      "%",   "\x1b[m", " ",    "v9",  ": ",    "}",      "i\\td",   "\\/"};
  const std::vector<PlainForm> forms = awkward_forms();
  const auto index = index_of(forms);
  std::size_t found = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string text;
    const PlainForm& form = forms[random() % forms.size()];
    for (std::size_t n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
    // One form, written with escapes and spaces of any kind.
    for (const char c : form.canonical) {
      const std::size_t how = random() % 8;
      const std::size_t sign = kSigns.find(c);
      if (sign != std::string_view::npos && how < 6) {
        if (how > 0) text += std::string(how == 5 ? 2 : 1, '\\') + "nrt\"'`\\"[sign];
        if (how == 0) text += c;
        if (c == '\n' && how % 2 == 0) text += pieces[random() % 2 == 0 ? 3 : 10];
      } else {
        text += c;
      }
    }
    for (std::size_t n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
    const Seen expected = whole(slowly_found(text, forms), text);
    found += expected.size();
    const auto cuts = cuts_of(text.size(), random(), 2);
    for (std::size_t c = 0; c < cuts.size(); c += 1 + (c > 1 ? random() % 16 : 0)) {
      std::string problem;
      ASSERT_EQ(whole(found_in_pieces(index, text, cuts[c], &problem), text), expected)
          << testing::PrintToString(text) << " cut " << testing::PrintToString(cuts[c]);
      ASSERT_EQ(problem, "") << testing::PrintToString(text);
    }
  }
  EXPECT_GT(found, 1000U);
}

}  // namespace
}  // namespace inkblot
