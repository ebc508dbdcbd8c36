// What was found is what was given, and what is known has its name.
#include "scrub_findings.h"

#include <gtest/gtest.h>

namespace inkblot::cli {
namespace {

Piece piece_of(const Rule* rule, Offset at, const std::string& fingerprint, std::string text) {
  Piece out;
  out.told.rule = rule;
  out.told.input = {at, at + 7};
  out.told.line = at / 2;
  out.told.evidence = Evidence::checksummed;
  out.told.coding = Encoding::base64;
  out.told.key = at % 3;
  out.told.fingerprint = fingerprint;
  out.text = std::move(text);
  return out;
}

TEST(Findings, AreWhatWasGiven) {
  const auto pack = Pack::builtin().value();
  Findings all(*pack);
  {
    Rule known = pack->rules()[0];
    known.id = "payments";
    known.description = "payments (base64)";
    EXPECT_TRUE(all.is_known(&known));
    EXPECT_FALSE(all.is_known(&pack->rules()[1]));
    EXPECT_EQ(&pack->rules()[1], all.keep(&pack->rules()[1]));
    for (Offset at = 0; at < 100; ++at) {
      all.add(piece_of(all.keep(&known), at, "0f", std::string(at, 'x')));
    }
    const Rule again = known;
    EXPECT_EQ(all.keep(&known), all.keep(&again));
  }
  ASSERT_EQ(100U, all.size());
  EXPECT_GT(all.bytes(), 100U * 50);
  for (Offset at = 0; at < 100; ++at) {
    const Piece piece = all.get(at);
    EXPECT_EQ((Span{at, at + 7}), piece.told.input);
    EXPECT_EQ(at / 2, piece.told.line);
    EXPECT_EQ("payments (base64)", piece.told.rule->description);
    EXPECT_EQ(Evidence::checksummed, piece.told.evidence);
    EXPECT_EQ(Encoding::base64, piece.told.coding);
    EXPECT_EQ(at % 3, piece.told.key);
    EXPECT_EQ("0f", piece.told.fingerprint);
    EXPECT_EQ(std::string(at, 'x'), piece.text);
  }
  all.clear();
  EXPECT_EQ(0U, all.size());
}

}  // namespace
}  // namespace inkblot::cli
