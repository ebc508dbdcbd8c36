// Documents stay documents: generated JSON of any depth and spelling, and what else has a grammar.
#include "support/documents.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/chunking.h"
#include "support/rules.h"

namespace inkblot {
namespace {

using test::Documents;
using test::Json;
using test::redact_cut;

constexpr std::uint64_t kSeed = 20261125;

Options options_of(Style style) {
  static const auto pack = test::with_rules(test::card_rule());
  Options options;
  options.pack = pack;
  options.style = style;
  options.key.emplace();
  options.key->fill(7);
  return options;
}

constexpr Style kStyles[] = {Style::tag, Style::pseudonym, Style::mask, Style::partial,
                             Style::text};

// Pieces of a sample that must not be left: those of what is redacted where it stands alone.
std::vector<std::string> secret_pieces(const std::string& sample, Options options) {
  std::vector<std::string> pieces;
  options.on_redaction = [&](const Redaction& redaction) {
    for (std::size_t at = redaction.input.begin; at + 8 <= redaction.input.end; ++at) {
      const std::string piece = sample.substr(at, 8);
      // A piece with fewer digits may be a part of the tag.
      const auto digits = std::count_if(piece.begin(), piece.end(),
                                        [](char c) { return c >= '0' && c <= '9'; });
      if (digits >= 2) pieces.push_back(piece);
    }
  };
  EXPECT_TRUE(redact(sample, options).has_value());
  return pieces;
}

TEST(Documents, JsonKeepsItsShapeAndLosesItsSecrets) {
  for (const Style style : kStyles) {
    const Options options = options_of(style);
    Documents documents(options, kSeed + static_cast<std::uint64_t>(style));
    for (int i = 0; i < 300; ++i) {
      const std::string text = documents.next();
      const std::string out = redact(text, options).value();
      const Json json = Json::parse(out, nullptr, false);
      ASSERT_FALSE(json.is_discarded()) << i << "\n" << text << "\n" << out;
      ASSERT_TRUE(test::same_shape(Json::parse(text), json)) << i << "\n" << text << "\n" << out;
      const std::string strings = test::strings_of(json);
      for (const std::string& sample : documents.secrets) {
        for (const std::string& piece : secret_pieces(sample, options)) {
          ASSERT_EQ(std::string::npos, strings.find(piece))
              << i << " " << piece << "\n" << text << "\n" << out;
        }
      }
      ASSERT_EQ(out, redact(out, options).value()) << i << "\n" << text;
    }
  }
}

}  // namespace
}  // namespace inkblot
