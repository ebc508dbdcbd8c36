// Chains of Boost.Iostreams with a filter of ours in them.
#include <gtest/gtest.h>
#include <inkblot/iostreams.h>

#include <boost/iostreams/device/array.hpp>
#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/counter.hpp>
#include <boost/iostreams/filtering_stream.hpp>

#include "support/tokens.h"

namespace inkblot {
namespace {

namespace io = boost::iostreams;

std::string long_text() {
  std::string text;
  for (std::uint64_t i = 0; text.size() < 100'000; ++i) {
    text += "line " + std::to_string(i) + "\n";
    if (i % 100 == 0) text += "key " + test::token_of("github-pat", i) + "\n";
  }
  return text + "no line end";
}

std::string written(std::string_view text, std::size_t piece) {
  std::string out;
  io::filtering_ostream chain;
  chain.push(RedactingOutput(test::default_options()));
  chain.push(io::back_inserter(out));
  for (std::size_t at = 0; at < text.size(); at += piece) {
    const std::string_view part = text.substr(at, piece);
    chain.write(part.data(), static_cast<std::streamsize>(part.size()));
  }
  chain.reset();
  return out;
}

std::string read(std::string_view text, std::size_t piece) {
  io::filtering_istream chain;
  chain.push(RedactingInput(test::default_options()));
  chain.push(io::array_source(text.data(), text.size()));
  std::string out;
  std::string block(piece, '\0');
  while (chain.read(block.data(), static_cast<std::streamsize>(piece)) || chain.gcount() > 0) {
    out.append(block.data(), static_cast<std::size_t>(chain.gcount()));
  }
  return out;
}

TEST(Iostreams, WhatGoesThroughIsRedacted) {
  const std::string text = long_text();
  const std::string expected = test::redacted(text);
  ASSERT_NE(expected, text);
  for (const std::size_t piece : {1U, 1000U, 1'000'000U}) {
    EXPECT_EQ(written(text, piece), expected);
    EXPECT_EQ(read(text, piece), expected);
  }
  EXPECT_EQ(written("", 1), "");
  EXPECT_EQ(read("", 1), "");
}

TEST(Iostreams, FiltersStandAmongOthers) {
  std::string out;
  {
    io::filtering_ostream chain;
    chain.push(io::counter());
    chain.push(RedactingOutput(test::default_options()));
    chain.push(io::back_inserter(out));
    chain << test::token_of("github-pat") << "\n";
    chain.flush();
    EXPECT_EQ(chain.component<io::counter>(0)->lines(), 1);
  }
  EXPECT_EQ(out, "REDACTED_github-pat\n");
}

TEST(Iostreams, OptionsThatCannotBeAreThrown) {
  Options options = test::default_options();
  options.only = {"no-such-rule"};
  EXPECT_THROW(RedactingOutput{options}, std::runtime_error);
}

}  // namespace
}  // namespace inkblot
