// What stores and programs export, read as what it is.
#include "vault/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/vault.h"

namespace inkblot {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs imported(const std::string& text, ImportFormat expected,
               ImportFormat asked = ImportFormat::automatic) {
  std::vector<std::uint8_t> bytes = bytes_of(text);
  const auto read = read_import(bytes, asked);
  EXPECT_TRUE(read) << (read ? "" : read.error().message());
  if (!read) return {};
  EXPECT_EQ(read->format, expected);
  Pairs out;
  for (const ImportEntry& entry : read->entries) out.emplace_back(entry.name, text_of(entry.value));
  return out;
}

std::string error(const std::string& text, ImportFormat asked = ImportFormat::automatic) {
  std::vector<std::uint8_t> bytes = bytes_of(text);
  const auto read = read_import(bytes, asked);
  return read ? "" : read.error().message();
}

TEST(Import, VaultOfVersion2) {
  EXPECT_THAT(imported(R"({"request_id": "r", "lease_id": "", "lease_duration": 0,
    "data": {"data": {"user": "u", "nested": {"pin": 1234}, "flag": true},
             "metadata": {"version": 2, "created_time": "t"}}, "warnings": null})",
                       ImportFormat::vault),
              ElementsAre(std::pair("user", "u"), std::pair("nested/pin", "1234")));
}

TEST(Import, VaultOfVersion1AndTokens) {
  EXPECT_THAT(imported(R"({"request_id": "r", "lease_id": "", "data": {"key": "v\u00e9\n"},
    "auth": {"client_token": "t", "accessor": "a"}, "wrap_info": null})",
                       ImportFormat::vault),
              ElementsAre(std::pair("key", "v\xc3\xa9\n"), std::pair("auth/client_token", "t")));
}

TEST(Import, VariablesOfGitLabAndGh) {
  EXPECT_THAT(imported(R"([{"variable_type": "env_var", "key": "A", "value": "1", "masked": true},
        {"name": "B", "value": "2"}, {"value": "3", "name": "C", "updatedAt": "x"}])",
                       ImportFormat::variables),
              ElementsAre(std::pair("A", "1"), std::pair("B", "2"), std::pair("C", "3")));
}

TEST(Import, AnyJson) {
  EXPECT_THAT(
      imported(R"({"a": {"b": ["x", "y"]}, "c": -1.5e3, "d": null})", ImportFormat::json),
      ElementsAre(std::pair("a/b/0", "x"), std::pair("a/b/1", "y"), std::pair("c", "-1.5e3")));
}

constexpr const char* kSecret = R"(apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  password: aHVudGVyMg==
stringData:
  token: abc
)";

TEST(Import, SecretsOfKubernetes) {
  EXPECT_THAT(imported(kSecret, ImportFormat::kubernetes),
              ElementsAre(std::pair("db/password", "hunter2"), std::pair("db/token", "abc")));
  EXPECT_THAT(
      imported(std::string("---\n") + kSecret + "---\n" + kSecret, ImportFormat::kubernetes),
      testing::SizeIs(4));
  const std::string list = R"(apiVersion: v1
items:
- apiVersion: v1
  data:
    a: eA==
  kind: Secret
  metadata:
    name: one
- apiVersion: v1
  data:
    notes: none
  kind: ConfigMap
kind: List
)";
  EXPECT_THAT(imported(list, ImportFormat::kubernetes), ElementsAre(std::pair("one/a", "x")));
  EXPECT_THAT(imported(R"({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "n"},
                          "data": {"k": "eHl6"}})",
                       ImportFormat::kubernetes),
              ElementsAre(std::pair("n/k", "xyz")));
  EXPECT_THAT(error("apiVersion: v1\nkind: Secret\ndata:\n  a: '*'\n"), HasSubstr("no base64"));
}

TEST(Import, LinesAndAnythingElse) {
  EXPECT_THAT(imported("one value\r\n\nanother\n", ImportFormat::lines),
              ElementsAre(std::pair("line-1", "one value"), std::pair("line-3", "another")));
  EXPECT_THAT(imported("aGVsbG8gd29ybGQ=\n", ImportFormat::lines),
              ElementsAre(std::pair("line-1", "aGVsbG8gd29ybGQ=")));
  EXPECT_THAT(imported("A=b\n", ImportFormat::lines, ImportFormat::lines),
              ElementsAre(std::pair("line-1", "A=b")));
  EXPECT_THAT(imported("", ImportFormat::lines), IsEmpty());
}

TEST(Import, AByteOrderMarkIsNoPartOfIt) {
  EXPECT_THAT(imported("\xef\xbb\xbf"
                       "A=b\n",
                       ImportFormat::dotenv),
              ElementsAre(std::pair("A", "b")));
}

TEST(Import, ErrorsNameTheLineAndNoValue) {
  for (const std::string& text :
       {std::string("{\n\"hush\": \"hush\" \"hush\"}"), std::string("{\n\"a\": hush}"),
        std::string("A=1\nhush hush\n"), std::string("A=1\nB=\"hush\n"),
        std::string("apiVersion: v1\nhush\n")}) {
    EXPECT_THAT(error(text), HasSubstr("line ")) << text;
    EXPECT_THAT(error(text), testing::Not(HasSubstr("hush"))) << text;
  }
}

TEST(Import, Base64InPlace) {
  std::vector<std::uint8_t> text = bytes_of("aHVu\n dGVyMg==\n");
  std::span<std::uint8_t> value(text);
  EXPECT_TRUE(decode_base64(value));
  EXPECT_EQ(text_of(value), "hunter2");
  for (const char* bad : {"a", "ab=c", "ab*d", "abcde"}) {
    std::vector<std::uint8_t> bytes = bytes_of(bad);
    std::span<std::uint8_t> span(bytes);
    EXPECT_FALSE(decode_base64(span)) << bad;
    EXPECT_EQ(text_of(span), bad);
  }
}

}  // namespace
}  // namespace inkblot
