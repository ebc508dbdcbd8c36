// The YAML of Secrets, and errors for all other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/vault.h"
#include "vault/import.h"

namespace inkblot {
namespace {

std::string leaves(const std::string& text) {
  std::vector<std::uint8_t> bytes = bytes_of(text);
  const auto read = read_yaml_leaves(bytes);
  if (!read) return "error";
  std::string out;
  for (const auto& document : *read) {
    for (const ImportLeaf& leaf : document) {
      for (const std::string& name : leaf.path) out += "/" + name;
      out += "=" + text_of(leaf.value) + ";";
    }
  }
  return out;
}

TEST(ImportYaml, ReadsMapsAndLists) {
  EXPECT_EQ(leaves("a: 1\nb:\n  c: x y # no part\n  d: 'it''s'\ne: \"q\\n\\\"\"\n"),
            "/a=1;/b/c=x y;/b/d=it's;/e=q\n\";");
  EXPECT_EQ(leaves("l:\n- a: 1\n  b: 2\n- c: 3\n-\n  d: 4\nm: 5\n"),
            "/l/0/a=1;/l/0/b=2;/l/1/c=3;/l/2/d=4;/m=5;");
  EXPECT_EQ(leaves("l:\n  - x\n  - y: 1\n    z: 2\n"), "/l/0=x;/l/1/y=1;/l/1/z=2;");
  EXPECT_EQ(leaves("\"a.b\": 1\n'c': http://x:1/#y\nd: {}\n"), "/a.b=1;/c=http://x:1/#y;");
  EXPECT_EQ(leaves("# only a comment\n---\na: 1\n...\n---\r\nb: 2\r\n"), "/a=1;/b=2;");
}

TEST(ImportYaml, ReadsBlocks) {
  EXPECT_EQ(leaves("a: |\n  one\n    two\n\n  three\nb: 1\n"), "/a=one\n  two\n\nthree;/b=1;");
  EXPECT_EQ(leaves("a: |+\n  one\n\nb: >-\n  x\n  y\n"), "/a=one\n\n;/b=x y;");
  EXPECT_EQ(leaves("a: |2\n    one\n"), "/a=  one;");
  EXPECT_EQ(leaves("a: |\n  no end"), "/a=no end;");
  EXPECT_EQ(leaves("a: |\nb: 1\n"), "/a=;/b=1;");
  for (const char* const end : {"", " ", "\n", "\n ", "\n\n   "}) {
    EXPECT_EQ(leaves(std::string("a: |\n") + end), "/a=;") << end;
    EXPECT_EQ(leaves(std::string("a:\n  b: |\n x\n") + end), "error") << end;
  }
}

TEST(ImportYaml, RefusesWhatItDoesNotKnow) {
  for (const char* text :
       {"a: {b: 1}\n", "a: [1]\n", "a: &x 1\n", "a: *x\n", "a: !!binary x\n", "a: \"open\n",
        "a: 'open\n", "\ta: 1\n", "a: 1\nword\n", "a: \"x\" y\n", "a: |x\n  b\n", "a: \"\\q\"\n"}) {
    EXPECT_EQ(leaves(text), "error") << text;
  }
}

TEST(ImportYaml, SurvivesAnything) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  for (int turn = 0; turn < 20'000; ++turn) {
    auto bytes = bytes_of(made_up(random, random() % 60, "ab:- \n'\"|>#{\\\t"));
    const auto read = read_yaml_leaves(bytes);
    EXPECT_TRUE(read || !read.error().message().empty());
  }
}

}  // namespace
}  // namespace inkblot
