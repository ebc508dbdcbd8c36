// Names, calls, templates, paths and files, each known by a few marks.
#include "confirm/reference.h"

#include <algorithm>
#include <array>

#include "confirm/parsers.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr CharSet kName = charset(kAlnum, "_.");
constexpr CharSet kNotName = inverted(charset(kAlnum, "_"));

// key.pem, aes128.asm
bool is_file(std::string_view text) {
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {".asm",  ".cer", ".cfg", ".conf", ".crt",  ".csv", ".dll",  ".exe", ".gz",
       ".html", ".ini", ".jar", ".js",   ".json", ".key", ".log",  ".md",  ".pem",
       ".pub",  ".py",  ".so",  ".toml", ".txt",  ".xml", ".yaml", ".yml", ".zip"});
  const std::size_t dot = text.rfind('.');
  return dot != std::string_view::npos && dot > 0 &&
         std::find(kEndings.begin(), kEndings.end(), text.substr(dot)) != kEndings.end();
}

bool is_path(std::string_view text) {
  static constexpr auto kBegins = std::to_array<std::string_view>(
      {"/",       "./",        "../",      "~/",    "file:", "http:", "https:",
       "arn:",    "projects/", "vault:",   "op://", "ssm:",  "env:",  "sha256:",
       "sha512-", "sha384-",   "sha256//", "sha1-", "data:", "urn:",  "classpath:",
       "git@",    "ssh-",      "refs/",    "s3://"});
  const auto begins = [text](std::string_view begin) { return text.starts_with(begin); };
  constexpr CharSet kEnds("/:-@");
  // PERF: one of them within the first characters is what all of these have.
  if (find_in(text.substr(0, 10), kEnds) != std::string_view::npos &&
      std::any_of(kBegins.begin(), kBegins.end(), begins)) {
    return true;
  }
  return text.size() > 2 && text[1] == ':' && (text[2] == '\\' || text[2] == '/') &&
         in(kWordSet, text[0]);
}

// android.os.BinderProxy@2bd79ce: an object, as Java prints it.
bool is_object(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() - at > 9) return false;
  const std::string_view name = text.substr(0, at);
  return all_in(text.substr(at + 1), kHex) && all_in(name, kName) &&
         name.find('.') != std::string_view::npos;
}

// com.example.auth.OAuth2TokenProvider: a class in its package.
bool is_class(std::string_view text) {
  constexpr CharSet kPackage("abcdefghijklmnopqrstuvwxyz_.");
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || text.find('.') == dot) return false;
  const std::string_view name = text.substr(dot + 1);
  return name.size() >= 12 && all_in(text.substr(0, dot), kPackage) && in(kUpper, name.front()) &&
         all_in(name, kWordSet) && count_in(name, kDigit) <= 2 && is_wordy(name);
}

// process.argv.slice(2): what an object is asked for.
bool is_call(std::string_view text) {
  const std::size_t open = text.find('(');
  const std::string_view name = text.substr(0, open);
  return open != std::string_view::npos && text.back() == ')' && all_in(name, kName) &&
         name.find('.') != std::string_view::npos && in(kLetter, name.front());
}

// '+(x)+': between the quotes of two strings, one in the other.
bool is_between(std::string_view text) {
  constexpr CharSet kStringEnds("'\"`");
  return text.size() >= 5 && in(kStringEnds, text.front()) && text[1] == '+' &&
         in(kStringEnds, text.back()) && text[text.size() - 2] == '+';
}

// %s, %0.1f and their like, with nothing behind that would make it percent-encoding.
bool holds_format(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    constexpr CharSet kNotWidth = inverted(CharSet("0123456789."));
    const std::size_t end = std::min(find_in(text, kNotWidth, at + 1), text.size());
    const bool width = text.substr(at, end - at).find('.') != std::string_view::npos;
    const std::size_t kind = width ? end : at + 1;
    const char behind = kind + 1 < text.size() ? text[kind + 1] : ' ';
    // %.16llx
    const std::size_t sized =
        width ? std::min(text.find_first_not_of("hlz", kind), text.size()) : kind;
    const bool format = kind < text.size() && in(CharSet("sdvcqif"), text[kind]);
    if (sized > kind && sized < text.size() && in(CharSet("duxX"), text[sized])) return true;
    if (format && (width || !in(kWordSet, behind))) return true;
  }
  return false;
}

// db-1.eu-west.example.com, perhaps with a port.
bool is_host(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    if (!all_in(text.substr(colon + 1), kDigit)) return false;
    text = text.substr(0, colon);
  }
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || text.find('.') == dot) return false;
  const std::string_view top = text.substr(dot + 1);
  return top.size() >= 2 && top.size() <= 4 && all_in(top, kLower) &&
         all_in(text.substr(0, dot), charset(kAlnum, "-.,"));
}

// `held`: its characters.
bool holds_reference(std::string_view value, const CharSet& held) {
  // Of these the parts are secrets, and other rules find them.
  if (held.has(':') && value.find("://") != std::string_view::npos) return true;
  if (held.has('=') && value.find_first_of(";,", value.find('=')) < value.find_last_of('=')) {
    return true;
  }
  constexpr CharSet kFirst("$#{<%}(E");
  if (!held.meets(kFirst)) return false;
  for (std::size_t at = 0; at + 1 < value.size(); ++at) {
    if (!in(kFirst, value[at])) continue;
    const std::string_view rest = value.substr(at);
    for (const std::string_view opening :
         {"${", "{{", "$(", "<%", "#{", "}}", "%(", "()", "ENC(", "ENC["}) {
      if (rest.starts_with(opening)) return true;
    }
  }
  return false;
}

// A person's address in a mail.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::size_t dot = text.rfind('.');
  return at != std::string_view::npos && at > 0 && dot != std::string_view::npos && dot > at + 1 &&
         all_in(text.substr(dot + 1), kLower) && text.size() - dot <= 5 &&
         all_in(text.substr(at + 1, dot - at - 1), charset(kAlnum, "-."));
}

}  // namespace

bool is_reference(std::string_view value) {
  if (value.empty() || (value.front() == '@' && value.find('.') != std::string_view::npos)) {
    return true;
  }
  const char first = value.front();
  const char last = value.back();
  constexpr CharSet kOpenings("<{[(");
  if (in(kOpenings, first) || is_between(value)) return true;
  // $NAME, $$NAME, $NAME/x, %NAME%, @NAME@: nothing but a name behind the mark.
  const std::size_t from = value.starts_with("$$") ? 2 : 1;
  const std::size_t end = std::min(find_in(value, kNotName, from), value.size());
  const bool named = end > from && (end == value.size() || value[end] == '/' || value[end] == ':');
  if (first == '$' && named && !in(kDigit, value[from])) return true;
  if ((first == '%' || first == '@') && last == first && end == value.size() - 1) return true;
  // %NL80211_ATTR_IFINDEX, as comments of C name a constant.
  constexpr CharSet kConstant("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_.");
  if (first == '%' && value.size() > 8 && all_in(value.substr(1), kConstant)) return true;
  // PERF: most values have none of the marks that anything below needs.
  constexpr CharSet kMarks("$<{}%#(@.:/-=[");
  CharSet held;
  for (const char c : value) held.set(static_cast<std::uint8_t>(c));
  if (!held.meets(kMarks)) return false;
  if (holds_reference(value, held) || is_path(value)) return true;
  // std::string, ::1a:2b, &Language::Rust.
  if (held.has(':') && value.find("::") != value.npos && all_in(value, charset(kAlnum, "_:&"))) {
    return true;
  }
  if (held.has('(') && held.has('.') && is_call(value)) return true;
  if (held.has('.') && (is_file(value) || is_class(value) || is_host(value))) return true;
  if (held.has('@') && (is_object(value) || is_address(value))) return true;
  return held.has('%') && holds_format(value);
}

}  // namespace inkblot
