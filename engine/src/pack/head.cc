// Reads the begin of a head as sets of bytes, one list for each way to begin.
#include "pack/head.h"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <vector>

namespace inkblot {
namespace {

constexpr std::size_t kDepth = 4;  // Bytes that are looked at.
constexpr std::size_t kBeginsMax = 4096;
constexpr std::size_t kFirstMax = 8;
constexpr std::size_t kPairMax = 16;
constexpr unsigned kManyTimes = 1024;

using Bytes256 = std::bitset<256>;
using Begin = std::vector<Bytes256>;
using Begins = std::vector<Begin>;

struct Count {
  unsigned least = 1;
  unsigned most = 1;
};

class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}

  // False for what the check does not understand.
  bool parse(Begins& out) { return alternatives(out) && at_ == text_.size(); }

 private:
  bool more() const { return at_ < text_.size(); }
  bool take(std::string_view word) {
    if (text_.compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }

  bool alternatives(Begins& out) {
    do {
      Begins branch;
      if (!sequence(branch)) return false;
      out.insert(out.end(), branch.begin(), branch.end());
    } while (take("|"));
    return out.size() <= kBeginsMax;
  }

  bool sequence(Begins& out) {
    out = {Begin()};
    while (more() && text_[at_] != '|' && text_[at_] != ')') {
      Begins atom;
      Count count;
      if (!read_atom(atom) || !read_count(count)) return false;
      if (!append(out, atom, count)) return false;
    }
    return true;
  }

  // Appends `atom` as often as it may stand there, as far as kDepth looks.
  static bool append(Begins& out, const Begins& atom, Count count) {
    Begins all;
    const std::size_t most = std::min<std::size_t>(count.most, kDepth);
    for (std::size_t times = 0; times <= most; ++times) {
      if (times >= std::min<std::size_t>(count.least, kDepth)) {
        all.insert(all.end(), out.begin(), out.end());
      }
      Begins longer;
      for (const Begin& begin : out) {
        for (const Begin& next : atom) {
          Begin joined = begin;
          for (const Bytes256& byte : next) {
            if (joined.size() < kDepth) joined.push_back(byte);
          }
          longer.push_back(std::move(joined));
        }
      }
      if (longer.size() + all.size() > kBeginsMax) return false;
      out = std::move(longer);
    }
    out = std::move(all);
    return true;
  }

  bool read_atom(Begins& out) {
    const bool caseless_before = caseless_;
    if (take("(?i:")) {
      caseless_ = true;
    } else if (text_.compare(at_, 2, "(?") == 0 ? !take("(?:") : !take("(")) {
      if (text_[at_] == '(') return false;  // Lookaround and other flags.
      Bytes256 set;
      if (!read_set(set)) return false;
      out = {{fold(set)}};
      return true;
    }
    const bool good = alternatives(out) && take(")");
    caseless_ = caseless_before;
    return good;
  }

  Bytes256 fold(Bytes256 set) const {
    for (unsigned c = 'a'; caseless_ && c <= 'z'; ++c) {
      const bool either = set[c] || set[c - 'a' + 'A'];
      set[c] = either;
      set[c - 'a' + 'A'] = either;
    }
    return set;
  }

  bool read_set(Bytes256& set) {
    if (take(".")) {
      set.set();
      return true;
    }
    if (!take("[")) {
      // A quantifier with nothing before it, or an assertion.
      if (more() && std::string_view("?*+{^$").find(text_[at_]) != std::string_view::npos) {
        return false;
      }
      return read_character(set);
    }
    const bool inverted = take("^");
    bool first = true;
    while (more() && (first || text_[at_] != ']')) {
      first = false;
      Bytes256 low;
      if (!read_character(low)) return false;
      if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
        ++at_;
        Bytes256 high;
        if (low.count() != 1 || !read_character(high) || high.count() != 1) return false;
        for (std::size_t c = low._Find_first(); c <= high._Find_first(); ++c) low.set(c);
      }
      set |= low;
    }
    if (inverted) set.flip();
    return take("]");
  }

  bool read_character(Bytes256& set) {
    if (!more()) return false;
    if (text_[at_] != '\\') {
      set.set(static_cast<unsigned char>(text_[at_++]));
      return true;
    }
    if (at_ + 1 >= text_.size()) return false;
    const char c = text_[at_ + 1];
    at_ += 2;
    switch (c) {
      case 'd':
        for (unsigned digit = '0'; digit <= '9'; ++digit) set.set(digit);
        return true;
      case 's':
        for (const char blank : std::string(" \t\r\n\f\v")) set.set(static_cast<unsigned>(blank));
        return true;
      case 'x': {
        unsigned value = 0;
        const char* const from = text_.data() + at_;
        if (std::from_chars(from, from + 2, value, 16).ptr != from + 2) return false;
        at_ += 2;
        set.set(value);
        return true;
      }
      case 'w':
      case 'W':
      case 'D':
      case 'S':
      case 'b':
        set.set();
        return true;
      case 't':
        set.set('\t');
        return true;
      default:
        set.set(static_cast<unsigned char>(c));
        return true;
    }
  }

  bool read_count(Count& count) {
    if (take("?")) count = {0, 1};
    if (take("*")) count = {0, kManyTimes};
    if (take("+")) count = {1, kManyTimes};
    if (!take("{")) return true;
    const std::size_t close = text_.find('}', at_);
    if (close == std::string::npos) return false;
    const char* const end = text_.data() + close;
    const auto least = std::from_chars(text_.data() + at_, end, count.least);
    count.most = count.least;
    if (least.ptr != end) {
      count.most = kManyTimes;
      if (*least.ptr != ',') return false;
      if (least.ptr + 1 != end && std::from_chars(least.ptr + 1, end, count.most).ptr != end) {
        return false;
      }
    }
    at_ = close + 1;
    return true;
  }

  const std::string& text_;
  std::size_t at_ = 0;
  bool caseless_ = false;
};

bool is_cheap(const Begin& begin) {
  if (begin.size() < 2 || begin.front().count() > kFirstMax) return false;
  for (std::size_t i = 1; i < begin.size(); ++i) {
    if (begin[i - 1].count() * begin[i].count() <= kPairMax) return true;
  }
  return false;
}

}  // namespace

Status check_head(const std::string& head) {
  Begins begins;
  if (!Parser(head).parse(begins)) {
    return Status(
        Code::bad_pack,
        "its begin is too varied to be checked; use literals, classes, (?:a|b) and counts");
  }
  if (std::all_of(begins.begin(), begins.end(), is_cheap)) return {};
  return Status(
      Code::bad_pack,
      "it begins with a class or with a single fixed byte, which slows the whole sweep by "
      "a factor of four; begin with two fixed bytes such as prefix_[0-9a-z]{8}, or, where "
      "the fixed bytes stand in the middle of the token, let the head begin there and say "
      "with back = N how far before it the token begins");
}

}  // namespace inkblot
