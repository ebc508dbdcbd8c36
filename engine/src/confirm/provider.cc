// The words before a token are folded and looked up among the names of providers.
#include <algorithm>
#include <array>
#include <string>

#include "confirm/cursor.h"
#include "confirm/reference.h"
#include "confirm/shapeless.h"
#include "confirm/value.h"
#include "decode/letters.h"
#include "pack/providers.h"

namespace inkblot {
namespace {

constexpr std::size_t kNearMax = 32;
constexpr std::size_t kBeforeMax = 96;
constexpr std::size_t kWordMax = 48;
constexpr std::size_t kWordsMax = 4;

// What stands between a provider's name and the token.
struct Between {
  bool mark = false;      // An operator, or the quote before the token.
  bool key_word = false;  // A word that says that a key follows.
};

// Takes the marks before a token or a word off the end of `text`.  False where none may stand.
bool take_marks(std::string_view& text, Between& between) {
  constexpr CharSet kOperators("\"'`=:>(");
  for (std::size_t i = 0; i < kMarksMax && !text.empty(); ++i) {
    if (!in(kMarksBetween, text.back())) return true;
    between.mark = between.mark || in(kOperators, text.back());
    text.remove_suffix(1);
  }
  return !text.empty() && !in(kMarksBetween, text.back());
}

// Takes the last word off the end of `text`, in small letters and without its marks.
bool take_word(std::string_view& text, std::string& word) {
  std::array<char, kWordMax> folded{};
  std::size_t begin = folded.size();
  while (!text.empty() && (in(kWordSet, text.back()) || in(kJoinedWords, text.back()))) {
    if (in(kWordSet, text.back())) {
      if (begin == 0) return false;
      folded[--begin] = to_lower(text.back());
    }
    text.remove_suffix(1);
  }
  word.assign(folded.data() + begin, folded.size() - begin);
  return !word.empty();
}

// Looks for a provider's name in the words before a token.
class Search {
 public:
  Search(const Question& question, std::string_view token)
      : providers_(*question.derived().providers),
        // Strict asks nothing of a name, and precise asks of every one what others ask of words.
        asks_never_(question.terms.weight_more < 0),
        asks_always_(!question.terms.prose),
        token_(token) {}

  // How much of the token is a credential of the provider whose name stands at the end of `before`,
  // from which is taken what was looked at; 0: of none.
  std::size_t size(std::string_view& before) {
    between_ = {};
    std::string word;
    for (std::size_t i = 0; i < kWordsMax; ++i) {
      if (!take_marks(before, between_) || !take_word(before, word)) return 0;
      std::size_t size = 0;
      if (ask(word, size)) return size;
      if (!only_affixes_) return 0;
    }
    return 0;
  }

 private:
  // Whether a word is a name, under what may be glued to either end of one.
  bool ask(std::string_view word, std::size_t& size) {
    for (only_affixes_ = false; !word.empty();) {
      bool plain = false;
      if (providers_.find(word, token_, size, plain) && suffices(plain)) return true;
      const Affix* affix = find_affix(word, true);
      if (affix != nullptr) {
        word.remove_suffix(affix->text.size());
      } else {
        affix = find_affix(word, false);
        if (affix == nullptr) return false;
        word.remove_prefix(affix->text.size());
      }
      between_.key_word = between_.key_word || affix->key;
    }
    only_affixes_ = true;
    return false;
  }
  bool suffices(bool plain) const {
    const bool asks = !asks_never_ && (!plain || asks_always_);
    return !asks || (between_.mark && between_.key_word);
  }

  const Providers& providers_;
  bool asks_never_;
  bool asks_always_;
  std::string_view token_;
  Between between_;
  bool only_affixes_ = false;  // The last word that was asked is made of them.
};

// A form may go on with these.
constexpr CharSet kWide = charset(kAlnum, "_-+/=.~:");

// Where they end, at `last` at most.  PERF: in one long word, where the tokens before it found out.
Offset wide_end(const Question& question, Offset from, Offset last) {
  Span& known = question.runs.wide;
  if (from < known.begin || from >= known.end) known = {from, from};
  Offset end = std::min(known.end, last);
  while (end < last && kWide.has(question.window.at(end))) ++end;
  known.end = std::max(known.end, end);
  return end;
}

// What stands in a token's place in examples, or in a name's.  A form to the letter says much, and
// people make up values of it as they go: neither a sequence nor an alphabet is a reason.
bool is_filler(std::string_view body) {
  CharSet kinds;
  for (const char c : body) kinds.set(static_cast<std::uint8_t>(c));
  return kinds.size() < 6 || holds_filler(body) || (count_in(body, kDigit) < 2 && is_wordy(body));
}

}  // namespace

Decision parse_provider(const Question& question) {
  const Window& window = question.window;
  if (question.derived().providers == nullptr) return rejected();
  const Providers& providers = *question.derived().providers;
  Span token;
  if (const Step step = read_shapeless(window, question.candidate, token); step != Step::ok) {
    return step == Step::need_more ? undecided() : rejected();
  }
  Offset end = token.end;
  if (end < window.end() && kWide.has(window.at(end))) {
    const Offset last = std::min<Offset>(window.end(), token.begin + kTokenBytesMax + 1);
    end = wide_end(question, end, last);
    if (end == window.end() && !window.at_end) return undecided();
  } else if (!providers.has_plain(window.text(token.begin, token.end))) {
    return rejected();
  }
  const std::string_view text = window.text(token.begin, end);
  Search search(question, text);
  std::size_t size = 0;
  // PERF: a few characters are nearly always enough, and undoing escapes costs.
  for (const std::size_t most : {kNearMax, kBeforeMax}) {
    std::string_view before = read_before(window, token.begin, most, question.scratch);
    const bool cut = before.size() == most;
    size = search.size(before);
    if (!cut || !before.empty()) break;
    size = 0;  // The last word may be a part of one.
  }
  if (size == 0) return rejected();
  // What goes on like this is a part of something else, but for the end of a sentence.
  const std::string_view behind = text.substr(size);
  if (!behind.empty() && behind != "." && behind != ":") return rejected();
  const std::string_view body = text.substr(0, size);
  if (is_filler(body) || is_reference(body)) return rejected();
  Decision out = found_value(question, {{body, token.begin}}, 0, size);
  out.finding.evidence = Evidence::contextual;
  return out;
}

}  // namespace inkblot
