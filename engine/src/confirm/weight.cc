// Counts the kinds of characters in a value and how often they change.
#include "confirm/weight.h"

#include <algorithm>
#include <array>
#include <string>

#include "confirm/pairs.h"
#include "confirm/parsers.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr CharSet kJoint("-_.");
constexpr CharSet kSpace(" \t\r\n");

struct Kinds {
  unsigned upper = 0;
  unsigned lower = 0;
  unsigned digit = 0;
  unsigned joint = 0;   // - _ .
  unsigned sign = 0;    // Any other mark, and what is beyond ASCII.
  unsigned beyond = 0;  // What is beyond ASCII.
  unsigned blank = 0;
  unsigned changes = 0;  // Between letters and digits, or from a small letter to a capital.
  unsigned borders = 0;  // Between letters and digits alone.
  unsigned kinds() const {
    return (upper > 0 ? 1U : 0U) + (lower > 0 ? 1U : 0U) + (digit > 0 ? 1U : 0U) +
           (sign > 0 ? 1U : 0U);
  }
  unsigned letters() const { return upper + lower; }
};

enum Kind : std::uint8_t {
  kSignKind,
  kBeyondKind,
  kLowerKind,
  kUpperKind,
  kDigitKind,
  kJointKind,
  kBlankKind
};
constexpr std::size_t kKinds = 7;
// Of a longer value its begin.
constexpr std::size_t kWeighedMax = 128;

constexpr auto kKindOf = [] {
  std::array<Kind, 256> out{};
  for (unsigned c = 0; c < out.size(); ++c) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (c >= 0x80) out[c] = kBeyondKind;
    if (kLower.has(byte)) out[c] = kLowerKind;
    if (kUpper.has(byte)) out[c] = kUpperKind;
    if (kDigit.has(byte)) out[c] = kDigitKind;
    if (kJoint.has(byte)) out[c] = kJointKind;
    if (kSpace.has(byte)) out[c] = kBlankKind;
  }
  return out;
}();

// What a character adds behind another: to the borders, and to the other changes in the byte above.
constexpr auto kChangeOf = [] {
  std::array<std::array<std::uint16_t, kKinds>, kKinds> out{};
  for (unsigned kind = 0; kind < kKinds; ++kind) {
    if (kind == kDigitKind || kind == kJointKind) continue;
    out[kind][kDigitKind] = out[kDigitKind][kind] = 1;
  }
  out[kLowerKind][kUpperKind] = 1U << 8U;
  return out;
}();

// PERF: every value is counted, with a look-up and an addition a character: a byte of the sum for
// each kind.  REQUIRES: at most 255 characters.
Kinds count(std::string_view text) {
  std::uint64_t kinds = 0;
  std::uint32_t changes = 0;
  const auto kind_of = [](char c) { return kKindOf[static_cast<std::uint8_t>(c)]; };
  Kind last = text.empty() ? kSignKind : kind_of(text[0]);
  for (const char c : text) {
    const Kind kind = kind_of(c);
    kinds += std::uint64_t{1} << 8U * kind;
    changes += kChangeOf[last][kind];
    last = kind;
  }
  const auto of = [kinds](Kind kind) { return static_cast<unsigned>(kinds >> 8U * kind & 0xFFU); };
  const unsigned borders = changes & 0xFFU;
  return {.upper = of(kUpperKind),
          .lower = of(kLowerKind),
          .digit = of(kDigitKind),
          .joint = of(kJointKind),
          .sign = of(kSignKind) + of(kBeyondKind),
          .beyond = of(kBeyondKind),
          .blank = of(kBlankKind),
          .changes = borders + (changes >> 8U),
          .borders = borders};
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !in(kHex, text[i])) return false;
  }
  return true;
}

// Words and short numbers between marks: us-east-1, my_app-v2, 2024-01-31, required|min:8.
bool is_words(std::string_view text) {
  constexpr CharSet kMarks("-_./:|");
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(find_in(text, kMarks, at), text.size());
    const std::string_view part = text.substr(at, end - at);
    const bool number = part.size() <= 4 && all_in(part, kDigit);
    std::string_view word = part;
    while (!word.empty() && in(kDigit, word.back()) && part.size() - word.size() < 4) {
      word.remove_suffix(1);
    }
    const bool plain = all_in(word, kLower) || all_in(word, kUpper) ||
                       (word.size() > 1 && in(kUpper, word[0]) && all_in(word.substr(1), kLower));
    if (!number && (!plain || word.size() > 16)) return false;
    at = end + 1;
  }
  return true;
}

// Words in camelCase: getUserToken, XMLHttpRequest.
bool is_camel(std::string_view text, const Kinds& kinds) {
  if (kinds.digit > 2 || kinds.borders > 2 || kinds.sign > 0 || kinds.blank > 0) return false;
  const unsigned capitals = kinds.upper;
  return kinds.lower >= 3 * capitals || kinds.lower == 0 || capitals == 0 || text.size() < 8;
}

// Words in camelCase behind a mark: ?NoLineTerminatorHere, as a program names a state.
bool is_marked_camel(std::string_view text, Kinds kinds) {
  if (kinds.sign != 1 || kinds.beyond > 0 || kinds.digit > 0 || in(kLetter, text[0])) return false;
  --kinds.sign;
  return is_camel(text, kinds) && is_wordy(text);
}

// What programs call a value that is none yet, perhaps with a number behind it.
bool is_filler(std::string_view text) {
  static constexpr auto kFillers = std::to_array<std::string_view>(
      {"test",     "testing",  "demo",      "foo",    "bar",    "baz",        "foobar", "abc",
       "sample",   "mock",     "temp",      "tmp",    "user",   "admin",      "root",   "guest",
       "default",  "changeit", "password",  "passwd", "secret", "token",      "value",  "string",
       "todo",     "fixme",    "none",      "null",   "qwerty", "qwertyuiop", "key",    "pass",
       "postgres", "mysql",    "localhost", "base",   "utf",    "sha",        "aes",    "pbkdf"});
  while (!text.empty() && in(kDigit, text.back())) text.remove_suffix(1);
  constexpr std::size_t kLongest = 10;
  if (text.size() > kLongest) return false;
  const std::string word = to_lower(text);
  // A type of GraphQL.
  if (word == "string!") return true;
  return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
}

// 0x0300008A, -0x3f879678, 0x40000000UL
bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  for (int i = 0; i < 3 && !text.empty() && in(CharSet("uUlL"), text.back()); ++i) {
    text.remove_suffix(1);
  }
  return text.size() <= 18 && (text.starts_with("0x") || text.starts_with("0X")) &&
         all_in(text.substr(2), kHex);
}

// PBKDF2WithHmacSHA1, SHA256withRSA, id-hmacWithSHA512
bool is_algorithm(std::string_view text) {
  const auto holds = [text](std::string_view part) { return text.find(part) != text.npos; };
  return (holds("With") || holds("with")) && (holds("SHA") || holds("MD5") || holds("Hmac"));
}

constexpr std::size_t kAlphabetMin = 20;

// The letters are the alphabet, whatever stands between them: abc123def456ghi789jkl.
bool is_alphabet(std::string_view text) {
  std::size_t run = 0;
  std::size_t longest = 0;
  char last = 0;
  for (const char c : text) {
    if (!in(kUpper, c) && !in(kLower, c)) continue;
    const char low = to_lower(c);
    run = low == last + 1 ? run + 1 : 1;
    longest = std::max(longest, run);
    last = low;
  }
  return longest >= kAlphabetMin;
}

// PERF: the counts tell which of these it may be.
bool is_nothing(std::string_view head, const Kinds& kinds) {
  return is_filler(head) || (kinds.digit > 0 && is_number(head)) ||
         (kinds.letters() >= kAlphabetMin && is_alphabet(head)) ||
         (kinds.lower == 0 && kinds.joint >= 2 && is_constant(head)) ||
         (kinds.upper > 0 && is_algorithm(head));
}

}  // namespace

bool is_constant(std::string_view text) {
  constexpr CharSet kConstant("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
  return std::count(text.begin(), text.end(), '_') >= 2 && all_in(text, kConstant) &&
         count_in(text, kDigit) * 3 <= text.size();
}

bool is_public(std::string_view value) {
  static constexpr auto kBegins = std::to_array<std::string_view>(
      {"mob-", "phc_", "pk.eyJ1", "pk_live_", "pk_test_", "pub-c-", "sb_publishable_", "sub-c-"});
  return std::any_of(kBegins.begin(), kBegins.end(),
                     [value](std::string_view begin) { return value.starts_with(begin); });
}

bool means_something(std::string_view value) {
  constexpr CharSet kMeaning("\\`");
  if (value.starts_with('^') || find_in(value, kMeaning) != std::string_view::npos) return true;
  for (const std::string_view pair : {"[]", "{}", "()"}) {
    const std::size_t open = value.find(pair[0]);
    if (open != std::string_view::npos && value.find(pair[1], open) != std::string_view::npos) {
      return true;
    }
  }
  // Passwords have these beside other marks.
  constexpr CharSet kBetween("$&");
  constexpr CharSet kOthers("#@!*^?,;<>");
  return value.size() >= 20 && find_in(value, kBetween) != std::string_view::npos &&
         find_in(value, kOthers) == std::string_view::npos;
}

bool is_solid(std::string_view value) {
  if (value.size() >= 36 && is_uuid(value.substr(value.size() - 36))) return true;
  constexpr CharSet kPieceEnds("-_./:");
  constexpr std::size_t kPieceMin = 13;
  constexpr std::size_t kMixedMin = 16;
  constexpr std::size_t kDigestMin = 32;
  std::string_view longest;
  std::size_t pieces = 0;
  std::size_t words = 0;
  std::size_t mixed = 0;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(find_in(value, kPieceEnds, at), value.size());
    const std::string_view piece = value.substr(at, end - at);
    if (piece.size() > longest.size()) longest = piece;
    if (piece.size() >= 4 && all_in(piece, kLetter) && is_wordy(piece)) ++words;
    const bool both = find_in(piece, kDigit) != piece.npos && find_in(piece, kLetter) != piece.npos;
    if (both) mixed += piece.size();
    ++pieces;
    at = end + 1;
  }
  const bool digest = longest.size() >= kDigestMin && all_in(longest, kHex);
  if (digest && words > 0 && pieces > 2) return false;
  return words == 0 || mixed >= kMixedMin || (longest.size() >= kPieceMin && !is_wordy(longest));
}

namespace {

// What is shorter weighs less.
std::size_t least_size(Weight weight) {
  constexpr std::array<std::size_t, 4> kSizes = {0, 6, 8, 15};
  return kSizes[static_cast<std::size_t>(weight)];
}

bool is_mixed(std::string_view head, const Kinds& kinds) {
  const bool varied = kinds.sign > 1 || (kinds.sign > 0 && kinds.digit > 0) ||
                      (head.size() >= 10 && kinds.changes >= 3);
  return (head.size() >= 10 && kinds.kinds() >= 2 && kinds.changes >= 4) ||
         (head.size() >= 8 && kinds.kinds() >= 3 && varied);
}

// What weighs less than `least` may come out as nothing.
Weight weighed(std::string_view value, Weight least) {
  if (value.size() < std::max(least_size(least), least_size(Weight::chosen))) {
    return Weight::nothing;
  }
  // PERF: what stands behind most names is one word.
  if (all_in(value, kLower) && is_words(value)) return Weight::nothing;
  const std::string_view head = value.substr(0, kWeighedMax);
  const Kinds kinds = count(head);
  const bool mixed = is_mixed(head, kinds);
  // PERF: of what is too short to be random, the counts tell.
  if (!mixed && least >= Weight::mixed && head.size() < least_size(Weight::random)) {
    return Weight::nothing;
  }
  if (kinds.blank > 0 || is_nothing(head, kinds) || is_placeholder(value)) return Weight::nothing;
  if (is_uuid(value)) return Weight::random;
  if (kinds.digit == head.size()) return head.size() >= 20 ? Weight::random : Weight::nothing;
  if (is_words(head)) {
    // One word with a number behind it, as people choose them.
    const bool one = kinds.joint == 0 && kinds.digit > 0 && head.find('|') == head.npos;
    return one ? Weight::chosen : Weight::nothing;
  }
  const bool hex = all_in(head, kHex) && kinds.digit >= 2 && kinds.letters() >= 2;
  if (hex && head.size() >= 16) return Weight::random;
  if (head.size() >= 15 && kinds.changes >= 3 && is_varied(head)) return Weight::random;
  // Letters that are no words, with too few digits among them to change often.
  if (head.size() >= 20 && kinds.digit > 0 && kinds.sign == 0 && is_varied(head) &&
      rare_pairs(head) * 4 >= head.size()) {
    return Weight::random;
  }
  // Letters of another language alone are a word of it.
  if (kinds.sign == kinds.beyond && kinds.sign > 0 && kinds.digit == 0) return Weight::nothing;
  if (kinds.letters() == 0 || is_camel(head, kinds)) {
    return kinds.sign > 0 && kinds.letters() > 0 ? Weight::chosen : Weight::nothing;
  }
  if (is_marked_camel(head, kinds)) return Weight::chosen;
  if (mixed) return Weight::mixed;
  return kinds.digit > 0 || kinds.sign > 0 ? Weight::chosen : Weight::nothing;
}

}  // namespace

Weight weigh(std::string_view value) { return weighed(value, Weight::nothing); }

bool weighs(std::string_view value, Weight least) { return weighed(value, least) >= least; }

}  // namespace inkblot
