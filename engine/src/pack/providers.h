// Which provider's name before a token of which form makes it a credential: one table, one look-up.
#pragma once

#include <inkblot/status.h>

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pack/plain.h"

namespace inkblot {

// What a token looks like that has no marker of its own.
struct Form {
  std::vector<Sequence> ways;
  std::size_t min = 0;  // Characters.
  std::size_t max = 0;

  // The length of the longest match at the text's begin; 0: there is none.
  std::size_t match(std::string_view text) const;
};

// What may stand between a name and its token, and how many of them.
inline constexpr CharSet kMarksBetween("\"'`=:>([{|,-*<~# \t");
inline constexpr std::size_t kMarksMax = 8;
// What joins words to one: these count for nothing in a name.
inline constexpr CharSet kJoinedWords("_-.");

// What may stand before or behind a provider's name, in the same word or the next.
struct Affix {
  std::string_view text;
  bool key;  // It says that a key follows.
};
// The longest affix that a word in small letters begins, or ends, with; null when none.
// LIFETIME: static.
const Affix* find_affix(std::string_view word, bool at_end);

// THREADS: any, once made.
class Providers {
 public:
  static constexpr std::size_t kNameBytesMax = 40;

  // Reads rows of a form (the plain part of the regex language) and names in small letters and
  // digits, apart by blanks.  A tilde before a name says that it is also an ordinary word, or that
  // ordinary values of this form follow it.
  // ERRORS: bad_pack with what is wrong with which row.
  Status read(const std::vector<std::string>& rows);

  // Whether some form may be as many letters and digits, with _ or - among them where the token has
  // some.  REQUIRES: it has nothing else.
  bool has_plain(std::string_view token) const;
  // Whether what stands before a token may end in a name, or in a word that may stand behind one.
  // PERF: the last letters say no to nearly all.  REQUIRES: the last kBeforeBytes of it, or all.
  static constexpr std::size_t kBeforeBytes = 24;
  bool may_follow(std::string_view before) const;
  // Whether `name` stands before tokens like the one `text` begins with.  `size` is its length,
  // `plain` says that the name is no ordinary word there.
  bool find(std::string_view name, std::string_view text, std::size_t& size, bool& plain) const;

 private:
  bool may_end_in_name(std::string_view before) const;
  bool ends_in_name(std::string_view word, bool cut) const;

  struct Row {
    std::string name;
    std::uint32_t form = 0;
    bool plain = true;
  };
  static constexpr std::size_t kLengths = 513;

  std::vector<Form> forms_;
  std::vector<Row> rows_;
  std::vector<std::uint16_t> slots_;  // Of a hash table: a row's index and 1, or 0.
  // Whether forms of a length are letters and digits, and whether they may hold the other two.
  static constexpr std::uint8_t kPlain = 1;
  static constexpr std::uint8_t kUnderscores = 2;
  static constexpr std::uint8_t kDashes = 4;
  std::array<std::uint8_t, kLengths> lengths_{};
  // By their number, the last letters of words: as many as there are, six at most.
  static constexpr std::size_t kEndingMax = 6;
  static constexpr std::size_t kLast = 3;
  using Ending = std::bitset<1U << 13U>;
  using Endings = std::array<Ending, kEndingMax + 1>;
  Endings name_ends_;
  Endings ends_;   // Of names and affixes.
  Ending thirds_;  // The last kLast of both.
};

}  // namespace inkblot
