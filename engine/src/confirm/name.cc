// Splits a name into its words and reads them from the last to the first, as the last one says what
// the value is: a token_count is a count.
#include "confirm/name.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "confirm/weight.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr CharSet kNameSet = charset(kAlnum, "_-.");

struct Word {
  std::size_t begin;
  std::size_t size;
};

// What kind of character begins a word, goes on with one or stands between two.
constexpr std::uint8_t kUpperKind = 1;
constexpr std::uint8_t kLowerKind = 2;
constexpr std::uint8_t kDigitKind = 4;
constexpr auto kKinds = [] {
  std::array<std::uint8_t, 256> out{};
  for (unsigned c = 0; c < out.size(); ++c) {
    const auto byte = static_cast<std::uint8_t>(c);
    out[c] = kUpper.has(byte) ? kUpperKind : kLower.has(byte) ? kLowerKind : std::uint8_t{0};
    if (kDigit.has(byte)) out[c] = kDigitKind;
  }
  return out;
}();
std::uint8_t kind_of(char c) { return kKinds[static_cast<std::uint8_t>(c)]; }

// snake_case, kebab-case, dotted, camelCase, HTTPServer; the last ones of a name that has more.
class Words {
 public:
  // Of a longer name only the last characters count.
  explicit Words(std::string_view name)
      : skipped_(name.size() - std::min(name.size(), kFoldedMax)) {
    std::uint8_t last = 0;
    for (std::size_t i = skipped_; i < name.size(); ++i) {
      folded_[i - skipped_] = to_lower(name[i]);
      const std::uint8_t kind = kind_of(name[i]);
      const bool falls = kind == kUpperKind && last == kUpperKind && i + 1 < name.size() &&
                         kind_of(name[i + 1]) == kLowerKind && name[i + 1] != 's';
      const bool begins = last == 0 || falls || (kind == kUpperKind && last != kUpperKind);
      last = kind;
      if (kind == 0) continue;
      if (begins) add(i);
      ++words_[size_ - 1].size;
    }
  }
  std::size_t size() const { return size_; }
  const Word& at(std::size_t i) const { return words_[i]; }
  // In lower case.
  std::string_view text(std::size_t i) const {
    return {folded_.data() + words_[i].begin - skipped_, words_[i].size};
  }

 private:
  static constexpr std::size_t kFoldedMax = 4 * kNameGlyphsMax;

  void add(std::size_t begin) {
    if (size_ == words_.size()) {
      std::move(words_.begin() + 1, words_.end(), words_.begin());
      --size_;
    }
    words_[size_++] = {begin, 0};
  }

  std::size_t skipped_;
  // PERF: neither is filled before it is used.
  std::array<char, kFoldedMax> folded_;
  std::array<Word, 16> words_;
  std::size_t size_ = 0;
};

struct Stem {
  std::string_view text;
  Promise promise;
  bool whole;  // Only as a word of its own: it stands in too many others.
};

// The longest one that ends a word decides.
constexpr auto kStems = std::to_array<Stem>({
    {"passphrase", Promise::password, false},
    {"password", Promise::password, false},
    {"passwort", Promise::password, false},
    {"passwrd", Promise::password, false},
    {"passcode", Promise::password, false},
    {"passwd", Promise::password, false},
    {"kennwort", Promise::password, false},
    {"pass", Promise::password, true},
    {"dbpass", Promise::password, true},
    {"userpass", Promise::password, true},
    {"keypass", Promise::password, true},
    {"storepass", Promise::password, true},
    {"pgpass", Promise::password, true},
    {"pswd", Promise::password, true},
    {"psw", Promise::password, true},
    {"pwd", Promise::password, true},
    {"pw", Promise::password, true},
    {"rootpw", Promise::password, true},
    {"bindpw", Promise::password, true},
    {"psk", Promise::password, true},
    {"secret", Promise::secret, false},
    {"token", Promise::secret, false},
    {"apikey", Promise::secret, false},
    {"accesskey", Promise::secret, false},
    {"secretkey", Promise::secret, false},
    {"privatekey", Promise::secret, false},
    {"privkey", Promise::secret, false},
    {"authkey", Promise::secret, false},
    {"accountkey", Promise::secret, false},
    {"masterkey", Promise::secret, false},
    {"signingkey", Promise::secret, false},
    {"encryptionkey", Promise::secret, false},
    {"credential", Promise::secret, false},
    {"credentials", Promise::secret, false},
    {"creds", Promise::secret, true},
    {"cred", Promise::secret, true},
    {"jwt", Promise::secret, true},
    {"key", Promise::hint, true},
    {"skey", Promise::hint, true},
    {"auth", Promise::hint, true},
    {"mnemonic", Promise::hint, true},
    {"by", Promise::password, true},  // IDENTIFIED BY
});

// In front of `key` these make it one that opens something.
constexpr auto kKeyOwners = std::to_array<std::string_view>(
    {"access",     "account",  "admin",       "api",          "app",     "auth",    "client",
     "consumer",   "crypto",   "database",    "db",           "decrypt", "deploy",  "encrypt",
     "encryption", "hmac",     "integration", "jwt",          "license", "master",  "priv",
     "private",    "recovery", "secret",      "security",     "server",  "service", "session",
     "shared",     "signing",  "storage",     "subscription", "unseal",  "vault",   "write"});

// Before the stem these say that it is no secret, or one that everybody may know.
constexpr auto kVetoesBefore = std::to_array<std::string_view>(
    {"bad",    "bos",   "cache",       "completion", "continuation", "csrf",    "cur",
     "dict",   "eos",   "err",         "error",      "foreign",      "group",   "hash",
     "hot",    "i18n",  "idx",         "index",      "input",        "invalid", "lookup",
     "map",    "max",   "min",         "natural",    "next",         "num",     "object",
     "output", "pad",   "page",        "partition",  "primary",      "prompt",  "pub",
     "public", "row",   "schema",      "sequence",   "short",        "sort",    "special",
     "sync",   "total", "translation", "unexpected", "unk",          "xsrf"});

// Behind it these say that the value is something about the secret.
constexpr auto kVetoesBehind = std::to_array<std::string_view>(
    {"accessibility", "algo",      "algorithm",   "alias",     "arn",         "attempts",
     "audience",      "board",     "bucket",      "budget",    "button",      "cache",
     "class",         "code",      "codes",       "color",     "column",      "config",
     "cost",          "count",     "counter",     "created",   "date",        "description",
     "dir",           "directory", "disabled",    "down",      "enabled",     "endpoint",
     "error",         "exists",    "expiration",  "expired",   "expires",     "expiry",
     "factory",       "field",     "file",        "filename",  "fingerprint", "flow",
     "form",          "format",    "frame",       "frames",    "func",        "function",
     "generator",     "handler",   "help",        "hint",      "icon",        "id",
     "ids",           "index",     "input",       "issuer",    "iterations",  "label",
     "len",           "length",    "lifetime",    "limit",     "link",        "list",
     "location",      "manager",   "map",         "max",       "message",     "method",
     "min",           "missing",   "mode",        "msg",       "name",        "names",
     "num",           "number",    "object",      "page",      "pair",        "parser",
     "path",          "pattern",   "placeholder", "policy",    "port",        "prefix",
     "press",         "price",     "prompt",      "protocol",  "provider",    "ref",
     "refs",          "regex",     "required",    "reset",     "ring",        "role",
     "rules",         "schema",    "scope",       "scopes",    "selector",    "size",
     "source",        "state",     "status",      "stone",     "store",       "suffix",
     "table",         "time",      "timeout",     "timestamp", "title",       "ttl",
     "type",          "types",     "updated",     "uri",       "url",         "usage",
     "username",      "validate",  "validator",   "version",   "word",        "words"});

// Behind the stem these change nothing.
constexpr auto kNeutral = std::to_array<std::string_view>(
    {"admin",     "again",   "api",          "app",        "b64",   "backup", "base",    "base64",
     "clear",     "confirm", "confirmation", "current",    "data",  "db",     "default", "dev",
     "env",       "header",  "hex",          "live",       "local", "main",   "new",     "old",
     "param",     "plain",   "prod",         "production", "qa",    "raw",    "root",    "sandbox",
     "secondary", "secret",  "stage",        "staging",    "str",   "string", "test",    "text",
     "user",      "v1",      "v2",           "v3",         "val",   "value",  "var"});

// And these, unless a person chose the secret: then what it was made into helps to guess it.
constexpr auto kDigests =
    std::to_array<std::string_view>({"accessor", "checksum", "digest", "hash", "md", "sha"});

static_assert(std::is_sorted(kDigests.begin(), kDigests.end()));
static_assert(std::is_sorted(kKeyOwners.begin(), kKeyOwners.end()));
static_assert(std::is_sorted(kVetoesBefore.begin(), kVetoesBefore.end()));
static_assert(std::is_sorted(kVetoesBehind.begin(), kVetoesBehind.end()));
static_assert(std::is_sorted(kNeutral.begin(), kNeutral.end()));

// PERF: few words begin and end with the same letters as one of their length in a list.
constexpr std::size_t kListedMax = 15;
constexpr std::size_t slot_of(std::string_view word) {
  return word.size() << 10U | static_cast<std::size_t>(word.front() & 31) << 5U |
         static_cast<std::size_t>(word.back() & 31);
}
template <class List>
constexpr auto slots_of(const List& sorted) {
  std::array<std::uint64_t, ((kListedMax + 1) << 10U) / 64> out{};
  for (const std::string_view word : sorted) {
    out[slot_of(word) / 64] |= std::uint64_t{1} << slot_of(word) % 64;
  }
  return out;
}

template <const auto& kList>
bool listed(std::string_view word) {
  static constexpr auto kSlots = slots_of(kList);
  if (word.empty() || word.size() > kListedMax) return false;
  const std::size_t slot = slot_of(word);
  if ((kSlots[slot / 64] >> slot % 64 & 1U) == 0) return false;
  return std::binary_search(kList.begin(), kList.end(), word);
}

std::string_view without_digits(std::string_view word) {
  while (word.size() > 1 && in(kDigit, word.back())) word.remove_suffix(1);
  return word;
}

// functionkey, but not monkey.
bool is_glued_key(std::string_view word) {
  static constexpr auto kOthers = std::to_array<std::string_view>(
      {"accesskey", "cachekey",  "donkey", "foreignkey", "hashkey",   "hockey",       "hotkey",
       "jockey",    "lackey",    "mickey", "monkey",     "objectkey", "partitionkey", "primarykey",
       "pubkey",    "publickey", "rowkey", "sitekey",    "sortkey",   "turkey",       "whiskey"});
  static_assert(std::is_sorted(kOthers.begin(), kOthers.end()));
  return word.size() >= 6 && word.ends_with("key") && !listed<kOthers>(word);
}

// Which stems have a letter at their end, or before that, a bit each.
constexpr auto stems_with(std::size_t from_end) {
  static_assert(kStems.size() <= 64);
  std::array<std::uint64_t, 32> out{};
  for (std::size_t i = 0; i < kStems.size(); ++i) {
    const std::string_view text = kStems[i].text;
    out[text[text.size() - from_end] & 31] |= std::uint64_t{1} << i;
  }
  return out;
}
constexpr auto kStemsOfLast = stems_with(1);
constexpr auto kStemsOfSecondLast = stems_with(2);

const Stem* stem_of(std::string_view word) {
  if (word.size() < 2) return nullptr;
  const Stem* best = nullptr;
  std::uint64_t bits =
      kStemsOfLast[word.back() & 31] & kStemsOfSecondLast[word[word.size() - 2] & 31];
  for (; bits != 0; bits &= bits - 1) {
    const Stem& stem = kStems[static_cast<std::size_t>(std::countr_zero(bits))];
    const bool fits = stem.whole ? word == stem.text : word.ends_with(stem.text);
    if (fits && (best == nullptr || stem.text.size() > best->text.size())) best = &stem;
  }
  static constexpr Stem kGluedKey{"key", Promise::hint, true};
  return best == nullptr && is_glued_key(word) ? &kGluedKey : best;
}

// The same with its plural.
const Stem* stem_of(std::string_view word, bool& plural) {
  const Stem* const stem = stem_of(word);
  plural = stem == nullptr && word.size() > 3 && word.back() == 's';
  return plural ? stem_of(word.substr(0, word.size() - 1)) : stem;
}

// Whether the words before a bare `key` say whose it is.
bool opens_something(const Words& words, std::size_t key) {
  return key > 0 && listed<kKeyOwners>(words.text(key - 1));
}

}  // namespace

Name judge_name(std::string_view text, std::size_t stem_end) {
  Name out;
  const Words words(text);
  std::size_t last = words.size();
  const Stem* stem = nullptr;
  bool plural = false;
  for (std::size_t i = words.size(); i > 0 && stem == nullptr; --i) {
    last = i - 1;
    stem = stem_of(without_digits(words.text(last)), plural);
  }
  if (stem == nullptr || stem->promise == Promise::none) return out;
  // Another candidate stands for the stem that decides.
  const Word& word = words.at(last);
  if (stem_end <= word.begin || stem_end > word.begin + word.size) return out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view other = without_digits(words.text(i));
    if (i < last ? listed<kVetoesBefore>(other) : listed<kVetoesBehind>(other)) return out;
    if (i > last && stem->promise != Promise::password && listed<kDigests>(other)) return out;
  }
  out.promise = stem->promise;
  const bool key = stem->text == "key";
  if (key && opens_something(words, last)) out.promise = Promise::secret;
  // Of many words there is a number, or a list: the value must say more.
  if (plural && key && out.promise == Promise::hint) return {};
  out.loose = plural;
  for (std::size_t i = last + 1; i < words.size(); ++i) {
    const std::string_view suffix = without_digits(words.text(i));
    out.loose = out.loose || (!listed<kNeutral>(suffix) && !in(kDigit, suffix.front()));
  }
  out.shouted = std::none_of(text.begin(), text.end(), [](char c) { return in(kLower, c); });
  return out;
}

void judge_behind(std::string_view text, Name& out) {
  const Words words(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = without_digits(words.text(i));
    if (listed<kVetoesBehind>(word)) out.promise = Promise::none;
    out.loose = out.loose || (!listed<kNeutral>(word) && !in(kDigit, word.front()));
  }
}

namespace {

NameCache::Judged judge_whole(std::string_view name, std::size_t stem_end) {
  // Where a tag stands now, another word may have been the last.
  if (name.find(kTag) != std::string_view::npos) return {{}, name.size()};
  // Behind a key it often is a name.
  const std::string_view behind = name.substr(stem_end);
  const bool key = stem_end > 0 && (name[stem_end - 1] == 'y' || name[stem_end - 1] == 'Y');
  if (!key && behind.size() > kBehindStemMax && behind.front() == '-' &&
      weighs(behind.substr(1), Weight::random)) {
    name = name.substr(0, stem_end);
  }
  return {judge_name(name, stem_end), name.size()};
}

}  // namespace

NameCache::Judged NameCache::judge(std::string_view text, std::size_t stem_end) {
  std::array<std::uint64_t, 2> ends;
  if (text.size() < sizeof(ends[0]) || text.size() > sizeof(Known::text)) {
    return judge_whole(text, stem_end);
  }
  std::memcpy(&ends[0], text.data(), sizeof(ends[0]));
  std::memcpy(&ends[1], text.data() + text.size() - sizeof(ends[1]), sizeof(ends[1]));
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;
  const std::uint64_t mixed = (ends[0] * kMix ^ ends[1] ^ stem_end) * kMix;
  Known& known = known_[mixed >> 59U];
  if (known.size != text.size() || known.stem_end != stem_end ||
      std::memcmp(known.text.data(), text.data(), text.size()) != 0) {
    known.judged = judge_whole(text, stem_end);
    known.size = static_cast<std::uint8_t>(text.size());
    known.stem_end = static_cast<std::uint8_t>(stem_end);
    std::memcpy(known.text.data(), text.data(), text.size());
  }
  return known.judged;
}

Step NameCache::read(const Window& window, const Span& stem, View& scratch, Name& out) {
  Offset begin = plain_run_begin(window, stem.begin, kNameSet, kNameGlyphsMax);
  Glyph glyph;
  std::size_t count = stem.begin - begin;
  for (; count < kNameGlyphsMax && previous_glyph(window, begin, glyph); ++count) {
    if (!kNameSet.has(glyph.c)) break;
    begin = glyph.begin;
  }
  Text text;
  std::size_t stem_end = static_cast<std::size_t>(stem.end - begin);
  if (!read_plain_run(window, begin, kNameSet, stem_end + kNameGlyphsMax, text) ||
      text.text.size() < stem_end) {
    scratch.clear();
    Offset at = begin;
    while (at < stem.end && next_glyph(window, at, glyph) == Step::ok) {
      scratch.push(glyph);
      at = glyph.end;
    }
    stem_end = scratch.text.size();
    const Step step = read_run(window, at, kNameSet, kNameGlyphsMax, scratch);
    if (step == Step::need_more) return step;
    text = {scratch.text, 0, &scratch};
  }
  const Judged judged = judge(text.text, stem_end);
  out = judged.name;
  out.begin = begin;
  out.end = text.end(judged.size - 1);
  return Step::ok;
}

Step read_name(const Window& window, const Span& stem, View& scratch, Name& out) {
  return NameCache().read(window, stem, scratch, out);
}

}  // namespace inkblot
