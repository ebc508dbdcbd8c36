// Confirmers for credentials in files of a known form, whose secret stands behind the head.
#include <string>

#include "confirm/parsers.h"

namespace inkblot {
namespace {

constexpr std::size_t kBlockGlyphsMax = 768;
constexpr std::size_t kValueGlyphsMax = 512;
constexpr std::size_t kDerGlyphs = 160;
constexpr CharSet kBlank(" \t");
constexpr CharSet kQuotes("\"'`");
constexpr CharSet kLineEnds("\r\n");

char lower(std::uint8_t c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }

// Reads the view forward; `step` says why it stopped.
struct Reader {
  const Window& window;
  Offset at;
  Step step = Step::ok;
  Glyph glyph = {};

  bool peek() {
    step = next_glyph(window, at, glyph);
    return step == Step::ok;
  }
  bool is(const CharSet& set) { return peek() && set.has(glyph.c); }
  void take() { at = glyph.end; }
  void skip(const CharSet& set, std::size_t most) {
    for (std::size_t i = 0; i < most && is(set); ++i) take();
  }
  Decision stopped() const { return step == Step::need_more ? undecided() : rejected(); }
};

// Moves behind the next `word` (in lower case), unless a character of `stops` comes first.
bool find_word(Reader& in, std::string_view word, const CharSet& stops) {
  std::string seen;
  for (std::size_t i = 0; i < kBlockGlyphsMax && in.peek() && !stops.has(in.glyph.c); ++i) {
    seen.push_back(lower(in.glyph.c));
    in.take();
    if (seen.ends_with(word)) return true;
  }
  return false;
}

// Reads up to a character of `ends`.  False when the window ran out.
bool read_until(Reader& in, const CharSet& ends, View& value) {
  for (std::size_t i = 0; i < kValueGlyphsMax && in.peek() && !ends.has(in.glyph.c); ++i) {
    value.push(in.glyph);
    in.take();
  }
  return in.step != Step::need_more;
}

Decision found(const Question& question, const View& value) {
  if (!is_credible_value(value.text)) return rejected();
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {
      {value.begins.front(), value.ends.back()}, question.candidate.rule, Evidence::structure};
  return out;
}

bool has_digit_or_sign(std::string_view text) {
  return text.find_first_of("0123456789!#$%&*+/=?@^~-") != std::string_view::npos;
}

}  // namespace

// A section or block with `password = value` or `password 'value'` in it.
Decision parse_block(const Question& question) {
  constexpr CharSet kStops("}[<");
  Reader in{question.window, question.candidate.end};
  if (!find_word(in, "password", kStops)) return in.stopped();
  constexpr CharSet kOperators("=:(");
  in.skip(kBlank, 32);
  in.skip(kOperators, 2);
  in.skip(kBlank, 32);
  const bool quoted = in.is(kQuotes);
  if (in.step != Step::ok) return in.stopped();
  const bool code = question.rule().head.ends_with("\\{");
  if (code && !quoted) return rejected();
  constexpr CharSet kBareEnds(" \t\r\n\"'`");
  constexpr CharSet kQuotedEnds("\r\n\"'`");
  if (quoted) in.take();
  View value;
  if (!read_until(in, quoted ? kQuotedEnds : kBareEnds, value)) return undecided();
  return found(question, value);
}

// jdbc:driver:...?user=a&password=b, ;password=b, and Oracle's thin:user/password@.
Decision parse_jdbc(const Question& question) {
  constexpr CharSet kStops(" \t\r\n\"'`<>");
  constexpr CharSet kEnds(" \t\r\n\"'`<>&;,)");
  Reader in{question.window, question.candidate.end};
  View url;
  if (!read_until(in, kStops, url)) return undecided();
  std::string folded;
  for (const char c : url.text) folded.push_back(lower(static_cast<std::uint8_t>(c)));
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
  if (!is_credible_value(std::string_view(url.text).substr(begin, end - begin))) return rejected();
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {
      {url.begins[begin], url.ends[end - 1]}, question.candidate.rule, Evidence::structure};
  return out;
}

// The value of a Password key among other keys of a connection string.
Decision parse_connection(const Question& question) {
  constexpr CharSet kEnds(";\"'`\r\n<>&,)");
  Reader in{question.window, question.candidate.end};
  in.skip(kBlank, 4);
  View value;
  if (!read_until(in, kEnds, value)) return undecided();
  // A statement of a program reads the same in lower case; a connection string's key does not.
  Glyph key;
  const Step step = next_glyph(question.window, question.candidate.begin + 1, key);
  const bool capital = step == Step::ok && key.c >= 'A' && key.c <= 'Z';
  const std::string_view text = value.text;
  if (text.size() < 4 || text.find_first_of(" \t(") != std::string_view::npos) return rejected();
  if (!capital && (!has_digit_or_sign(text) || text.find('.') != std::string_view::npos)) {
    return rejected();
  }
  return found(question, value);
}

// Digits alone on a line behind the sentence that announces them.
Decision parse_announced_hex(const Question& question) {
  constexpr CharSet kSpace(" \t\r\n*");
  constexpr CharSet kHex("0123456789abcdef");
  Reader in{question.window, question.candidate.end};
  in.skip(kSpace, 160);
  if (in.step != Step::ok) return in.stopped();
  View value;
  const Step step = read_run(question.window, in.at, kHex, 64, value);
  if (step == Step::need_more) return undecided();
  if (value.text.size() < 30 || value.text.size() > 36) return rejected();
  return found(question, value);
}

// A key in DER without its PEM lines.  What the head shows is the same in every key.
Decision parse_der(const Question& question) {
  Glyph before;
  if (previous_glyph(question.window, question.candidate.begin, before)) {
    constexpr CharSet kInside = charset(kAlnum, "+/_-");
    if (kInside.has(before.c)) return rejected();
  }
  constexpr CharSet kBody = charset(kAlnum, "+/=");
  View value;
  const Step step = read_run(question.window, question.candidate.end, kBody, kDerGlyphs, value);
  if (step == Step::need_more) return undecided();
  if (value.text.size() < 24 || is_placeholder(value.text)) return rejected();
  // Growth stays in the run: behind a quote there may be anything.
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {
      {value.begins.front(), value.ends.back()}, question.candidate.rule, Evidence::structure};
  out.growth = Growth::run;
  out.tail = &question.derived().tail;
  return out;
}

}  // namespace inkblot
