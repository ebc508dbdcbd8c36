// The texts that are measured: files named by INKBLOT_BENCH_TEXTS (logs:code:transcripts), and what
// an attacker would write.
#pragma once

#include <zlib.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "confirm/coding.h"

namespace inkblot::bench {

struct Text {
  std::string name;
  std::string bytes;
};

inline std::string repeated(std::string_view unit, std::size_t size) {
  std::string out;
  while (out.size() < size) out += unit;
  out.resize(size);
  return out;
}

// PERF: 16 MiB is well beyond the caches and keeps a run short.
inline constexpr std::size_t kTextBytes = std::size_t{1} << 24U;

inline std::vector<Text> ordinary_texts() {
  std::vector<Text> out;
  const char* const list = std::getenv("INKBLOT_BENCH_TEXTS");
  std::string paths = list != nullptr ? list : "";
  while (!paths.empty()) {
    const std::size_t colon = paths.find(':');
    const std::string path = paths.substr(0, colon);
    paths = colon == std::string::npos ? "" : paths.substr(colon + 1);
    std::ifstream in(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (!bytes.empty()) {
      out.push_back({path.substr(path.find_last_of('/') + 1), repeated(bytes, kTextBytes)});
    }
  }
  if (out.empty()) {
    out.push_back({"made-up log",
                   repeated("2026-01-01 12:00:00 INFO worker[17]: request 4711 done in 12 ms\n",
                            kTextBytes)});
  }
  return out;
}

inline std::string base64_of(std::string text) {
  std::string out = coding::encode(text, coding::kBase64);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

inline std::string bomb_of(std::string_view unit) {
  const std::string text = repeated(unit, std::size_t{1} << 22U);
  std::string out(compressBound(text.size()), ' ');
  uLongf size = out.size();
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(text.data()), text.size(), 9);
  out.resize(size);
  return base64_of(out) + "\n";
}

// What takes time to undo.
inline std::vector<Text> encoded_texts(std::size_t size) {
  constexpr std::string_view kLine =
      "2026-01-01 12:00:00 INFO worker[17]: request 4711 done in 12 ms\n";
  std::string lines;
  for (int i = 0; lines.size() < size; ++i) lines += std::to_string(i) + std::string(kLine);
  std::string nested = lines.substr(0, size / 3);
  for (int i = 0; i < 4; ++i) nested = base64_of(nested);
  nested.resize(size);
  return {{"base64 of lines", base64_of(lines.substr(0, size / 4 * 3))},
          {"base64 of base64 of base64 of base64", nested},
          {"zlib of A", repeated(bomb_of("A"), size)},
          {"zlib of lines", repeated(bomb_of(kLine), size)}};
}

// The unit again and again, with letters and digits behind it that are never the same: nothing
// that was decided once is of use.
inline std::string varied(std::string_view unit, std::size_t size) {
  std::mt19937_64 random(2);
  std::string out;
  while (out.size() < size) {
    out += unit;
    const std::size_t end = out.size() + 1 + random() % 9;
    while (out.size() < end) out += kAlnum[random() % kAlnum.size()];
  }
  out.resize(size);
  return out;
}

inline std::vector<Text> hostile_texts() {
  constexpr std::size_t kSize = std::size_t{1} << 22U;
  std::mt19937_64 random(1);
  std::string base64(kSize, 'A');
  constexpr std::string_view kBase64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (char& c : base64) c = kBase64[random() % 64];
  std::vector<Text> out = {{"base64", base64}};
  for (const char* const unit : {"ghp_",
                                 "ghp_ghp_ghp_ ",
                                 "AKIA",
                                 "AKIA.",
                                 "\\",
                                 "\\\\\\n",
                                 "://a:",
                                 "eyJ",
                                 "eyJ.",
                                 "\"",
                                 "\" ",
                                 "-----BEGIN PRIVATE KEY-----\n",
                                 "-----BEGIN",
                                 "password=",
                                 "password=password=",
                                 "password: password: ",
                                 "key: key: ",
                                 "\x1b[0m",
                                 "\\u0041",
                                 "%41",
                                 "xoxb-",
                                 "sk-",
                                 "T3BlbkFJ",
                                 "Authorization: ",
                                 "Authorization: Bearer ",
                                 "Cookie: a=b; ",
                                 "machine a login b password c\n",
                                 "LS0tLS1CRUdJTi",
                                 ".eyA",
                                 "8Q~",
                                 "0123456789abcdef",
                                 "\\\"key\\\": \\\"value\\\", ",
                                 "hooks.slack.com/services/T0000",
                                 "otpauth://totp/a?secret=",
                                 "A",
                                 "CAIS",
                                 "ASCA",
                                 "AccountKey=",
                                 "credentials {",
                                 "Private-Lines: ",
                                 "NRAL.",
                                 "&quot;",
                                 "a=3D",
                                 "a=3Db\n",
                                 "x=3D\n=3D3D",
                                 "VVVV",
                                 "eJz"}) {
    out.push_back({unit, repeated(unit, kSize)});
  }
  for (const std::string unit : {"password=", "psk=keyC", "AccountKey=", "cookie=", "cookie]: ",
                                 "token is ", "otpauth://totp/a?secret=", "key: ", "://a:"}) {
    out.push_back({unit + "?", varied(unit, kSize)});
  }
  for (Text& text : encoded_texts(kSize)) out.push_back(std::move(text));
  for (Text& text : out) {
    for (char& c : text.name) {
      if (c < 0x20) c = '~';
    }
  }
  return out;
}

}  // namespace inkblot::bench
