// JSON as it stands: where each token of a text begins and ends, without a tree.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace inkblot {

struct JsonToken {
  enum class Kind {
    begin_object,
    end_object,
    begin_array,
    end_array,
    key,
    text,
    number,
    word,
    end
  };
  Kind kind = Kind::end;
  std::string_view raw;  // As it is spelled: keys and texts with their quotes.
};

// Reads one value, with blanks around it, as RFC 8259 has it.  Unlike a parser it keeps every
// spelling, and takes lone surrogates and bytes that are no UTF-8 for what they are: a tool's
// result that was cut within a character holds them. LIFETIME: the text outlives the reader and its
// tokens.
class JsonReader {
 public:
  // BOUND: of nesting.  Deeper text is refused.
  static constexpr std::size_t kDepthMax = 10000;

  explicit JsonReader(std::string_view text) : text_(text) {}
  // False: the text is no JSON, from here on for ever.  Behind the value comes Kind::end.
  [[nodiscard]] bool next(JsonToken& token);
  // Of the value that is next, or was last: how many objects and arrays are around it.
  std::size_t depth() const { return objects_.size(); }
  std::size_t offset() const { return at_; }

 private:
  enum class Expects { value, value_or_end, key, key_or_end, comma_or_end, nothing };
  bool take(JsonToken& token);
  bool take_value(JsonToken& token);
  bool take_end(JsonToken& token);
  bool take_key(JsonToken& token);
  bool take_text(JsonToken& token);
  bool take_number(JsonToken& token);
  bool open(JsonToken& token, bool object);
  void skip_blanks();
  bool is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  void finish(JsonToken& token, JsonToken::Kind kind, std::size_t size);

  std::string_view text_;
  std::size_t at_ = 0;
  Expects expects_ = Expects::value;
  bool failed_ = false;
  std::vector<bool> objects_;  // What is open.
};

// Calls `member(key, value)` for every member of the object that the text is; the key without its
// quotes, both as they are spelled.  False: the text is no object, or no JSON behind what was told.
bool for_each_member(std::string_view text,
                     const std::function<void(std::string_view, std::string_view)>& member);

// Whether both are JSON of the same kinds of tokens one by one, of which `alike` says so of each
// two.
bool same_tokens(std::string_view one, std::string_view other,
                 const std::function<bool(const JsonToken&, const JsonToken&)>& alike);

// Whether both are JSON of the same structure: the same tokens one by one, but for what texts,
// numbers and keys say.
bool same_shape(std::string_view one, std::string_view other);

}  // namespace inkblot
