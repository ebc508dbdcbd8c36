// Each says of one kind of surroundings why what stands there is no secret.
#include "confirm/surroundings.h"

#include <algorithm>
#include <string>

#include "confirm/weight.h"
#include "decode/letters.h"

namespace inkblot {

bool follows(const Window& window, Offset at, std::string_view text) {
  Glyph glyph;
  for (; !text.empty(); text.remove_suffix(1), at = glyph.begin) {
    if (!previous_glyph(window, at, glyph)) return false;
    if (to_lower(static_cast<char>(glyph.c)) != text.back()) return false;
  }
  return true;
}

namespace {

// arn:aws:secretsmanager:eu-west-1:1234:secret:X: the name says what kind of thing X is.
bool in_arn(const Window& window, Offset at) {
  constexpr std::size_t kArnGlyphsMax = 80;
  constexpr CharSet kArn = charset(kAlnum, "-:");
  Glyph glyph;
  std::string before;
  while (before.size() < kArnGlyphsMax && previous_glyph(window, at, glyph) && kArn.has(glyph.c)) {
    if (before.empty() && glyph.c != ':') return false;
    before.insert(before.begin(), static_cast<char>(glyph.c));
    at = glyph.begin;
  }
  return before.starts_with("arn:");
}

// ${NAME:?text}: the text is what a shell says where the name has no value.
bool is_complaint(const Window& window, const Name& name, std::string_view text) {
  return text.starts_with('?') && follows(window, name.begin, "${");
}

// `public key X`, `using RSA key 9C5B...`: what a sentence calls a mere key is one for everybody
// to see, or the name of one.
bool is_shown(const Window& window, const Name& name, std::string_view text) {
  static constexpr CharSet kHex("0123456789abcdefABCDEF");
  if (!follows(window, name.end, "key")) return false;
  const bool hex = std::all_of(text.begin(), text.end(), [](char c) { return in(kHex, c); });
  return (hex && (text.size() == 16 || text.size() == 40)) ||
         follows(window, name.begin, "public ");
}

// Whether a value holds its own name, as examples do: my_token = "put-my_token-here".
bool holds_name(const Window& window, const Name& name, std::string_view value) {
  std::string word;
  for (Offset at = name.begin; at < name.end; ++at) {
    word.push_back(to_lower(static_cast<char>(window.at(at))));
  }
  const auto same = [](char a, char b) { return to_lower(a) == b; };
  return word.size() >= 4 &&
         std::search(value.begin(), value.end(), word.begin(), word.end(), same) != value.end();
}

}  // namespace

bool is_verdict(const Window& window, const Name& name) {
  return name.shouted && follows(window, name.end, "--- pass");
}

bool is_explained(const Window& window, const Name& name, bool prose, std::string_view text) {
  const bool hint = name.promise == Promise::hint;
  if ((hint || prose) && !is_solid(text)) return true;
  if (name.promise != Promise::password) {
    if (is_public(text)) return true;
    // ghp_...7x9Q: what was left out does not come back.
    if (text.size() < 20 && text.find("...") != std::string_view::npos) return true;
  }
  return (hint && prose && is_shown(window, name, text)) || in_arn(window, name.begin) ||
         is_complaint(window, name, text) || holds_name(window, name, text);
}

std::size_t field_size(std::string_view text) {
  const std::size_t at = text.find('&');
  if (at == std::string_view::npos) return text.size();
  const std::string_view rest = text.substr(at + 1);
  const std::size_t equals = rest.find('=');
  const bool named = equals != std::string_view::npos && equals > 0 &&
                     std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(equals),
                                 [](char c) { return in(kWordSet, c) || c == '_'; });
  return named ? at : text.size();
}

bool is_setting(std::string_view text) {
  static constexpr CharSet kPath("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.");
  const std::size_t equals = text.find('=');
  return equals != std::string_view::npos &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(equals),
                     [](char c) { return in(kPath, c); }) &&
         weigh(text.substr(equals + 1)) == Weight::nothing;
}

}  // namespace inkblot
