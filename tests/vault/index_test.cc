// Prints of several stores, found by their windows, and what forms begin with.
#include "vault/index.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/chunking.h"
#include "vault/known.h"

namespace inkblot {
namespace {

using test::bytes_of;
using test::store_of;

std::vector<std::string> labels_of(const Index& index, std::string_view window) {
  std::vector<PrintRange> ranges;
  index.find(bytes_of(window), ranges);
  std::vector<std::string> out;
  for (const PrintRange& range : ranges) {
    for (std::uint32_t i = range.first; i < range.last; ++i) {
      out.push_back(index.secret(index.print(i)).label);
    }
  }
  return out;
}

TEST(Index, FindsTheFormsOfAWindowShortestFirst) {
  const Index index(
      {store_of({{"windowed and long"}, {"windowed"}, {"another one"}, {"windowed."}}),
       store_of({{"windowed"}}, 2)});
  EXPECT_EQ(labels_of(index, "windowed"),
            (std::vector<std::string>{"secret/1", "secret/3", "secret/0", "secret/0"}));
  EXPECT_EQ(labels_of(index, "another "), (std::vector<std::string>{"secret/2"}));
  EXPECT_TRUE(labels_of(index, "nowhere!").empty());
  EXPECT_TRUE(Index({}).short_lengths().empty());
  EXPECT_TRUE(labels_of(Index({}), "windowed").empty());
}

TEST(Index, TheFirstOfSeveralLabelsIsFirst) {
  const Index index({store_of({{"one value"}, {"one value"}, {"one value"}})});
  EXPECT_EQ(labels_of(index, "one valu"),
            (std::vector<std::string>{"secret/0", "secret/1", "secret/2"}));
}

TEST(Index, KnowsItsShortFormsByTheirLength) {
  const Index index({store_of({{"abcd"}, {"abcdefg"}, {"abcde"}, {"long enough"}})});
  EXPECT_EQ(std::vector<std::size_t>(index.short_lengths().begin(), index.short_lengths().end()),
            (std::vector<std::size_t>{4, 5, 7}));
  std::vector<PrintRange> ranges;
  index.find_short(bytes_of("abcde"), ranges);
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(index.print(ranges[0].first).length, 5U);
  index.find_short(bytes_of("abcdef"), ranges);
  EXPECT_EQ(ranges.size(), 1U);
}

TEST(Index, FindsEachOfManyWindows) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  std::vector<test::PlainForm> forms(5000);
  for (auto& form : forms) {
    for (int i = 0; i < 12; ++i) form.canonical += static_cast<char>('!' + random() % 90);
  }
  const Index index({store_of(forms)});
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const auto labels = labels_of(index, std::string_view(forms[i].canonical).substr(0, 8));
    EXPECT_EQ(labels, (std::vector<std::string>{"secret/" + std::to_string(i)}));
  }
}

TEST(Beginnings, TellPromptsFromWhatAFormBeginsWith) {
  const Index index(
      {store_of({{"s3cr3t-value"}, {"{\n\"a\": 12345678", Form::plain, Spacing::line_ends}})});
  const Beginnings& beginnings = index.beginnings();
  for (const std::string_view text : {"s", "s3", "s3cr3t-", "r4br3", "{", "{\n"}) {
    EXPECT_TRUE(beginnings.may_begin(bytes_of(text))) << text;
  }
  for (const std::string_view text : {" ", ": ", "S", "s3:", "\n", "", "s3cr3t-valu"}) {
    EXPECT_FALSE(beginnings.may_begin(bytes_of(text))) << text;
  }
  EXPECT_TRUE(beginnings.has_line_end());
  EXPECT_FALSE(Index({store_of({{"s3cr3t-value"}})}).beginnings().has_line_end());
}

}  // namespace
}  // namespace inkblot
