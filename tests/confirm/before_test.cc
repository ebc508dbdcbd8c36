// What counts as a value before its name, and as one whose name may be yet to come.
#include "confirm/before.h"

#include <gtest/gtest.h>

#include <string>

#include "support/tokens.h"

namespace inkblot {
namespace {

const std::string kValue = std::string("kT9#m") + "Q2x!a";

// V stands for the value.
std::string filled(std::string form, const std::string& value) {
  for (std::size_t at = form.find('V'); at != std::string::npos; at = form.find('V', at)) {
    form.replace(at, 1, value);
    at += value.size();
  }
  return form;
}

// What is found before the end of a text, where the name begins.
std::string found(const std::string& text, bool whole) {
  Span value;
  if (!find_before(test::whole(text), text.size(), whole, value)) return "";
  return text.substr(value.begin, value.end - value.begin);
}

const std::vector<std::string> kPhrases = {"V is the ",
                                           "V is my new ",
                                           "so V was the old root ",
                                           "log in with V as ",
                                           "# V is the ",
                                           "#V is the ",
                                           "//V is the ",
                                           "/*V is the ",
                                           "'V' is your ",
                                           "`V` is the ",
                                           "V ist das ",
                                           "V est le ",
                                           "V es la ",
                                           "x\nV is the ",
                                           "x\\nV is the ",
                                           "a V as the ",
                                           "if (\"V\" == ",
                                           "if (\"V\"==",
                                           "assert \"V\" === user.",
                                           "if not 'V' != $",
                                           "V is the db_root_",
                                           "V is the app.db-"};

TEST(Before, FindsTheValueOfAPhrase) {
  for (const std::string& form : kPhrases) {
    EXPECT_EQ(kValue, found(filled(form, kValue), true)) << form;
  }
}

TEST(Before, WhatMayStillBecomeAPhraseIsSeen) {
  for (const std::string& form : kPhrases) {
    const std::string text = filled(form, kValue);
    // Before that the value is an unfinished token, which is held for itself.
    for (std::size_t size = text.find(kValue) + kValue.size() + 1; size <= text.size(); ++size) {
      EXPECT_EQ(kValue, found(text.substr(0, size), false)) << text.substr(0, size);
    }
  }
}

TEST(Before, LeavesTheRestAlone) {
  for (const std::string form :
       {"V the ", "V is ", "V is not the ", "V in the ", "V is the one that holds all the ",
        "V, is the ", "V is\nthe ", "V  is the ", "V\n", "V = ", "\"V\" = ", "\"V\" ",
        "\"V\" is the ", "x \"V\" == "}) {
    const bool bare = form == "V is ";  // `X is password` is a phrase.
    EXPECT_EQ(bare ? kValue : "", found(filled(form, kValue), true)) << form;
  }
  for (const std::string value : {"word", "ordinary", "2024-01-31", "us-east-1", "user@host:~$",
                                  "index.html", "/etc/passwd", "3.14159", "AES-256-GCM"}) {
    EXPECT_EQ("", found(filled("V is the ", value), true)) << value;
    EXPECT_EQ("", found(filled("V ", value), false)) << value;
  }
}

TEST(Before, ALongValueIsNone) {
  std::string value;
  for (int i = 0; i < 13; ++i) value += kValue;
  EXPECT_EQ("", found(value + " is the ", true));
}

TEST(Before, TheOutputIsTheSameInEveryCut) {
  const Options options = test::default_options();
  for (const std::string& form : kPhrases) {
    const std::string text = filled("first " + form, kValue) + "password, V\n";
    const std::string whole = redact(text, options).value();
    EXPECT_EQ(std::string::npos, whole.find(kValue)) << form;
    for (const auto& cut : test::cuts_of(text.size(), 20261127, 4)) {
      ASSERT_EQ(whole, test::redact_cut(text, cut, options)) << form;
    }
    EXPECT_EQ(whole, redact(whole, options).value());
  }
}

}  // namespace
}  // namespace inkblot
