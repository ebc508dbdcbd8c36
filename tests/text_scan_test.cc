// Texts that are scanned by themselves, and what goes on from one piece to the next.
#include "text_scan.h"

#include <gtest/gtest.h>

#include "pack/sample.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

std::string text_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

TEST(TextScan, TakesEachTextForAStreamOfItsOwn) {
  const Options options = test::default_options();
  const auto rules = options.pack->rules();
  TextScan scan(options, std::vector<bool>(rules.size(), true));
  std::string token;
  for (const Rule& rule : rules) {
    if (rule.id == "github-pat") token = make_sample(rule, rule.sample, 1).value();
  }
  // A text ends with its last byte, and nothing of it is remembered.
  for (const std::size_t size : {token.size(), std::size_t{12}, token.size()}) {
    std::vector<Finding> found;
    const std::string text = "a " + token.substr(0, size);
    const Window window = scan.scan(test::bytes_of(text), found).value();
    EXPECT_EQ(text.size(), window.bytes.size());
    ASSERT_EQ(size != token.size(), found.empty());
    const Span whole{window.begin + 2, window.end()};
    EXPECT_TRUE(found.empty() || found.back().span == whole);
  }
}

TEST(TextScan, ATokenMayGoOnBehindItsText) {
  const auto cut = [](const std::string& text, Offset end, Encoding coding = Encoding::none) {
    return is_cut_short({test::bytes_of(text), 0, true}, {{0, end}, 0, Evidence::exact, coding});
  };
  EXPECT_TRUE(cut("a token", 7));
  EXPECT_TRUE(cut("a token", 4)) << "the token it ends in";
  EXPECT_TRUE(cut("token \x1b[01", 6)) << "an escape";
  EXPECT_FALSE(cut("a token.\n", 7));
  EXPECT_FALSE(cut("a token.\n", 1));
  // What an escape is in another coding.
  EXPECT_TRUE(cut("a token =1B[01", 7, Encoding::quoted_printable));
  EXPECT_FALSE(cut("a token =1B[01" + std::string(64, ' '), 7, Encoding::quoted_printable));
  // And so is a soft line break.
  const std::string behind(64, 'x');
  EXPECT_TRUE(cut("a token=\n" + behind, 7, Encoding::quoted_printable));
  EXPECT_FALSE(cut("a token=\n" + behind, 7));
}

TEST(LongFinding, StandsBeforeThePieceItGoesOnIn) {
  LongFinding finding;
  const std::string first = "BEGIN";
  const std::string piece = "and the rest";
  EXPECT_EQ(piece, text_of(finding.with(test::bytes_of(piece))));
  EXPECT_EQ(0U, finding.size());
  finding.begins_with(test::bytes_of(first));
  EXPECT_EQ(5U, finding.size());
  EXPECT_EQ(first + piece, text_of(finding.with(test::bytes_of(piece))));
  EXPECT_EQ(first + "x", text_of(finding.with(test::bytes_of(std::string("x")))));
  // With its own begin, as a finding that goes on once more has it.
  finding.begins_with(finding.with(test::bytes_of(piece)).first(7));
  EXPECT_EQ("BEGINan" + piece, text_of(finding.with(test::bytes_of(piece))));
  finding.clear();
  EXPECT_EQ(piece, text_of(finding.with(test::bytes_of(piece))));
}

}  // namespace
}  // namespace inkblot
