// Hand-written confirmers for what is recognised by its surroundings.
#pragma once

#include <inkblot/fact.h>
#include <inkblot/pack.h>

#include <string_view>

#include "confirm/name.h"
#include "confirm/terms.h"
#include "pack/pack.h"
#include "tag.h"
#include "window.h"

namespace inkblot {

enum class Outcome : std::uint8_t { need_more, reject, found };

// How a finding goes on behind the place where it was decided.
enum class Growth : std::uint8_t {
  none,
  run,    // While the view's characters are in `tail`.
  value,  // Up to `value_end`.
  der,    // Over lines of base64, `left` characters at least (confirm/der.h).
  pem,    // Through the body of a key block (confirm/pem.h).
};
inline constexpr std::size_t kGrowths = 5;

// Where a value ends: at one of `stops`, or at the quote that closes it.  Within double quotes an
// escaped line end is a part of the value, for the string it stands in goes on.
struct ValueEnd {
  CharSet stops;
  std::uint8_t quote = 0;  // None.
  std::uint8_t depth = 0;  // Backslashes before the quote that opened it.
  bool at(const Glyph& glyph) const {
    if (quote == '"' && glyph.c != quote && glyph.slashes > depth) return false;
    return stops.has(glyph.c) ||
           (quote != 0 && glyph.c == quote && closes_quote(glyph.slashes, depth));
  }
  bool operator==(const ValueEnd&) const = default;
};

// The verdict on one candidate.
struct Decision {
  Outcome outcome = Outcome::reject;
  Fact reason = Fact::absent;  // Of a rejection, and of what is found by its rarity.
  Finding finding = {};        // finding.span.end: where growth begins.
  Growth growth = Growth::none;
  const CharSet* tail = nullptr;  // LIFETIME: static or the pack's.
  ValueEnd value_end = {};        // No stops: the value does not end where a bare word does.
  std::uint32_t left = 0;
  Offset next = 0;        // Where another value of the same kind begins; 0: none does.
  Offset read_until = 0;  // A later candidate of the same rule that ends before this adds nothing.
};

inline Decision rejected(Fact reason = Fact::absent) { return {.reason = reason}; }
inline Decision undecided() { return {.outcome = Outcome::need_more}; }

// The run that was read last.  PERF: in hostile text every few bytes are a candidate, and all of
// them stand in one run; read anew for each, it costs a hundred times the sweep.
struct RunCache {
  CharSet set;
  Offset begin = 0;  // [begin, end) are plain bytes of the set.
  Offset end = 0;
  View view;  // A stretch of characters of the set, where escapes were undone.
  Span wide;  // What a shapeless token may go on with.
};

// The value that a candidate stands in, if any: a bare word in there ends where that does at most.
struct KnownValue {
  Span span = {};  // As far as it has come, when it grows.
  bool grows = false;
  ValueEnd end = {};
};

// LIFETIME: one call.
struct Question {
  const PackImpl& pack;
  const Window& window;
  const Candidate& candidate;
  View& scratch;  // PERF: keeps its memory from one candidate to the next.
  RunCache& runs;
  const Terms& terms = terms_of(Profile::balanced);
  const AllowList* allow = nullptr;
  KnownValue known = {};
  const Labels* labels = nullptr;  // Of known secrets.
  Facts* facts = nullptr;          // Where what is seen on the way is noted, if anybody asks.
  NameCache* names = nullptr;      // PERF: what was judged before, if anything was.
  void note(Fact fact) const {
    if (facts != nullptr) facts->add(fact);
  }
  // What is put to a threshold.
  void note(Scale scale, std::size_t has, std::size_t least) const {
    const auto number = [](std::size_t n) { return static_cast<std::uint32_t>(n); };
    if (facts != nullptr) facts->put({scale, number(has), number(least)});
  }
  const Rule& rule() const { return pack.rules()[candidate.rule]; }
  TagWords words() const { return {pack.rules(), labels}; }
  const Derived& derived() const { return pack.derived(candidate.rule); }
};

// Whether a head goes on with a word that stands before it, and its rule allows no such thing.
bool starts_in_word(const Question& question);
// ok: a head that ends a word is a part of another one; end: it is not.
Step ends_in_word(const Question& question);
// Confirms a rule that is a pattern: exact form, checksum, boundary, credible body.
Decision confirm_token(const Question& question);
// Confirms a candidate in the way of its rule.
Decision confirm_candidate(const Question& question);

// How what stands around a head is read; a row in parsers.cc each.
struct Parser {
  std::string_view name;
  Decision (*parse)(const Question&);
  // Heads with nothing but these between them may be a repetition (confirm/repetition.h).
  const CharSet& repeats;
  bool before = false;  // A secret may begin before its head.
  bool spoken = false;  // So may one whose name the head is a part of (confirm/before.h).
  // Its heads end words: one behind which a small letter stands is a part of another word.
  bool ends_word = false;
  // It is asked of every token that the tokeniser finds: its rules have no head.
  bool shapeless = false;
  bool forms = false;  // And its rules say which forms.
  // What a name in another language promises, of which the head is the stem.
  Promise promise = Promise::none;
};
// nullptr when none has that name.  LIFETIME: static.
const Parser* find_parser(std::string_view name);

// The parsers' functions.
Decision parse_userinfo(const Question& question);
Decision parse_assignment(const Question& question);
Decision parse_cookie(const Question& question);
Decision parse_pem(const Question& question);
Decision parse_putty(const Question& question);
// That of context.cc.
Decision parse_named(const Question& question);
// Those of command.cc.
Decision parse_login(const Question& question);
Decision parse_option(const Question& question);
// Those of parsers_files.cc.
Decision parse_announced_hex(const Question& question);
Decision parse_block(const Question& question);
Decision parse_connection(const Question& question);
Decision parse_jdbc(const Question& question);
Decision parse_netrc(const Question& question);
// That of provider.cc.
Decision parse_provider(const Question& question);
// That of rare.cc.
Decision parse_rare(const Question& question);
// That of der.cc.
Decision parse_der(const Question& question);

// True when eight characters or more are three different ones at most.
bool is_monotonous(std::string_view text);
// True when `text` (a token's body or a value) is filler rather than a secret.
bool is_placeholder(std::string_view text);
// True when it holds a word that stands for a secret in examples, as `your` or `example`.
bool holds_filler(std::string_view text);
// True when half of a text or more reads as words: runs of small letters, perhaps behind a capital,
// with vowels among them as words have.
bool is_wordy(std::string_view text);
// Shannon entropy in bits per character.
double entropy(std::string_view text);
// A text with letters and digits, and as many different ones as chance would give it.
bool is_varied(std::string_view text);
// A body that looks random enough to be a token though it has no exact form: varied, and no filler.
bool is_credible_body(std::string_view text);
// A value that may be a secret given that its place says so.
bool is_credible_value(std::string_view text);
// The same of a value that people choose, on the question's terms.
bool is_believed(const Question& question, std::string_view password);

}  // namespace inkblot
