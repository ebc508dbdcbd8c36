// A token that is a whole literal and unlike any word, whatever stands before it.
#include <algorithm>
#include <array>
#include <string>

#include "confirm/coding.h"
#include "confirm/cursor.h"
#include "confirm/rarity.h"
#include "confirm/shapeless.h"
#include "confirm/value.h"
#include "confirm/weight.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr std::size_t kSizeMin = 16;
constexpr std::size_t kSizeMax = 128;  // What is longer is data.
constexpr std::size_t kBeforeMax = 64;

// What says that a literal is an id or a digest, by its own begin or as the last part of its name.
bool is_known_shape(std::string_view text) {
  static constexpr auto kBegins = std::to_array<std::string_view>(
      {"sha1-", "sha256-", "sha384-", "sha512-", "md5-", "call_", "toolu_", "chatcmpl-"});
  constexpr CharSet kHexMarks("0123456789ABCDEFabcdef-_");
  // Chance draws none of these three times in a row: r3---sn-a5m7zu7l, a host's label.
  if (text.find("---") != std::string_view::npos) return true;
  const std::string_view rest = text.substr(text.starts_with("0x") ? 2 : 0);
  return all_in(rest, kHexMarks) ||
         std::any_of(kBegins.begin(), kBegins.end(),
                     [text](std::string_view begin) { return text.starts_with(begin); });
}

bool names_no_secret(std::string_view name) {
  static constexpr auto kEnds = std::to_array<std::string_view>(
      {"id",      "ids",    "hash",        "sum",       "sha1",     "sha256",    "sha384",
       "sha512",  "md5",    "digest",      "integrity", "etag",     "commit",    "revision",
       "version", "cursor", "fingerprint", "uuid",      "guid",     "class",     "name",
       "href",    "src",    "alphabet",    "charset",   "chars",    "signature", "nonce",
       "sig",     "cert",   "certificate", "pubkey",    "publickey"});
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [name](std::string_view end) { return name.ends_with(end); });
}

// The last word of `before`, in small letters and without marks, behind which a literal stands.
std::string name_before(std::string_view before) {
  while (!before.empty() && in(kMarksBetween, before.back())) before.remove_suffix(1);
  std::string out;
  for (; !before.empty() && (in(kWordSet, before.back()) || in(kJoinedWords, before.back()));
       before.remove_suffix(1)) {
    if (in(kWordSet, before.back())) out.push_back(to_lower(before.back()));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

// Base64 of what is to be read is a sample of base64.
bool is_encoded_text(std::string_view text) {
  const auto reads = [](std::string_view part) {
    const auto decoded = coding::decode_base64(part);
    return decoded && std::all_of(decoded->begin(), decoded->end(),
                                  [](char c) { return (c >= ' ' && c <= '~') || c == '\n'; });
  };
  // PERF: the begin tells nearly always.
  return reads(text.substr(0, 8)) && reads(text);
}

// Chance draws some character twice: what holds each once is an alphabet.
bool is_alphabet(std::string_view text) {
  constexpr std::size_t kAlphabetMin = 28;
  CharSet kinds;
  for (const char c : text) kinds.set(static_cast<std::uint8_t>(c));
  return text.size() >= kAlphabetMin && kinds.size() == text.size();
}

// As long as a line of wrapped base64, of which a certificate in source code has many.
constexpr std::size_t kLineMin = 60;
constexpr std::size_t kIndentMax = 40;
constexpr CharSet kSpaces(" \t\r\n");

// Whether the literal that begins at `at`, with its quote, goes on what a long one before it holds:
// "..." + "...".  One of our own tags may have been long.
bool goes_on(const Window& window, Offset at, std::uint8_t quote) {
  constexpr CharSet kLine = charset(kAlnum, "+/=_");
  Glyph glyph;
  const auto skip_back = [&](const CharSet& set, std::size_t most) {
    for (std::size_t i = 0; i < most && previous_glyph(window, at, glyph) && set.has(glyph.c);
         ++i) {
      at = glyph.begin;
    }
  };
  skip_back(kSpaces, kIndentMax);
  skip_back(CharSet("+"), 1);
  skip_back(kSpaces, kIndentMax);
  if (!previous_glyph(window, at, glyph) || glyph.c != quote) return false;
  at = glyph.begin;
  std::string line;
  while (line.size() < kLineMin && previous_glyph(window, at, glyph) && kLine.has(glyph.c)) {
    line.insert(line.begin(), static_cast<char>(glyph.c));
    at = glyph.begin;
  }
  return line.size() == kLineMin || line.find(kTag) != std::string::npos;
}

// The same of the one that begins behind the literal that ends at `in`.
// need_more: perhaps one does.  end: none does.
Step goes_on_behind(Cursor in, std::uint8_t quote) {
  in.skip(kBlank, kIndentMax);
  const bool sign = in.is(CharSet("+"));
  if (sign) in.take();
  const bool apart = sign || in.is(kLineEnds);
  if (apart) in.skip(kSpaces, kIndentMax);
  const bool quoted = apart && in.peek() == quote;
  if (in.starved()) return Step::need_more;
  return quoted ? Step::ok : Step::end;
}

bool is_unlike_words(std::string_view text, std::size_t tenths) {
  return is_rare(text, tenths) && !is_wordy(text) && weighs(text, Weight::random) &&
         !is_public(text) && is_solid(text) && !is_alphabet(text) && !is_encoded_text(text);
}

}  // namespace

Decision parse_rare(const Question& question) {
  const Window& window = question.window;
  const std::size_t tenths = question.terms.rare_tenths;
  if (tenths == 0) return rejected();
  Span token;
  if (const Step step = read_shapeless(window, question.candidate, token); step != Step::ok) {
    return step == Step::need_more ? undecided() : rejected();
  }
  if (token.size() < kSizeMin || token.size() > kSizeMax) return rejected();
  Glyph quote;
  if (!previous_glyph(window, token.begin, quote) || !kQuotes.has(quote.c)) return rejected();
  Cursor in{window, token.end};
  in.skip(CharSet("="), 2);
  const bool closes = in.peek() == quote.c && in.step == Step::ok;
  const Offset end = in.at;
  if (in.starved()) return undecided();
  if (!closes) return rejected();
  // What a colon stands behind is a name.
  in.take();
  const bool named = in.is(CharSet(":"));
  if (in.starved()) return undecided();
  if (named) return rejected(Fact::reference);
  const std::string_view text = window.text(token.begin, token.end);
  question.note(Scale::rarity, 10 * rarity(text) / text.size(), tenths);
  if (is_known_shape(text) || !is_unlike_words(text, tenths)) return rejected(Fact::weak);
  if (names_no_secret(
          name_before(read_before(window, token.begin, kBeforeMax, question.scratch)))) {
    return rejected(Fact::reference);
  }
  const Step behind = text.size() >= kLineMin ? goes_on_behind(in, quote.c) : Step::end;
  if (behind == Step::need_more) return undecided();
  if (behind == Step::ok || goes_on(window, quote.begin, quote.c)) return rejected(Fact::weak);
  question.note(Fact::quotes);
  question.note(Fact::rare);
  const std::string_view whole = window.text(token.begin, end);
  Decision out = found_value(question, {{whole, token.begin}}, 0, whole.size());
  out.finding.evidence = Evidence::contextual;
  out.reason = Fact::rare;
  return out;
}

}  // namespace inkblot
