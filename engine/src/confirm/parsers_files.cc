// Confirmers for credentials in files of a known form, whose secret stands behind the head.
#include <algorithm>
#include <array>
#include <string>

#include "confirm/cursor.h"
#include "confirm/parsers.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr std::size_t kBlockGlyphsMax = 768;
constexpr std::size_t kFileValueGlyphsMax = 512;
Decision stopped(const Cursor& in) { return in.starved() ? undecided() : rejected(); }

// Moves behind the next `word` (in lower case), unless a character of `stops` comes first.
bool find_word(Cursor& in, std::string_view word, const CharSet& stops) {
  std::string seen;
  for (std::size_t i = 0; i < kBlockGlyphsMax && in.more() && !stops.has(in.glyph.c); ++i) {
    seen.push_back(to_lower(static_cast<char>(in.glyph.c)));
    in.take();
    if (seen.ends_with(word)) return true;
  }
  return false;
}

// Reads up to a character of `ends`.  False when the window ran out.
bool read_until(Cursor& in, const CharSet& ends, View& value) {
  for (std::size_t i = 0; i < kFileValueGlyphsMax && in.more() && !ends.has(in.glyph.c); ++i) {
    value.push(in.glyph);
    in.take();
  }
  return in.step != Step::need_more;
}

// A value that was not read to one of its `ends` grows.
Decision found(const Question& question, const View& value, const CharSet& ends) {
  if (!is_believed(question, value.text)) return rejected(Fact::filler);
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {
      {value.begins.front(), value.ends.back()}, question.candidate.rule, Evidence::structure};
  if (value.text.size() >= kFileValueGlyphsMax) out.growth = Growth::value;
  out.value_end.stops = ends;
  return out;
}

bool has_digit_or_sign(std::string_view text) {
  return text.find_first_of("0123456789!#$%&*+/=?@^~-") != std::string_view::npos;
}

}  // namespace

// A section or block with `password = value` or `password 'value'` in it.
Decision parse_block(const Question& question) {
  constexpr CharSet kStops("}[<");
  Cursor in{question.window, question.candidate.end};
  if (!find_word(in, "password", kStops)) return stopped(in);
  constexpr CharSet kOperators("=:(");
  in.skip(kBlank, 32);
  in.skip(kOperators, 2);
  in.skip(kBlank, 32);
  const bool quoted = in.is(kQuotes);
  if (in.step != Step::ok) return stopped(in);
  const bool code = question.rule().head.ends_with("\\{");
  if (code && !quoted) return rejected(Fact::unquoted);
  constexpr CharSet kPlainEnds(" \t\r\n\"'`");
  constexpr CharSet kQuotedEnds("\r\n\"'`");
  if (quoted) in.take();
  View value;
  const CharSet& ends = quoted ? kQuotedEnds : kPlainEnds;
  if (!read_until(in, ends, value)) return undecided();
  return found(question, value, ends);
}

namespace {

// True when the first password behind a head is a part of the value that is known to be around it.
// PERF: text that is made of heads is one value, and not to be read once for each.
bool names_known_password(const Question& question, const CharSet& ends) {
  constexpr std::string_view kKey = "password=";
  const KnownValue& known = question.known;
  if (known.end.quote != 0 || !known.end.stops.within(ends)) return false;
  const Offset begin = question.candidate.end;
  const Offset last = std::min(known.span.end, begin + kFileValueGlyphsMax);
  std::size_t same = 0;
  for (Offset at = begin; at < last && same < kKey.size(); ++at) {
    const std::uint8_t c = question.window.at(at);
    if (kEscapeStarts.has(c)) return false;
    same = to_lower(static_cast<char>(c)) == kKey[same]
               ? same + 1
               : (to_lower(static_cast<char>(c)) == kKey[0] ? 1 : 0);
    if (same == kKey.size()) return at + 1 < last;
  }
  return false;
}

}  // namespace

// jdbc:driver:...?user=a&password=b, ;password=b, and Oracle's thin:user/password@.
Decision parse_jdbc(const Question& question) {
  constexpr CharSet kStops(" \t\r\n\"'`<>");
  constexpr CharSet kEnds(" \t\r\n\"'`<>&;,)");
  if (names_known_password(question, kEnds)) return rejected(Fact::covered);
  Cursor in{question.window, question.candidate.end};
  View url;
  if (!read_until(in, kStops, url)) return undecided();
  const std::string folded = to_lower(url.text);
  std::size_t begin = std::string::npos;
  std::size_t end = std::string::npos;
  for (const std::string_view key : {"password=", "passwd=", "pwd="}) {
    const std::size_t at = folded.find(key);
    if (at == std::string::npos) continue;
    begin = at + key.size();
    end = begin;
    while (end < url.text.size() && !kEnds.has(static_cast<std::uint8_t>(url.text[end]))) ++end;
    break;
  }
  const std::size_t thin = folded.find("thin:");
  if (begin == std::string::npos && thin != std::string::npos) {
    begin = folded.find('/', thin) + 1;
    end = folded.find('@', thin);
    if (begin == 0 || end == std::string::npos || end < begin) return rejected();
  }
  if (begin == std::string::npos || begin >= end) return rejected();
  const std::string_view value = std::string_view(url.text).substr(begin, end - begin);
  if (!is_believed(question, value)) return rejected(Fact::filler);
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {
      {url.begins[begin], url.ends[end - 1]}, question.candidate.rule, Evidence::structure};
  if (end >= kFileValueGlyphsMax) out.growth = Growth::value;
  out.value_end.stops = kEnds;
  return out;
}

namespace {

constexpr CharSet kConnectionEnds(";\"'`\r\n<>&,)");
constexpr CharSet kPasswordEnds(" \t(;\"'`\r\n<>&,)");  // With a blank in it, it is none.

// Stands behind a semicolon: the key of a connection string follows.
bool reads_key(Cursor& in) {
  constexpr std::array<std::string_view, 14> kKeys = {
      "server", "data source", "host", "hostname", "port",     "database", "initial catalog",
      "uid",    "user id",     "user", "username", "provider", "driver",   "dsn"};
  constexpr CharSet kKeyEnds(";=\"'`\r\n");
  std::string key;
  while (key.size() < 24 && in.more() && !kKeyEnds.has(in.glyph.c)) {
    key.push_back(to_lower(static_cast<char>(in.glyph.c)));
    in.take();
  }
  if (in.step != Step::ok || in.glyph.c != '=') return false;
  key.erase(key.find_last_not_of(' ') + 1);
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

// A key block that begins in a value is a part of it, whatever blanks it has: the value is cut
// there, so that nothing of it is left before the block.
void cut_in_block(View& value) {
  constexpr std::string_view kBlock = "-----BEGIN ";
  const std::size_t at = value.text.find(kBlock);
  if (at != std::string::npos) value.resize(at + kBlock.size() - 1);
}

// The first key of a connection string is known by the key that follows; the head holds it, its
// value and the first letter behind them.
Decision parse_first_key(const Question& question) {
  constexpr CharSet kBefore(" \t\r\n\"'`>(=");
  Glyph before;
  const bool inside = previous_glyph(question.window, question.candidate.begin, before);
  if (inside && !kBefore.has(before.c)) return rejected(Fact::glued);
  Cursor in{question.window, question.candidate.begin};
  while (in.more() && in.glyph.c != '=') in.take();
  in.take();
  View value;
  if (!read_until(in, kConnectionEnds, value)) return undecided();
  in.take();
  if (!reads_key(in)) return stopped(in);
  cut_in_block(value);
  return found(question, value, kPasswordEnds);
}

}  // namespace

// The value of a Password key among other keys of a connection string.
Decision parse_connection(const Question& question) {
  Glyph first;
  if (next_glyph(question.window, question.candidate.begin, first) != Step::ok) return rejected();
  if (first.c != ';') return parse_first_key(question);
  Cursor in{question.window, question.candidate.end};
  in.skip(kBlank, 4);
  View value;
  if (!read_until(in, kConnectionEnds, value)) return undecided();
  // A statement of a program reads the same in lower case; a connection string's key does not.
  Glyph key;
  const Step step = next_glyph(question.window, first.end, key);
  const bool capital = step == Step::ok && key.c >= 'A' && key.c <= 'Z';
  cut_in_block(value);
  const std::string_view text = value.text;
  if (text.size() < 4 || text.find_first_of(" \t(") != std::string_view::npos) return rejected();
  if (!capital && (!has_digit_or_sign(text) || text.find('.') != std::string_view::npos)) {
    return rejected();
  }
  return found(question, value, kPasswordEnds);
}

// Digits alone on a line behind the sentence that announces them.
Decision parse_announced_hex(const Question& question) {
  constexpr CharSet kSpace(" \t\r\n*");
  constexpr CharSet kSmallHex("0123456789abcdef");
  Cursor in{question.window, question.candidate.end};
  in.skip(kSpace, 160);
  if (in.step != Step::ok) return stopped(in);
  View value;
  const Step step = read_run(question.window, in.at, kSmallHex, 64, value);
  if (step == Step::need_more) return undecided();
  if (value.text.size() < 30 || value.text.size() > 36) return rejected();
  return found(question, value, CharSet());
}

namespace {

constexpr CharSet kWordEnds(" \t\r\n\"'`");

// Reads the next word of a .netrc file.  end: a blank or the word is missing.
Step read_word(Cursor& in, View& word, bool& one_line) {
  constexpr CharSet kSpace(" \t\r\n");
  const Offset before = in.at;
  for (int i = 0; i < 64 && in.is(kSpace); ++i) {
    one_line = one_line && !kLineEnds.has(in.glyph.c);
    in.take();
  }
  if (in.step == Step::need_more) return Step::need_more;
  if (in.at == before) return Step::end;
  word.clear();
  if (!read_until(in, kWordEnds, word)) return Step::need_more;
  return word.text.empty() ? Step::end : Step::ok;
}

// Nothing but blanks stands before it in its line or string.
bool begins_line(const Window& window, Offset at) {
  Glyph glyph;
  for (int i = 0; i < 32 && previous_glyph(window, at, glyph); ++i) {
    if (kLineEnds.has(glyph.c) || kQuotes.has(glyph.c)) return true;
    if (!kBlank.has(glyph.c)) return false;
    at = glyph.begin;
  }
  return at == window.begin;
}

bool is_host(std::string_view text) {
  const std::size_t dot = text.find('.');
  const bool inside = dot != std::string_view::npos && dot > 0 && dot + 1 < text.size();
  return inside || text == "localhost";
}

bool is_word(std::string_view text) {
  return std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         kWordSet.has(static_cast<std::uint8_t>(text.front()));
}

}  // namespace

// machine NAME, or default, and pairs of login, account and password.  In one line of prose the
// same words may stand ("machine learning login page password field"): the host, the lines or the
// password itself must say that it is none.
Decision parse_netrc(const Question& question) {
  Glyph blank;  // The head's last one, which is read again.
  if (!previous_glyph(question.window, question.candidate.end, blank)) return rejected();
  Cursor in{question.window, blank.begin};
  View& word = question.scratch;
  bool one_line = true;
  Step step = read_word(in, word, one_line);
  Glyph first;
  next_glyph(question.window, question.candidate.begin, first);
  const bool host = first.c != 'm' || is_host(word.text);
  for (int pair = 0; pair < 3 && step == Step::ok; ++pair) {
    step = read_word(in, word, one_line);
    const bool password = step == Step::ok && word.text == "password";
    if (step == Step::ok && !password && word.text != "login" && word.text != "account") break;
    bool same_line = true;
    if (step == Step::ok) step = read_word(in, word, same_line);
    if (!same_line) break;
    if (step != Step::ok || !password) continue;
    const bool random = word.text.size() >= 8 && is_credible_body(word.text);
    if (host || random) return found(question, word, kWordEnds);
    if (!begins_line(question.window, question.candidate.begin)) return rejected();
    in.skip(kBlank, 8);
    if (in.step == Step::need_more) return undecided();
    const bool ends = in.step == Step::end || kLineEnds.has(in.glyph.c) || kQuotes.has(in.glyph.c);
    if (one_line && (!ends || is_word(word.text))) return rejected();
    return found(question, word, kWordEnds);
  }
  return step == Step::need_more ? undecided() : rejected();
}

}  // namespace inkblot
