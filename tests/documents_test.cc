// Documents stay documents: generated JSON of any depth and spelling, and what else has a grammar.
#include "support/documents.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "../fuzz/coded.h"
#include "support/chunking.h"
#include "support/rules.h"
#include "support/tokens.h"

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
      const auto digits =
          std::count_if(piece.begin(), piece.end(), [](char c) { return c >= '0' && c <= '9'; });
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
          ASSERT_EQ(std::string::npos, strings.find(piece)) << i << " " << piece << "\n"
                                                            << text << "\n"
                                                            << out;
        }
      }
      ASSERT_EQ(out, redact(out, options).value()) << i << "\n" << text;
    }
  }
}

TEST(Documents, CutsDoNotMatter) {
  for (const Style style : {Style::tag, Style::partial}) {
    const Options options = options_of(style);
    Documents documents(options, kSeed + 100);
    for (int i = 0; i < 25; ++i) {
      const std::string text = documents.next();
      const std::string whole = redact(text, options).value();
      for (const auto& cut : test::cuts_of(text.size(), kSeed + static_cast<unsigned>(i), 10)) {
        ASSERT_EQ(whole, redact_cut(text, cut, options)) << text << "\n" << cut.size();
      }
    }
  }
}

std::string sample_of(const Options& options, std::string_view id, std::uint64_t seed = kSeed) {
  for (const Rule& rule : options.pack->rules()) {
    if (rule.id == id) return make_sample(rule, rule.sample, seed).value();
  }
  ADD_FAILURE() << "no rule " << id;
  return {};
}

TEST(Documents, ASecretNumberBecomesZeroWhereAValueIsWanted) {
  for (const Style style : kStyles) {
    const Options options = options_of(style);
    const std::string card = sample_of(options, "card");
    for (const char* const frame :
         {"{\"pin\": @}", "{\"pin\":@,\"b\":[@]}", "{'pin': @}", "[1, @ , 2]", "[\n  1,\n  @\n]",
          "{\"a\": \"{\\\"pin\\\":@}\"}", "{\"pin\": -@.5e3}", "[\"[\", \"\\\"]\", @, true]"}) {
      std::string text = frame;
      std::string expected = frame;
      for (std::size_t at; (at = text.find('@')) != std::string::npos;) text.replace(at, 1, card);
      for (std::size_t at; (at = expected.find('@')) != std::string::npos;) expected[at] = '0';
      ASSERT_EQ(expected, redact(text, options).value());
      for (const auto& cut : test::cuts_of(text.size(), kSeed, 5)) {
        ASSERT_EQ(expected, redact_cut(text, cut, options)) << text;
      }
    }
  }
  Options options = options_of(Style::text);
  options.text = "{length}";
  const std::string card = sample_of(options, "card");
  EXPECT_EQ("[16]", redact("[" + card + "]", options).value());
}

TEST(Documents, ANumberElsewhereIsText) {
  const Options options = options_of(Style::tag);
  const std::string card = sample_of(options, "card");
  for (const char* const frame : {"card @ declined", "name,@,street", "[INFO] a, @, b", "pin: @",
                                  "{\"pin\": \"@\"}", "PIN=@", "{\"pin\": @ or more}x: @"}) {
    std::string text = frame;
    std::string expected = frame;
    for (std::size_t at; (at = text.find('@')) != std::string::npos;) text.replace(at, 1, card);
    for (std::size_t at; (at = expected.find('@')) != std::string::npos;) {
      expected.replace(at, 1, expected.substr(at).starts_with("@ or") ? "0" : "REDACTED_card");
    }
    EXPECT_EQ(expected, redact(text, options).value());
  }
}

TEST(Documents, KeysStayUnique) {
  for (const Style style : kStyles) {
    Options options = options_of(style);
    options.text = "gone";
    const std::string pat = sample_of(options, "github-pat");
    const std::string other = sample_of(options, "github-pat", kSeed + 1);
    const std::string text = "{\"" + pat + "\": 1, \"" + other + "\" : {\"x " + pat +
                             " y\": 2, \"x " + other + " y\": \"" + pat + "\"}, \"a\": [\"b\", \"" +
                             pat + "\"]}";
    const std::string out = redact(text, options).value();
    ASSERT_TRUE(test::same_shape(Json::parse(text), Json::parse(out))) << out;
    EXPECT_EQ(out, redact(out, options).value());
    const std::string escaped = Json(text).dump();
    ASSERT_TRUE(test::same_shape(Json(text), Json::parse(redact(escaped, options).value())));
    for (const auto& cut : test::cuts_of(text.size(), kSeed, 5)) {
      ASSERT_EQ(out, redact_cut(text, cut, options));
    }
  }
  const Options options = options_of(Style::tag);
  const std::string pat = sample_of(options, "github-pat");
  EXPECT_EQ(
      "{\"REDACTED_github-pat\":1,'REDACTED_github-pat_2' "
      ":2,\"a\":[\"b\",\"REDACTED_github-pat\"]}",
      redact("{\"" + pat + "\":1,'" + pat + "' :2,\"a\":[\"b\",\"" + pat + "\"]}", options)
          .value());
}

// The secret itself is longer than what is looked at before its tag is written.
TEST(Documents, VeryLongKeysStayUniqueHoweverTheyArrive) {
  const Options options = options_of(Style::mask);
  const std::string pat = sample_of(options, "github-pat") + std::string(9000, 'k');
  const std::string text = "{\"" + pat + "\": 1, \"" + pat + "x\": 2}";
  const std::string out = redact(text, options).value();
  EXPECT_EQ("{\"REDACTED_github-pat\": 1, \"REDACTED_github-pat_2\": 2}", out);
  for (const auto& cut : test::cuts_of(text.size(), kSeed, 10)) {
    ASSERT_EQ(out, redact_cut(text, cut, options));
  }
}

TEST(Documents, WhatCannotBeAKeyOrANumberIsNotHeld) {
  const Options options = options_of(Style::tag);
  const std::string pat = sample_of(options, "github-pat");
  const std::string card = sample_of(options, "card");
  for (const std::string& text :
       {"k=" + pat + "\n", "\"" + pat + "\"\n", "{\"k\": \"" + pat + "\"", "a, " + card + "\n",
        "[\"" + pat + "\"", "say \"" + pat + "\" "}) {
    test::CollectingSink sink;
    const auto redactor = Redactor::create(options, sink).value();
    ASSERT_TRUE(redactor->write(test::bytes_of(text)).ok());
    EXPECT_EQ(redact(text, options).value(), sink.text);
  }
}

TEST(Documents, ATruncatedKeyBlockEndsWithItsString) {
  const Options options = options_of(Style::tag);
  const std::string pem = sample_of(options, "private-key");
  const std::string cut = pem.substr(0, pem.size() * 2 / 3);
  for (const char* const key :
       {"k", "anotherkeyoftwentyxx", "abcdefghijabcdefghijabcdefghijabcdefghijklmn"}) {
    for (const std::string& block : {pem, cut}) {
      Json inner;
      inner["pem"] = block;
      inner[key] = "this stays";
      inner["list"] = {1, 2};
      Json json = inner;
      for (int depth = 0; depth < 4; ++depth) {
        for (const int indent : {-1, 1}) {
          const std::string text = json.dump(indent);
          const Json out = Json::parse(redact(text, options).value(), nullptr, false);
          ASSERT_TRUE(test::same_shape(json, out)) << text << "\n" << redact(text, options).value();
        }
        json = Json{{"content", json.dump()}};
      }
    }
  }
}

TEST(Documents, QuotesBehindEscapedBackslashesEndAValue) {
  const Options options = options_of(Style::tag);
  Json json;
  json["x-api-key"] = std::string("wK7hd93k") + "Pq02mVx\\";
  json["next"] = "this stays";
  for (int depth = 0; depth < 4; ++depth) {
    const std::string text = json.dump();
    const std::string out = redact(text, options).value();
    EXPECT_NE(std::string::npos, out.find("REDACTED_key-header"));
    EXPECT_NE(std::string::npos, out.find("this stays"));
    EXPECT_TRUE(test::same_shape(json, Json::parse(out, nullptr, false))) << out;
    json = Json{{"content", text}};
  }
}

// `\npm_` is a line feed and pm_, or a backslash and npm_: the escape goes as a whole.
TEST(Documents, NoEditCutsAnEscape) {
  const Options options = options_of(Style::tag);
  const std::string token = sample_of(options, "npm-access-token");
  for (const std::string& text : {"[\"a\\" + token + "\"]", "[\"\\u00e9\\" + token + "\\/\"]",
                                  "[\"\\ud83d\\ude00" + token + "\\ud83d\\ude00\"]"}) {
    const std::string out = redact(text, options).value();
    EXPECT_TRUE(Json::accept(out)) << text << "\n" << out;
    EXPECT_EQ(std::string::npos, out.find(token.substr(8)));
    for (const auto& cut : test::cuts_of(text.size(), kSeed, 5)) {
      ASSERT_EQ(out, redact_cut(text, cut, options)) << text;
    }
  }
}

TEST(Documents, BuiltInStylesFitIntoAnyGrammar) {
  for (const Style style : {Style::tag, Style::pseudonym, Style::mask, Style::partial}) {
    const Options options = options_of(style);
    for (const Rule& rule : options.pack->rules()) {
      if (!rule.on || rule.sample.empty()) continue;
      const std::string text = make_sample(rule, rule.sample, kSeed).value();
      Options reporting = options;
      std::vector<Span> spans;
      reporting.on_redaction = [&spans](const Redaction& r) { spans.push_back(r.output); };
      const std::string out = redact(text, reporting).value();
      for (const Span& span : spans) {
        const std::string written = out.substr(span.begin, span.size());
        EXPECT_EQ(std::string::npos,
                  written.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                            "0123456789_-."))
            << written;
      }
      EXPECT_EQ(out, redact(out, options).value()) << rule.id;
    }
  }
}

TEST(Documents, PayloadsInBase64AreNotCorrupted) {
  const Options options = test::default_options();
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::mt19937_64 random(kSeed);
  for (const char* const before : {"{\"src\":\"data:image/png;base64,", "{\"data\":\"",
                                   "{\"blob\": \"", "{\"type\":\"base64\",\"data\":\""}) {
    std::string text = before;
    for (int i = 0; i < (1 << 20); ++i) text += kDigits[random() % 64];
    text += "==\"}\n";
    EXPECT_TRUE(text == redact(text, options).value()) << before;
  }
}

// Of a long text a piece begins anywhere, but for what is in lines.
TEST(Documents, QuotedPrintableInItself) {
  constexpr std::size_t kPrintable = 6;
  const std::string token = test::token_of("github-pat");
  for (const std::size_t size : {40U, 60U, 9000U, 12400U, 30000U}) {
    std::string text = std::string(size, 'x') + " " + token + " and\n";
    for (int depth = 1; depth <= 3; ++depth) {
      text = fuzz::coded(text, kPrintable);
      const std::string out = redact_cut(text, {text.size()}, test::default_options());
      EXPECT_NE(out.find("REDACTED_github-pat"), std::string::npos) << size << " " << depth;
      EXPECT_EQ(out.find(token.substr(token.size() - 4) + " and"), std::string::npos)
          << size << " " << depth;
    }
  }
}

// A coded text in a coded one may have begun in what a tag replaced, and reads otherwise without
// it.
TEST(Documents, CodedLinesBehindATagMayHaveBegunInIt) {
  constexpr std::size_t kBase64 = 0;
  constexpr std::size_t kLines = 2;
  const std::string token = test::token_of("github-pat");
  const std::string inner = fuzz::coded("see " + token + " there, and so on", kBase64);
  const std::string lines = fuzz::coded("k6TjQ2x0b3VwZ0Js\n" + inner, kLines) + "\n";
  EXPECT_NE(lines, test::redacted(lines));
  const std::string behind_tag = "REDACTED_password\n" + lines;
  EXPECT_EQ(behind_tag, test::redacted(behind_tag));
}

// Behind an equals sign that is spelled itself, a line end may be a soft one of what is coded
// there.
TEST(Documents, ALineBehindASpelledSignMayHaveGoneOn) {
  const std::string token = "3D3D" + test::token_of("column-api-key") + "\n";
  EXPECT_NE(std::string::npos, test::redacted("a\n=" + token).find("REDACTED_column-api-key"));
  for (const std::string sign : {"=", "=3D", "=3D3=\nD"}) {
    const std::string text = "REDACTED_password a" + sign + "\n=" + token;
    EXPECT_EQ(text, test::redacted(text));
  }
}

// The token behind a line end that may have been a soft one is not told, nor is the rest of it when
// it is longer than a piece.
TEST(Documents, LongTokenBehindWhatMayBeASoftLineBreak) {
  constexpr std::size_t kSoftLine = 75;
  const Options options = test::default_options();
  std::string token = std::string(86, 'x') + test::token_of("hash-krb5");
  while (token.size() < 13000) token += "27";
  for (std::size_t size = 12200; size < 12500; size += 17) {
    std::string text = "x=\n";
    std::size_t at = 0;
    for (; at + 2 * kSoftLine < size; at += kSoftLine) text += token.substr(at, kSoftLine) + "=\n";
    text += token.substr(at, size - at);
    const auto out = redact(text, options);
    ASSERT_TRUE(out) << size << out.error().message();
    EXPECT_EQ(*out, redact(*out, options).value());
    for (const auto& cut : test::cuts_of(text.size(), kSeed, 1)) {
      ASSERT_EQ(*out, redact_cut(text, cut, options));
    }
  }
}

}  // namespace
}  // namespace inkblot
