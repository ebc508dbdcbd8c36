// A verdict is kept only where the text that it stands on is the same.
#include "confirm/recurrence.h"

#include <gtest/gtest.h>
#include <inkblot/redactor.h>

#include <string>

#include "support/chunking.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

constexpr std::size_t kMany = 4000;

std::string repeated(std::string_view unit, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += unit;
  return out;
}

// How many of the heads that begin every `step` bytes are asked for, when all are rejected.
std::size_t decided(const std::string& text, std::size_t step) {
  const auto pack = Pack::builtin().value();
  const Window window{test::bytes_of(text), 0, true};
  Recurrence recurrence(1);
  Repetition repetition;
  View scratch;
  RunCache runs;
  std::size_t count = 0;
  for (Offset at = 0; at + 4 <= text.size(); at += step) {
    const Candidate candidate{0, at, at + 4};
    if (recurrence.recurs(window, candidate, repetition)) continue;
    recurrence.rejected({impl(*pack), window, candidate, scratch, runs}, repetition.tries(0));
    ++count;
  }
  return count;
}

TEST(Recurrence, KeepsAVerdictWhereTextRepeatsItself) {
  const std::size_t history = kHistoryBytes / 8;
  const std::size_t most = history + 512 / 8 + 8;
  EXPECT_GT(most, decided(repeated("abcd ef ", kMany), 8));
  EXPECT_EQ(kMany / 8, decided(repeated("abcd ef ", kMany / 8), 8));
  // What differs within reach of a verdict begins anew.
  const std::string half = repeated("abcd ef ", kMany);
  EXPECT_LT(2 * history, decided(half + "abcd ee " + half, 8));
  EXPECT_GT(2 * most, decided(half + "abcd ee " + half, 8));
}

// However long it was, what comes behind it or in its middle is found as behind a few lines of it.
TEST(Recurrence, WhatBreaksItIsDecided) {
  Options options;
  options.pack = Pack::builtin().value();
  const std::string value = "hunter" + std::string("2-") + "Qz9!x";
  for (const std::string unit :
       {"password: ", "password: password, ", "key: key: ", "Authorization: Bearer ",
        "machine a login b password c\n", "\\\"key\\\": \\\"value\\\", ", "NRAL.",
        "://a:", "password ", "-----BEGIN PRIVATE KEY-----\n", "credentials { a\n"}) {
    for (const std::string& tail :
         {" password: " + value + "\n", value + "\n", "'" + value + "'\n", value + "@host\n"}) {
      constexpr std::size_t kFew = 64;
      const std::string few = repeated(unit, kFew) + tail + repeated(unit, kFew);
      const std::string many = repeated(unit, kMany);
      const std::string expected = many + redact(few, options).value() + many;
      EXPECT_EQ(expected, redact(many + few + many, options).value()) << unit << tail;
    }
  }
}

}  // namespace
}  // namespace inkblot
