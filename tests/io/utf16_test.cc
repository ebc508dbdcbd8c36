// UTF-16 with a byte order mark: edited in place, everything else byte for byte.
#include "io/utf16.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pack/sample.h"
#include "support/chunking.h"
#include "support/fault_io.h"

namespace inkblot {
namespace {

using test::bytes_of;
using test::cuts_of;
using test::default_options;
using test::redact_cut;

constexpr std::uint64_t kSeed = 20261126;

std::string unit(unsigned value, bool big) {
  const char low = static_cast<char>(value & 255U);
  const char high = static_cast<char>(value >> 8U);
  return big ? std::string{high, low} : std::string{low, high};
}

std::string wide(std::string_view ascii, bool big) {
  std::string out;
  for (const char c : ascii) out += unit(static_cast<unsigned char>(c), big);
  return out;
}

std::string github_pat(const Options& options) {
  for (const Rule& rule : options.pack->rules()) {
    if (rule.id == "github-pat") return make_sample(rule, rule.sample, kSeed).value();
  }
  return {};
}

// A text with a token, and what else may stand in UTF-16: letters, a pair, a lone half.
struct Text {
  std::string in;
  std::string out;
};
Text text_of(const std::string& token, bool big) {
  const std::string before = unit(0xFEFF, big) + wide("first\r\nk=", big);
  const std::string after = wide(" ", big) + unit(0x00E9, big) + unit(0xD83D, big) +
                            unit(0xDE00, big) + unit(0xD800, big) + unit(0x4100, big) +
                            unit(0x0A0A, big) + wide("\n", big);
  const std::string tag = wide("REDACTED_github-pat", big);
  return {before + wide(token, big) + after + wide("\"" + token + "\"\n", big) + "x",
          before + tag + after + wide("\"", big) + tag + wide("\"\n", big) + "x"};
}

TEST(Utf16, IsEditedInPlaceHoweverItArrives) {
  const Options options = default_options();
  for (const bool big : {false, true}) {
    const Text text = text_of(github_pat(options), big);
    EXPECT_EQ(text.out, redact(text.in, options).value());
    for (const auto& cut : cuts_of(text.in.size(), kSeed, 40)) {
      ASSERT_EQ(text.out, redact_cut(text.in, cut, options)) << cut.size();
    }
  }
}

TEST(Utf16, ReportsBytesOfTheStream) {
  Options options = default_options();
  const std::string token = github_pat(options);
  const Text text = text_of(token, true);
  std::vector<Redaction> seen;
  options.on_redaction = [&seen](const Redaction& redaction) { seen.push_back(redaction); };
  test::CollectingSink sink;
  const auto source = make_memory_source(bytes_of(text.in));
  const Stats stats = redact(*source, sink, options).value();
  ASSERT_EQ(2U, seen.size());
  const std::size_t first = text.in.find(wide(token, true));
  const std::size_t second = text.in.rfind(wide(token, true));
  EXPECT_EQ((Span{first, first + 2 * token.size()}), seen[0].input);
  EXPECT_EQ((Span{second, second + 2 * token.size()}), seen[1].input);
  EXPECT_EQ(2U, seen[0].line);
  EXPECT_EQ(3U, seen[1].line);
  for (const Redaction& redaction : seen) {
    EXPECT_EQ(wide("REDACTED_github-pat", true),
              sink.text.substr(redaction.output.begin, redaction.output.size()));
  }
  EXPECT_EQ(text.in.size(), stats.bytes_in);
  EXPECT_EQ(text.out.size(), stats.bytes_out);
  EXPECT_EQ(4 * token.size(), stats.bytes_redacted);
}

TEST(Utf16, NumbersKeysAndEscapesAreUnderstood) {
  const Options options = default_options();
  const std::string token = github_pat(options);
  const std::string text = "{\"" + token + "\":1,\"" + token + "\":\"a\\n" + token + "\"}";
  for (const bool big : {false, true}) {
    const std::string mark = unit(0xFEFF, big);
    EXPECT_EQ(mark + wide(redact(text, options).value(), big),
              redact(mark + wide(text, big), options).value());
  }
}

TEST(Utf16, IsAFunctionOfTheMarkAlone) {
  const Options options = default_options();
  const std::string token = github_pat(options);
  for (const std::string& clean :
       {std::string("\xff"), std::string("\xfe"), std::string("\xff\xfe"), std::string("\xfe\xff"),
        std::string("\xff\xfe\x41"), std::string("\xff\xff\xfe"), wide("no mark", false)}) {
    EXPECT_EQ(clean, redact(clean, options).value());
    EXPECT_EQ(clean, redact_cut(clean, std::vector<std::size_t>(clean.size(), 1), options));
  }
  for (const std::string before : {"\xef\xbb\xbf", "\xff", "\xfe ", "\xff\xff"}) {
    const std::string text = before + "k=" + token;
    for (const auto& cut : cuts_of(text.size(), kSeed, 0)) {
      ASSERT_EQ(before + "k=REDACTED_github-pat", redact_cut(text, cut, options));
    }
  }
}

TEST(Utf16, AMarkHidesNothingInATextOfBytes) {
  const Options options = default_options();
  const std::string token = github_pat(options);
  for (const std::string before : {"", "k=", "k:="}) {
    for (const bool big : {false, true}) {
      const std::string mark = unit(0xFEFF, big) + before;
      const std::string text = mark + token + "\n" + wide(token, big) + "\n";
      const std::string out = redact(text, options).value();
      EXPECT_TRUE(out.starts_with(mark + "REDACTED_github-pat\n")) << before;
      for (const auto& cut : cuts_of(text.size(), kSeed, 20)) {
        ASSERT_EQ(out, redact_cut(text, cut, options)) << cut.size();
      }
      test::CollectingSink sink;
      const auto source = make_memory_source(bytes_of(text));
      const Stats stats = redact(*source, sink, options).value();
      EXPECT_EQ(text.size(), stats.bytes_in);
      EXPECT_EQ(out.size(), stats.bytes_out);
    }
  }
}

TEST(Utf16, OnlyTheFirstByteOfAMarkWaits) {
  const Options options = default_options();
  test::CollectingSink sink;
  const auto redactor = Redactor::create(options, sink).value();
  ASSERT_TRUE(redactor->write(bytes_of("\n")).ok());
  EXPECT_EQ("\n", sink.text);
}

TEST(Utf16, StreamsLongerThanTheRing) {
  const Options options = default_options();
  const std::string line = "k=" + github_pat(options) + " and so on\n";
  std::string text;
  while (text.size() < (std::size_t{1} << 20U)) text += line;
  const std::string expected = unit(0xFEFF, false) + wide(redact(text, options).value(), false);
  const std::string input = unit(0xFEFF, false) + wide(text, false);
  EXPECT_TRUE(expected == redact(input, options).value());
  for (const auto& cut : cuts_of(input.size(), kSeed, 3)) {
    if (cut.size() > 100000) continue;
    EXPECT_TRUE(expected == redact_cut(input, cut, options)) << cut.size();
  }
}

TEST(Utf16, AFailureReleasesNothingMore) {
  const Options options = default_options();
  const Text text = text_of(github_pat(options), false);
  test::FaultSink sink({.fail_at = 1, .code = Code::io, .bytes_max = 0});
  const auto redactor = Redactor::create(options, sink).value();
  EXPECT_EQ(Code::io, redactor->write(bytes_of(text.in)).code());
  EXPECT_EQ(Code::poisoned, redactor->finish().code());
  EXPECT_EQ("", sink.text);
  test::FaultSource source(text.in, {.fail_at = 3, .bytes_max = 7});
  test::CollectingSink collected;
  EXPECT_EQ(Code::io, redact(source, collected, options).error().code());
  EXPECT_TRUE(text.out.starts_with(collected.text));
}

}  // namespace
}  // namespace inkblot
