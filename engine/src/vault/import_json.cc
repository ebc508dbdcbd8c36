// A strict reader of JSON that decodes strings where they stand: a library would copy each to the
// heap, and perhaps into a message.
#include "vault/import.h"

#include <algorithm>
#include <optional>

namespace inkblot {
namespace {

constexpr std::size_t kDepthMax = 64;

class JsonReader {
 public:
  explicit JsonReader(std::span<std::uint8_t> text) : text_(text) {}

  Result<std::vector<std::vector<ImportLeaf>>> read() {
    std::vector<std::vector<ImportLeaf>> documents;
    skip_blanks();
    while (at_ < text_.size()) {
      leaves_.clear();
      if (!value()) return import_error(text_, at_, wrong_);
      documents.push_back(std::move(leaves_));
      skip_blanks();
    }
    return documents;
  }

 private:
  using Word = std::span<std::uint8_t>;

  bool fail(std::string_view what) {
    wrong_ = what;
    return false;
  }
  int peek() const { return at_ < text_.size() ? text_[at_] : -1; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') ++at_;
  }

  bool value() {
    if (path_.size() > kDepthMax) return fail("it is nested too deeply");
    skip_blanks();
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"': {
        const auto text = string();
        if (text) leaves_.push_back({path_, *text});
        return text.has_value();
      }
      default:
        return bare();
    }
  }

  // true, false and null are no values that one would hide.
  bool bare() {
    const std::size_t begin = at_;
    const auto belongs = [](int c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' ||
             c == 'E';
    };
    while (belongs(peek())) ++at_;
    const Word word = text_.subspan(begin, at_ - begin);
    const auto is = [&word](std::string_view name) {
      return std::equal(word.begin(), word.end(), name.begin(), name.end());
    };
    if (is("true") || is("false") || is("null")) return true;
    const bool number = !word.empty() && (word[0] == '-' || (word[0] >= '0' && word[0] <= '9'));
    if (!number) return fail("it is no JSON");
    leaves_.push_back({path_, word});
    return true;
  }

  bool object() {
    ++at_;
    skip_blanks();
    if (take('}')) return true;
    do {
      skip_blanks();
      if (peek() != '"') return fail("a name in quotes is missing");
      const auto name = string();
      if (!name) return false;
      skip_blanks();
      if (!take(':')) return fail("a colon is missing");
      path_.emplace_back(name->begin(), name->end());
      if (!value()) return false;
      path_.pop_back();
      skip_blanks();
    } while (take(','));
    return take('}') || fail("a comma or } is missing");
  }

  bool array() {
    ++at_;
    skip_blanks();
    if (take(']')) return true;
    std::size_t index = 0;
    do {
      path_.push_back(std::to_string(index++));
      if (!value()) return false;
      path_.pop_back();
      skip_blanks();
    } while (take(','));
    return take(']') || fail("a comma or ] is missing");
  }

  std::optional<Word> string() {
    const std::size_t begin = ++at_;
    std::size_t out = begin;
    while (peek() != '"') {
      if (peek() < ' ') {
        fail("a string is not closed");
        return std::nullopt;
      }
      if (peek() != '\\') {
        text_[out++] = text_[at_++];
      } else if (!escape(out)) {
        fail("an escape is none of JSON's");
        return std::nullopt;
      }
    }
    ++at_;
    return text_.subspan(begin, out - begin);
  }

  bool escape(std::size_t& out) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeans = "\"\\/\b\f\n\r\t";
    ++at_;
    const int c = peek();
    ++at_;
    if (c != 'u') {
      const std::size_t which = c < 0 ? kLetters.npos : kLetters.find(static_cast<char>(c));
      if (which == kLetters.npos) return false;
      text_[out++] = static_cast<std::uint8_t>(kMeans[which]);
      return true;
    }
    auto code = hex();
    if (!code) return false;
    if (*code >= 0xD800 && *code < 0xDC00 && peek() == '\\') {
      ++at_;
      const bool pair = take('u');
      const auto low = pair ? hex() : std::nullopt;
      if (!low || *low < 0xDC00 || *low >= 0xE000) return false;
      code = 0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00);
    }
    if (*code >= 0xD800 && *code < 0xE000) return false;
    put_utf8(*code, out);
    return true;
  }

  std::optional<std::uint32_t> hex() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const int c = peek() | 0x20;
      if (peek() < 0 || !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
      code = code << 4U | static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
      ++at_;
    }
    return code;
  }

  void put_utf8(std::uint32_t code, std::size_t& out) {
    const auto put = [&](std::uint32_t byte) { text_[out++] = static_cast<std::uint8_t>(byte); };
    if (code < 0x80) return put(code);
    if (code >= 0x10000) put(0xF0U | code >> 18U);
    if (code >= 0x10000) put(0x80U | (code >> 12U & 0x3FU));
    if (code >= 0x800 && code < 0x10000) put(0xE0U | code >> 12U);
    put(code < 0x800 ? 0xC0U | code >> 6U : 0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }

  std::span<std::uint8_t> text_;
  std::size_t at_ = 0;
  std::string_view wrong_;
  std::vector<std::string> path_;
  std::vector<ImportLeaf> leaves_;
};

}  // namespace

Result<std::vector<std::vector<ImportLeaf>>> read_json_leaves(std::span<std::uint8_t> text) {
  return JsonReader(text).read();
}

}  // namespace inkblot
