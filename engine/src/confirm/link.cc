// One small step at a time: closing marks, a type, an operator, another name for the value.
#include "confirm/link.h"

#include <algorithm>
#include <array>
#include <string>

#include "confirm/intl.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

constexpr std::size_t kBlanksMax = 32;
constexpr CharSet kSpace(" \t\r\n");
constexpr CharSet kTypeSet = charset(kAlnum, "_.[]<>?*&|");
constexpr CharSet kCallSet = charset(kAlnum, "_.:[]&*");

struct Operator {
  std::string_view text;
  Link link;
};
// Longer ones before those they begin with.
constexpr auto kOperators = std::to_array<Operator>({
    {":::=", Link::assign},  {"::=", Link::assign},  {"===", Link::code},  {"!==", Link::code},
    {"\?\?=", Link::assign}, {"||=", Link::assign},  {":=", Link::code},   {"?=", Link::assign},
    {"+=", Link::assign},    {".=", Link::assign},   {"=>", Link::assign}, {"->", Link::assign},
    {"<-", Link::assign},    {"==", Link::code},     {"!=", Link::code},   {"=~", Link::code},
    {"||", Link::spaced},    {"\?\?", Link::spaced}, {"::", Link::assign}, {":-", Link::assign},
    {"=", Link::assign},     {":", Link::assign},    {">", Link::element}, {",", Link::listed},
    {"(", Link::listed},     {"-", Link::prose},
});
// What the value is called where the name is a value itself.
constexpr auto kValueNames = std::to_array<std::string_view>(
    {"value", "val", "default", "content", "text", "string", "data", "defaultvalue", "secret"});

// Steps over `text` if it stands here.
bool take_text(Cursor& in, std::string_view text) {
  const Offset start = in.at;
  for (const char c : text) {
    if (in.peek() != static_cast<std::uint8_t>(c) || in.step != Step::ok) {
      if (!in.starved()) in.at = start;
      return false;
    }
    in.take();
  }
  return true;
}

// A word of letters, in lower case; empty when there is none or it is longer than `most`.
std::string take_word(Cursor& in, std::size_t most) {
  std::string word;
  while (word.size() <= most && in.is(kLetter)) {
    word.push_back(to_lower(static_cast<char>(in.glyph.c)));
    in.take();
  }
  return word.size() > most ? std::string() : word;
}

Link read_operator(Cursor& in) {
  const auto first = static_cast<char>(in.peek());
  if (in.step != Step::ok) return Link::none;
  if (in.glyph.c >= 0x80) return take_wide(in) ? Link::assign : Link::none;
  for (const Operator& op : kOperators) {
    if (op.text.front() != first) continue;
    if (take_text(in, op.text)) return op.link;
    if (in.starved()) return Link::none;
  }
  return Link::none;
}

// Whether digits and letters take turns as they do in no type: Ed25519Key, but not q8Zt5Lw2Rk9V.
bool is_mixed(std::string_view text) {
  std::size_t borders = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    borders += in(kDigit, text[i]) != in(kDigit, text[i - 1]) ? 1 : 0;
  }
  return borders >= 4;
}

// `str =` behind a colon, `string =` behind a blank.  Nothing is taken where none stands.
bool take_type(Cursor& in) {
  const Offset start = in.at;
  if (in.is(kLetter) || in.glyph.c == '[') {
    const std::size_t size = in.skip(kTypeSet, 40);
    const std::string_view text = in.window.text(start, in.at);
    // A tag is the value itself.
    const bool type = size < 40 && !is_mixed(text) && text.find(kTag) == std::string_view::npos;
    in.skip(kBlank, kBlanksMax);
    if (type && in.peek() == '=' && in.step == Step::ok) {
      in.take();
      if (in.peek() != '=' && in.step == Step::ok) return true;
    }
  }
  if (!in.starved()) in.at = start;
  return false;
}

// The value under a name of its own: `, "value": `, `/> <value="`, `{ default = `.
bool take_value_name(Cursor& in) {
  constexpr CharSet kBetween(" \t\r\n,{/<>;\"'-");  // A bracket that closes ends the object.
  const Offset start = in.at;
  const std::size_t between = in.skip(kBetween, 64);
  const std::string word = take_word(in, 12);
  const bool known = std::find(kValueNames.begin(), kValueNames.end(), word) != kValueNames.end();
  if (between > 0 && known && in.step == Step::ok) {
    in.skip(kQuotes, 1);
    in.skip(kBlank, kBlanksMax);
    constexpr CharSet kThen("=:>");
    if (in.is(kThen)) {
      in.take();
      in.skip(kThen, 1);
      return !in.starved();
    }
  }
  if (!in.starved()) in.at = start;
  return false;
}

// Behind YAML's `key: |` the value stands on the next line.
bool take_block(Cursor& in) {
  constexpr CharSet kModes("|>");
  constexpr CharSet kMarks("+-123456789");
  if (!in.is(kModes)) return false;
  const Offset start = in.at;
  in.take();
  in.skip(kMarks, 2);
  in.skip(kBlank, 4);
  if (in.skip(kLineEnds, 2) > 0 && in.skip(kBlank, 64) > 0) return !in.starved();
  if (!in.starved()) in.at = start;
  return false;
}

// A literal may stand on the line behind its operator.
bool take_break(Cursor& in) {
  const Offset start = in.at;
  if (in.skip(kLineEnds, 2) == 0) return false;
  in.skip(kBlank, 64);
  if (in.is(kQuotes)) return true;
  if (!in.starved()) in.at = start;
  return false;
}

// b"", @"", and make_string("").
void take_prefix(Cursor& in, Joint& out) {
  if (in.is(kQuotes)) return;
  const Offset start = in.at;
  constexpr CharSet kMarks("bBrRfFuUL@$");
  in.skip(kMarks, 2);
  if (in.is(kQuotes) || in.starved()) return;
  in.at = start;
  if (in.skip(kCallSet, 40) > 0 && in.peek() == '(' && in.step == Step::ok) {
    in.take();
    if (in.is(kQuotes)) {
      out.call = true;
      return;
    }
  }
  if (!in.starved()) in.at = start;
}

// `--name`, `ENV NAME`, `#define NAME`, `setenv NAME`.
bool is_flag(const Window& window, const Name& name) {
  Glyph glyph;
  if (next_glyph(window, name.begin, glyph) == Step::ok && glyph.c == '-') return true;
  for (const std::string_view word : {"env ", "define ", "setenv ", "arg "}) {
    if (follows(window, name.begin, word)) return true;
  }
  return false;
}

// `name: DB_PASSWORD`, name="password", "key": "token": the name is itself a value.
bool is_value(const Window& window, Offset at) {
  Glyph glyph;
  for (int i = 0; i < 4 && previous_glyph(window, at, glyph); ++i) {
    if (glyph.c == ':' || glyph.c == '=') {
      at = glyph.begin;
      while (previous_glyph(window, at, glyph) && kQuotes.has(glyph.c)) at = glyph.begin;
      for (const std::string_view word : {"name", "key", "variable", "field"}) {
        if (follows(window, at, word)) return true;
      }
      return false;
    }
    if (!kQuotes.has(glyph.c) && !kBlank.has(glyph.c)) return false;
    at = glyph.begin;
  }
  return false;
}

// Whether an operator stands before `at`, or a word is glued to it: `token: <your_token>` and
// `name<password>` are no tags.
bool is_set(const Window& window, Offset at) {
  Glyph glyph;
  for (int i = 0; i < 4 && previous_glyph(window, at, glyph); ++i) {
    if (i == 0 && kWordSet.has(glyph.c)) return true;
    if (!kQuotes.has(glyph.c) && !kBlank.has(glyph.c)) return glyph.c == ':' || glyph.c == '=';
    at = glyph.begin;
  }
  return false;
}

struct Closing {
  bool quote = false;
  bool object = false;  // A curly bracket: what follows belongs to another one.
  bool split = false;   // A bracket closes before the quote: 'user[:password]', 'host'.
  std::size_t blanks = 0;
  bool tab = false;
};

Closing read_closing(Cursor& in) {
  constexpr CharSet kOthers(")[]}*");
  Closing out;
  for (int i = 0; i < 4; ++i) {
    const bool quote = in.is(kQuotes);
    if (!quote && !in.is(kOthers)) break;
    out.split = out.split || (quote && i > 0 && !out.quote);
    out.quote = out.quote || quote;
    out.object = out.object || in.glyph.c == '}';
    in.take();
  }
  while (out.blanks < kBlanksMax && in.is(kBlank)) {
    out.tab = out.tab || in.glyph.c == '\t';
    in.take();
    ++out.blanks;
  }
  return out;
}

// No operator: a flag's value, a column, a quoted word, or a word of the sentence between.
Step read_unmarked(Cursor& in, const Name& name, const Closing& closing, Joint& out) {
  if (closing.blanks == 0 || in.step == Step::end) return Step::end;
  if (is_flag(in.window, name)) {
    out.link = Link::flag;
    take_prefix(in, out);
    return in.starved() ? Step::need_more : Step::ok;
  }
  if (in.is(kQuotes)) {
    out.link = closing.quote ? Link::none : Link::prose;
    return closing.quote ? Step::end : Step::ok;
  }
  const Offset start = in.at;
  if (take_type(in)) {
    out.link = Link::spaced;
    in.skip(kBlank, kBlanksMax);
    take_prefix(in, out);
    return in.starved() ? Step::need_more : Step::ok;
  }
  if (in.starved()) return Step::need_more;
  const std::string word = take_word(in, 3);
  if (in.starved()) return Step::need_more;
  const bool verb = word == "is" || word == "or" || word == "as" || word == "was" || word == "by";
  if (!verb || in.skip(kBlank, 4) == 0) in.at = start;
  out.link = closing.tab ? Link::listed : Link::prose;
  return in.starved() ? Step::need_more : Step::ok;
}

// Behind the operator: blanks, a block, an opening bracket, the prefix of a string.
Step read_rest(Cursor& in, const Closing& closing, bool colon, Joint& out) {
  const std::size_t blanks = in.skip(kBlank, kBlanksMax);
  if (out.link == Link::assign && closing.blanks > 0 && blanks > 0 && !colon) {
    out.link = Link::spaced;
  }
  if (out.link == Link::element) in.skip(kSpace, 64);
  if (in.starved()) return Step::need_more;
  if (colon && take_block(in)) {
    out.block = true;
    return Step::ok;
  }
  if (in.starved()) return Step::need_more;
  if (colon && take_type(in)) in.skip(kBlank, kBlanksMax);
  if (in.starved()) return Step::need_more;
  out.list = out.link == Link::listed;
  if (!out.list && take_break(in)) return Step::ok;
  if (in.starved()) return Step::need_more;
  if (in.peek() == '[' && !out.list) {
    out.list = true;
    in.take();
  }
  if (in.starved()) return Step::need_more;
  if (in.peek() == '{') {
    if (take_value_name(in)) {
      out.link = Link::paired;
      in.skip(kBlank, kBlanksMax);
    }
    if (in.starved()) return Step::need_more;
  }
  take_prefix(in, out);
  return in.starved() ? Step::need_more : Step::ok;
}

}  // namespace

Step read_joint(Cursor& in, const Name& name, Joint& out) {
  const Closing closing = read_closing(in);
  if (in.starved()) return Step::need_more;
  const bool value =
      !closing.object && (closing.quote || in.is(kLineEnds)) && is_value(in.window, name.begin);
  if (value || in.peek() == '{') {
    const bool paired = take_value_name(in);
    if (in.starved()) return Step::need_more;
    if (paired) {
      out.link = Link::paired;
      return read_rest(in, closing, false, out);
    }
  }
  if (in.is(kLineEnds)) return Step::end;
  if (in.starved()) return Step::need_more;
  const bool colon = in.peek() == ':';
  const Offset start = in.at;
  out.link = read_operator(in);
  if (in.starved()) return Step::need_more;
  switch (out.link) {
    case Link::none:
      return read_unmarked(in, name, closing, out);
    case Link::element: {
      Glyph before;
      bool tag = previous_glyph(in.window, name.begin, before) && before.c == '<';
      // (?P<password>...), and <user>:<password>@host.
      constexpr CharSet kNoTag("P?:@");
      Glyph first;
      tag = tag && !(previous_glyph(in.window, before.begin, first) && kNoTag.has(first.c));
      if (!tag && !(closing.quote && is_value(in.window, name.begin))) return Step::end;
      constexpr CharSet kNoText("\r\n;,&\"'");
      if (tag && in.is(kNoText) && is_set(in.window, before.begin)) return Step::end;
      if (in.starved()) return Step::need_more;
      break;
    }
    case Link::prose: {  // `token - 'X'`, and service-secret-VALUE.
      if (name.promise >= Promise::secret && closing.blanks == 0 && start == name.end) break;
      if (closing.blanks == 0 || in.skip(kBlank, 4) == 0) {
        in.at = start;
        out.link = Link::none;
        return in.starved() ? Step::need_more : read_unmarked(in, name, closing, out);
      }
      break;
    }
    case Link::listed:
      if (closing.split) return Step::end;
      if (in.window.at(in.at - 1) == '(') {
        if (!in.is(kQuotes)) return in.starved() ? Step::need_more : Step::end;
        out.link = Link::assign;
      }
      break;
    default:
      break;
  }
  return read_rest(in, closing, colon, out);
}

}  // namespace inkblot
