// Random small texts in the notation of fuzz/expand.h: tokens glued to whatever makes trouble.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "pack/pack.h"

namespace inkblot::test {

// What may stand around a token: separators, escapes, quotes, and words that announce a secret.
inline constexpr std::array<std::string_view, 118> kGlue = {"",
                                                            " ",
                                                            "\n",
                                                            "\r\n",
                                                            "\t",
                                                            ".",
                                                            ",",
                                                            ":",
                                                            ";",
                                                            "=",
                                                            "&",
                                                            "?",
                                                            "/",
                                                            "//",
                                                            "|",
                                                            "-",
                                                            "_",
                                                            "+",
                                                            "@",
                                                            "#",
                                                            "~",
                                                            "!",
                                                            "$",
                                                            "(",
                                                            ")",
                                                            "[",
                                                            "]",
                                                            "{",
                                                            "}",
                                                            "<",
                                                            ">",
                                                            "\\",
                                                            "\\\\",
                                                            "\"",
                                                            "'",
                                                            "`",
                                                            "\\n",
                                                            "\\r\\n",
                                                            "\\t",
                                                            "\\\"",
                                                            "\\\\\"",
                                                            "\\\\\\\"",
                                                            "\\/",
                                                            "\\\\n",
                                                            "\\u0041",
                                                            "\\u003d",
                                                            "\\u002d",
                                                            "\\u005f",
                                                            "\\u002e",
                                                            "\\u00e9",
                                                            "\\x41",
                                                            "%41",
                                                            "%3D",
                                                            "%2F",
                                                            "%2E",
                                                            "%2D",
                                                            "%5F",
                                                            "%253D",
                                                            "%",
                                                            "\\u00",
                                                            "\x04",
                                                            "\x1b[m",
                                                            "\x1b[",
                                                            "\x1b(B",
                                                            "\x1b[>0",
                                                            "\\u001b(0",
                                                            "\\u001b[1m",
                                                            "\\x1b[0m",
                                                            "\\e[31m",
                                                            "a",
                                                            "Z",
                                                            "7",
                                                            "ey",
                                                            "x9",
                                                            "\xc3\xa9",
                                                            "\": \"",
                                                            "\\\": \\\"",
                                                            "\":",
                                                            "key=",
                                                            "token: ",
                                                            "Bearer ",
                                                            "Basic ",
                                                            "Authorization: ",
                                                            "authorization\\\": \\\"Bearer ",
                                                            "Cookie: ",
                                                            "set-cookie: a=",
                                                            "; sid=",
                                                            "x-api-key: ",
                                                            "aws_secret_access_key = ",
                                                            "AccountKey=",
                                                            "?sig=",
                                                            "://bob:",
                                                            "@host",
                                                            ";Password=",
                                                            "Pwd=",
                                                            ";Server=h",
                                                            "machine h.org login b password ",
                                                            "jdbc:x:?pwd=",
                                                            "\"auth\": \"",
                                                            " is the ",
                                                            " is my new password",
                                                            " == password",
                                                            "(\"",
                                                            "password",
                                                            "password: ",
                                                            "DB_PASSWORD=",
                                                            "token: |\n  ",
                                                            "\n  ",
                                                            "\\n  ",
                                                            "passw",
                                                            " -u bob:",
                                                            "mysql -p",
                                                            "redis-cli -a ",
                                                            "\\u5bc6\\u7801",
                                                            "\xe5\xaf\x86\xe7\xa0\x81",
                                                            "\xef\xbc\x9a",
                                                            "\xe6\x98\xaf",
                                                            "senha"};

// A few pieces: cut and whole tokens glued to one another and to what makes trouble, or (`apart`)
// whole ones between blanks, quotes and line ends.  THREADS: any.
inline std::string random_text(const Pack& pack, std::mt19937_64& random, bool apart) {
  constexpr std::array<std::string_view, 8> kBetween = {" ",   "\n", "\"", "'",
                                                        "\\n", ", ", "\t", "\x04 "};
  const auto rules = pack.rules();
  const std::size_t family = random() % rules.size();  // Likes of one another meet more often.
  std::string out;
  for (std::size_t left = 2 + random() % 9; left > 0; --left) {
    const std::uint64_t kind = random() % 8;
    if (kind >= 5) {
      out += kGlue.at(random() % kGlue.size());
      continue;
    }
    const bool related = random() % 3 == 0;
    const Rule& rule =
        rules[related ? (family + random() % 3) % rules.size() : random() % rules.size()];
    if (!rule.on) continue;
    if (apart) out += kBetween.at(random() % kBetween.size());
    if (random() % 6 == 0) out += '\x02';
    const auto cut = static_cast<long>(random() % 48) - 24;
    const bool cuts = !apart && kind == 0 && cut != 0;
    out += "@" + rule.id + (cuts ? "/" + std::to_string(cut) : "") + "@";
    if (random() % 6 == 0) out += '\x03';
    if (apart) out += kBetween.at(random() % kBetween.size());
  }
  return out;
}

}  // namespace inkblot::test
