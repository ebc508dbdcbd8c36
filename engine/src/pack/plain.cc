// Recursive descent over literals, classes, groups, choices and counts.
#include "pack/plain.h"

#include <charconv>
#include <utility>

namespace inkblot {
namespace {

constexpr std::size_t kSequencesMax = 128;
constexpr std::size_t kItemsMax = 96;
constexpr std::uint32_t kRepeatMax = 1U << 20U;

void add_range(CharSet& set, unsigned from, unsigned to) {
  for (unsigned c = from; c <= to; ++c) set.set(static_cast<std::uint8_t>(c));
}

CharSet folded(const CharSet& set) {
  CharSet out = set;
  for (unsigned c = 'a'; c <= 'z'; ++c) {
    const auto lower = static_cast<std::uint8_t>(c);
    const auto upper = static_cast<std::uint8_t>(c - 'a' + 'A');
    if (set.has(lower)) out.set(upper);
    if (set.has(upper)) out.set(lower);
  }
  return out;
}

// Recursive descent; `ok_` falls at the first thing that is not plain.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<Sequence> whole() {
    auto out = choice();
    if (at_ != text_.size()) ok_ = false;
    return out;
  }
  bool ok() const { return ok_; }

 private:
  using Choice = std::vector<Sequence>;

  bool more() const { return ok_ && at_ < text_.size(); }
  bool eat(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Choice choice() {
    Choice out = row();
    while (more() && eat("|")) {
      Choice other = row();
      out.insert(out.end(), other.begin(), other.end());
    }
    if (out.size() > kSequencesMax) ok_ = false;
    return out;
  }

  Choice row() {
    Choice out = {{}};
    while (more() && text_[at_] != '|' && text_[at_] != ')') {
      Choice part = repeated(atom());
      if (out.size() * part.size() > kSequencesMax) ok_ = false;
      if (!ok_) return {};
      Choice joined;
      for (const Sequence& a : out) {
        for (const Sequence& b : part) {
          joined.push_back(a);
          joined.back().insert(joined.back().end(), b.begin(), b.end());
          if (joined.back().size() > kItemsMax) ok_ = false;
        }
      }
      out = std::move(joined);
    }
    return out;
  }

  Choice single(const CharSet& set) const {
    return {{Item{.set = caseless_ ? folded(set) : set, .in_group = in_group_}}};
  }

  Choice atom() {
    if (eat("(?i:")) {
      const bool before = std::exchange(caseless_, true);
      return close(choice(), before, in_group_);
    }
    if (eat("(?:")) return close(choice(), caseless_, in_group_);
    if (eat("(?")) ok_ = false;
    if (!ok_) return {};
    if (eat("(")) {
      if (groups_++ > 0) ok_ = false;
      const bool before = std::exchange(in_group_, true);
      return close(choice(), caseless_, before);
    }
    const char c = text_[at_++];
    if (c == '[') return single(char_class());
    if (c == '\\') return single(escape());
    if (c == '.') return single(inverted(CharSet()));
    if (std::string_view("*+?{^$").find(c) != std::string_view::npos) ok_ = false;
    return single(CharSet(std::string_view(&c, 1)));
  }

  Choice close(Choice inner, bool caseless, bool in_group) {
    if (!eat(")")) ok_ = false;
    caseless_ = caseless;
    in_group_ = in_group;
    return inner;
  }

  CharSet escape() {
    CharSet set;
    if (at_ >= text_.size()) {
      ok_ = false;
      return set;
    }
    const char c = text_[at_++];
    switch (c) {
      case 'd':
        add_range(set, '0', '9');
        return set;
      case 's':
      case 'S':
        set.add(" \t\n\r\f");
        return c == 's' ? set : inverted(set);
      case 'w':
        set = charset(kAlnum, "_");
        return set;
      case 'n':
        set.add("\n");
        return set;
      case 'r':
        set.add("\r");
        return set;
      case 't':
        set.add("\t");
        return set;
      case 'x':
        return hex_escape();
      default:
        break;
    }
    const auto byte = static_cast<std::uint8_t>(c);
    if (kWordSet.has(byte) || byte >= 0x80) ok_ = false;  // \b, \z and their like.
    set.set(byte);
    return set;
  }

  CharSet hex_escape() {
    CharSet set;
    unsigned value = 0;
    const std::string_view digits = text_.substr(at_, 2);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value, 16);
    if (error != std::errc() || end != digits.end() || digits.size() != 2) ok_ = false;
    at_ += digits.size();
    set.set(static_cast<std::uint8_t>(value));
    return set;
  }

  CharSet char_class() {
    const bool negated = eat("^");
    CharSet set;
    for (bool first = true; more() && (first || text_[at_] != ']'); first = false) {
      if (eat("[:")) ok_ = false;
      const char c = text_[at_++];
      if (c == '\\') {
        set.add(escape());
        continue;
      }
      const bool range = at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']';
      if (!range) {
        set.set(static_cast<std::uint8_t>(c));
        continue;
      }
      const char to = text_[at_ + 1];
      at_ += 2;
      if (to == '\\' || static_cast<std::uint8_t>(to) < static_cast<std::uint8_t>(c)) ok_ = false;
      add_range(set, static_cast<std::uint8_t>(c), static_cast<std::uint8_t>(to));
    }
    if (!eat("]")) ok_ = false;
    if (caseless_) set = folded(set);
    return negated ? inverted(set) : set;
  }

  bool number(std::uint32_t& out) {
    const std::string_view rest = text_.substr(at_);
    const auto [end, error] = std::from_chars(rest.begin(), rest.end(), out);
    at_ += static_cast<std::size_t>(end - rest.begin());
    return error == std::errc() && out <= kRepeatMax;
  }

  Choice repeated(Choice inner) {
    if (!more()) return inner;
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    if (eat("?")) {
      min = 0;
    } else if (eat("*") || eat("+")) {
      min = text_[at_ - 1] == '*' ? 0 : 1;
      max = kRepeatMax;
    } else if (eat("{")) {
      if (!number(min)) ok_ = false;
      max = min;
      if (eat(",")) {
        max = kRepeatMax;
        if (more() && text_[at_] != '}' && !number(max)) ok_ = false;
      }
      if (!eat("}") || max < min) ok_ = false;
    } else {
      return inner;
    }
    if (more() && text_[at_] == '?') ok_ = false;  // Lazy.
    return times(std::move(inner), min, max);
  }

  Choice times(Choice inner, std::uint32_t min, std::uint32_t max) {
    const bool one =
        inner.size() == 1 && inner[0].size() == 1 && inner[0][0].min == 1 && inner[0][0].max == 1;
    if (one) {
      inner[0][0].min = min;
      inner[0][0].max = max;
      return inner;
    }
    if (min == 0 && max == 1) {
      inner.emplace_back();
      return inner;
    }
    if (min != max || inner.size() != 1 || min * inner[0].size() > kItemsMax) {
      ok_ = false;
      return {};
    }
    Sequence out;
    for (std::uint32_t i = 0; i < min; ++i) {
      out.insert(out.end(), inner[0].begin(), inner[0].end());
    }
    return {out};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool ok_ = true;
  bool caseless_ = false;
  bool in_group_ = false;
  int groups_ = 0;
};

}  // namespace

std::optional<std::vector<Sequence>> parse_plain(std::string_view pattern) {
  Parser parser(pattern);
  auto out = parser.whole();
  if (!parser.ok() || out.empty()) return std::nullopt;
  return out;
}

std::string to_pattern(const Sequence& sequence) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const Item& item : sequence) {
    out += '[';
    for (unsigned c = 0; c < 256; ++c) {
      if (!item.set.has(static_cast<std::uint8_t>(c))) continue;
      out += {'\\', 'x', kHex[c >> 4U], kHex[c & 15U]};
    }
    out += "]{" + std::to_string(item.min) + ',' + std::to_string(item.max) + '}';
  }
  return out;
}

void Neighbours::add(const Sequence& sequence) {
  const auto add_pairs = [this](const CharSet& first, const CharSet& second) {
    for (unsigned c = 0; c < 256; ++c) {
      if (first.has(static_cast<std::uint8_t>(c))) behind_[c].add(second);
    }
  };
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (sequence[i].max > 1) add_pairs(sequence[i].set, sequence[i].set);
    for (std::size_t j = i + 1; j < sequence.size(); ++j) {
      add_pairs(sequence[i].set, sequence[j].set);
      if (sequence[j].min > 0) break;
    }
  }
}

void Neighbours::add_all() {
  for (CharSet& set : behind_) {
    set = CharSet();
    set.invert();
  }
}

std::string Neighbours::save() const {
  std::string out(256 * 256 / 8, '\0');
  for (unsigned i = 0; i < 256 * 256; ++i) {
    if (has(static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i))) {
      out[i / 8] = static_cast<char>(static_cast<std::uint8_t>(out[i / 8]) | 1U << (i % 8));
    }
  }
  return out;
}

bool Neighbours::load(std::string_view bytes) {
  if (bytes.size() != 256 * 256 / 8) return false;
  for (unsigned i = 0; i < bytes.size(); ++i) {
    for (unsigned bits = static_cast<std::uint8_t>(bytes[i]), j = 0; bits != 0; bits >>= 1U, ++j) {
      if ((bits & 1U) != 0) behind_[i / 32].set(static_cast<std::uint8_t>(i * 8 + j));
    }
  }
  return true;
}

}  // namespace inkblot
