// The table of hand-written confirmers, and those that read `key operator value`.
#include "confirm/parsers.h"

#include <algorithm>
#include <array>
#include <string>

#include "confirm/coded_tag.h"
#include "confirm/pairs.h"
#include "confirm/value.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr CharSet kAny = inverted(CharSet());
constexpr CharSet kBare = inverted(kBareEnds);
constexpr CharSet kNothing;

// What may stand between a name and its operator.
constexpr CharSet kClosing("\"'`])");
constexpr CharSet kOperators("=:>,");

constexpr auto kParsers = std::to_array<Parser>({
    {"announced-hex", parse_announced_hex, kBare},
    {"assignment", parse_assignment, kBare},
    {"block", parse_block, kAny},
    {.name = "connection", .parse = parse_connection, .repeats = kBare, .before = true},
    {"cookie", parse_cookie, kBare},
    {.name = "der", .parse = parse_der, .repeats = kNothing, .before = true},
    {"jdbc", parse_jdbc, kBare},
    {"login", parse_login, kBare},
    {.name = "named", .parse = parse_named, .repeats = kBare, .spoken = true, .ends_word = true},
    {.name = "named-password",
     .parse = parse_named,
     .repeats = kBare,
     .spoken = true,
     .promise = Promise::password},
    {.name = "named-secret",
     .parse = parse_named,
     .repeats = kBare,
     .spoken = true,
     .promise = Promise::secret},
    {"netrc", parse_netrc, kBare},
    {"option", parse_option, kBare},
    {.name = "pem", .parse = parse_pem, .repeats = kNothing, .before = true},
    {.name = "provider",
     .parse = parse_provider,
     .repeats = kNothing,
     .before = true,
     .shapeless = true,
     .forms = true},
    {.name = "rare", .parse = parse_rare, .repeats = kNothing, .before = true, .shapeless = true},
    {.name = "putty", .parse = parse_putty, .repeats = kAny, .before = true},
    {.name = "userinfo", .parse = parse_userinfo, .repeats = kBare, .before = true},
});

// Passes `key": "`, `key = `, `key>`, `key', '` up to the value.
bool read_operator(Cursor& in, bool& comma) {
  in.skip(kClosing, 3);
  in.skip(kBlank, 32);
  const std::uint8_t c = in.peek();
  if (in.step != Step::ok || !kOperators.has(c)) return false;
  comma = c == ',';
  in.skip(kOperators, 3);
  in.skip(kBlank, 32);
  return in.step == Step::ok;
}

constexpr std::size_t kSchemeGlyphsMax = 12;
constexpr std::array<std::string_view, 10> kSchemes = {
    "bearer", "basic", "token", "apikey", "ssws", "bot", "oauth", "negotiate", "ntlm", "geniekey"};

// True when what stands here is surely no scheme: no blank behind a word of its length.
// PERF: spares hostile text, headers without an end, the reading of words.
bool is_no_scheme(const Window& window, Offset at) {
  const Offset last = std::min<Offset>(window.end(), at + kSchemeGlyphsMax + 1);
  while (at < last && kWordSet.has(window.at(at))) ++at;
  return at < window.end() && !kBlank.has(window.at(at)) && !kEscapeStarts.has(window.at(at));
}

// Steps over `Bearer ` and its like; what follows is the credential.
bool skip_scheme(Cursor& in) {
  if (is_no_scheme(in.window, in.at)) return false;
  const Offset start = in.at;
  std::string word;
  for (std::size_t i = 0; i < kSchemeGlyphsMax; ++i) {
    const std::uint8_t c = in.peek();
    if (in.step != Step::ok || !kWordSet.has(c)) break;
    word.push_back(to_lower(static_cast<char>(c)));
    in.take();
  }
  const bool scheme = std::find(kSchemes.begin(), kSchemes.end(), word) != kSchemes.end();
  if (scheme && kBlank.has(in.peek()) && in.step == Step::ok) {
    in.skip(kBlank, 8);
    return true;
  }
  if (!in.starved()) in.at = start;
  return false;
}

// Where the value begins in a pair of a cookie list that may be a secret; 0: it is none.
std::size_t credible_pair(std::string_view pair) {
  const std::size_t equals = pair.find('=');
  // A name has no blank and no bracket: `cookie = (a = b` is code.
  constexpr CharSet kNever(" \t(){}<>,\\");
  const std::size_t begin = std::min(pair.find_first_not_of(" \t"), pair.size());
  if (equals == std::string_view::npos || find_in(pair, kNever, begin) < equals) return 0;
  const std::string_view value = pair.substr(equals + 1);
  return value.size() >= 16 && is_credible_body(value) ? equals + 1 : 0;
}

// base64.decodebytes: what a program looks up, though it holds digits.
bool is_path_of_names(std::string_view text) {
  constexpr std::size_t kSizeMax = 40;
  return text.size() <= kSizeMax && all_in(text, charset(kAlnum, "_.")) &&
         text.find('.') != std::string_view::npos && holds_words(text);
}

// A bare word that may be a name in source code: letters, underscores and dots, no digit.
bool is_identifier(std::string_view text) {
  constexpr CharSet kNever("0123456789+/=-");
  bool upper = false;
  bool lower = false;
  for (const char c : text) {
    if (kNever.has(static_cast<std::uint8_t>(c))) return false;
    upper = upper || (c >= 'A' && c <= 'Z');
    lower = lower || (c >= 'a' && c <= 'z');
  }
  return text.size() < 24 || !(upper && lower);
}

// Whether the value is base64 of what holds one of our own tags.
bool is_coded(const Question& question, const Span& value) {
  View& run = question.scratch;
  return is_coded_tag(question.window, value.begin, question.words(), run) &&
         run.ends.back() >= value.end;
}

}  // namespace

const Parser* find_parser(std::string_view name) {
  const auto* const found =
      std::find_if(kParsers.begin(), kParsers.end(),
                   [name](const Parser& parser) { return parser.name == name; });
  return found == kParsers.end() ? nullptr : found;
}

Decision confirm_candidate(const Question& question) {
  const Parser* const parser = question.derived().parser;
  Decision out = parser == nullptr ? confirm_token(question) : parser->parse(question);
  const bool form = parser == nullptr && !question.derived().captures;
  if (out.outcome != Outcome::found || form) return out;
  // What stood in a tag's place may have kept the head and the value apart, or the value from being
  // one.  Of the bytes, for a colour code that was cut takes a tag's first letter in the view.
  const Candidate& head = question.candidate;
  const Span& value = out.finding.span;
  const std::string_view text =
      question.window.text(std::min(head.begin, value.begin), std::max(head.end, value.end));
  const bool tagged = parser != nullptr && holds_tag(text, question.words());
  if (!tagged && !is_coded(question, value)) return out;
  out.outcome = Outcome::reject;
  out.reason = Fact::tag;
  return out;
}

Decision parse_assignment(const Question& question) {
  Cursor in{question.window, question.candidate.end};
  const bool inside = !question.rule().head.empty() && question.rule().head.back() == '=';
  bool comma = false;
  if (!inside && !read_operator(in, comma)) return in.starved() ? undecided() : rejected();
  const Offset quoted = in.at;
  const bool quote = kQuotes.has(in.peek()) && in.step == Step::ok;
  if (quote) in.take();
  const bool scheme = skip_scheme(in);
  if (in.starved()) return undecided();
  // Without a scheme word the quote must be read again, for it says where the value ends.
  if (quote && !scheme) in.at = quoted;
  const bool opens = kQuotes.has(in.peek()) && in.step == Step::ok;
  // PERF: key=key=key=... is one value, and not to be read once for each.
  const KnownValue& known = question.known;
  if (!opens && known.end.stops.within(kBareEnds)) {
    if (known.span.begin < in.at && in.at < known.span.end) return rejected(Fact::covered);
    if (known.grows) return undecided();
  }
  Value value;
  if (!read_value(in, question.scratch, value)) return undecided();
  const std::string_view text = value.text.text;
  // A blank first says that this quote closes what another one opened, and so does what stands
  // behind a string of JSON.
  constexpr CharSet kBehindString(":,}]");
  if (text.empty() || (scheme && opens)) return rejected();
  const auto first = static_cast<std::uint8_t>(text.front());
  if (kBlank.has(first) || (opens && kBehindString.has(first))) {
    return rejected();
  }
  if (!question.rule().pattern.empty()) {
    Matcher::Extent extent;
    const bool fits = question.pack.exact(question.candidate.rule).match(text, 0, extent);
    if (!fits || is_placeholder(text.substr(0, extent.end))) return rejected();
    return found_value(question, value, 0, text.size());
  }
  // PERF: what rejects nearly all of a hostile text comes first.
  if (text.size() < 6) return rejected(Fact::short_value);
  if (to_lower(text) == "authorization") return rejected(Fact::own_name);  // a ? "X-A" : "A"
  const bool literal = opens || (quote && !scheme);
  if (!literal && ((comma && !scheme) || is_identifier(text) || is_path_of_names(text)))
    return rejected(Fact::unquoted);
  if (comma && !is_credible_body(text)) return rejected(Fact::filler);  // A list of header names.
  if (!is_credible_value(text)) return rejected(Fact::filler);
  return found_value(question, value, 0, text.size());
}

namespace {

// Reads one `name=value` of a list, up to what ends it, at most `most` characters.
// False when it may go on beyond the window.
bool read_pair(Cursor& in, std::size_t most, View& scratch, Text& pair) {
  constexpr CharSet kEnds("\n\r\"'`;");
  if (read_plain(in.window, in.at, kEnds, most, pair)) {
    in.at += pair.text.size();
    return true;
  }
  scratch.clear();
  for (std::size_t i = 0; i < most; ++i) {
    const std::uint8_t c = in.peek();
    if (in.starved()) return false;
    if (in.step == Step::end || kEnds.has(c)) break;
    scratch.push(in.glyph);
    in.take();
  }
  pair = {scratch.text, 0, &scratch};
  return true;
}

// Another name with its operator in a pair; none when it begins at the pair's end.
struct NamedPair {
  std::size_t begin;
  std::size_t end;      // Of the name.
  bool equals = false;  // Then it may as well be a pair of the list it stands in.
};

NamedPair find_name(std::string_view pair, std::size_t from) {
  constexpr std::string_view kName = "cookie";
  constexpr CharSet kNotBetween = [] {
    CharSet between = kClosing;
    between.add(kBlank);
    return inverted(between);
  }();
  const auto same = [](char a, char b) { return to_lower(a) == b; };
  for (;;) {
    const auto found = std::search(pair.begin() + static_cast<std::ptrdiff_t>(from), pair.end(),
                                   kName.begin(), kName.end(), same);
    if (found == pair.end()) return {pair.size(), pair.size()};
    const auto begin = static_cast<std::size_t>(found - pair.begin());
    from = begin + kName.size();
    const std::size_t at = find_in(pair, kNotBetween, from);
    if (at < pair.size() && in(kOperators, pair[at])) return {begin, from, pair[at] == '='};
  }
}

// What of a list is a pair of its own, and whether the list is over with it.
struct ListPart {
  Text pair = {};
  bool last = false;
};

// Reads a pair of the list, or its begin, when another list begins in it: that is one by itself, so
// that it is one as well when this one's name goes with another secret.
bool read_part(Cursor& in, std::size_t most, View& scratch, ListPart& part) {
  constexpr std::size_t kSoon = 128;
  const Offset begin = in.at;
  Text& pair = part.pair;
  // PERF: hostile text is one name behind the other, and not to be read to its end for each.
  for (const std::size_t enough : {std::min(most, kSoon), most}) {
    in.at = begin;
    if (!read_pair(in, enough, scratch, pair)) return false;
    const NamedPair other = find_name(pair.text, 0);
    part.last = other.begin < pair.text.size();
    const std::size_t end = other.equals ? find_name(pair.text, other.end).begin : other.begin;
    if (end < pair.text.size()) {
      in.at = pair.begin(end);
      pair.text = pair.text.substr(0, end);
      return true;
    }
    if (pair.text.size() < enough) return true;
  }
  return true;
}

}  // namespace

Decision parse_cookie(const Question& question) {
  Cursor in{question.window, question.candidate.end};
  bool comma = false;
  if (!read_operator(in, comma)) return in.starved() ? undecided() : rejected();
  in.skip(kQuotes, 1);
  if (in.starved()) return undecided();
  // The whole list of pairs is one secret, from the first value that looks like one to the last.
  constexpr CharSet kEnds("\n\r\"'`");
  std::size_t room = kValueGlyphsMax;
  Offset begin = 0;
  Offset end = 0;
  bool over = false;
  bool tagged = false;
  while (!over && room > 0) {
    ListPart part;
    if (!read_part(in, room, question.scratch, part)) return undecided();
    const Text& pair = part.pair;
    // What the tag replaced went with all of the list, or ended it: a key block has lines.
    tagged = tagged || holds_tag(pair.text, question.words());
    const std::size_t value = tagged ? 0 : credible_pair(pair.text);
    if (value != 0) {
      if (begin == 0) begin = pair.begin(value);
      end = pair.end(pair.text.size() - 1);
    }
    room -= pair.text.size();
    over = part.last;
    if (over || room == 0) break;
    const std::uint8_t c = in.peek();
    if (in.starved()) return undecided();
    over = in.step == Step::end || kEnds.has(c);
    if (!over) in.take();
    --room;
  }
  Decision out;
  if (end == 0) return out;
  out.outcome = Outcome::found;
  out.finding = {{begin, over ? end : in.at}, question.candidate.rule, Evidence::structure};
  // What a list of this length ends in is not known to be harmless.
  if (!over) {
    out.growth = Growth::value;
    out.value_end.stops = kEnds;
  }
  return out;
}

Decision parse_userinfo(const Question& question) {
  Cursor in{question.window, question.candidate.begin};
  for (int i = 0; i < 3; ++i) {  // ://
    in.peek();
    in.take();
  }
  constexpr CharSet kEnds(" \t\r\n/\"'`<>\\?#");
  Text text;
  bool plain = read_plain(question.window, in.at, kEnds, kValueGlyphsMax, text);
  if (plain) {  // What the backslash of an escape stands for need not end it.
    Cursor behind{question.window, in.at + text.text.size()};
    plain = kEnds.has(behind.peek());
    if (behind.starved()) return undecided();
  }
  if (!plain) {
    View& view = question.scratch;
    view.clear();
    for (std::size_t i = 0; i < kValueGlyphsMax; ++i) {
      const std::uint8_t c = in.peek();
      if (in.starved()) return undecided();
      if (in.step == Step::end || kEnds.has(c)) break;
      view.push(in.glyph);
      in.take();
    }
    text = {view.text, 0, &view};
  }
  std::size_t at_sign = text.text.rfind('@');
  const std::size_t colon = text.text.find(':');
  if (at_sign == std::string_view::npos || colon >= at_sign) return rejected();
  const std::string_view user = text.text.substr(0, colon);
  // A form to be filled in: scheme://[user[:password]@]host.  Nobody asks an anonymous user.
  const bool form = user.find('[') != std::string_view::npos;
  if (form || user == "anonymous") return rejected(Fact::filler);
  // A password may hold the sign that ends it; what looks like none with it may be one without.
  constexpr int kSignsMax = 3;
  for (int i = 0; i < kSignsMax && at_sign != std::string_view::npos && colon < at_sign; ++i) {
    const std::string_view password = text.text.substr(colon + 1, at_sign - colon - 1);
    if (password == "x-oauth-basic") {
      if (!is_credible_body(user)) return rejected(Fact::filler);
      return found_value(question, {text}, 0, user.size());
    }
    if (is_believed(question, password) && password != user) {
      return found_value(question, {text}, colon + 1, password.size());
    }
    at_sign = text.text.rfind('@', at_sign - 1);
  }
  return rejected(Fact::filler);
}

}  // namespace inkblot
