// A text in blocks is what it is in one scan, whatever stands where it is parted.
#include "scrub_blocks.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "support/documents.h"
#include "support/fault_io.h"
#include "support/folder.h"

namespace inkblot::cli {
namespace {

using test::FaultSink;

// What is told of one redaction.
struct Told {
  std::string words;
  Span input;
  Span output;
  bool operator==(const Told&) const = default;
};
Told told_of(const Redaction& r) {
  return {r.rule->id + " " + std::to_string(r.line) + " " + std::to_string(r.key) + " " +
              r.fingerprint + " " + std::to_string(static_cast<int>(r.evidence)),
          r.input, r.output};
}
std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << told.words << " at " << told.input.begin << "-" << told.input.end << " to "
             << told.output.begin << "-" << told.output.end;
}

struct Answer {
  std::string text;
  std::vector<Told> told;
  std::uint64_t redactions = 0;
  std::vector<std::uint64_t> by_rule;
};

class Blocks : public test::Folder {
 protected:
  static constexpr BlockSizes kSizes = {Offset{100} << 10U, Offset{256} << 10U};

  Blocks() {
    options_.pack = Pack::builtin().value();
    options_.key.emplace();
  }
  Answer in_one(const std::string& text) {
    Answer out;
    options_.on_redaction = [&](const Redaction& r) { out.told.push_back(told_of(r)); };
    FaultSink sink({});
    const auto source =
        make_memory_source(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    const auto stats = redact(*source, sink, options_);
    options_.on_redaction = nullptr;
    EXPECT_TRUE(stats);
    out.text = std::move(sink.text);
    out.redactions = stats->redactions;
    out.by_rule = stats->by_rule;
    return out;
  }
  Status scan(const std::string& text, Answer& out) {
    const auto place = write("text", text);
    Offset at = 0;
    const auto take = [&](const Redaction& r, std::string_view instead) {
      out.told.push_back(told_of(r));
      out.text += text.substr(at, r.input.begin - at) + std::string(instead);
      at = r.input.end;
      return take_status_;
    };
    const Intake::Allowed allowed = [this](Offset) { return allowed_status_; };
    Stats stats;
    const Status status =
        scan_blocks({[place] { return open(place.c_str(), O_RDONLY | O_CLOEXEC); }, text.size(),
                     [this] { return threads_; }, threads_, options_, true, allowed, take, kSizes},
                    stats);
    out.text += text.substr(at);
    out.redactions = stats.redactions;
    out.by_rule = stats.by_rule;
    return status;
  }
  void expect_same(const std::string& text, const std::string& what) {
    const Answer one = in_one(text);
    Answer many;
    ASSERT_TRUE(scan(text, many).ok()) << what;
    ASSERT_EQ(one.told.size(), many.told.size()) << what;
    for (std::size_t i = 0; i < one.told.size(); ++i) {
      ASSERT_EQ(one.told[i], many.told[i]) << what << ", number " << i;
    }
    EXPECT_TRUE(one.text == many.text) << what;
    EXPECT_EQ(one.redactions, many.redactions) << what;
    EXPECT_EQ(one.by_rule, many.by_rule) << what;
    found_ += one.told.size();
  }

  Options options_;
  unsigned threads_ = 3;
  Status allowed_status_;
  Status take_status_;
  std::size_t found_ = 0;
};

std::string log_lines(std::mt19937_64& random, std::size_t count) {
  std::string out;
  for (; count > 0; --count) {
    out += "2026-01-02T03:04:05Z INFO request " + std::to_string(random() % 100'000) + " done\n";
  }
  return out;
}

std::string wrapped(std::mt19937_64& random, std::size_t lines) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (; lines > 0; --lines) {
    for (int i = 0; i < 64; ++i) out += kDigits[random() % kDigits.size()];
    out += '\n';
  }
  return out;
}

std::string key_block(std::mt19937_64& random, std::size_t lines) {
  return "-----BEGIN RSA " + std::string("PRIVATE KEY-----\n") + wrapped(random, lines) +
         "-----END RSA " + std::string("PRIVATE KEY-----\n");
}

TEST_F(Blocks, OfMixedText) {
  std::size_t keys = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    test::Documents documents(options_, seed);
    std::mt19937_64 random(seed);
    std::string text;
    while (text.size() < 2'000'000) {
      switch (random() % 12) {
        case 0:
          text += key_block(random, 5 + random() % 60);
          break;
        case 1:
          text += wrapped(random, random() % 400);
          break;
        case 2:
        case 3:
        case 4:
          text += documents.next() + "\n";
          break;
        default:
          text += log_lines(random, random() % 200);
      }
    }
    expect_same(text, "seed " + std::to_string(seed));
    for (const Told& told : in_one(text).told) keys += told.words.find(" 2 ") != std::string::npos;
  }
  EXPECT_GT(found_, 500U);
  EXPECT_GT(keys, 0U);
}

// Longer than a block and all that is scanned around it.
TEST_F(Blocks, OfWhatGoesOnOverThem) {
  std::mt19937_64 random(7);
  const std::string before = log_lines(random, 5'000);
  const std::string behind = log_lines(random, 20'000) + key_block(random, 20);
  expect_same(before + key_block(random, 15'000) + behind, "a key of a megabyte");
  expect_same(before + wrapped(random, 15'000) + behind, "what is encoded");
  expect_same(before + "password: |\n" + std::string(900'000, ' ') + "\n" + behind, "blanks");
  expect_same(before + "key = \"" + wrapped(random, 15'000) + behind, "an open quote");
  expect_same(std::string(1'000'000, 'a') + "\n" + behind, "one word");
  std::string list = before + "passwords:\n";
  for (int i = 0; i < 30'000; ++i) list += "  - Xk" + std::to_string(random()) + "q!\n";
  expect_same(list + behind, "a list");
  EXPECT_GT(found_, 5U);
}

TEST_F(Blocks, OfLinesThatAreLong) {
  std::mt19937_64 random(9);
  test::Documents documents(options_, 9);
  std::string text;
  while (text.size() < 1'500'000) {
    std::string line = "{\"text\": \"";
    for (std::size_t n = random() % 3000; n > 0; --n) line += "words of a sentence ";
    text += line + "\", \"more\": " + documents.next() + "}\n";
  }
  expect_same(text, "long lines");
  EXPECT_GT(found_, 5U);
}

// Wherever a block's text begins, it is not taken for UTF-16.
TEST_F(Blocks, OfBytesThatWouldMarkUtf16) {
  std::mt19937_64 random(19);
  std::string text = log_lines(random, 2'000);
  while (text.size() < 600'000) {
    text += "bytes: " + std::string(random() % 5'000, '\xFE') + "\xFF\n" + log_lines(random, 3);
    if (random() % 4 == 0) text += key_block(random, 10);
  }
  expect_same(text, "bytes of a mark");
  EXPECT_GT(found_, 5U);
}

TEST_F(Blocks, WithOneThreadOrManyAndOtherStyles) {
  std::mt19937_64 random(11);
  test::Documents documents(options_, 11);
  std::string text;
  while (text.size() < 700'000) text += documents.next() + "\n" + log_lines(random, 30);
  for (const Style style : {Style::tag, Style::pseudonym, Style::mask, Style::partial}) {
    options_.style = style;
    threads_ = style == Style::tag ? 1 : 8;
    expect_same(text, "style " + std::to_string(static_cast<int>(style)));
  }
}

TEST_F(Blocks, WhoMayNotGoOnSaysWhy) {
  std::mt19937_64 random(13);
  const std::string text = log_lines(random, 20'000) + key_block(random, 20);
  Answer out;
  take_status_ = Status(Code::io, "the disk is full");
  EXPECT_EQ("the disk is full", scan(text, out).message());
  take_status_ = {};
  allowed_status_ = Status(Code::io, "a signal came");
  EXPECT_EQ("a signal came", scan(text, out).message());
}

TEST_F(Blocks, AFileThatIsShorterOrGoneIsSaidToBe) {
  std::mt19937_64 random(15);
  const auto place = write("short", log_lines(random, 10'000));
  const Intake::Allowed allowed = [](Offset) { return Status(); };
  const auto take = [](const Redaction&, std::string_view) { return Status(); };
  const auto threads = [] { return 2U; };
  Stats stats;
  BlockTask task{[place] { return open(place.c_str(), O_RDONLY | O_CLOEXEC); },
                 2'000'000,
                 threads,
                 2,
                 options_,
                 false,
                 allowed,
                 take,
                 kSizes};
  EXPECT_EQ(Code::io, scan_blocks(task, stats).code());
  task.open = [] { return -1; };
  EXPECT_EQ(Code::io, scan_blocks(task, stats).code());
}

}  // namespace
}  // namespace inkblot::cli
