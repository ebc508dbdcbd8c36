// The formats that are made of lines: dotenv, .npmrc, .netrc, AWS credentials, values alone.
#include "confirm/reference.h"
#include "vault/import.h"

#include <algorithm>
#include <array>
#include <optional>

namespace inkblot {
namespace {

using Word = std::span<std::uint8_t>;

bool is_blank(std::uint8_t c) { return c == ' ' || c == '\t' || c == '\r'; }

Word trimmed_blanks(Word word) {
  while (!word.empty() && is_blank(word.front())) word = word.subspan(1);
  while (!word.empty() && is_blank(word.back())) word = word.first(word.size() - 1);
  return word;
}

std::string text_of(Bytes word) { return {word.begin(), word.end()}; }

bool ends_with(const std::string& name, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&name](std::string_view end) { return name.ends_with(end); });
}

// Lines, with their numbers and places.
class Lines {
 public:
  explicit Lines(Word text) : text_(text) {}
  bool next(Word& line) {
    if (at_ >= text_.size()) return false;
    begin_ = at_;
    const auto end = std::find(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.end(), '\n');
    const auto size = static_cast<std::size_t>(end - text_.begin()) - at_;
    line = trimmed_blanks(text_.subspan(at_, size));
    at_ += size + 1;
    ++number_;
    return true;
  }
  // The rest of the text from the first byte of `word` on, which next() then goes on behind.
  Word rest_from(Word word) const {
    return text_.subspan(static_cast<std::size_t>(word.data() - text_.data()));
  }
  void go_behind(const std::uint8_t* place) {
    const auto to = static_cast<std::size_t>(place - text_.data());
    at_ = std::min(text_.size(), to);
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    at_ = std::min(text_.size(), at_ + 1);
  }
  std::size_t number() const { return number_; }
  std::size_t begin() const { return begin_; }

 private:
  Word text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::size_t number_ = 0;
};

bool is_comment(Word line) { return line.empty() || line[0] == '#' || line[0] == ';'; }

// NAME=VALUE or NAME = VALUE.
bool split(Word line, std::string& name, Word& value) {
  const auto at = std::find(line.begin(), line.end(), '=');
  if (at == line.end() || at == line.begin()) return false;
  const auto size = static_cast<std::size_t>(at - line.begin());
  name = text_of(trimmed_blanks(line.first(size)));
  value = trimmed_blanks(line.subspan(size + 1));
  return true;
}

// A value in quotes, which may go on over lines; `end` is behind its quote.
std::optional<Word> quoted(Word text, const std::uint8_t*& end) {
  const std::uint8_t quote = text[0];
  std::size_t out = 0;
  for (std::size_t in = 1; in < text.size(); ++in) {
    if (text[in] == quote) {
      end = text.data() + in + 1;
      return text.first(out);
    }
    if (text[in] == '\\' && quote == '"' && in + 1 < text.size()) {
      constexpr std::string_view kLetters = "nrt\"\\$`";
      constexpr std::string_view kMeans = "\n\r\t\"\\$`";
      const std::size_t which = kLetters.find(static_cast<char>(text[in + 1]));
      if (which != kLetters.npos) {
        text[out++] = static_cast<std::uint8_t>(kMeans[which]);
        ++in;
        continue;
      }
    }
    text[out++] = text[in];
  }
  return std::nullopt;
}

// Without quotes: up to a comment.
Word bare(Word value) {
  for (std::size_t i = 1; i < value.size(); ++i) {
    if (value[i] == '#' && is_blank(value[i - 1])) return trimmed_blanks(value.first(i));
  }
  return value;
}

using Entries = std::vector<ImportEntry>;

Result<Entries> read_dotenv(Word text) {
  Entries out;
  Lines lines(text);
  for (Word line; lines.next(line);) {
    if (is_comment(line)) continue;
    constexpr std::string_view kExport = "export ";
    if (line.size() > kExport.size() && std::equal(kExport.begin(), kExport.end(), line.begin())) {
      line = trimmed_blanks(line.subspan(kExport.size()));
    }
    std::string name;
    Word value;
    if (!split(line, name, value)) return import_error(text, lines.begin(), "NAME= is missing");
    if (value.empty()) continue;
    if (value[0] == '"' || value[0] == '\'' || value[0] == '`') {
      const std::uint8_t* end = nullptr;
      const auto inner = quoted(lines.rest_from(value), end);
      if (!inner) return import_error(text, lines.begin(), "a quote is not closed");
      lines.go_behind(end);
      if (!inner->empty()) out.push_back({name, *inner});
    } else {
      out.push_back({name, bare(value)});
    }
  }
  return out;
}

// `${NPM_TOKEN}`: what another place holds.
bool is_reference(Word value) { return value.size() > 2 && value[0] == '$' && value[1] == '{'; }

Word unquoted(Word value) {
  const bool in_quotes =
      value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0];
  return in_quotes ? value.subspan(1, value.size() - 2) : value;
}

Result<Entries> read_npmrc(Word text) {
  Entries out;
  Lines lines(text);
  for (Word line; lines.next(line);) {
    std::string name;
    Word value;
    if (is_comment(line) || !split(line, name, value)) continue;
    value = unquoted(value);
    if (value.empty() || is_reference(value)) continue;
    if (ends_with(name, {"_authToken"})) out.push_back({name, value});
    const bool user = ends_with(name, {"_auth"});
    if (!user && !ends_with(name, {"_password"})) continue;
    // Base64: as a form of what it encodes it is found as well.
    if (decode_base64(value)) {
      const auto colon = std::find(value.begin(), value.end(), ':');
      if (user && colon != value.end()) {
        value = value.subspan(static_cast<std::size_t>(colon - value.begin()) + 1);
      }
    }
    out.push_back({name, value});
  }
  return out;
}

Result<Entries> read_aws(Word text) {
  Entries out;
  Lines lines(text);
  std::string profile = "default";
  for (Word line; lines.next(line);) {
    if (is_comment(line)) continue;
    if (line.front() == '[' && line.back() == ']') {
      profile = text_of(trimmed_blanks(line.subspan(1, line.size() - 2)));
      continue;
    }
    std::string name;
    Word value;
    if (!split(line, name, value)) {
      return import_error(text, lines.begin(), "neither [profile] nor name = value");
    }
    // The key's id is its name, and shown by AWS itself.
    if (!ends_with(name, {"secret_access_key", "session_token", "security_token"})) continue;
    if (!value.empty()) out.push_back({profile + "/" + name, value});
  }
  return out;
}

// Words, apart by blanks and line ends; a word may be quoted.
Result<Entries> read_netrc(Word text) {
  Entries out;
  std::string machine = "default";
  std::string expected;
  std::size_t at = 0;
  const auto space = [](std::uint8_t c) { return is_blank(c) || c == '\n'; };
  while (true) {
    while (at < text.size() && space(text[at])) ++at;
    if (at == text.size()) break;
    const std::size_t begin = at;
    Word word;
    if (text[at] == '#' && expected.empty()) {
      while (at < text.size() && text[at] != '\n') ++at;
      continue;
    }
    if (text[at] == '"' && !expected.empty()) {
      const std::uint8_t* end = nullptr;
      const auto inner = quoted(text.subspan(at), end);
      if (!inner) return import_error(text, begin, "a quote is not closed");
      word = *inner;
      at = static_cast<std::size_t>(end - text.data());
    } else {
      while (at < text.size() && !space(text[at])) ++at;
      word = text.subspan(begin, at - begin);
    }
    if (expected == "machine") machine = text_of(word);
    if (expected == "password" || expected == "account") out.push_back({machine, word});
    const bool value = !expected.empty();
    expected = value ? "" : text_of(word);
    if (value) continue;
    if (expected == "default") {
      machine = "default";
      expected.clear();
    } else if (expected == "macdef") {  // A script, up to an empty line.
      const std::string_view gap = "\n\n";
      const auto end = std::search(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                                   gap.begin(), gap.end());
      at = static_cast<std::size_t>(end - text.begin());
      expected.clear();
    } else if (expected != "machine" && expected != "login" && expected != "password" &&
               expected != "account") {
      return import_error(text, begin, "a word that .netrc does not know");
    }
  }
  return out;
}

Result<Entries> read_lines(Word text) {
  Entries out;
  Lines lines(text);
  for (Word line; lines.next(line);) {
    if (!line.empty()) out.push_back({"line-" + std::to_string(lines.number()), line});
  }
  return out;
}

}  // namespace

Result<Entries> read_settings(std::span<std::uint8_t> text, ImportFormat format) {
  switch (format) {
    case ImportFormat::dotenv:
      return read_dotenv(text);
    case ImportFormat::npmrc:
      return read_npmrc(text);
    case ImportFormat::netrc:
      return read_netrc(text);
    case ImportFormat::aws:
      return read_aws(text);
    default:
      return read_lines(text);
  }
}

}  // namespace inkblot
