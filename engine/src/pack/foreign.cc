// Free regexes run by RE2 as their own tool would: leftmost first, in UTF-8.
#include "pack/foreign.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <array>

#include "confirm/parsers.h"
#include "decode/letters.h"

namespace inkblot {
namespace {

// Of a regex and the states that it is run with, which come when they are needed.
constexpr std::int64_t kRegexBytesMax = std::int64_t{4} << 20U;
// More matches in one stretch are a list of nothing.
constexpr std::size_t kMatchesMax = 256;

RE2::Options options() {
  RE2::Options out;
  out.set_log_errors(false);
  out.set_max_mem(kRegexBytesMax);
  return out;
}

struct Construct {
  std::string_view begins;
  std::string_view name;
};
// What RE2 refuses by these words and other engines know.
constexpr std::array<Construct, 7> kConstructs = {{{"(?=", "look-ahead (?="},
                                                   {"(?!", "look-ahead (?!"},
                                                   {"(?<", "look-behind (?<"},
                                                   {"(?>", "an atomic group (?>"},
                                                   {"(?(", "a condition (?("},
                                                   {"(?#", "a comment (?#"},
                                                   {"(?P=", "a back-reference (?P="}}};

// RE2 names flags with all that it read, such as (?sx.
bool is_free_spacing(std::string_view argument) {
  return argument.starts_with("(?") && argument.ends_with('x') &&
         argument.find_first_not_of("imsUx-", 2) == std::string_view::npos;
}

// RE2 knows the older spelling (?P<name> of a named group alone.
std::string with_named_groups(const std::string& regex) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < regex.size(); ++i) {
    if (regex[i] == '\\' && i + 1 < regex.size()) {
      out += regex[i++];
    } else if (regex[i] == '[') {
      in_class = true;
    } else if (regex[i] == ']') {
      in_class = false;
    } else if (!in_class && regex.compare(i, 3, "(?<") == 0 && i + 3 < regex.size() &&
               regex[i + 3] != '=' && regex[i + 3] != '!') {
      out += "(?P";
      ++i;
      continue;
    }
    out += regex[i];
  }
  return out;
}

std::string joined(const std::vector<std::string>& regexes) {
  std::string out;
  for (const std::string& regex : regexes) {
    if (!out.empty()) out += '|';
    out.append("(?:").append(with_named_groups(regex)).append(")");
  }
  return out;
}

bool finds(const RE2* regex, std::string_view text) {
  return regex != nullptr && !text.empty() &&
         RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex);
}

// Whether a class (without its brackets) holds line ends, though it does not name them by \s.
bool is_open_class(std::string_view inside) {
  const auto holds = [inside](std::string_view word) { return inside.find(word) != inside.npos; };
  if (inside.starts_with('^')) return !holds("\\n") && !holds("\\s");
  return holds("\\D") || holds("\\W") || (holds("\\S") && holds("\\s"));
}

// True where a regex names line ends, or repeats what may be one, but for \s: blanks around an
// operator are written so, and do not mean paragraphs.
bool names_line_ends(std::string_view regex) {
  const auto repeated = [regex](std::size_t at) {
    return at < regex.size() && std::string_view("*+{").find(regex[at]) != std::string_view::npos;
  };
  for (std::size_t i = 0; i < regex.size(); ++i) {
    const std::string_view rest = regex.substr(i);
    if (rest.starts_with("\\n") || rest.starts_with("\\r")) return true;
    if (rest.starts_with('\\')) {
      ++i;
      if ((rest.starts_with("\\D") || rest.starts_with("\\W")) && repeated(i + 1)) return true;
    } else if (rest.starts_with('[')) {
      std::size_t size = rest.starts_with("[^") ? 2 : 1;
      if (rest.substr(size).starts_with(']')) ++size;
      while (size < rest.size() && rest[size] != ']') size += rest[size] == '\\' ? 2U : 1U;
      size = std::min(size, rest.size());
      const std::string_view inside = rest.substr(1, size - 1);
      if (inside.find("\\n") != inside.npos || inside.find("\\r") != inside.npos) {
        if (!inside.starts_with('^')) return true;
      }
      i += size;
      if (is_open_class(inside) && repeated(i + 1)) return true;
    } else if (rest.starts_with("(?")) {
      const std::string_view flags = rest.substr(2, rest.find_first_not_of("imsU", 2) - 2);
      if (flags.find('s') != flags.npos) return true;
    }
  }
  return false;
}

bool names_escapes(std::string_view regex) {
  for (std::size_t i = 0; i < regex.size(); ++i) {
    if (regex[i] == '%') return true;
    if (regex[i] != '\\') continue;
    const std::string_view rest = regex.substr(++i);
    if (rest.starts_with("x5c") || rest.starts_with("x5C")) return true;
    if (rest.starts_with('\\') && !rest.substr(1).starts_with("[nr]")) return true;
  }
  return false;
}

// The regex without a class at its begin that need not match at all, as in (?i)[\\w.-]{0,50}?key;
// empty where there is none.  PERF: RE2 takes a state for each of the fifty places where a match
// may have begun, and makes new ones at nearly every byte.
std::string without_lead(const std::string& regex) {
  std::size_t at = 0;
  if (regex.starts_with("(?")) {
    at = regex.find_first_not_of("imsU", 2);
    if (at == regex.npos || regex[at] != ')') return {};
    ++at;
  }
  const std::size_t flags = at;
  if (at >= regex.size() || regex[at] != '[') return {};
  at += regex.compare(at, 2, "[^") == 0 ? 2 : 1;
  if (at < regex.size() && regex[at] == ']') ++at;
  while (at < regex.size() && regex[at] != ']') {
    if (regex.compare(at, 2, "[:") == 0) return {};
    at += regex[at] == '\\' ? 2 : 1;
  }
  if (at >= regex.size() || regex.compare(at, 4, "]{0,") != 0) return {};
  at = regex.find_first_not_of("0123456789", at + 4);
  if (at == regex.npos || regex[at] != '}') return {};
  ++at;
  if (at < regex.size() && regex[at] == '?') ++at;
  return regex.substr(0, flags) + regex.substr(at);
}

// A part of a token is no secret to be left with the rest of it: what the secret is glued to goes
// with it, as far as it was matched.
Foreign::Extent widened(std::string_view match, Foreign::Extent part, std::size_t match_begin) {
  static constexpr CharSet kToken = charset(kAlnum, "_-");
  const auto in_token = [match](std::size_t i) { return in(kToken, match[i]); };
  if (in_token(part.begin)) {
    while (part.begin > 0 && in_token(part.begin - 1)) --part.begin;
  }
  if (in_token(part.end - 1)) {
    while (part.end < match.size() && in_token(part.end)) ++part.end;
  }
  return {match_begin + part.begin, match_begin + part.end};
}

}  // namespace

RegexFault check_regex(const std::string& regex) {
  const RE2 compiled(with_named_groups(regex), options());
  if (compiled.ok()) return {};
  const std::string& argument = compiled.error_arg();
  for (const Construct& construct : kConstructs) {
    if (argument.starts_with(construct.begins)) return {std::string(construct.name), true};
  }
  if (is_free_spacing(argument)) return {"free spacing (?x)", true};
  const bool escape = compiled.error_code() == RE2::ErrorBadEscape && argument.size() == 2;
  if (escape && argument[1] >= '1' && argument[1] <= '9') return {"a back-reference", true};
  if (escape && std::string_view("GKRXZh").find(argument[1]) != std::string_view::npos) {
    return {"the escape " + argument, true};
  }
  if (compiled.error_code() == RE2::ErrorPatternTooLarge) return {"a regex as large as this", true};
  return {compiled.error(), false};
}

Result<std::shared_ptr<const Allowlist>> Allowlist::make(const Row& row) {
  std::shared_ptr<Allowlist> out(new Allowlist(row));
  std::vector<std::string> words;
  words.reserve(row.stopwords.size());
  for (const std::string& word : row.stopwords) words.push_back(RE2::QuoteMeta(word));
  if (!row.regexes.empty()) out->regex_ = std::make_unique<RE2>(joined(row.regexes), options());
  if (!words.empty()) out->words_ = std::make_unique<RE2>("(?i:" + joined(words) + ")", options());
  for (const auto* regex : {out->regex_.get(), out->words_.get()}) {
    if (regex != nullptr && !regex->ok()) {
      return failure(Code::bad_pack, "its regexes or stopwords are too many; split the allowlist");
    }
  }
  return std::shared_ptr<const Allowlist>(std::move(out));
}

bool Allowlist::allows(const Found& found) const {
  const std::string_view target = target_ == Target::secret  ? found.secret
                                  : target_ == Target::match ? found.match
                                                             : found.line;
  const bool regex = finds(regex_.get(), target);
  if (all_ && regex_ != nullptr && !regex) return false;
  const bool word = finds(words_.get(), found.secret);
  return all_ ? words_ == nullptr || word : regex || word;
}

Foreign::Foreign(Row row)
    : row_(std::move(row)),
      regex_(with_named_groups(row_.regex), options()),
      spans_lines_(names_line_ends(row_.regex)),
      names_escapes_(inkblot::names_escapes(row_.regex)) {
  const std::string rest = without_lead(with_named_groups(row_.regex));
  if (!rest.empty()) probe_ = std::make_unique<RE2>(rest, options());
  if (probe_ != nullptr && !probe_->ok()) probe_ = nullptr;
}

// As gitleaks does, the regex is run once more over what it matched, and over nothing else.
Foreign::Extent Foreign::secret_of(std::string_view match) const {
  const auto count = static_cast<std::size_t>(groups()) + 1;
  std::vector<re2::StringPiece> found(count);
  const re2::StringPiece piece(match.data(), match.size());
  const Extent whole{0, match.size()};
  if (count == 1 || !regex_.Match(piece, 0, match.size(), RE2::UNANCHORED, found.data(),
                                  static_cast<int>(count))) {
    return whole;
  }
  const auto extent = [match](const re2::StringPiece& group) {
    const auto begin = static_cast<std::size_t>(group.data() - match.data());
    return group.empty() ? Extent{} : Extent{begin, begin + group.size()};
  };
  if (row_.group > 0) return extent(found[static_cast<std::size_t>(row_.group)]);
  const auto first = std::find_if(found.begin() + 1, found.end(),
                                  [](const auto& group) { return !group.empty(); });
  return first == found.end() ? whole : extent(*first);
}

std::vector<Foreign::Extent> Foreign::find(std::string_view text, std::size_t from,
                                           std::size_t to) const {
  std::vector<Extent> out;
  const re2::StringPiece piece(text.data(), text.size());
  re2::StringPiece found;
  for (std::size_t i = 0; i < kMatchesMax && from < to; ++i) {
    const bool hopeless =
        probe_ != nullptr && !probe_->Match(piece, from, to, RE2::UNANCHORED, nullptr, 0);
    if (hopeless || !regex_.Match(piece, from, to, RE2::UNANCHORED, &found, 1)) break;
    auto begin = static_cast<std::size_t>(found.data() - text.data());
    std::size_t end = begin + found.size();
    from = std::max(end, begin + 1);
    while (begin < end && text[begin] == '\n') ++begin;
    while (begin < end && text[end - 1] == '\n') --end;
    const std::string_view match = text.substr(begin, end - begin);
    const Extent part = secret_of(match);
    const std::string_view secret = match.substr(part.begin, part.end - part.begin);
    if (secret.empty() || (row_.entropy != 0 && entropy(secret) <= row_.entropy)) continue;
    const std::size_t before = begin == 0 ? text.npos : text.rfind('\n', begin - 1);
    const std::size_t line = before == text.npos ? 0 : before + 1;
    const std::size_t behind = std::min(text.find('\n', end), text.size());
    const Allowlist::Found all{secret, match, text.substr(line, behind - line)};
    const auto allows = [&all](const auto& list) { return list->allows(all); };
    if (std::any_of(row_.allowlists.begin(), row_.allowlists.end(), allows)) continue;
    out.push_back(widened(match, part, begin));
  }
  return out;
}

std::vector<std::string> literals_of(const std::string& regex) {
  constexpr int kLeast = 2;
  re2::FilteredRE2 filter(kLeast);
  int id = 0;
  if (filter.Add(with_named_groups(regex), options(), &id) != RE2::NoError) return {};
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  std::sort(atoms.begin(), atoms.end());
  // The longest that is in every match is enough by itself.
  std::string best;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    std::vector<int> others;
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      if (k != i) others.push_back(static_cast<int>(k));
    }
    std::vector<int> possible;
    filter.AllPotentials(others, &possible);
    if (possible.empty() && atoms[i].size() > best.size()) best = atoms[i];
  }
  return best.empty() ? atoms : std::vector<std::string>{best};
}

}  // namespace inkblot
