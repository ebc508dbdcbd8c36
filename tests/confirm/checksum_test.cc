// Every validator against generated tokens, altered tokens and published vectors.
#include "confirm/checksum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "pack/sample.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

constexpr std::uint64_t kSeeds = 12;

// Kinds without a literal that could be swept, so that no rule of the pack uses them yet.
struct Unswept {
  std::string_view checksum;
  std::string_view sample;
};
constexpr std::array<Unswept, 2> kUnswept = {{
    {"azure-devops", "{base32l:52}"},
    {"base58-sha256", "{5H|5J}{base58:49}"},
}};

// The rules that a validator belongs to.
std::vector<Rule> rules_of(std::string_view checksum) {
  std::vector<Rule> out;
  const Options options = test::default_options();
  for (const Rule& rule : options.pack->rules()) {
    if (rule.checksum == checksum) out.push_back(rule);
  }
  for (const Unswept& row : kUnswept) {
    if (row.checksum != checksum) continue;
    Rule rule;
    rule.id = std::string("unswept ") + std::string(checksum);
    rule.checksum = checksum;
    rule.sample = row.sample;
    out.push_back(rule);
  }
  return out;
}

std::string sample(const Rule& rule, std::uint64_t seed) {
  return make_sample(rule, rule.sample, seed).value();
}

// Another character of the same class.
char altered(char c) {
  if (c == '9' || c == '7' || c == 'z' || c == 'Z') return static_cast<char>(c - 1);
  return static_cast<char>(c + 1);
}

Verdict check(std::string_view checksum, const std::string& token) {
  const Checksum* const row = find_checksum(checksum);
  EXPECT_NE(row, nullptr) << checksum;
  return row == nullptr ? Verdict::unknown : row->check(token);
}

TEST(Checksum, TableIsSortedAndEveryRowIsUsed) {
  const auto rows = checksums();
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(),
                             [](const Checksum& a, const Checksum& b) { return a.name < b.name; }));
  for (const Checksum& row : rows) EXPECT_FALSE(rules_of(row.name).empty()) << row.name;
}

TEST(Checksum, GeneratedSamplesPass) {
  for (const Checksum& row : checksums()) {
    for (const Rule& rule : rules_of(row.name)) {
      for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        EXPECT_EQ(row.check(sample(rule, seed)), Verdict::pass)
            << row.name << ", rule " << rule.id << ", seed " << seed;
      }
    }
  }
}

TEST(Checksum, SamplesDiffer) {
  for (const Checksum& row : checksums()) {
    for (const Rule& rule : rules_of(row.name)) {
      EXPECT_NE(sample(rule, 1), sample(rule, 2)) << rule.id;
    }
  }
}

TEST(Checksum, AnAlteredBodyFailsWhereThereIsACheckValue) {
  std::size_t alterations = 0;
  for (const Checksum& row : checksums()) {
    if (row.proof == Proof::structure) continue;
    for (const Rule& rule : rules_of(row.name)) {
      const std::string good = sample(rule, 1);
      for (std::size_t at = good.size() / 4; at < good.size() * 3 / 4; ++at) {
        if (std::isalnum(static_cast<unsigned char>(good[at])) == 0) continue;
        std::string bad = good;
        bad[at] = altered(bad[at]);
        EXPECT_NE(row.check(bad), Verdict::pass) << rule.id << ", character " << at;
        ++alterations;
      }
    }
  }
  EXPECT_GT(alterations, 500U);
}

TEST(Checksum, WhatFixMendedPasses) {
  std::size_t mended = 0;
  std::size_t refused = 0;
  for (const Checksum& row : checksums()) {
    if (row.fix == nullptr) continue;
    std::vector<std::string> tokens;
    for (std::size_t size = 1; size < 64; ++size) tokens.push_back("ghp_" + std::string(size, '0'));
    for (const Rule& rule : rules_of(row.name)) {
      const std::string good = sample(rule, 1);
      for (std::size_t cut = 0; cut < std::min<std::size_t>(good.size(), 8); ++cut) {
        tokens.push_back(good.substr(0, good.size() - cut));
        tokens.push_back(good + std::string(cut, 'a'));
      }
    }
    for (std::string& token : tokens) {
      const bool fixed = row.fix(token);
      ++(fixed ? mended : refused);
      if (!fixed) continue;
      EXPECT_EQ(row.check(token), Verdict::pass) << row.name << ", " << token.size();
    }
  }
  EXPECT_GT(mended, 20U);
  EXPECT_GT(refused, 20U);
}

TEST(Checksum, ShortAndForeignTextsAreSurvived) {
  for (const Checksum& row : checksums()) {
    for (std::size_t size = 0; size < 130; ++size) {
      for (const char c : {'A', '=', '.', '_', '1', '-', '\xff'}) {
        std::string text(size, c);
        EXPECT_NO_THROW({ static_cast<void>(row.check(text)); }) << row.name;
        if (row.fix == nullptr) continue;
        EXPECT_NO_THROW({ static_cast<void>(row.fix(text)); }) << row.name;
      }
    }
  }
}

// Published values.  Those that look like tokens are put together from pieces.

TEST(Checksum, Bech32VectorsOfBip173) {
  EXPECT_EQ(check("bech32", "A12UEL5L"), Verdict::pass);
  EXPECT_EQ(check("bech32", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"), Verdict::pass);
  EXPECT_EQ(check("bech32", "A12UEL5M"), Verdict::fail);
  EXPECT_EQ(check("bech32", std::string("nsec1vl029mgpspedva04g90vltkh6fv") +
                                "h240zqtv9k0t9af8935ke9laqsnlfe5"),
            Verdict::pass);
  const std::string age = std::string("AGE-SECRET-KEY-1G") + "FPYYSJZ" + "GFPYYSJZ" + "GFPYYSJZ" +
                          "GFPYYSJZ" + "GFPYYSJZ" + "GFPYYSJZ" + "GFPQ4EGAEX";
  EXPECT_EQ(check("bech32", age), Verdict::pass);
}

TEST(Checksum, MicrosoftVectors) {
  const std::string a33(33, 'a');
  const std::string a76(76, 'a');
  for (const std::string& key :
       {a33 + "+ASb" + "HpHeAI=", a33 + "+AEh" + "G2s/8w=", a33 + "+ARm" + "D7h+qo=",
        a33 + "AIoT" + "Oumzco=", std::string(42, 'd') + "+ACR" + "CUDxQE",
        std::string(42, 'a') + "AzSe" + "CjhzCu", std::string(44, 'd') + "AzFu" + "182vhA==",
        a76 + "+ABa" + "13FZVQ==", a76 + "+AMC" + "FNqWyA==", a76 + "APIM" + "HbKhsQ=="}) {
    EXPECT_EQ(check("azure-his", key), Verdict::pass) << key;
  }
  EXPECT_EQ(check("azure-his", a33 + "+ASb" + "HpGeAI="), Verdict::fail);
  const std::string cask =
      std::string(52, 'A') + "JQQJ9" + "9AG" + std::string(17, 'A') + "BCD" + "TZJ9JA==";
  EXPECT_EQ(check("azure-cask", cask), Verdict::pass);
  EXPECT_EQ(check("azure-entra", "zzz8Q~" + std::string(31, 'z') + "blP"), Verdict::pass);
}

TEST(Checksum, Base32AndBase58Vectors) {
  EXPECT_EQ(check("base32-crc16",
                  std::string("SUACSSL3UAHUDXKFSNVUZRF5UHPMW") + "Z6BFDTJ7M6USDXIEDNPPQYYYCU3VY"),
            Verdict::pass);
  EXPECT_EQ(check("base32-crc16",
                  std::string("SAV76USXIJOBMEQXPANUOQM6F5LI") + "OTLPDIDVRJBFFE2MDJXG24TAPUU7"),
            Verdict::pass);
  EXPECT_EQ(check("base58-sha256",
                  std::string("5HueCGU8rMjxEXxiPuD5BDku4") + "MkFqeZyd4dZ1jvhTVqvbTLvyTJ"),
            Verdict::pass);
  EXPECT_EQ(check("base58-sha256",
                  std::string("xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqji") +
                      "ChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"),
            Verdict::pass);
  EXPECT_EQ(check("jfrog-key", std::string("AKCp8budTFpbypBqQbGJPp7eHFi28fBivf") +
                                   "WczrjbPb9erDff9LbXZbj6UsRExVXA8asWGc9fM"),
            Verdict::pass);
}

TEST(Checksum, Crc32Vectors) {
  EXPECT_EQ(check("crc32-github", std::string("ghp_") + "M7H4jxUDDWHP4kZ6A4dxlQYsQIWJuq11T4V4"),
            Verdict::pass);
  EXPECT_EQ(check("crc32-github", std::string("ghp_") + "M7H4jxUDDWHP4kZ6A4dxlQYsQIWJuq11T4V3"),
            Verdict::fail);
  EXPECT_EQ(check("crc32-grafana",
                  std::string("glsa_") + "HOruNAb7SOiCdshU9algkrq7FDsNSLAa" + "_54e2f8be"),
            Verdict::pass);
  EXPECT_EQ(check("crc32-confluent", std::string("cflt") + "qPLd2lLPAtWtHGNhN32WlZxoEj30pcg8mz" +
                                         "aPlPJ937JlMa7n9YCRLooqgifw"),
            Verdict::pass);
  EXPECT_EQ(check("gitlab-routable",
                  std::string("glpat-") + "YWFhYWFhYWFhYWFhYWFhYW86MQM" + ".01.0r0i4k17x"),
            Verdict::pass);
}

}  // namespace
}  // namespace inkblot
