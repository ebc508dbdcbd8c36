// The part of YAML in which Secrets are written: maps and lists in blocks, and scalars.  Strict:
// what it does not know is an error, never another value.
#include "vault/import.h"

#include <algorithm>
#include <optional>

namespace inkblot {
namespace {

using Word = std::span<std::uint8_t>;

bool is_blank(std::uint8_t c) { return c == ' ' || c == '\t' || c == '\r'; }

Word trimmed_right(Word word) {
  while (!word.empty() && is_blank(word.back())) word = word.first(word.size() - 1);
  return word;
}

bool is(Word word, std::string_view text) {
  return std::equal(word.begin(), word.end(), text.begin(), text.end());
}

class YamlReader {
 public:
  explicit YamlReader(Word text) : text_(text) {}

  Result<std::vector<std::vector<ImportLeaf>>> read() {
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      const Word line = next_line();
      if (!one_line(line)) return import_error(text_, begin, wrong_);
    }
    end_document();
    return std::move(documents_);
  }

 private:
  // A name or a place in a list, and how far it is indented.
  struct Level {
    std::size_t indent = 0;
    bool item = false;
    std::size_t index = 0;
    std::string name;
  };

  bool fail(std::string_view what) {
    wrong_ = what;
    return false;
  }

  Word next_line() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    const Word line = trimmed_right(text_.subspan(begin, at_ - begin));
    at_ += at_ < text_.size() ? 1 : 0;
    return line;
  }

  void end_document() {
    if (!leaves_.empty()) documents_.push_back(std::move(leaves_));
    leaves_.clear();
    levels_.clear();
  }

  bool one_line(Word line) {
    std::size_t indent = 0;
    while (indent < line.size() && line[indent] == ' ') ++indent;
    Word rest = line.subspan(indent);
    if (rest.empty() || rest[0] == '#' || rest[0] == '%') return true;
    if (indent == 0 && (is(rest, "---") || is(rest, "..."))) {
      end_document();
      return true;
    }
    if (rest[0] == '\t') return fail("it is indented with a tab");
    while (rest[0] == '-' && (rest.size() == 1 || rest[1] == ' ')) {
      enter_item(indent);
      std::size_t width = 1;
      while (width < rest.size() && rest[width] == ' ') ++width;
      rest = rest.subspan(width);
      indent += width;
      if (rest.empty()) return true;
    }
    Word name;
    Word value;
    if (split(rest, name, value)) {
      enter_name(indent, {name.begin(), name.end()});
      return value.empty() || scalar(value, indent);
    }
    return wrong_.empty() && (levels_.empty() || levels_.back().item)
               ? scalar(rest, indent)
               : fail(wrong_.empty() ? "a name and a colon are missing" : wrong_);
  }

  void enter_item(std::size_t indent) {
    std::size_t index = 0;
    while (!levels_.empty() && (levels_.back().indent > indent ||
                                (levels_.back().indent == indent && levels_.back().item))) {
      if (levels_.back().indent == indent) index = levels_.back().index + 1;
      levels_.pop_back();
    }
    levels_.push_back({indent, true, index, std::to_string(index)});
  }

  void enter_name(std::size_t indent, std::string name) {
    while (!levels_.empty() && levels_.back().indent >= indent) levels_.pop_back();
    levels_.push_back({indent, false, 0, std::move(name)});
  }

  // `name: value`, where the name may be quoted.
  bool split(Word line, Word& name, Word& value) {
    std::size_t colon = 0;
    if (line[0] == '"' || line[0] == '\'') {
      const auto end = std::find(line.begin() + 1, line.end(), line[0]);
      colon = static_cast<std::size_t>(end - line.begin()) + 1;
      if (colon >= line.size() || line[colon] != ':') return false;
      name = line.subspan(1, colon - 2);
    } else {
      while (colon < line.size() &&
             !(line[colon] == ':' && (colon + 1 == line.size() || line[colon + 1] == ' '))) {
        ++colon;
      }
      if (colon >= line.size()) return false;
      name = trimmed_right(line.first(colon));
    }
    value = line.subspan(colon + 1);
    while (!value.empty() && is_blank(value[0])) value = value.subspan(1);
    if (!value.empty() && value[0] == '#') value = {};
    return true;
  }

  bool scalar(Word word, std::size_t indent) {
    std::optional<Word> value;
    switch (word[0]) {
      case '"':
        value = double_quoted(word);
        break;
      case '\'':
        value = single_quoted(word);
        break;
      case '|':
      case '>':
        value = block(word, indent);
        break;
      case '{':
      case '[':
        if (is(word, "{}") || is(word, "[]")) return true;
        return fail("write it in lines: {...} and [...] are not read");
      case '&':
      case '*':
      case '!':
        return fail("anchors, aliases and tags are not read");
      default:
        value = plain(word);
    }
    if (!value) return fail(wrong_.empty() ? "a value is not closed on its line" : wrong_);
    std::vector<std::string> path;
    for (const Level& level : levels_) path.push_back(level.name);
    leaves_.push_back({std::move(path), *value});
    return true;
  }

  static Word plain(Word word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      if (word[i] == '#' && is_blank(word[i - 1])) return trimmed_right(word.first(i));
    }
    return word;
  }

  // Nothing but a comment may stand behind it.
  static bool ends(Word rest) {
    while (!rest.empty() && is_blank(rest[0])) rest = rest.subspan(1);
    return rest.empty() || rest[0] == '#';
  }

  static std::optional<Word> single_quoted(Word word) {
    std::size_t out = 0;
    for (std::size_t in = 1; in < word.size(); ++in) {
      if (word[in] == '\'') {
        if (in + 1 >= word.size() || word[in + 1] != '\'') {
          if (!ends(word.subspan(in + 1))) return std::nullopt;
          return word.first(out);
        }
        ++in;
      }
      word[out++] = word[in];
    }
    return std::nullopt;
  }

  static std::optional<Word> double_quoted(Word word) {
    constexpr std::string_view kLetters = "\"\\/nrtbf0ea ";
    constexpr std::string_view kMeans("\"\\/\n\r\t\b\f\0\x1b\a ", 12);
    std::size_t out = 0;
    for (std::size_t in = 1; in < word.size(); ++in) {
      if (word[in] == '"') {
        if (!ends(word.subspan(in + 1))) return std::nullopt;
        return word.first(out);
      }
      if (word[in] != '\\') {
        word[out++] = word[in];
        continue;
      }
      if (++in >= word.size()) return std::nullopt;
      const std::size_t which = kLetters.find(static_cast<char>(word[in]));
      if (which == kLetters.npos) return std::nullopt;  // \x and \u: no exporter writes them.
      word[out++] = static_cast<std::uint8_t>(kMeans[which]);
    }
    return std::nullopt;
  }

  // The lines behind `key: |`, without their indentation.
  std::optional<Word> block(Word header, std::size_t indent) {
    const bool folded = header[0] == '>';
    char chomp = 0;
    std::size_t wanted = 0;
    for (const std::uint8_t c : plain(header.subspan(1))) {
      if (c == '-' || c == '+') {
        chomp = static_cast<char>(c);
      } else if (c >= '1' && c <= '9') {
        wanted = indent + (c - '0');
      } else {
        return std::nullopt;
      }
    }
    const std::size_t begin = at_;
    std::size_t out = begin;
    while (at_ < text_.size()) {
      std::size_t width = 0;
      while (at_ + width < text_.size() && text_[at_ + width] == ' ') ++width;
      std::size_t end = at_;
      while (end < text_.size() && text_[end] != '\n') ++end;
      const bool empty = trimmed_right(text_.subspan(at_, end - at_)).size() <= width;
      if (!empty && wanted == 0) wanted = width;
      if (!empty && (width < wanted || wanted <= indent)) break;
      // Blank lines before the first word tell no indentation, and hold nothing.
      const std::size_t from = wanted == 0 ? end : std::min(at_ + wanted, end);
      for (std::size_t i = from; i < end; ++i) text_[out++] = text_[i];
      at_ = end;
      if (end == text_.size()) break;
      text_[out++] = '\n';
      ++at_;
    }
    Word value = text_.subspan(begin, out - begin);
    const auto last = [&value] { return !value.empty() && value.back() == '\n'; };
    while (chomp != '+' && last()) value = value.first(value.size() - 1);
    if (folded) std::replace(value.begin(), value.end(), std::uint8_t{'\n'}, std::uint8_t{' '});
    return value;
  }

  Word text_;
  std::size_t at_ = 0;
  std::string_view wrong_;
  std::vector<Level> levels_;
  std::vector<ImportLeaf> leaves_;
  std::vector<std::vector<ImportLeaf>> documents_;
};

}  // namespace

Result<std::vector<std::vector<ImportLeaf>>> read_yaml_leaves(std::span<std::uint8_t> text) {
  return YamlReader(text).read();
}

}  // namespace inkblot
