// What a few bytes say of a stem, and what they may not say.
#include "confirm/glance.h"

#include <gtest/gtest.h>

#include <string>

#include "support/chunking.h"

namespace inkblot {
namespace {

// The stem stands between angle brackets.
bool hopeless(std::string text, bool at_end = true) {
  const std::size_t begin = text.find('<');
  const std::size_t end = text.find('>') - 1;
  text.erase(end + 1, 1).erase(begin, 1);
  const Window window{test::bytes_of(text), 0, at_end};
  return is_hopeless(window, {begin, end});
}

TEST(Glance, TellsWordsAndSentences) {
  for (const std::string text :
       {"a <key> that opens", "<token>; next", "sshd[<preauth>]\n", "<password>=abc\n",
        "<password>=abc, x", "(sshd:<auth>): authentication x", "<password>=correcthorse\n",
        "<password>=aB3cD\n"}) {
    EXPECT_TRUE(hopeless(text)) << text;
  }
}

TEST(Glance, LeavesWhatMayHaveAValue) {
  for (const std::string text :
       {"<password>=hunter2\n", "<password> is hunter2", "--<token> abc def",
        "ENV <TOKEN> abcdef g", "\"<key>\": \"v\"", "<pass>\\u0077ord=x", "my<key>Store = x",
        "<password>: str = 'x'", "<password>=abc,d3f!", "<password>=ab;;c1D+\n",
        "<password>=correct;horse", "<password>=correcthorsebattery\n", "[<password>]: 'x'",
        "<secret>-live-0123456789abcdefg; x", "<password>=:aB3cD x", "<password>=aB3cD9\n",
        "<password>=aB3cD9, x"}) {
    EXPECT_FALSE(hopeless(text)) << text;
  }
}

TEST(Glance, SaysNothingAtTheWindowsEnd) {
  for (const std::string text : {"<password>", "<password>=", "<password>=abc", "the <key> th"}) {
    EXPECT_FALSE(hopeless(text, false)) << text;
  }
}

}  // namespace
}  // namespace inkblot
