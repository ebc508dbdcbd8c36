// Closing marks, a type, an operator, another name for the value.
#include "confirm/link.h"

#include <string>

#include "confirm/link_steps.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr CharSet kColon(":");

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
    const bool opens = in.glyph.c == '[';
    in.take();
    if (opens) in.skip(kDigit, 6);
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
    if (!take_break(in) && !in.starved()) take_prefix(in, out);
    return in.starved() ? Step::need_more : Step::ok;
  }
  if (in.starved()) return Step::need_more;
  const std::string word = take_word(in, 3);
  if (in.starved()) return Step::need_more;
  const bool verb = word == "is" || word == "or" || word == "as" || word == "was" || word == "by";
  if (verb) in.skip(kColon, 1);
  if (!verb || in.skip(kBlank, 4) == 0) in.at = start;
  out.link = closing.tab ? Link::listed : Link::prose;
  return in.starved() ? Step::need_more : Step::ok;
}

// Behind the operator: blanks, a block, an opening bracket, the prefix of a string.
Step read_rest(Cursor& in, const Closing& closing, bool colon, Joint& out) {
  constexpr CharSet kBold("*");  // **Key:** V
  if (colon) in.skip(kBold, 2);
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
  if (out.list && closing.quote && take_default(in)) {
    out.link = Link::paired;
    out.list = false;
  }
  if (in.starved()) return Step::need_more;
  // A list of words is none of code that was wrapped.
  if ((!out.list || closing.quote) && take_break(in)) {
    out.apart = out.list;
    return Step::ok;
  }
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
  if (in.peek() == '{' && closing.blanks == 0 && in.at == name.end) {
    out.link = Link::code;
    if (take_brace(in)) return Step::ok;
    out.link = Link::none;
    if (in.starved()) return Step::need_more;
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
        out.link = Link::assign;
        if (in.is(kQuotes) || take_break(in)) break;
        if (!in.starved() && take_field(in)) break;  // ApiKey(value=V)
        return in.starved() ? Step::need_more : Step::end;
      }
      // | Key | V |
      if (in.window.at(in.at - 1) == '|' && (closing.blanks == 0 || !in.is(kBlank))) {
        return in.starved() ? Step::need_more : Step::end;
      }
      break;
    default:
      break;
  }
  return read_rest(in, closing, colon, out);
}

}  // namespace inkblot
