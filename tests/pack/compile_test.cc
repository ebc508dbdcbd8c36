// Rules that cannot be swept fast or followed are refused by name; the rest is measured.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/tokens.h"

namespace inkblot {
namespace {

std::string refusal(const Rule& rule) {
  const auto pack = PackImpl::make({rule}, "test");
  if (pack) return "accepted";
  EXPECT_EQ(Code::bad_pack, pack.error().code());
  return pack.error().message();
}

TEST(Compile, RefusesByNameWhatCannotRun) {
  const auto with = [](auto change) {
    Rule rule = test::acme_rule();
    change(rule);
    return refusal(rule);
  };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {with([](Rule& r) { r.head = "acme_[a-z]*"; }), "2 to 96"},
      {with([](Rule& r) { r.head = "a"; }), "2 to 96"},
      {with([](Rule& r) { r.head = "acme_[a-z]{300}"; }), "2 to 96"},
      {with([](Rule& r) { r.head = "(acme"; }), "head"},
      {with([](Rule& r) { r.pattern = "(acme"; }), "pattern"},
      {with([](Rule& r) { r.checksum = "none-such"; }), "none-such"},
      {with([](Rule& r) { r.forms = {"[0-9]* b"}; }), "form \"[0-9]*\""},
      {with([](Rule& r) { r.parser = "none-such"; }), "none-such"}};
  for (const auto& [message, word] : cases) {
    EXPECT_TRUE(message.starts_with("rule acme-key: ")) << message;
    EXPECT_NE(std::string::npos, message.find(word)) << message;
  }
}

TEST(Compile, MeasuresARule) {
  Rule rule = test::acme_rule();
  rule.head = "acme_[0-9a-z]{4,8}";
  rule.tail = "!";
  const auto pack = PackImpl::make({rule}, "test").value();
  EXPECT_EQ(9, pack->derived(0).head_min);
  EXPECT_EQ(13, pack->derived(0).head_max);
  EXPECT_EQ(21U, pack->derived(0).width_max);
  EXPECT_TRUE(pack->derived(0).tail.has('!'));
  EXPECT_FALSE(pack->derived(0).run.has('!'));
  EXPECT_FALSE(pack->derived(0).captures);
  EXPECT_FALSE(pack->derived(0).line);
  rule.pattern = "acme_[0-9a-z]{4}\\s+([a-z]+)";
  const auto other = PackImpl::make({rule}, "test").value();
  EXPECT_TRUE(other->derived(0).captures);
  EXPECT_TRUE(other->derived(0).line);
  EXPECT_EQ(kDecideGlyphsMax, other->derived(0).width_max);
}

TEST(Compile, ReadsFilesAndFoldersInOrder) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "inkblot_compile_test";
  std::filesystem::create_directories(folder);
  const auto write = [&folder](const std::string& name, const std::string& tail) {
    std::ofstream(folder / name) << "[[rule]]\nid='a'\nhead='abc'\npattern='abcd'\ntail='" + tail +
                                        "'\n";
  };
  write("a.toml", "1");
  write("b.toml", "2");
  write("c.txt", "3");
  const std::vector<std::filesystem::path> paths = {folder};
  const auto pack = Pack::compile(paths);
  ASSERT_TRUE(pack.has_value()) << pack.error().message();
  ASSERT_EQ(1U, (*pack)->rules().size());
  EXPECT_EQ("2", (*pack)->rules()[0].tail);
  std::filesystem::remove_all(folder);
  const auto gone = Pack::compile(paths);
  ASSERT_FALSE(gone.has_value());
  EXPECT_NE(std::string::npos, gone.error().message().find(folder.string()));
}

}  // namespace
}  // namespace inkblot
