// Keys of which every line is a value by itself: all lines go, and nothing else does.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reference/whole_buffer.h"
#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redacted;

using Wrap = std::function<std::string(const std::string& line, int number)>;

struct Writer {
  const char* name;
  Wrap wrap;
};

std::string json_of(const std::string& text) { return nlohmann::json(text).dump(); }
std::string time_of(int i) { return "2026-01-02T03:04:" + std::to_string(i) + ".5Z"; }

const std::vector<Writer> kWriters = {
    {"docker",
     [](const std::string& line, int i) {
       return "{\"log\":" + json_of(line + "\n") + ",\"stream\":\"stdout\",\"time\":\"" +
              time_of(i) + "\"}\n";
     }},
    {"docker within a string",
     [](const std::string& line, int i) {
       const std::string log = "{\"log\":" + json_of(line + "\n") + ",\"n\":" + std::to_string(i);
       return "{\"log\": \"x\", \"doc\": " + json_of(log + "}") + "}\n";
     }},
    {"fluent bit",
     [](const std::string& line, int i) {
       return "{\"time\": \"" + time_of(i) + "\", \"log\": " + json_of(line) +
              ", \"containerImageIdentifier\": \"web\"}\n";
     }},
    {"journal",
     [](const std::string& line, int i) {
       return "{\"__CURSOR\":\"s=0a;i=" + std::to_string(i * 7) +
              "f\",\"MESSAGE\":" + json_of(line) + ",\"_PID\":\"" + std::to_string(i) + "\"}\n";
     }},
    {"an object over many lines",
     [](const std::string& line, int i) {
       return "{\n  \"n\": " + std::to_string(i) + ",\n  \"msg\": " + json_of(line) +
              ",\n  \"level\": \"info\"\n}\n";
     }},
    {"objects on one line",
     [](const std::string& line, int i) {
       return std::string(i == 8 ? "" : ", ") + "{\"message\": " + json_of(line) +
              ", \"at\": " + std::to_string(i) + "}";
     }},
    {"logfmt",
     [](const std::string& line, int i) {
       return "time=" + time_of(i) + " msg=\"" + line + "\" n=" + std::to_string(i) + "\n";
     }},
    {"a log with what follows",
     [](const std::string& line, int i) {
       return time_of(i) + " | INFO | " + line + " | thread-" + std::to_string(i % 3) + "\n";
     }},
    {"shell", [](const std::string& line, int) { return "echo \"" + line + "\" >> k.pem\n"; }},
    {"code", [](const std::string& line, int) { return "  b.append(\"" + line + "\\n\");\n"; }},
    {"elements", [](const std::string& line, int i) {
       return "<line n=\"" + std::to_string(i) + "\">" + line + "</line>\n";
     }}};

std::string written(const std::string& text, const Wrap& wrap) {
  std::string out;
  std::istringstream lines(text);
  std::string line;
  for (int i = 8; std::getline(lines, line); ++i) out += wrap(line, i);
  return out;
}

// The lines of a body are those that are long, and the one before the END line.
std::string with_tags(const std::string& text, const std::string& tag) {
  std::string out;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t body =
        line.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=");
    out += (line.size() >= 8 && body == std::string::npos ? tag : line) + "\n";
  }
  return out;
}

void expect_all_ways(const std::string& text, const std::string& expected) {
  const Options options = test::default_options();
  EXPECT_EQ(expected, redacted(text));
  EXPECT_EQ(expected, reference::redact_whole(text, options));
  EXPECT_EQ(expected, redacted(expected));
  const std::vector<std::size_t> bytes(text.size(), 1);
  EXPECT_EQ(expected, test::redact_cut(text, bytes, options));
  for (std::size_t at = 1; at < text.size(); at += 1 + text.size() / 400) {
    ASSERT_EQ(expected, test::redact_cut(text, {at, text.size() - at}, options)) << at;
  }
}

// Of one kind with headers and a last line that is short.
std::string encrypted_key() {
  std::string key = test::token_of("private-key");
  const std::size_t body = key.find('\n') + 1;
  const std::size_t end = key.rfind('\n');
  key.replace(end, 0, "\nAbC4deFg=");
  return key.insert(body, "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\n");
}

TEST(KeyBlock, EveryLineMayBeAValue) {
  for (const std::string& key : {test::token_of("private-key"), encrypted_key()}) {
    const std::string text = "it begins\n" + key + "\nit ended\n";
    for (const Writer& writer : kWriters) {
      SCOPED_TRACE(writer.name);
      expect_all_ways(written(text, writer.wrap),
                      written(with_tags(text, "REDACTED_private-key"), writer.wrap));
    }
  }
}

// A short last line of PGP stands before a checksum.
std::string pgp_key() {
  std::string key = test::token_of("private-key");
  return key.insert(key.rfind('\n'), "\nAbC4deFg==\n=AbC4");
}

TEST(KeyBlock, AChecksumMayStandBeforeItsEnd) {
  const std::string text = pgp_key() + "\nit ended\n";
  EXPECT_EQ("REDACTED_private-key\nit ended\n", redacted(text));
  const auto added = [](const std::string& line, int) { return "+" + line + "\n"; };
  EXPECT_EQ("+REDACTED_private-key\n+it ended\n", redacted(written(text, added)));
  std::string expected = with_tags(text, "REDACTED_private-key");
  expected.replace(expected.find("=AbC4"), 5, "REDACTED_private-key");
  const Wrap& docker = kWriters.front().wrap;
  expect_all_ways(written(text, docker), written(expected, docker));
}

TEST(KeyBlock, PuttysLinesAsWell) {
  const std::string key = test::token_of("putty-private-key");
  const std::string text = key.substr(0, key.rfind('\n') + 1) + "it ended\n";
  const std::string expected = with_tags(text, "REDACTED_putty-private-key");
  for (const Writer& writer : kWriters) {
    SCOPED_TRACE(writer.name);
    expect_all_ways(written(text, writer.wrap), written(expected, writer.wrap));
  }
}

TEST(KeyBlock, ItsHeadersMayBeJoinedToItsLines) {
  std::string key = test::token_of("private-key");
  const std::size_t body = key.find('\n') + 1;
  key.insert(body, "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n");
  std::replace(key.begin(), key.end(), '\n', ' ');
  EXPECT_EQ("k: REDACTED_private-key\n", redacted("k: " + key + "\n"));
  // What is so long is no header.
  const std::string line(300, '!');
  const std::string other = key.substr(0, body) + "Comment: " + line + key.substr(body + 100);
  EXPECT_EQ(other, redacted(other));
}

TEST(KeyBlock, TheLogBehindStays) {
  const std::string key = test::token_of("private-key");
  const std::string hash(64, '7');
  const std::string cut = key.substr(0, key.find('\n') + 66);
  const std::vector<std::string> texts = {
      key + "\n9f86d081884c7d659a2feaa0c55ad015\nmore\n",
      cut + "an ordinary line\n9f86d081884c7d659a2feaa0c55ad015\n",
      "-----BEGIN RSA PRIVATE KEY-----\nan ordinary line\n" + hash + "\n",
      "no " + key.substr(0, key.find('\n')) + "\n\nServerHasStarted\nan ordinary line\n",
      "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n" + hash + "\n"};
  for (const std::string& text : texts) {
    for (const Writer& writer : kWriters) {
      SCOPED_TRACE(writer.name);
      const std::size_t body = text.find(cut.substr(cut.find('\n') + 1, 64));
      std::string expected = text;
      if (body != std::string::npos) {
        const std::size_t end = text.starts_with(key) ? key.size() : cut.size();
        expected = with_tags(text.substr(0, end), "REDACTED_private-key");
        expected += text.substr(end + (text.starts_with(key) ? 1 : 0));
      }
      EXPECT_EQ(written(expected, writer.wrap), redacted(written(text, writer.wrap)));
    }
  }
}

// A key in DER does so without a marker; of its last line 16 characters are told by themselves.
TEST(KeyBlock, KeysInDerAsWell) {
  const std::string key = test::token_of("der-private-key-base64");
  std::string text;
  for (std::size_t at = 0; at < key.size(); at += 48) text += key.substr(at, 48) + "\n";
  text += "it ended\n";
  const std::string expected = with_tags(text, "REDACTED_der-private-key-base64");
  for (const Writer& writer : kWriters) {
    SCOPED_TRACE(writer.name);
    expect_all_ways(written(text, writer.wrap), written(expected, writer.wrap));
  }
}

TEST(KeyBlock, AgreesWithTheOracleHoweverMixed) {
  const Options options = test::default_options();
  std::mt19937_64 random(20261126);
  for (int i = 0; i < 100 && !HasFailure(); ++i) {
    const std::string key = encrypted_key();
    std::vector<std::string> lines = {"words",
                                      "",
                                      "9f86d081884c7d659a2feaa0c55ad015",
                                      "REDACTED_private-key",
                                      test::token_of("der-private-key-base64"),
                                      key.substr(0, 20)};
    std::istringstream all(key + "\n" + test::token_of("putty-private-key"));
    for (std::string line; std::getline(all, line);) lines.push_back(line);
    const Writer& writer = kWriters[random() % kWriters.size()];
    std::string text;
    for (std::size_t at = 6; at < 30; at = random() % 4 == 0 ? random() % 30 : at + 1) {
      const Writer& odd = kWriters[random() % kWriters.size()];
      text += (random() % 16 == 0 ? odd : writer)
                  .wrap(lines[at % lines.size()], 8 + static_cast<int>(at));
    }
    const std::string expected = reference::redact_whole(text, options);
    for (const auto& cut : test::cuts_of(text.size(), random(), 6)) {
      ASSERT_EQ(expected, test::redact_cut(text, cut, options)) << text;
    }
  }
}

// The name of the next member is no line of a body.
TEST(KeyBlock, ANameIsNoBody) {
  const std::string text =
      R"({"log":"-----BEGIN PRIVATE KEY-----\n","containerImageIdentifier":"web"})";
  EXPECT_EQ(text, redacted(text));
}

// What stands between the lines is held, and nothing else.
TEST(KeyBlock, HeldIsBounded) {
  test::CollectingSink sink;
  const Options options = test::default_options();
  auto redactor = Redactor::create(options, sink).value();
  const std::string line = "{\"log\":\"-----BEGIN PRIVATE KEY-----\"}\n";
  std::string text = line;
  for (int i = 0; i < 4000; ++i) text += "{\"other\":\"words\"}\n";
  for (const char& c : text) ASSERT_TRUE(redactor->write(test::bytes_of({&c, 1})).ok());
  ASSERT_TRUE(redactor->finish().ok());
  EXPECT_EQ(text, sink.text);
  EXPECT_LT(redactor->stats().held_bytes_max, 2400U);
}

}  // namespace
}  // namespace inkblot
