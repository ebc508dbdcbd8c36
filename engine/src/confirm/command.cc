// Passwords on a command line that have no name: mysql -pX, curl -u user:X.
#include <algorithm>
#include <array>
#include <string>

#include "confirm/reference.h"
#include "confirm/value.h"
#include "confirm/weight.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr Offset kCommandBytesMax = 512;
constexpr std::size_t kUserGlyphsMax = 64;
constexpr std::size_t kPasswordBytesMin = 4;
constexpr CharSet kWordEnds(" \t\r\n;|&<>\"'`");

struct Program {
  std::string_view name;  // What it begins with.
  char option;            // Behind which the password stands.
  bool apart;             // Perhaps behind a blank.
};
constexpr auto kPrograms = std::to_array<Program>({{"ldap", 'w', true},
                                                   {"mariadb", 'p', false},
                                                   {"mysql", 'p', false},
                                                   {"redis-cli", 'a', true}});
constexpr Program kOther{"", 'p', true};

const Program& program_at(const Window& window, Offset at) {
  const auto begins = [&](const Program& program) {
    return at + program.name.size() <= window.end() &&
           std::equal(program.name.begin(), program.name.end(),
                      window.bytes.begin() + static_cast<std::ptrdiff_t>(at - window.begin));
  };
  const auto* const found = std::find_if(kPrograms.begin(), kPrograms.end(), begins);
  return found == kPrograms.end() ? kOther : *found;
}

// A word of a command is a password because of where it stands, unless it is looked up.
bool is_password(const Question& question, std::string_view text) {
  return text.size() >= kPasswordBytesMin && is_believed(question, text) && !is_reference(text) &&
         text.front() != '-';
}

Decision found_word(const Question& question, Cursor& in) {
  Value value;
  if (!read_value(in, question.scratch, value, kWordEnds)) return undecided();
  const std::string_view text = value.text.text;
  return is_password(question, text) ? found_value(question, value, 0, text.size()) : rejected();
}

// Steps over the rest of a word, quotes and what stands in them included.
void skip_word(Cursor& in) {
  constexpr CharSet kEnds(" \t\r\n;|&<>");
  std::uint8_t quote = 0;
  for (std::size_t i = 0; i < kCommandBytesMax && in.more(); ++i) {
    if (quote == 0 ? kEnds.has(in.glyph.c) : kLineEnds.has(in.glyph.c)) return;
    if (quote == 0 && kQuotes.has(in.glyph.c)) {
      quote = in.glyph.c;
    } else if (in.glyph.c == quote) {
      quote = 0;
    }
    in.take();
  }
}

}  // namespace

// Behind `user:`, which stands behind an option.
Decision parse_login(const Question& question) {
  constexpr CharSet kUser = charset(kAlnum, "_-.@+%\\$");
  Cursor in{question.window, question.candidate.end};
  std::uint8_t quote = 0;
  if (in.is(kQuotes)) {
    quote = in.glyph.c;
    in.take();
  }
  const std::size_t user = in.skip(kUser, kUserGlyphsMax);
  if (in.peek() != ':' || in.step != Step::ok || user == 0) {
    return in.starved() ? undecided() : rejected();
  }
  in.take();
  Value value;
  CharSet ends = kWordEnds;
  if (quote != 0) {
    ends = kLineEnds;
    ends.set(quote);
  }
  if (in.is(kQuotes)) return rejected();
  if (in.starved() || !read_value(in, question.scratch, value, ends)) return undecided();
  const std::string_view text = value.text.text;
  // user:group, host:port and image:tag have no marks in them.
  if (!weighs(text, asked(question.terms, Weight::chosen, false)) || is_reference(text))
    return rejected();
  return found_value(question, value, 0, text.size());
}

// Behind a program's name and the dash of its first option.
Decision parse_option(const Question& question) {
  Cursor in{question.window, question.candidate.end};
  const Program& program = program_at(question.window, question.candidate.begin);
  const Offset last = in.at + kCommandBytesMax;
  bool dash = true;
  while (in.at < last) {
    if (dash && in.peek() == static_cast<std::uint8_t>(program.option) && in.step == Step::ok) {
      in.take();
      if (program.apart) in.skip(kBlank, 4);
      if (in.starved()) return undecided();
      if (!in.is(kBlank) && !in.is(kLineEnds)) return found_word(question, in);
    }
    skip_word(in);
    const std::size_t blanks = in.skip(kBlank, 64);
    dash = in.peek() == '-';
    if (in.starved()) return undecided();
    if (blanks == 0 || in.step == Step::end) break;
    if (dash) in.take();
  }
  Decision out = rejected();
  out.read_until = in.at;  // PERF: a program among the words of another is read with it.
  return out;
}

}  // namespace inkblot
