// What the plain part of the regex language means, and what is not of it.
#include "pack/plain.h"

#include <gtest/gtest.h>

namespace inkblot {
namespace {

// A sequence as text: `abc` for fixed characters, `<n>{a,b}` for a class of n characters.
std::string shown(const Sequence& sequence) {
  std::string out;
  for (const Item& item : sequence) {
    if (item.set.size() == 1 && item.min == 1 && item.max == 1) {
      for (unsigned c = 0; c < 256; ++c) {
        if (item.set.has(static_cast<std::uint8_t>(c))) out.push_back(static_cast<char>(c));
      }
    } else {
      out += '<' + std::to_string(item.set.size()) + ">{" + std::to_string(item.min) + ',' +
             std::to_string(item.max) + '}';
    }
  }
  return out;
}

std::vector<std::string> ways(std::string_view pattern) {
  std::vector<std::string> out;
  const auto sequences = parse_plain(pattern).value();
  for (const Sequence& sequence : sequences) out.push_back(shown(sequence));
  return out;
}

Neighbours neighbours_of(std::string_view pattern) {
  Neighbours out;
  const auto sequences = parse_plain(pattern).value();
  for (const Sequence& sequence : sequences) out.add(sequence);
  return out;
}

using Ways = std::vector<std::string>;

TEST(Plain, ReadsLiteralsClassesAndCounts) {
  EXPECT_EQ(Ways{"ab<10>{3,3}"}, ways("ab[0-9]{3}"));
  EXPECT_EQ(Ways{"a<62>{2,5}.<1>{0,1}"}, ways("a[0-9A-Za-z]{2,5}\\.x?"));
  EXPECT_EQ(Ways{"<2>{1,1}<2>{1,1}"}, ways("(?i:ab)"));
  EXPECT_EQ(Ways{"<255>{1,1}<10>{1,1}"}, ways("[^a]\\d"));
  EXPECT_EQ(Ways{"gh-]"}, ways("\\x67h[-][\\]]"));
}

TEST(Plain, GivesEveryWayOfAChoiceInItsOrder) {
  EXPECT_EQ((Ways{"ac", "bc"}), ways("(?:a|b)c"));
  EXPECT_EQ((Ways{"abx", "x"}), ways("(?:ab)?x"));
  EXPECT_EQ(Ways{"ababab"}, ways("(?:ab){3}"));
}

TEST(Plain, MarksTheCapture) {
  const auto sequences = parse_plain("a(b)c");
  ASSERT_TRUE(sequences);
  EXPECT_FALSE(sequences->front()[0].in_group);
  EXPECT_TRUE(sequences->front()[1].in_group);
  EXPECT_FALSE(sequences->front()[2].in_group);
}

TEST(Plain, RefusesWhatItCannotSay) {
  for (const char* const pattern : {"a\\b", "(?=a)b", "a*?", "(a)(b)", "(?:a|b){2}", "ab[", "a{x}",
                                    "*a", "^a", "a$", "a)", "[[:alpha:]]", "a{3,2}"}) {
    EXPECT_FALSE(parse_plain(pattern)) << pattern;
  }
}

TEST(Neighbours, AreWhatCanStandNextToEachOther) {
  const Neighbours neighbours = neighbours_of("ab[0-9]{2}x?y");
  for (const char* const pair : {"ab", "b7", "77", "7x", "7y", "xy"}) {
    EXPECT_TRUE(
        neighbours.has(static_cast<std::uint8_t>(pair[0]), static_cast<std::uint8_t>(pair[1])))
        << pair;
  }
  for (const char* const pair : {"ba", "aa", "a7", "bx", "xx", "yx", "7b"}) {
    EXPECT_FALSE(
        neighbours.has(static_cast<std::uint8_t>(pair[0]), static_cast<std::uint8_t>(pair[1])))
        << pair;
  }
}

TEST(Neighbours, ComeBackFromBytes) {
  const Neighbours some = neighbours_of("a[b-z]");
  Neighbours copy;
  ASSERT_TRUE(copy.load(some.save()));
  EXPECT_EQ(some.save(), copy.save());
  EXPECT_TRUE(copy.has('a', 'q'));
  EXPECT_FALSE(copy.has('q', 'a'));
  EXPECT_FALSE(copy.load("123"));
  copy.add_all();
  EXPECT_TRUE(copy.has(0, 255));
}

}  // namespace
}  // namespace inkblot
