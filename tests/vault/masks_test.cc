// Values that a stream announces.
#include "vault/masks.h"

#include <gtest/gtest.h>

#include "support/chunking.h"

namespace inkblot {
namespace {

std::string masked(std::string_view text, const std::vector<std::size_t>& cut) {
  Options options = test::default_options();
  options.accept_masks = true;
  return test::redact_cut(text, cut, options);
}

// However the stream is cut, from the value in the line on and not before.
TEST(Masks, AreRedactedFromTheirLineOn) {
  const std::string text =
      "tr0ub-4dor 1\n::add-mask::tr0ub-4dor\ntr0ub-4dor 2\n  ::add-mask::a%25b-%0Ac9x\r\n"
      "a%b-\r\nc9x ::add-mask::not-heeded here: not-heeded ::add-mask::abc\n::add-mask::\nabc\n"
      "::add-mask::last-9x";
  const std::string expected =
      "tr0ub-4dor 1\n::add-mask::REDACTED_mask\nREDACTED_mask 2\n  ::add-mask::REDACTED_mask\r\n"
      "REDACTED_mask ::add-mask::not-heeded here: not-heeded ::add-mask::abc\n::add-mask::\nabc\n"
      "::add-mask::REDACTED_mask";
  for (const auto& cut : test::cuts_of(text.size(), 5, 5)) {
    ASSERT_EQ(masked(text, cut), expected) << testing::PrintToString(cut);
  }
}

TEST(Masks, AreAskedForByName) {
  const std::string text = "::add-mask::tr0ub-4dor\ntr0ub-4dor\n";
  EXPECT_EQ(test::redact_cut(text, {text.size()}, test::default_options()), text);
}

TEST(Masks, AnEndlessLineAnnouncesNothing) {
  const std::string text = "::add-mask::" + std::string(kMaskBytesMax + 1, '.') + "\n";
  EXPECT_EQ(masked(text, {1000, text.size() - 1000}), text);
}

}  // namespace
}  // namespace inkblot
