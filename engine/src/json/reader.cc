// A grammar without recursion: what is open is a row of bits.
#include "json/reader.h"

namespace inkblot {
namespace {

using Kind = JsonToken::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// The end of a string's escape that begins at a backslash, or 0.
std::size_t escape_end(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return 0;
  if (text[at + 1] != 'u') {
    return std::string_view("\"\\/bfnrt").find(text[at + 1]) == std::string_view::npos ? 0 : at + 2;
  }
  if (at + 6 > text.size()) return 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    if (!is_hex(text[i])) return 0;
  }
  return at + 6;
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

}  // namespace

void JsonReader::skip_blanks() {
  while (is(' ') || is('\t') || is('\n') || is('\r')) ++at_;
}

void JsonReader::finish(JsonToken& token, Kind kind, std::size_t size) {
  token = {kind, text_.substr(at_, size)};
  at_ += size;
}

bool JsonReader::take_text(JsonToken& token) {
  std::size_t at = at_ + 1;
  while (at < text_.size() && text_[at] != '"') {
    if (static_cast<unsigned char>(text_[at]) < 0x20) return false;
    at = text_[at] == '\\' ? escape_end(text_, at) : at + 1;
    if (at == 0) return false;
  }
  if (at >= text_.size()) return false;
  finish(token, Kind::text, at + 1 - at_);
  return true;
}

bool JsonReader::take_number(JsonToken& token) {
  std::size_t at = at_ + (is('-') ? 1 : 0);
  const std::size_t whole = at;
  at = digits_end(text_, at);
  if (at == whole || (text_[whole] == '0' && at > whole + 1)) return false;
  if (at < text_.size() && text_[at] == '.') {
    const std::size_t begin = at + 1;
    at = digits_end(text_, begin);
    if (at == begin) return false;
  }
  if (at < text_.size() && (text_[at] == 'e' || text_[at] == 'E')) {
    ++at;
    if (at < text_.size() && (text_[at] == '+' || text_[at] == '-')) ++at;
    const std::size_t begin = at;
    at = digits_end(text_, begin);
    if (at == begin) return false;
  }
  finish(token, Kind::number, at - at_);
  return true;
}

bool JsonReader::open(JsonToken& token, bool object) {
  if (objects_.size() >= kDepthMax) return false;
  objects_.push_back(object);
  expects_ = object ? Expects::key_or_end : Expects::value_or_end;
  finish(token, object ? Kind::begin_object : Kind::begin_array, 1);
  return true;
}

bool JsonReader::take_value(JsonToken& token) {
  if (is('{') || is('[')) return open(token, is('{'));
  expects_ = objects_.empty() ? Expects::nothing : Expects::comma_or_end;
  if (is('"')) return take_text(token);
  for (const std::string_view word : {"null", "true", "false"}) {
    if (!text_.substr(at_).starts_with(word)) continue;
    finish(token, Kind::word, word.size());
    return true;
  }
  return take_number(token);
}

bool JsonReader::take_end(JsonToken& token) {
  const bool object = objects_.back();
  if (!is(object ? '}' : ']')) return false;
  objects_.pop_back();
  expects_ = objects_.empty() ? Expects::nothing : Expects::comma_or_end;
  finish(token, object ? Kind::end_object : Kind::end_array, 1);
  return true;
}

bool JsonReader::take_key(JsonToken& token) {
  if (!is('"') || !take_text(token)) return false;
  token.kind = Kind::key;
  skip_blanks();
  if (!is(':')) return false;
  ++at_;
  expects_ = Expects::value;
  return true;
}

bool JsonReader::take(JsonToken& token) {
  skip_blanks();
  if (expects_ == Expects::nothing) {
    finish(token, Kind::end, 0);
    return at_ == text_.size();
  }
  if (expects_ == Expects::comma_or_end) {
    if (!is(',')) return take_end(token);
    ++at_;
    expects_ = objects_.back() ? Expects::key : Expects::value;
    skip_blanks();
  }
  if (expects_ == Expects::value_or_end && is(']')) return take_end(token);
  if (expects_ == Expects::key_or_end && is('}')) return take_end(token);
  const bool key = expects_ == Expects::key || expects_ == Expects::key_or_end;
  return key ? take_key(token) : take_value(token);
}

bool JsonReader::next(JsonToken& token) {
  failed_ = failed_ || !take(token);
  return !failed_;
}

bool for_each_member(std::string_view text,
                     const std::function<void(std::string_view, std::string_view)>& member) {
  JsonReader reader(text);
  JsonToken token;
  if (!reader.next(token) || token.kind != Kind::begin_object) return false;
  while (reader.next(token)) {
    if (token.kind == Kind::end) return true;
    if (token.kind != Kind::key) continue;
    const std::string_view key = token.raw.substr(1, token.raw.size() - 2);
    if (!reader.next(token)) return false;
    const char* const begin = token.raw.data();
    while (reader.depth() > 1) {
      if (!reader.next(token)) return false;
    }
    const char* const end = token.raw.data() + token.raw.size();
    member(key, {begin, static_cast<std::size_t>(end - begin)});
  }
  return false;
}

bool same_tokens(std::string_view one, std::string_view other,
                 const std::function<bool(const JsonToken&, const JsonToken&)>& alike) {
  JsonReader ours(one);
  JsonReader theirs(other);
  JsonToken mine;
  JsonToken yours;
  do {
    if (!ours.next(mine) || !theirs.next(yours) || mine.kind != yours.kind) return false;
    if (!alike(mine, yours)) return false;
  } while (mine.kind != Kind::end);
  return true;
}

bool same_shape(std::string_view one, std::string_view other) {
  return same_tokens(one, other, [](const JsonToken& mine, const JsonToken& yours) {
    // null, true and false are types of their own.
    return mine.kind != Kind::word || mine.raw == yours.raw;
  });
}

}  // namespace inkblot
