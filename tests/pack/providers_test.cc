// Rows become one table, wrong ones are refused, and a name is found with the forms it stands for.
#include "pack/providers.h"

#include <gtest/gtest.h>

namespace inkblot {
namespace {

Providers read(const std::vector<std::string>& rows) {
  Providers out;
  EXPECT_TRUE(out.read(rows).ok());
  return out;
}

std::size_t found(const Providers& providers, std::string_view name, std::string_view text) {
  std::size_t size = 0;
  bool plain = false;
  return providers.find(name, text, size, plain) ? size : 0;
}

TEST(Providers, FindsANameWithItsForm) {
  const Providers providers = read({"[0-9a-f]{16} acme other", "[0-9A-Z]{20} acme"});
  EXPECT_EQ(16U, found(providers, "acme", "0123456789abcdef"));
  EXPECT_EQ(20U, found(providers, "acme", "0123456789ABCDEF0123"));
  EXPECT_EQ(16U, found(providers, "other", "0123456789abcdef rest"));
  EXPECT_EQ(0U, found(providers, "other", "0123456789ABCDEF0123"));
  EXPECT_EQ(0U, found(providers, "acm", "0123456789abcdef"));
  EXPECT_EQ(0U, found(providers, "acme", "0123456789abcdef7"));
  EXPECT_EQ(0U, found(providers, "acme", "0123456789abcde"));
}

TEST(Providers, FormsMayHaveParts) {
  const Providers providers = read({"(a|b)-[0-9]{4,6}\\.[0-9a-z]{16}= acme"});
  EXPECT_EQ(25U, found(providers, "acme", "b-12345.0123456789abcdef="));
  EXPECT_EQ(0U, found(providers, "acme", "c-12345.0123456789abcdef="));
  EXPECT_EQ(0U, found(providers, "acme", "b-123.0123456789abcdef="));
}

TEST(Providers, ATildeMarksAnOrdinaryWord) {
  const Providers providers = read({"[0-9a-f]{16} ~line", "[0-9A-Z]{20} line"});
  std::size_t size = 0;
  bool plain = true;
  EXPECT_TRUE(providers.find("line", "0123456789abcdef", size, plain));
  EXPECT_FALSE(plain);
  EXPECT_TRUE(providers.find("line", "0123456789ABCDEF0123", size, plain));
  EXPECT_TRUE(plain);
}

TEST(Providers, KnowsTheLengthsOfWhatHasNoOtherMarks) {
  const Providers providers = read({"[0-9a-f]{16} abc", "[0-9a-z_]{20,22} def", "[0-9]{30}= ghi"});
  for (std::size_t size = 0; size < 600; ++size) {
    EXPECT_EQ(size == 16 || (size >= 20 && size <= 22), providers.has_plain(std::string(size, 'a')))
        << size;
  }
}

TEST(Providers, KnowsWhichLengthsHoldMarks) {
  const Providers providers =
      read({"[0-9a-f]{16} abc", "[0-9a-z_]{20} def", "[0-9a-f]{4}-[0-9]{9} xyz"});
  EXPECT_TRUE(providers.has_plain("0123456789abcdef"));
  EXPECT_FALSE(providers.has_plain("0123456_89abcdef"));
  EXPECT_FALSE(providers.has_plain("0123456-89abcdef"));
  EXPECT_TRUE(providers.has_plain("0123456_89abcdef0123"));
  EXPECT_FALSE(providers.has_plain("0123456-89abcdef0123"));
  EXPECT_TRUE(providers.has_plain("abcd-012345678"));
}

TEST(Providers, TellsFromAFewBytesWhatMayFollow) {
  const Providers providers = read({"[0-9a-f]{16} acme"});
  for (const char* const before : {"acme ", "x acme: '", "ACME=", "acme_key => ", "a token ",
                                   "acme\\\": \\\"", "\\nacme: ", "acme \\t ", "ac\\u006De ",
                                   "acm%65 x ", "__________acme ", "________________________"}) {
    EXPECT_TRUE(providers.may_follow(before)) << before;
  }
  for (const char* const before : {"", " ", "commit ", "acme/", "acmi ", "x ", "= '", "\\\" x ",
                                   "\\nfood\\\": \\\"", "a long sentence / x "}) {
    EXPECT_FALSE(providers.may_follow(before)) << before;
  }
}

TEST(Providers, AffixesAreTheLongest) {
  EXPECT_EQ("apikey", find_affix("acmeapikey", true)->text);
  EXPECT_TRUE(find_affix("acmeapikey", true)->key);
  EXPECT_EQ("application", find_affix("applicationacme", false)->text);
  EXPECT_EQ(nullptr, find_affix("acme", true));
  EXPECT_EQ(nullptr, find_affix("a", false));
}

TEST(Providers, RefusesARowByItsForm) {
  for (const char* const row :
       {"[0-9a-f]* abc", "[0-9a-f]{16} Abc", "[0-9a-f]{16} a-b", "[0-9a-f]{16}  abc",
        "[0-9a-f]{16} ab", "[0-9a-f]{600} abc", "(a abc"}) {
    Providers providers;
    const Status status = providers.read({"[0-9]{16} fine", row});
    EXPECT_EQ(Code::bad_pack, status.code()) << row;
    EXPECT_NE(std::string::npos, status.message().find("form \"")) << status.message();
  }
}

TEST(Providers, AnEmptyTableKnowsNobody) {
  EXPECT_EQ(0U, found(Providers(), "acme", "0123456789abcdef"));
}

}  // namespace
}  // namespace inkblot
