// What other maskers let through, each case named after where it was reported.
#include <gtest/gtest.h>
#include <sodium.h>

#include <nlohmann/json.hpp>
#include <random>

#include "vault/enrolled.h"

namespace inkblot {
namespace {

using test::cuts_of;
using test::hidden;
using test::options_knowing;
using test::redact_cut;

std::string base64(std::string_view text, int variant = sodium_base64_VARIANT_ORIGINAL) {
  std::string out(sodium_base64_encoded_len(text.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), variant);
  out.resize(std::strlen(out.c_str()));
  return out;
}

std::string wrapped(const std::string& text, std::size_t width, const std::string& line_end) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += width) {
    out += (at == 0 ? "" : line_end) + text.substr(at, width);
  }
  return out;
}

std::string random_text(std::uint64_t seed, std::size_t size) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#/+";
  std::mt19937_64 random(seed);
  std::string out;
  while (out.size() < size) out += kLetters[random() % kLetters.size()];
  return out;
}

void expect_in_all_cuts(const std::string& text, const std::string& expected,
                        const Options& options) {
  for (const auto& cut : cuts_of(text.size(), 11, 3)) {
    ASSERT_EQ(redact_cut(text, cut, options), expected) << testing::PrintToString(text);
  }
}

// Held bytes that a later value overtakes.
TEST(KnownOrigins, GitLabReorder) {
  const Options options = options_knowing({{"a", "secr7t-value-A"}, {"b", "secr7t-value-B9"}});
  expect_in_all_cuts("secr7t-valsecr7t-value-B9", "secr7t-valREDACTED_b", options);
  expect_in_all_cuts("x secr7t-valuesecr7t-value-B9 y", "x secr7t-valueREDACTED_b y", options);
}

// A value that begins in another one leaves no tail.
TEST(KnownOrigins, GitLabOverlap) {
  const Options options = options_knowing({{"a", "overlap-9_AB"}, {"b", "9_AB-second"}});
  expect_in_all_cuts("overlap-9_AB-second", "REDACTED_a", options);
}

TEST(KnownOrigins, GitLabLineEndsOfAnotherSystem) {
  const Options options = options_knowing({{"t", "tok-7qP#\nline2-9x!"}});
  expect_in_all_cuts("a tok-7qP#\r\nline2-9x! b\r\n", "a REDACTED_t b\r\n", options);
}

// Base64 of the value with something before and behind it, at all three alignments.
TEST(KnownOrigins, GitHubBase64WithSuffix) {
  for (const std::size_t size :
       {std::size_t{10}, std::size_t{11}, std::size_t{12}, std::size_t{30}}) {
    const std::string value = random_text(size, size);
    const Options options = options_knowing({{"k", value}});
    for (const std::string before : {"", "a", "ab", "abc"}) {
      for (const std::string behind : {"", "\n", ":x", "tail", " and more of it"}) {
        for (const int variant : {sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_URLSAFE}) {
          const std::string code = base64(before + value + behind, variant);
          const std::string out = hidden("v=" + code + ";\n", options);
          ASSERT_NE(out.find("REDACTED_k"), std::string::npos) << code;
          // What is left holds less than one character of the value.
          const std::size_t left = out.size() - std::string("v=REDACTED_k;\n").size();
          EXPECT_LE(left, (before.size() + behind.size()) * 4 / 3 + 6) << code << " " << out;
        }
      }
    }
  }
}

// Nothing but the secret is hidden: brackets elsewhere stay (GitHub, Woodpecker).
TEST(KnownOrigins, SecretOfSeveralLinesWithBrackets) {
  const std::string value = "{\n  \"id\": \"acme-77\",\n  \"key\": \"9f#Kq!2x\"\n}";
  const Options options = options_knowing({{"json", value}});
  expect_in_all_cuts("if (x) {\n  y();\n}\n" + value + "\n{ }\n",
                     "if (x) {\n  y();\n}\nREDACTED_json\n{ }\n", options);
  expect_in_all_cuts("{\r\n\"id\": \"acme-77\",\r\n \"key\": \"9f#Kq!2x\"\r\n}", "REDACTED_json",
                     options);
}

TEST(KnownOrigins, ShortSecretsAtTokenBoundariesOnly) {
  const Options options = options_knowing({{"pin", "x7qP"}});
  expect_in_all_cuts("x7qP ax7qP x7qPa (x7qP)\n", "REDACTED_pin ax7qP x7qPa (REDACTED_pin)\n",
                     options);
}

// A line feed in a value is any white space with a line end in it.
TEST(KnownOrigins, BuildkiteWhitespace) {
  const Options options = options_knowing({{"t", "first 9#x\nsecond !7y\nthird *5z"}});
  expect_in_all_cuts("first 9#x  \n\n\t second !7y\r\nthird *5z.", "REDACTED_t.", options);
}

TEST(KnownOrigins, BuildkiteGoQuoting) {
  const Options options = options_knowing({{"q", "pa\"ss\\wo\trd\x01 9#x"}});
  expect_in_all_cuts("m=\"pa\\\"ss\\\\wo\\trd\\x01 9#x\"\n", "m=\"REDACTED_q\"\n", options);
}

// base64 wraps at 76 columns, a key file at 64.
TEST(KnownOrigins, LinesWrappedAt64And76) {
  const std::string value = random_text(5, 200);
  const Options options = options_knowing({{"w", value}});
  for (std::size_t before = 0; before < 90; before += 7) {
    const std::string code = base64(random_text(6, before) + value + random_text(7, 50));
    for (const std::size_t width : {std::size_t{64}, std::size_t{76}}) {
      for (const std::string line_end : {"\n", "\r\n", "\n    "}) {
        const std::string out = hidden(wrapped(code, width, line_end) + "\n", options);
        EXPECT_NE(out.find("REDACTED_w"), std::string::npos) << before << " " << width;
        EXPECT_LE(out.size(), (before + 50) * 4 / 3 + 40) << out;
      }
    }
  }
}

TEST(KnownOrigins, Utf16) {
  const Options options = options_knowing({{"u", "Tr0ub4dor & 3"}});
  const auto widen = [](std::string_view from, std::string& out) {
    for (const char c : from) out += {c, '\0'};
  };
  std::string text;
  std::string expected;
  widen("say Tr0ub4dor & 3.", text);
  widen("say REDACTED_u.", expected);
  expect_in_all_cuts("\xFF\xFE" + text, "\xFF\xFE" + expected, options);
  // Without a mark they are bytes, and the form in the other order begins a byte before.
  expect_in_all_cuts(text, text.substr(0, 7) + "REDACTED_u." + std::string(1, '\0'), options);
}

TEST(KnownOrigins, ColourCodesAndEscapesInside) {
  const Options options = options_knowing({{"c", "Tr0ub4dor&3-9"}});
  expect_in_all_cuts("\x1b[1mTr0u\x1b[0mb4dor\x1b[31m&3-9\x1b[0m.", "\x1b[1mREDACTED_c\x1b[0m.",
                     options);
  expect_in_all_cuts("{\"a\": \"Tr0ub4dor\\u00263-9\"}", "{\"a\": \"REDACTED_c\"}", options);
  expect_in_all_cuts("Tr0ub4dor%263-9 and Tr0ub4dor&amp;3-9", "REDACTED_c and REDACTED_c", options);
}

// Every value in every form, at every depth of JSON, and cut anywhere.
TEST(KnownProperty, IsFoundInEveryFormAtEveryDepth) {
  std::mt19937_64 random(20261126);
  for (int round = 0; round < 60; ++round) {
    const std::size_t size = 8 + (round % 3 == 0 ? random() % 4089 : random() % 60);
    std::string value = random_text(random(), size);
    const Options options = options_knowing({{"s", value}});
    std::vector<std::string> forms = {value,
                                      base64(value, sodium_base64_VARIANT_URLSAFE_NO_PADDING)};
    std::string hex(size * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(value.data()),
                   size);
    hex.pop_back();
    forms.push_back(hex);
    for (const std::string& form : forms) {
      std::string text = "before " + form + " behind";
      for (int depth = 0; depth < 4; ++depth) {
        std::vector<std::size_t> cut;
        for (std::size_t at = 0; at < text.size();) {
          const std::size_t piece = std::min<std::size_t>(1 + random() % 700, text.size() - at);
          cut.push_back(piece);
          at += piece;
        }
        const std::string out = redact_cut(text, cut, options);
        ASSERT_NE(out.find("before REDACTED_s"), std::string::npos) << form;
        ASSERT_LE(out.size(), text.size() - form.size() + 20 + 3) << form;
        text = nlohmann::json(text).dump();
      }
    }
  }
}

// Of bytes of any value at depth 0.
TEST(KnownProperty, BinaryValuesAreFound) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 60; ++round) {
    std::string value(8 + random() % 300, '\0');
    for (char& c : value) c = static_cast<char>(random());
    value.front() = 'a';
    value.back() = 'z';
    const Options options = options_knowing({{"s", value}});
    const std::string text = ". " + value + " .";
    EXPECT_EQ(redact_cut(text, {1 + random() % text.size()}, options).find(value),
              std::string::npos);
    EXPECT_EQ(hidden(text, options), ". REDACTED_s .") << testing::PrintToString(value);
  }
}

}  // namespace
}  // namespace inkblot
