// Rows are read once; names are found by a hash.
#include "pack/providers.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "decode/letters.h"

namespace inkblot {
namespace {

// What may stand before or behind a provider's name, in the same word or the next.
constexpr auto kAffixes = std::to_array<Affix>({
    {"access", true},   {"admin", false},       {"api", false},        {"apikey", true},
    {"app", false},     {"application", false}, {"auth", true},        {"authtoken", true},
    {"base", false},    {"bearer", true},       {"bot", false},        {"client", false},
    {"com", false},     {"config", false},      {"const", false},      {"consumer", false},
    {"cred", true},     {"credential", true},   {"credentials", true}, {"creds", true},
    {"default", false}, {"dev", false},         {"env", false},        {"export", false},
    {"get", false},     {"integration", false}, {"io", false},         {"is", false},
    {"key", true},      {"keys", true},         {"legacy", false},     {"let", false},
    {"license", false}, {"live", false},        {"master", false},     {"my", false},
    {"new", false},     {"oauth", false},       {"old", false},        {"org", false},
    {"pass", true},     {"password", true},     {"pat", true},         {"personal", false},
    {"private", true},  {"prod", false},        {"production", false}, {"read", false},
    {"rest", false},    {"sandbox", false},     {"secret", true},      {"secrets", true},
    {"server", false},  {"service", false},     {"set", false},        {"signing", false},
    {"staging", false}, {"test", false},        {"the", false},        {"token", true},
    {"tokens", true},   {"use", false},         {"val", false},        {"value", false},
    {"var", false},     {"webhook", false},     {"write", false},
});

// Which affixes begin, or end, with the same two letters.
constexpr std::size_t pair_of(char a, char b) {
  return (static_cast<std::size_t>(a & 31) << 5U) | static_cast<std::size_t>(b & 31);
}
struct Pairs {
  std::array<std::uint8_t, 1024> first{};  // Of the affixes, and 1.
  std::array<std::uint8_t, kAffixes.size() + 1> next{};
  constexpr explicit Pairs(bool at_end) {
    for (std::size_t i = 0; i < kAffixes.size(); ++i) {
      const std::string_view text = kAffixes[i].text;
      std::uint8_t& head =
          first[at_end ? pair_of(text[text.size() - 2], text.back()) : pair_of(text[0], text[1])];
      next[i + 1] = head;
      head = static_cast<std::uint8_t>(i + 1);
    }
  }
};
constexpr Pairs kBegins(false);
constexpr Pairs kEnds(true);

// PERF: one look at each character.  A letter, whether it is a capital or not, or a digit as one of
// four is a number of 5 bits; other characters have none.
constexpr std::uint8_t kLetterBits = 31;
constexpr std::uint8_t kJoins = 32;
constexpr std::uint8_t kMark = 64;
constexpr std::uint8_t kBackslash = 128;
constexpr auto kCodes = [] {
  std::array<std::uint8_t, 256> out{};
  for (unsigned c = 0; c < out.size(); ++c) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (kLetter.has(byte)) out[c] = byte & kLetterBits;
    if (kDigit.has(byte)) out[c] = 28 + (byte & 3U);
    if (kJoinedWords.has(byte)) out[c] |= kJoins;
    if (kMarksBetween.has(byte)) out[c] |= kMark;
  }
  out['\\'] = kBackslash;
  return out;
}();
std::uint8_t code_of(char c) { return kCodes[static_cast<std::uint8_t>(c)]; }

// The last letters of a word as a number of 13 bits.
std::size_t slot_of(std::uint32_t letters) {
  return letters < 1U << 13U ? letters : letters * 2654435761U >> 19U;
}

std::size_t ending_of(std::string_view last) {
  std::uint32_t letters = 0;
  for (const char c : last) letters = letters << 5U | code_of(c);
  return slot_of(letters);
}

std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  return hash ^ (hash >> 15U);
}

// How many characters a sequence takes of the text, as many as it can; 0: it does not fit.
std::size_t taken(const Sequence& sequence, std::string_view text) {
  std::size_t at = 0;
  for (const Item& item : sequence) {
    std::size_t count = 0;
    while (count < item.max && at < text.size() && in(item.set, text[at])) {
      ++at;
      ++count;
    }
    if (count < item.min) return 0;
  }
  return at;
}

// Whether a match may consist of letters, digits, _ and - alone.
bool may_be_plain(const Sequence& sequence) {
  return std::all_of(sequence.begin(), sequence.end(),
                     [](const Item& item) { return item.set.meets(kTokenSet); });
}

Status wrong(const std::string& row, const std::string& what) {
  return Status(Code::bad_pack, "form \"" + row.substr(0, row.find(' ')) + "\": " + what);
}

}  // namespace

const Affix* find_affix(std::string_view word, bool at_end) {
  if (word.size() < 2) return nullptr;
  const Pairs& pairs = at_end ? kEnds : kBegins;
  const Affix* best = nullptr;
  std::size_t i =
      pairs.first[at_end ? pair_of(word[word.size() - 2], word.back()) : pair_of(word[0], word[1])];
  for (; i != 0; i = pairs.next[i]) {
    const Affix& affix = kAffixes[i - 1];
    const bool fits = at_end ? word.ends_with(affix.text) : word.starts_with(affix.text);
    if (fits && (best == nullptr || affix.text.size() > best->text.size())) best = &affix;
  }
  return best;
}

std::size_t Form::match(std::string_view text) const {
  std::size_t longest = 0;
  for (const Sequence& way : ways) longest = std::max(longest, taken(way, text));
  return longest;
}

Status Providers::read(const std::vector<std::string>& rows) {
  for (const std::string& row : rows) {
    const std::size_t blank = std::min(row.find(' '), row.size());
    auto ways = parse_plain(std::string_view(row).substr(0, blank));
    if (!ways) return wrong(row, "write a sequence of counted classes, such as [0-9a-f]{32}");
    Form form{std::move(*ways), kLengths, 0};
    for (const Sequence& way : form.ways) {
      std::size_t min = 0;
      std::size_t max = 0;
      CharSet set;
      for (const Item& item : way) {
        min += item.min;
        max += item.max;
        set.add(item.set);
      }
      const unsigned kinds =
          kPlain | (in(set, '_') ? kUnderscores : 0U) | (in(set, '-') ? kDashes : 0U);
      form.min = std::min(form.min, min);
      form.max = std::max(form.max, max);
      if (!may_be_plain(way)) continue;
      for (std::size_t i = min; i <= std::min(max, kLengths - 1); ++i)
        lengths_[i] |= static_cast<std::uint8_t>(kinds);
    }
    if (form.max >= kLengths) return wrong(row, "it may be 512 characters long at most");
    const auto index = static_cast<std::uint32_t>(forms_.size());
    forms_.push_back(std::move(form));
    for (std::size_t at = blank + 1; at < row.size();) {
      const std::size_t end = std::min(row.find(' ', at), row.size());
      const bool plain = row[at] != '~';
      std::string name = row.substr(plain ? at : at + 1, end - (plain ? at : at + 1));
      const bool good = name.size() >= 3 && name.size() <= kNameBytesMax &&
                        std::all_of(name.begin(), name.end(),
                                    [](char c) { return in(kLower, c) || in(kDigit, c); });
      if (!good) return wrong(row, "a name consists of 3 to 40 small letters and digits");
      rows_.push_back({std::move(name), index, plain});
      at = end + 1;
    }
  }
  if (rows_.size() >= 0xFFFF) return Status(Code::bad_pack, "too many names in one table of forms");
  const auto add_ending = [](std::string_view word, Endings& endings) {
    const std::size_t size = std::min(word.size(), kEndingMax);
    endings.at(size).set(ending_of(word.substr(word.size() - size)));
  };
  const auto add = [&](std::string_view word) {
    add_ending(word, ends_);
    if (word.size() >= kLast) thirds_.set(ending_of(word.substr(word.size() - kLast)));
  };
  for (const Row& row : rows_) {
    add_ending(row.name, name_ends_);
    add(row.name);
  }
  for (const Affix& affix : kAffixes) add(affix.text);
  slots_.assign(std::bit_ceil(rows_.size() * 2 + 1), 0);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    std::size_t slot = hash_of(rows_[i].name) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint16_t>(i + 1);
  }
  return {};
}

namespace {

using Vector [[gnu::vector_size(16)]] = std::uint8_t;

// What is no zero where an escape begins.
Vector escapes_in(const char* text) {
  Vector bytes;
  std::memcpy(&bytes, text, sizeof(bytes));
  const auto is = [&bytes](std::uint8_t c) { return std::bit_cast<Vector>(bytes == c); };
  return is('\\') | is('%') | is(0x1B);
}

// PERF: sixteen bytes at a time.
bool holds_escape(std::string_view text) {
  constexpr std::size_t kSize = sizeof(Vector);
  if (text.size() < kSize) return find_in(text, kEscapeStarts) != std::string_view::npos;
  Vector found = escapes_in(text.data() + text.size() - kSize);
  for (std::size_t at = 0; at + kSize < text.size(); at += kSize) {
    found |= escapes_in(text.data() + at);
  }
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), &found, sizeof(found));
  return (words[0] | words[1]) != 0;
}

// Whether an escape that may stand for a letter or cut a word in two is among the text.
bool holds_spelled(std::string_view text) {
  constexpr CharSet kSpells = charset("uUxXeE", "0123456789");
  if (!holds_escape(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' || text[i] == '\x1B') return true;
    if (text[i] == '\\' && (i + 1 == text.size() || in(kSpells, text[i + 1]))) return true;
  }
  return false;
}

}  // namespace

// Whether a word ends in a name, behind which affixes may stand; `cut`: it may begin before.
bool Providers::ends_in_name(std::string_view word, bool cut) const {
  while (!word.empty()) {
    std::uint32_t letters = 0;
    for (std::size_t size = 1; size <= std::min(word.size(), kEndingMax); ++size) {
      letters |= std::uint32_t{code_of(word[word.size() - size])} << (5 * (size - 1));
      if (!name_ends_[size][slot_of(letters)]) continue;
      // Before a whole name nothing stands but affixes.
      const std::string_view rest = word.substr(0, word.size() - size);
      if (size == kEndingMax || (rest.empty() ? !cut : find_affix(rest, true) != nullptr)) {
        return true;
      }
    }
    if (cut && word.size() < kEndingMax) return true;
    const Affix* const affix = find_affix(word, true);
    if (affix == nullptr) return false;
    word.remove_suffix(affix->text.size());
  }
  return true;  // The word before may be one.
}

bool Providers::may_end_in_name(std::string_view before) const {
  const bool cut = before.size() >= kBeforeBytes;
  std::size_t at = before.size();
  for (std::size_t marks = 0; at > 0; --at) {
    // What stands before a quote in a string.
    const std::uint8_t code = code_of(before[at - 1]);
    if ((code & kMark) == 0 && code != kBackslash) break;
    if (code != kBackslash && ++marks > kMarksMax) return false;
  }
  std::uint32_t letters = 0;
  std::size_t size = 0;
  for (std::size_t i = at;; --i) {
    while (i > 0 && (code_of(before[i - 1]) & kJoins) != 0) --i;
    if (i == 0) return cut;
    const std::uint8_t letter = code_of(before[i - 1]) & kLetterBits;
    // The letter of an escape may be a mark.
    if (letter == 0) return in(kMayCut, before[i - 1]);
    letters |= std::uint32_t{letter} << (5 * size++);
    if (size < 2) continue;
    if (ends_[size][slot_of(letters)]) break;
    if (size == kEndingMax || (size == kLast && !thirds_[slot_of(letters)])) return false;
  }
  std::array<char, kBeforeBytes> folded{};
  std::size_t begin = folded.size();
  for (; at > 0; --at) {
    const std::uint8_t code = code_of(before[at - 1]);
    if ((code & (kLetterBits | kJoins)) == 0) break;
    if ((code & kJoins) == 0) folded[--begin] = to_lower(before[at - 1]);
  }
  if (ends_in_name({folded.data() + begin, folded.size() - begin}, cut && at == 0)) return true;
  return at > 0 && in(kMayCut, before[at - 1]);
}

bool Providers::has_plain(std::string_view token) const {
  const unsigned kinds = token.size() < kLengths ? lengths_[token.size()] : 0U;
  const auto may_hold = [&](unsigned kind, char c) {
    return (kinds & kind) != 0 || token.find(c) == std::string_view::npos;
  };
  return kinds != 0 && may_hold(kUnderscores, '_') && may_hold(kDashes, '-');
}

bool Providers::may_follow(std::string_view before) const {
  return may_end_in_name(before) || holds_spelled(before);
}

bool Providers::find(std::string_view name, std::string_view text, std::size_t& size,
                     bool& plain) const {
  if (slots_.empty()) return false;
  size = 0;
  plain = false;
  std::size_t slot = hash_of(name) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const Row& row = rows_[slots_[slot] - 1U];
    if (row.name != name) continue;
    const std::size_t taken = forms_[row.form].match(text);
    // What goes on with a letter or a digit is of another form.
    if (taken == 0 || (taken < text.size() && in(kTokenSet, text[taken]))) continue;
    if (taken > size) {
      size = taken;
      plain = row.plain;
    } else if (taken == size) {
      plain = plain || row.plain;
    }
  }
  return size > 0;
}

}  // namespace inkblot
