// The engine against the oracle, on every rule's token in every framing, in many cuts.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "reference/whole_buffer.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

std::string escaped(const std::string& text) {
  const std::string quoted =
      nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

std::string percent_encoded(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.') {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

// Every line is a value by itself.
std::string in_objects(const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  std::string line;
  for (int i = 8; std::getline(lines, line); ++i) {
    out += "{\"log\":\"" + escaped(line) + "\\n\",\"n\":" + std::to_string(i) + "}\n";
  }
  return out;
}

struct Framing {
  const char* name;
  std::string (*frame)(const std::string& token);
};
const std::vector<Framing> kFramings = {
    {"plain", [](const std::string& t) { return "first\n" + t + "\nlast\n"; }},
    {"json1", [](const std::string& t) { return "{\"a\": \"x\\n" + escaped(t) + "\"}\n"; }},
    {"json2",
     [](const std::string& t) {
       return "{\"a\": \"" + escaped("{\"b\": \"\\n" + escaped(t) + "\"}") + "\"}\n";
     }},
    {"json3",
     [](const std::string& t) {
       const std::string inner = escaped("{\"c\": \"" + escaped(t) + "\\n\"}");
       return "{\"a\": \"" + escaped("{\"b\": \"" + inner + "\"}") + "\"}\n";
     }},
    {"json_lines1", in_objects},
    {"json_lines2",
     [](const std::string& t) { return "{\"a\": \"" + escaped(in_objects(t)) + "\"}\n"; }},
    {"colour",
     [](const std::string& t) {
       const std::size_t half = t.size() / 2;
       return "\x1b[1m" + t.substr(0, half) + "\x1b[01;31m\x1b[K" + t.substr(half) + "\x1b[m\n";
     }},
    {"percent", [](const std::string& t) { return "v " + percent_encoded(t) + "\n"; }},
    {"query", [](const std::string& t) { return "https://h/p?a=1&v=" + t + "&b=2\n"; }},
    {"quotes", [](const std::string& t) { return "x '" + t + "', \"" + t + "\" `" + t + "`\n"; }},
    {"brackets", [](const std::string& t) { return "[" + t + "] (" + t + ") <" + t + ">\n"; }},
    {"csv", [](const std::string& t) { return "1," + t + ",2\n\"3\";" + t + ";4\n"; }},
    {"xml", [](const std::string& t) { return "<k>" + t + "</k>\n"; }},
};

// Rules whose token spans lines or brings its own surroundings are framed as one line only.
bool is_plain(const std::string& token) {
  return token.find_first_of(" \n\"'<>&,;:`()[]{}") == std::string::npos;
}

class OracleTest : public testing::TestWithParam<Framing> {};

TEST_P(OracleTest, AgreesOnEveryRule) {
  Options options = test::default_options();
  options.decode = false;  // The oracle does not.
  std::size_t texts = 0;
  for (const Rule& rule : options.pack->rules()) {
    if (!rule.on) continue;
    const std::string token = make_sample(rule, rule.sample, 3).value();
    if (!is_plain(token) && std::string_view(GetParam().name).substr(0, 4) != "json" &&
        std::string_view(GetParam().name) != "plain") {
      continue;
    }
    ++texts;
    const std::string text = GetParam().frame(token);
    const std::string expected = reference::redact_whole(text, options);
    EXPECT_EQ(expected, redact(text, options).value()) << rule.id;
    EXPECT_EQ(expected, test::redact_cut(text, std::vector<std::size_t>(text.size(), 1), options))
        << rule.id;
    const std::size_t piece = 2 + texts % 61;
    std::vector<std::size_t> cut(text.size() / piece, piece);
    cut.push_back(text.size() % piece);
    EXPECT_EQ(expected, test::redact_cut(text, cut, options)) << rule.id << " cut at " << piece;
  }
  EXPECT_GT(texts, 200U);
}

// No eight characters of the token's second half survive.
TEST_P(OracleTest, NothingOfATokenSurvives) {
  const Options options = test::default_options();
  std::string missed;
  for (const Rule& rule : options.pack->rules()) {
    if (!rule.on || !rule.parser.empty()) continue;
    const std::string token = make_sample(rule, rule.sample, 5).value();
    if (!is_plain(token) || token.size() < 16) continue;
    const std::string out = redact(GetParam().frame(token), options).value();
    if (out.find(token.substr(token.size() - 8)) != std::string::npos) missed += ' ' + rule.id;
  }
  EXPECT_EQ("", missed);
}

INSTANTIATE_TEST_SUITE_P(Framings, OracleTest, testing::ValuesIn(kFramings),
                         [](const auto& suite) { return std::string(suite.param.name); });

}  // namespace
}  // namespace inkblot
