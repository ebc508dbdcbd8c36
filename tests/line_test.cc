// What the line reads of its window, and that its own copy of the key does not outlive it.
#include "line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <random>

#include "pack/sample.h"
#include "support/chunking.h"

namespace inkblot {
namespace {

using Key = std::array<std::uint8_t, 32>;

Key some_key() {
  Key key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(0xA0 + i);
  return key;
}

// Where an object stood is looked at when it is gone, but before its memory is.
template <class T, class Make>
void expect_wiped(const Make& make) {
  const Key key = some_key();
  const auto holds_key = [&key](const void* at) {
    const auto* const bytes = static_cast<const std::uint8_t*>(at);
    return std::search(bytes, bytes + sizeof(T), key.begin(), key.end()) != bytes + sizeof(T);
  };
  T* const object = make(key);
  void* const place = object;
  EXPECT_TRUE(holds_key(place));
  object->~T();
  EXPECT_FALSE(holds_key(place));
  if constexpr (alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
    ::operator delete (place, std::align_val_t{alignof(T)});
  } else {
    ::operator delete(place);
  }
}

TEST(Line, WipesItsKey) {
  test::CollectingSink sink;
  expect_wiped<Line>([&sink](const Key& key) {
    Options options = test::default_options();
    options.key = key;
    return Line::create(options, sink).value().release();
  });
}

TEST(Fingerprint, WipesItsKey) {
  expect_wiped<Fingerprint>([](const Key& key) { return new Fingerprint(key); });
}

// Behind a name: samples of all rules, without what would end a value.
std::string value_without_end(const Pack& pack, std::uint64_t seed, std::size_t size) {
  std::mt19937_64 random(seed);
  std::string out = "psk=F7";
  while (out.size() < size) {
    const Rule& rule = pack.rules()[random() % pack.rules().size()];
    const std::string sample = make_sample(rule, rule.sample, random()).value_or("");
    out += sample.substr(0, random() % 40) + "keyC1ssh";
  }
  constexpr CharSet kKept = charset(kAlnum, "=:_-.");
  std::erase_if(out, [&](char c) { return !in(kKept, c); });
  return out + "\nend\n";
}

// Each window is memory of its own, which begins where the line may still read.
std::string redact_in_windows(const std::string& text, Offset step, const Options& options) {
  test::CollectingSink sink;
  const auto line = Line::create(options, sink).value();
  Offset begin = 0;
  for (Offset end = 0; end < text.size();) {
    end = std::min<Offset>(end + step, text.size());
    const std::string bytes = text.substr(begin, end - begin);
    const Status status = line->advance({test::bytes_of(bytes), begin, end == text.size()});
    EXPECT_TRUE(status.ok()) << status.message();
    EXPECT_GE(line->keep_from(), begin) << "what was let go is gone";
    begin = std::max(begin, line->keep_from());
    EXPECT_LE(end - begin, Redactor::hold_bytes_max());
  }
  return sink.text;
}

// Of a value that goes on all is released; what waits in there for an answer is still to be read.
TEST(Line, WindowsHoldAllThatIsAskedOf) {
  const Options options = test::default_options();
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const std::string text = value_without_end(*options.pack, seed, 400000);
    const std::string whole = redact(text, options).value();
    EXPECT_EQ("psk=REDACTED_", whole.substr(0, 13)) << "seed " << seed;
    EXPECT_EQ(whole, redact_in_windows(text, 50000, options)) << "seed " << seed;
  }
}

// A head with blanks begins in what was released before its last byte came.
TEST(Line, NothingIsWantedThatWasLetGo) {
  const Options options = test::default_options();
  std::string text;
  while (text.size() < 9000) text += "a line of text\n";
  text += R"(<add key="ClearTextPassword" value="x" />)";
  text += "\n" + value_without_end(*options.pack, 1, 12000);
  for (const Offset step : {1U, 7U}) {
    EXPECT_EQ(redact(text, options).value(), redact_in_windows(text, step, options)) << step;
  }
}

}  // namespace
}  // namespace inkblot
