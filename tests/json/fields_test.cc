// Paths against documents whose writer knows where everything stands, and a slow matcher.
#include "json/fields.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

namespace inkblot {
namespace {

constexpr std::uint64_t kSeed = 20261127;

// A scalar or a key, and where it stands.
struct Leaf {
  std::vector<std::string> steps;
  Span span;  // With its quotes.
  bool word = false;
};

// Writes random documents.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}
  void write(int depth) {
    const unsigned kind = depth == 0 ? below(3) : below(5);
    if (kind < 3) return scalar(kind);
    const bool object = kind == 3;
    text += object ? "{ " : "[\n";
    const unsigned count = below(4);
    for (unsigned i = 0; i < count; ++i) {
      if (i > 0) text += i % 2 == 0 ? "," : " , ";
      static const std::vector<std::string> kKeys = {"a", "b", "", "x/y", "m~n", "q\"t"};
      const std::string key = object ? kKeys[below(kKeys.size())] : std::to_string(i);
      if (object) text += nlohmann::json(key).dump() + ": ";
      steps_.push_back(key);
      write(depth - 1);
      steps_.pop_back();
    }
    text += object ? " }" : "]";
  }
  unsigned below(std::size_t n) { return static_cast<unsigned>(random_() % n); }

  std::string text;
  std::vector<Leaf> leaves;

 private:
  void scalar(unsigned kind) {
    static const std::vector<std::string> kScalars = {"\"a \\\" ] text\"", "-1.5e3", "null"};
    leaves.push_back({steps_, {text.size(), text.size() + kScalars[kind].size()}, kind == 2});
    text += kScalars[kind];
  }
  std::mt19937_64 random_;
  std::vector<std::string> steps_;
};

std::string pointer(const std::vector<std::string>& steps) {
  std::string out;
  for (const std::string& step : steps) {
    nlohmann::json::json_pointer one;
    one /= step;
    const std::string spelled = nlohmann::json(one.to_string()).dump();
    out += spelled.substr(1, spelled.size() - 2);
  }
  return out;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& steps,
             std::size_t p = 0, std::size_t s = 0) {
  if (p == pattern.size()) return true;  // What is in it belongs to it.
  if (pattern[p] == "**") {
    return matches(pattern, steps, p + 1, s) ||
           (s < steps.size() && matches(pattern, steps, p, s + 1));
  }
  return s < steps.size() && (pattern[p] == "*" || pattern[p] == steps[s]) &&
         matches(pattern, steps, p + 1, s + 1);
}

std::string path_of(const std::vector<std::string>& pattern) {
  std::string out;
  for (const std::string& step : pattern) {
    nlohmann::json::json_pointer one;
    one /= step;
    out += one.to_string();
  }
  return out;
}

bool covered(const std::vector<Span>& spans, const Span& span) {
  return std::any_of(spans.begin(), spans.end(),
                     [&](const Span& one) { return one.contains(span); });
}

void expect_sorted(const std::vector<Span>& spans) {
  for (std::size_t i = 1; i < spans.size(); ++i) EXPECT_LE(spans[i - 1].end, spans[i].begin);
}

TEST(Fields, AgreeWithASlowMatcherInRandomDocuments) {
  for (std::uint64_t round = 0; round < 3000; ++round) {
    Writer writer(kSeed + round);
    writer.write(4);
    std::vector<std::vector<std::string>> patterns(2);
    for (auto& pattern : patterns) {
      static const std::vector<std::string> kSteps = {"a",    "b", "",  "x/y", "m~n",
                                                      "q\"t", "0", "1", "*",   "**"};
      const unsigned size = 1 + writer.below(3);
      for (unsigned i = 0; i < size; ++i) pattern.push_back(kSteps[writer.below(kSteps.size())]);
    }
    const auto rules = FieldRules::create({path_of(patterns[0])}, {path_of(patterns[1])}).value();
    const Fields fields = rules.find(writer.text).value();
    expect_sorted(fields.kept);
    expect_sorted(fields.redacted);
    for (const Leaf& leaf : writer.leaves) {
      const bool redacted = matches(patterns[1], leaf.steps);
      const bool quoted = writer.text[leaf.span.begin] == '"';
      const Span inner{leaf.span.begin + (quoted ? 1 : 0), leaf.span.end - (quoted ? 1 : 0)};
      SCOPED_TRACE(writer.text + " " + path_of(patterns[0]) + " " + path_of(patterns[1]) +
                   " seed " + std::to_string(kSeed + round));
      ASSERT_EQ(redacted && !leaf.word, covered(fields.redacted, inner)) << leaf.span.begin;
      if (!redacted) {
        ASSERT_EQ(matches(patterns[0], leaf.steps), covered(fields.kept, leaf.span));
      }
    }
  }
}

TEST(Fields, APathIsThatOfTheScalar) {
  for (std::uint64_t round = 0; round < 2000; ++round) {
    Writer writer(kSeed + round);
    writer.write(4);
    FieldPath path(writer.text);
    for (const Leaf& leaf : writer.leaves) {
      ASSERT_EQ(path.at(leaf.span.begin + writer.below(leaf.span.size())), pointer(leaf.steps))
          << writer.text << " seed " << kSeed + round;
    }
  }
}

TEST(Fields, ANameThatWasAskedForIsHidden) {
  const std::string text = R"({"a": {"key": 1, "b": [2, {"c": 3}]}, "d": 4})";
  FieldPath path(text);
  EXPECT_EQ(path.at(text.find("key")), "/a/*");
  EXPECT_EQ(path.at(text.find('1')), "/a/*");
  EXPECT_EQ(path.at(text.find('2')), "/a/b/0");
  EXPECT_EQ(path.at(text.find("c\"")), "/a/b/1/*");
  EXPECT_EQ(path.at(text.find('3')), "/a/b/1/*");
  EXPECT_EQ(path.at(text.find('4')), "/d");
  EXPECT_EQ(path.at(text.size()), "");
}

TEST(Fields, WhatANameHoldsIsNoStep) {
  const std::string text = R"({"a\/b": 1, "c\u002Fd\u007e\u00e9\n": [2]})";
  FieldPath path(text);
  EXPECT_EQ(path.at(text.find('1')), "/a~1b");
  EXPECT_EQ(path.at(text.find('2', text.find('['))), R"(/c~1d~0\u00e9\n/0)");
}

TEST(Fields, APathOfWhatIsNoValueIsThatOfWhatIsAroundIt) {
  const std::string text = R"({"a": [ 1, {"b": 2}  ] })";
  FieldPath path(text);
  EXPECT_EQ(path.at(text.find('[')), "/a");
  EXPECT_EQ(path.at(text.find('1')), "/a/0");
  EXPECT_EQ(path.at(text.find("{\"b")), "/a/1");
  EXPECT_EQ(path.at(text.find(']')), "/a");
}

TEST(Fields, DeepPathsEndEarly) {
  std::string expected;
  for (int i = 0; i < 64; ++i) expected += "/0";
  for (const std::size_t depth : {64U, 65U, 9000U}) {
    const std::string text = std::string(depth, '[') + "1" + std::string(depth, ']');
    FieldPath path(text);
    EXPECT_EQ(path.at(depth), depth == 64 ? expected : expected + "/**");
  }
}

TEST(Fields, WhatIsNoJsonHasNone) {
  for (const std::string_view text : {"", "{", "[1,]", "x", "{\"a\": }", "1 2"}) {
    FieldPath path(text);
    EXPECT_EQ(path.at(text.size()), "");
    const auto rules = FieldRules::create({"/a"}, {}).value();
    const auto fields = rules.find(text);
    ASSERT_FALSE(fields) << text;
    EXPECT_EQ(fields.error().code(), Code::invalid_argument);
  }
}

TEST(Fields, OfAPathThatIsNone) {
  std::string deep;
  for (int i = 0; i < 64; ++i) deep += "/a";
  const std::vector<std::string> paths = {"a", "", "/a~2", "/~", deep};
  for (const std::string& path : paths) {
    EXPECT_FALSE(FieldRules::create({path}, {})) << path;
    EXPECT_FALSE(FieldRules::create({}, {path})) << path;
  }
  EXPECT_TRUE(FieldRules::create({deep.substr(2)}, {}));
}

}  // namespace
}  // namespace inkblot
