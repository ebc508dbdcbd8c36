// One small question each, asked of what already has a name and weighs enough.
#include "confirm/explained.h"

#include <algorithm>
#include <string>

#include "confirm/weight.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr CharSet kName = charset(kAlnum, "_");

// arn:aws:secretsmanager:eu-west-1:1234:secret:X: the name says what kind of thing X is.
bool in_arn(const Window& window, Offset at) {
  constexpr std::size_t kArnGlyphsMax = 80;
  constexpr CharSet kArn = charset(kAlnum, "-:");
  if (!follows(window, at, ":")) return false;
  Glyph glyph;
  std::string before;
  while (before.size() < kArnGlyphsMax && previous_glyph(window, at, glyph) && kArn.has(glyph.c)) {
    before.insert(before.begin(), static_cast<char>(glyph.c));
    at = glyph.begin;
  }
  return before.starts_with("arn:");
}

// `public key X`, `using RSA key 9C5B...`: what a sentence calls a mere key is one for everybody
// to see, or the name of one; so is a GPG key's, wherever it stands.
bool is_shown(const Window& window, const Name& name, std::string_view text, bool prose) {
  if (!follows(window, name.end, "key")) return false;
  const bool hex = all_in(text, kHex) && (text.size() == 16 || text.size() == 40);
  for (const std::string_view of : {"gpg key", "pgp key", "recv-key"}) {
    if (hex && follows(window, name.end, of)) return true;
  }
  return prose && (hex || follows(window, name.begin, "public "));
}

// 51:C4:0C...: twenty bytes, as fingerprints of keys are written.
bool is_fingerprint(std::string_view text) {
  constexpr std::size_t kSize = 59;
  if (text.size() != kSize) return false;
  for (std::size_t i = 0; i < kSize; ++i) {
    if (i % 3 == 2 ? text[i] != ':' : !in(kHex, text[i])) return false;
  }
  return true;
}

// pass *this, pass size+1, pass -DX=1, pass a/b.c: code in a sentence.
bool is_code(std::string_view text) {
  if (text.starts_with('-')) return true;
  if (text.starts_with('*')) return all_in(text.substr(1), kName);
  const std::size_t end = find_in(text, inverted(kName));
  if (end == std::string_view::npos || end == 0) return false;
  const std::string_view rest = text.substr(end);
  if (rest == "*") return true;
  if (rest.front() == '/') return rest.find('.') != std::string_view::npos;
  return rest.front() == '+' && rest.size() > 1 && all_in(rest.substr(1), kDigit);
}

// \-, \s0, \fB: what the source of a manual page says of its letters.
bool is_roff(std::string_view text) {
  for (std::size_t at = 0; (at = text.find('\\', at)) < text.size(); ++at) {
    if (std::string_view("-s&f").find(text.substr(at + 1, 1)) != std::string_view::npos)
      return true;
  }
  return false;
}

// password=invalid&name=X: what stands before the next field of a form is a word.
bool is_field(std::string_view text) {
  constexpr CharSet kField = charset(kAlnum, "_");
  const std::size_t at = text.find('&');
  if (at == std::string_view::npos) return false;
  const std::string_view rest = text.substr(at + 1);
  const std::size_t equals = rest.find('=');
  return equals != std::string_view::npos && equals > 0 && all_in(rest.substr(0, equals), kField) &&
         weigh(text.substr(0, at)) == Weight::nothing;
}

// a.b=c.d, behind a comma: the list goes on with another name, and its value is none.
bool is_setting(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view name = text.substr(0, equals);
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return in(kLetter, c) || c == '_' || c == '.'; }) &&
         weigh(text.substr(equals + 1)) == Weight::nothing;
}

// Whether the line before the one that begins here does as this one does: PASS: X, PASS: Y.
bool is_repeated(const Window& window, Offset at, std::string_view word) {
  constexpr std::size_t kLineGlyphsMax = 96;
  Glyph glyph;
  if (!previous_glyph(window, at, glyph) || glyph.c != '\n') return false;
  at = glyph.begin;
  for (std::size_t i = 0; i < kLineGlyphsMax; ++i) {
    const bool more = previous_glyph(window, at, glyph);
    if (!more || glyph.c == '\n')
      return (more || at == 0) && follows(window, at + word.size(), word);
    at = glyph.begin;
  }
  return false;
}

// PASS: binutils-all/i386/x1: a test's name, behind its verdict.
bool is_test(const Window& window, const Name& name, std::string_view text) {
  constexpr CharSet kTestMarks("/.-:(");
  return name.shouted && name.end - name.begin == 4 && follows(window, name.end, "pass") &&
         (find_in(text, kTestMarks) != std::string_view::npos ||
          is_repeated(window, name.begin, "pass: "));
}

// key||1!==x&&y, token=a?b:c, as scripts are packed.
bool is_script(std::string_view text) {
  for (const std::string_view sign : {"&&", "||", "===", "!==", ":this."}) {
    if (text.find(sign) != std::string_view::npos) return true;
  }
  constexpr CharSet kNames = charset(kAlnum, "_$.?:");
  const std::size_t asks = text.find('?');
  return asks != std::string_view::npos && asks > 0 && all_in(text, kNames) &&
         text.find(':', asks) != std::string_view::npos;
}

// "NAME="+x: the quote behind the operator ends a string, and what follows is code.
bool is_joined(const Window& window, const Name& name, std::string_view text) {
  return (text.starts_with('+') || text.starts_with(" +")) &&
         (follows(window, name.begin, "\"") || follows(window, name.begin, "'"));
}

// pass =--check=on=, as a text sets an option apart.
bool is_option(std::string_view text) {
  constexpr CharSet kOption("abcdefghijklmnopqrstuvwxyz-");
  return text.size() > 2 && text.starts_with("--") &&
         all_in(text.substr(0, text.find('=')), kOption);
}

// YAML's tags: !Ref, !vault.
bool is_tag(std::string_view text) {
  return text.starts_with('!') && all_in(text.substr(1), kLetter);
}

}  // namespace

bool is_explained(const Window& window, const Name& name, Link bare, std::string_view text) {
  const bool hint = name.promise == Promise::hint;
  const bool prose = bare == Link::prose;
  if ((hint || prose) && !is_solid(text)) return true;
  if (hint && (is_shown(window, name, text, prose) || is_fingerprint(text))) return true;
  if (prose && is_code(text)) return true;
  if (bare != Link::none && is_roff(text)) return true;
  if (name.promise != Promise::password) {
    // ?PrettyV22Token: a macro of Erlang.
    if (bare != Link::none && text.starts_with('?') && all_in(text.substr(1), kName)) return true;
    // ghp_...7x9Q: what was left out does not come back.
    const bool cut = text.size() < 20 && text.find("...") != std::string_view::npos;
    if (cut || is_public(text)) return true;
  }
  if (bare == Link::listed && is_setting(text)) return true;
  if (bare != Link::none && (is_field(text) || is_tag(text) || is_option(text) || is_script(text)))
    return true;
  if (bare != Link::none && is_test(window, name, text)) return true;
  if (bare == Link::none && is_joined(window, name, text)) return true;
  // What a compiler stumbled on.
  if (follows(window, name.begin, "unexpected ")) return true;
  // --- PASS: TestLogin/twice_2 (0.03s)
  if (name.shouted && follows(window, name.end, "--- pass")) return true;
  // ${NAME:?text}: what a shell says where the name has no value.
  if (text.starts_with('?') && follows(window, name.begin, "${")) return true;
  return in_arn(window, name.begin);
}

}  // namespace inkblot
