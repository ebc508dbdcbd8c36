// Small steps from a name to its value.
#include "confirm/link_steps.h"

#include <algorithm>
#include <array>
#include <span>

#include "confirm/intl.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

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
    {"?:", Link::spaced},    {"|", Link::listed},    {"=", Link::assign},  {":", Link::assign},
    {">", Link::element},    {",", Link::listed},    {"(", Link::listed},  {"-", Link::prose},
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

// Whether digits and letters take turns as they do in no type: Ed25519Key, but not q8Zt5Lw2Rk9V.
bool is_mixed(std::string_view text) {
  std::size_t borders = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    borders += in(kDigit, text[i]) != in(kDigit, text[i - 1]) ? 1 : 0;
  }
  return borders >= 4;
}

// And where it follows the name in a call: get("api_key", default="V").
constexpr auto kDefaultNames = std::to_array<std::string_view>({"default", "fallback"});

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// An argument of such a name.
bool take_named(Cursor& in, std::span<const std::string_view> names) {
  const Offset start = in.at;
  in.skip(kSpace, 64);
  if (is_one_of(names, take_word(in, 12)) && in.step == Step::ok) {
    in.skip(kBlank, 4);
    if (in.peek() == '=' && in.step == Step::ok) {
      in.take();
      in.skip(kBlank, 4);
      return !in.starved();
    }
  }
  if (!in.starved()) in.at = start;
  return false;
}

}  // namespace

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

bool take_type(Cursor& in) {
  const Offset start = in.at;
  if (in.peek() == '&' && in.step == Step::ok) {  // &str, &'static str
    in.take();
    if (in.peek() == '\'' && in.step == Step::ok) {
      in.take();
      in.skip(kLetter, 16);
      in.skip(kBlank, 1);
    }
  }
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

bool take_default(Cursor& in) { return take_named(in, kDefaultNames); }

bool take_field(Cursor& in) { return take_named(in, kValueNames); }

bool take_value_name(Cursor& in) {
  constexpr CharSet kBetween(" \t\r\n,{/<>;\"'-");  // A bracket that closes ends the object.
  const Offset start = in.at;
  const std::size_t between = in.skip(kBetween, 64);
  const std::string word = take_word(in, 12);
  if (between > 0 && is_one_of(kValueNames, word) && in.step == Step::ok) {
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

bool take_break(Cursor& in) {
  const Offset start = in.at;
  if (in.peek() == '(' && in.step == Step::ok) in.take();
  in.skip(kBlank, kBlanksMax);
  if (in.peek() == '\\' && in.step == Step::ok) in.take();  // A line that goes on.
  if (in.skip(kLineEnds, 2) > 0) in.skip(kBlank, 64);
  if (in.at != start && in.is(kQuotes)) return true;
  if (!in.starved()) in.at = start;
  return false;
}

bool take_brace(Cursor& in) {
  const Offset start = in.at;
  if (in.peek() != '{' || in.step != Step::ok) return false;
  in.take();
  if (in.is(kQuotes) || take_break(in)) return true;
  if (!in.starved()) in.at = start;
  return false;
}

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

}  // namespace inkblot
