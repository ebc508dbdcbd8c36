// tests/golden/<topic>/<case>.in must become <case>.out under every cut.  @id@ in an input is a
// generated token of that rule, so that the tree holds none.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/tokens.h"

namespace inkblot {
namespace {

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in.good()) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string expanded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = text[i] == '@' ? text.find('@', i + 1) : std::string::npos;
    const std::string id = end == std::string::npos ? "" : text.substr(i + 1, end - i - 1);
    const bool named =
        !id.empty() &&
        id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (!named) {
      out += text[i];
      continue;
    }
    out += test::token_of(id);
    i = end;
  }
  return out;
}

TEST(Golden, EveryCaseUnderEveryCut) {
  const Options options = test::default_options();
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(INKBLOT_GOLDEN_DIR)) {
    if (entry.path().extension() != ".in") continue;
    ++cases;
    const std::string input = expanded(contents(entry.path()));
    auto file = entry.path();
    const std::string expected = contents(file.replace_extension(".out"));
    for (const auto& cut : test::cuts_of(input.size(), cases, 10)) {
      ASSERT_EQ(expected, test::redact_cut(input, cut, options)) << entry.path();
    }
  }
  EXPECT_GE(cases, 6U);
}

}  // namespace
}  // namespace inkblot
