// What a program would look up is no value.
#include "confirm/reference.h"

#include <gtest/gtest.h>

namespace inkblot {
namespace {

TEST(Reference, IsKnownByItsMarks) {
  for (const char* const value : {"",
                                  "$HOME",
                                  "${DB_PASS}",
                                  "{{ token }}",
                                  "<%= key %>",
                                  "$(cat f)",
                                  "%PATH%",
                                  "/etc/passwd",
                                  "./a",
                                  "https://h/x",
                                  "a;b=1;c=2",
                                  "host,password=x,ssl=True",
                                  "vault:a/b#c",
                                  "a.b.Proxy@2bd79ce",
                                  "me@example.com",
                                  "db-1.eu.example.com:5432",
                                  "%s:%d",
                                  "VS%0.f0COMNTOOLS",
                                  "%NL80211_ATTR_IFINDEX.",
                                  "com.example.auth.OAuth2TokenProvider",
                                  "get()",
                                  "op://v/i/f",
                                  "[secret]",
                                  "process.argv.slice(2)",
                                  "'+($rule.keyword)+'",
                                  "0x%.16llx:0x%.16llx",
                                  "&Language::Rust",
                                  "sha256:abcdef"}) {
    EXPECT_TRUE(is_reference(value)) << value;
  }
  for (const char* const value :
       {"hunter2", "pa$$word", "$ecret!9", "a=b", "100%x", "kT9#mQ2x", "abc@def", "a.b", "!Ref9",
        "my.own.Fido2024", "kT9(mQ2x)", "'+x"}) {
    EXPECT_FALSE(is_reference(value)) << value;
  }
}

}  // namespace
}  // namespace inkblot
