// Credentials in files of a known form: found whole, waited for, and told from look-alikes.
#include <gtest/gtest.h>

#include "pack/sample.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

constexpr std::uint64_t kSeed = 20261125;

std::vector<std::string> parsers() {
  return {"announced-hex", "block", "connection", "der", "jdbc"};
}

class FileParser : public testing::TestWithParam<std::string> {};

TEST_P(FileParser, FindsItsSamplesInEveryCut) {
  Options options = test::default_options();
  std::size_t seen = 0;
  for (const Rule& rule : options.pack->rules()) {
    if (rule.parser != GetParam()) continue;
    ++seen;
    options.only = {rule.id};
    const std::string text = make_sample(rule, rule.sample, kSeed).value() + "\nafter\n";
    const std::string out = redact(text, options).value();
    EXPECT_NE(std::string::npos, out.find("REDACTED_" + rule.id)) << rule.id;
    EXPECT_TRUE(out.ends_with("\nafter\n")) << rule.id << ": " << out;
    EXPECT_EQ(out, redact(out, options).value());
    for (const auto& cut : test::cuts_of(text.size(), kSeed, 10)) {
      ASSERT_EQ(out, test::redact_cut(text, cut, options)) << rule.id << " seed " << kSeed;
    }
  }
  EXPECT_GT(seen, 0U);
}

TEST_P(FileParser, IsNotFooledByAHeadAlone) {
  Options options = test::default_options();
  for (const Rule& rule : options.pack->rules()) {
    if (rule.parser != GetParam()) continue;
    options.only = {rule.id};
    const std::string sample = make_sample(rule, rule.sample, kSeed).value();
    const std::string text = sample.substr(0, 12) + " and nothing more\n";
    EXPECT_EQ(text, redact(text, options).value()) << rule.id;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, FileParser, testing::ValuesIn(parsers()), [](const auto& param) {
  std::string name = param.param;
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace inkblot
