// The table of hand-written confirmers, and those that read `key operator value`.
#include "confirm/parsers.h"

#include <algorithm>
#include <array>
#include <string>

namespace inkblot {
namespace {

constexpr std::size_t kValueGlyphsMax = 2048;

struct Parser {
  std::string_view name;
  Decision (*parse)(const Question&);
};
constexpr std::array<Parser, 11> kParsers = {{
    {"announced-hex", parse_announced_hex},
    {"assignment", parse_assignment},
    {"block", parse_block},
    {"connection", parse_connection},
    {"cookie", parse_cookie},
    {"der", parse_der},
    {"jdbc", parse_jdbc},
    {"netrc", parse_netrc},
    {"pem", parse_pem},
    {"putty", parse_putty},
    {"userinfo", parse_userinfo},
}};

constexpr CharSet kBlank(" \t");
constexpr CharSet kQuotes("\"'`");

// Walks the view glyph by glyph and remembers that it ran out.
struct Cursor {
  const Window& window;
  Offset at;
  Step step = Step::ok;
  Glyph glyph = {};

  // The glyph at hand, or 0 when there is none.
  std::uint8_t peek() {
    step = next_glyph(window, at, glyph);
    return step == Step::ok ? glyph.c : std::uint8_t{0};
  }
  bool starved() const { return step == Step::need_more; }
  void take() { at = glyph.end; }
  void skip(const CharSet& set, std::size_t most) {
    for (std::size_t i = 0; i < most && set.has(peek()) && step == Step::ok; ++i) take();
  }
};

constexpr CharSet kBareEnds(" \t\r\n,;\"'`<>(){}[]&|");
constexpr CharSet kLineEnds("\r\n");

// Reads one value: to the closing quote, or to whatever ends a bare word.
bool read_value(Cursor& in, View& scratch, Text& value) {
  std::uint8_t quote = 0;
  std::uint8_t depth = 0;
  if (kQuotes.has(in.peek())) {
    quote = in.glyph.c;
    depth = in.glyph.slashes;
    in.take();
  }
  CharSet stops = quote == 0 ? kBareEnds : kLineEnds;
  if (quote != 0) stops.set(quote);
  if (depth == 0 && read_plain(in.window, in.at, stops, kValueGlyphsMax, value)) return true;
  scratch.clear();
  for (std::size_t i = 0; i < kValueGlyphsMax; ++i) {
    const std::uint8_t c = in.peek();
    if (in.starved()) return false;
    const bool closed = quote != 0 && c == quote && closes_quote(in.glyph.slashes, depth);
    const bool ended = quote == 0 ? kBareEnds.has(c) : kLineEnds.has(c);
    if (in.step == Step::end || closed || ended) break;
    scratch.push(in.glyph);
    in.take();
  }
  value = {scratch.text, 0, &scratch};
  return true;
}

Decision found_value(const Question& question, const Text& value, std::size_t from,
                     std::size_t size) {
  Decision out;
  out.outcome = Outcome::found;
  out.finding.span = {value.begin(from), value.end(from + size - 1)};
  out.finding.rule = question.candidate.rule;
  out.finding.evidence = Evidence::structure;
  if (value.text.size() >= kValueGlyphsMax) {
    out.growth = Growth::run;
    out.tail = &question.derived().tail;
  }
  return out;
}

// Passes `key": "`, `key = `, `key>`, `key', '` up to the value.
bool read_operator(Cursor& in, bool& comma) {
  constexpr CharSet kClosing("\"'`])");
  in.skip(kClosing, 3);
  in.skip(kBlank, 32);
  constexpr CharSet kOperators("=:>,");
  const std::uint8_t c = in.peek();
  if (in.step != Step::ok || !kOperators.has(c)) return false;
  comma = c == ',';
  in.skip(kOperators, 3);
  in.skip(kBlank, 32);
  return in.step == Step::ok;
}

constexpr std::array<std::string_view, 10> kSchemes = {
    "bearer", "basic", "token", "apikey", "ssws", "bot", "oauth", "negotiate", "ntlm", "geniekey"};

// Steps over `Bearer ` and its like; what follows is the credential.
bool skip_scheme(Cursor& in) {
  const Offset start = in.at;
  std::string word;
  for (std::size_t i = 0; i < 12; ++i) {
    const std::uint8_t c = in.peek();
    if (in.step != Step::ok || !kWordSet.has(c)) break;
    word.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
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

}  // namespace

bool has_parser(std::string_view name) {
  return std::any_of(kParsers.begin(), kParsers.end(),
                     [name](const Parser& parser) { return parser.name == name; });
}

Decision confirm_structure(const Question& question) {
  for (const Parser& parser : kParsers) {
    if (parser.name == question.rule().parser) return parser.parse(question);
  }
  return rejected();
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
  Text value;
  if (!read_value(in, question.scratch, value)) return undecided();
  if (value.text.empty() || (scheme && opens)) return rejected();
  if (!question.rule().pattern.empty()) {
    Matcher::Extent extent;
    const bool fits = question.pack.exact(question.candidate.rule).match(value.text, 0, extent);
    if (!fits || is_placeholder(value.text.substr(0, extent.end))) return rejected();
    return found_value(question, value, 0, value.text.size());
  }
  // PERF: what rejects nearly all of a hostile text comes first.
  if (value.text.size() < 6) return rejected();
  const bool literal = opens || (quote && !scheme);
  if (!literal && ((comma && !scheme) || is_identifier(value.text))) return rejected();
  if (comma && !is_credible_body(value.text)) return rejected();  // A list of header names.
  if (!is_credible_value(value.text)) return rejected();
  return found_value(question, value, 0, value.text.size());
}

Decision parse_cookie(const Question& question) {
  Cursor in{question.window, question.candidate.end};
  bool comma = false;
  if (!read_operator(in, comma)) return in.starved() ? undecided() : rejected();
  in.skip(kQuotes, 1);
  if (in.starved()) return undecided();
  // The whole list of pairs is one secret, from the first value that looks like one to the last.
  View& line = question.scratch;
  line.clear();
  Offset begin = 0;
  Offset end = 0;
  for (std::size_t i = 0; i < kValueGlyphsMax; ++i) {
    const std::uint8_t c = in.peek();
    if (in.starved()) return undecided();
    const bool over = in.step == Step::end || c == '\n' || c == '\r' || kQuotes.has(c);
    if (over || c == ';') {
      const std::size_t equals = line.text.find('=');
      if (equals != std::string::npos) {
        const std::string_view value = std::string_view(line.text).substr(equals + 1);
        if (value.size() >= 16 && is_credible_body(value)) {
          if (begin == 0) begin = line.begins[equals + 1];
          end = line.ends.back();
        }
      }
      line.clear();
      if (over) break;
    } else {
      line.push(in.glyph);
    }
    in.take();
  }
  Decision out;
  out.read_until = in.at;
  if (end == 0) return out;
  out.outcome = Outcome::found;
  out.finding = {{begin, end}, question.candidate.rule, Evidence::structure};
  return out;
}

Decision parse_netrc(const Question& question) {
  Cursor in{question.window, question.candidate.end};
  constexpr CharSet kSpace(" \t\r\n");
  for (int word = 0; word < 6; ++word) {
    const Offset before = in.at;
    in.skip(kSpace, 64);
    if (in.starved()) return undecided();
    if (in.at == before) return rejected();
    View& text = question.scratch;
    text.clear();
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint8_t c = in.peek();
      if (in.starved()) return undecided();
      if (in.step == Step::end || kSpace.has(c) || kQuotes.has(c)) break;
      text.push(in.glyph);
      in.take();
    }
    if (text.text.empty()) return rejected();
    if (word == 1 && text.text != "login") return rejected();
    if (word == 3 && text.text != "password") return rejected();
    if (word == 4) {
      if (!is_credible_value(text.text)) return rejected();
      return found_value(question, {text.text, 0, &text}, 0, text.text.size());
    }
  }
  return rejected();
}

Decision parse_userinfo(const Question& question) {
  Cursor in{question.window, question.candidate.begin};
  for (int i = 0; i < 3; ++i) {  // ://
    in.peek();
    in.take();
  }
  constexpr CharSet kEnds(" \t\r\n/\"'`<>\\?#");
  Text text;
  if (!read_plain(question.window, in.at, kEnds, kValueGlyphsMax, text)) {
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
  const std::size_t at_sign = text.text.rfind('@');
  const std::size_t colon = text.text.find(':');
  if (at_sign == std::string_view::npos || colon >= at_sign) return rejected();
  const std::string_view user = text.text.substr(0, colon);
  const std::string_view password = text.text.substr(colon + 1, at_sign - colon - 1);
  if (password == "x-oauth-basic" && is_credible_body(user)) {
    return found_value(question, text, 0, user.size());
  }
  if (!is_credible_value(password) || password == user) return rejected();
  return found_value(question, text, colon + 1, password.size());
}

}  // namespace inkblot
