// Pattern rules: the head proposes; exact body, checksum, boundary and filler words are weighed.
#include <algorithm>
#include <array>

#include "confirm/checksum.h"
#include "confirm/cursor.h"
#include "confirm/drift.h"
#include "confirm/parsers.h"
#include "confirm/rarity.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

// Where the token may begin: at the head, or for a marker in the middle as far back as its run
// goes.
Offset token_begin(const Question& question) {
  Offset begin = question.candidate.begin;
  Glyph glyph;
  unsigned i = 0;
  // PERF: where escapes were undone before, one need not look back through them again.
  const View& view = question.runs.view;
  if (question.rule().back > 0 && question.runs.set == question.derived().run) {
    const auto known = std::lower_bound(view.begins.begin(), view.begins.end(), begin);
    if (known != view.begins.end() && *known == begin) {
      i = static_cast<unsigned>(
          std::min<std::ptrdiff_t>(known - view.begins.begin(), question.rule().back));
      begin = *(known - i);
    }
  }
  for (; i < question.rule().back; ++i) {
    if (!previous_glyph(question.window, begin, glyph)) break;
    if (!question.derived().run.has(glyph.c)) break;
    begin = glyph.begin;
  }
  return begin;
}

// Reads a run in which escapes were spelled, from where the last one was left off.
Step read_escaped(const Question& question, Offset begin, std::size_t most, Text& out) {
  constexpr std::size_t kKeptMax = 8192;
  View& view = question.runs.view;
  const auto found = std::lower_bound(view.begins.begin(), view.begins.end(), begin);
  std::size_t first = static_cast<std::size_t>(found - view.begins.begin());
  if (found == view.begins.end() || *found != begin) {
    view.clear();
    first = 0;
  } else if (first > kKeptMax) {
    view.erase_front(first);
    first = 0;
  }
  Step step = Step::ok;
  const std::size_t have = view.text.size() - first;
  if (have < most) {
    const Offset at = view.text.empty() ? begin : view.ends.back();
    step = read_run(question.window, at, question.derived().run, most - have, view);
  }
  out = {std::string_view(view.text).substr(first, most), 0, &view, first};
  return step;
}

// Reads the token's run.  PERF: one without an escape, which is nearly every one, is not copied.
Step read_token(const Question& question, Offset begin, std::size_t most, Text& out) {
  const Window& window = question.window;
  RunCache& cache = question.runs;
  if (!(cache.set == question.derived().run)) {
    cache.set = question.derived().run;
    cache.begin = cache.end = 0;
    cache.view.clear();
  }
  const CharSet& plain = question.derived().plain_run;
  const Offset last = std::min<Offset>(window.end(), begin + most);
  const bool known = cache.begin <= begin && begin < cache.end;
  Offset at = known ? std::min(cache.end, last) : begin;
  while (at < last && plain.has(window.at(at))) ++at;
  if (!known) cache.begin = begin;
  cache.end = known ? std::max(cache.end, at) : at;
  bool over = at == window.end() ? window.at_end : !kEscapeStarts.has(window.at(at));
  if (!over &&
      at < last) {  // PERF: in JSON nearly every token ends at an escaped line end or quote.
    Glyph glyph;
    const Step step = next_escaped_glyph(window, at, glyph);
    if (step == Step::need_more) return step;
    over = step == Step::end || !question.derived().run.has(glyph.c);
  }
  if (at == begin + most || over) {
    out = {window.text(begin, at), begin};
    return Step::ok;
  }
  return at == window.end() ? Step::need_more : read_escaped(question, begin, most, out);
}

// How much base64 before a slash is an image's.
constexpr std::uint32_t kImageRun = 48;
// And how many tenths of a bit its characters tell, which a path's do not.
constexpr std::size_t kImageTenths = 55;

// Whether a tag ends here that may have replaced as much.
bool behind_base64_tag(const Question& question, Offset at) {
  const Window& window = question.window;
  const Offset floor = at > window.begin + kTagBytesMax ? at - kTagBytesMax : window.begin;
  const std::string_view before = window.text(floor, at);
  const std::size_t tag = before.rfind(kTag);
  if (tag == std::string_view::npos || !is_own_tag(before.substr(tag), question.words())) {
    return false;
  }
  const std::string_view name = before.substr(tag + kTag.size());
  const auto rules = question.pack.rules();
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const bool wide = question.pack.derived(i).width_max >= kImageRun;
    if (wide && name.starts_with(rules[i].id)) return true;
  }
  return false;
}

// A slash before it may be a path's, or be in the middle of an image: there a long run of base64
// comes before it, and its own head is nothing else.
bool inside_base64(const Question& question, Offset begin) {
  constexpr CharSet kBase64 = charset(kAlnum, "+/");
  for (Offset at = begin; at < question.candidate.end; ++at) {
    if (!kBase64.has(question.window.at(at))) return false;
  }
  const auto of_tag = [&question](const Glyph& glyph) {
    bool ours = false;
    find_own_tag(question.window, {glyph.begin, glyph.end}, question.words(), ours);
    return ours;
  };
  Glyph slash;
  Glyph glyph;
  if (previous_glyph(question.window, begin, slash) &&
      previous_glyph(question.window, slash.begin, glyph) && of_tag(glyph)) {
    return behind_base64_tag(question, slash.begin);
  }
  std::array<char, kImageRun> run{};
  std::uint8_t before = 0;  // No image has an empty line.
  for (std::uint32_t i = 0; i < kImageRun; ++i) {
    if (!previous_glyph(question.window, begin, glyph)) return false;
    begin = glyph.begin;
    const std::uint8_t c = glyph.c;
    // What a tag replaced may have been some.
    if (!kBase64.has(c) && (!kLineEnds.has(c) || c == before)) return of_tag(glyph);
    before = c;
    run.at(kImageRun - 1 - i) = static_cast<char>(c);
  }
  return is_rare({run.data(), run.size()}, kImageTenths);
}

bool glued_to_word(const Question& question, Offset begin) {
  Glyph glyph;
  Glyph first;
  if (!previous_glyph(question.window, begin, glyph)) return false;
  const bool word = next_glyph(question.window, begin, first) == Step::ok && kWordSet.has(first.c);
  // A plus sign before a letter says that this is the middle of base64.
  if (word && glyph.c == '+' && !question.derived().run.has('+')) return true;
  if (glyph.c == '/' && inside_base64(question, begin)) return true;
  // A weak prefix behind a dot is a file's name.
  if (glyph.c == '.' && question.rule().run_min == 0 && !question.derived().captures) return true;
  return word && kWordSet.has(glyph.c);
}

struct Match {
  std::size_t begin = 0;  // In the view's text.
  std::size_t end = 0;
  std::size_t secret_begin = 0;
  std::size_t secret_end = 0;
};

bool match_exact(const Question& question, const Text& token, std::size_t head_at, Match& out) {
  const Matcher& matcher = question.pack.exact(question.candidate.rule);
  const std::string_view text = token.text;
  const std::size_t back = question.rule().back;
  Matcher::Extent extent;
  if (back == 0 || question.derived().fixed_back) {
    if (head_at < back) return false;
    out.begin = head_at - back;
    if (!matcher.match(text, out.begin, extent)) return false;
  } else if (!matcher.search(text, out.begin, extent)) {
    return false;
  }
  out.end = extent.end;
  out.secret_begin = extent.group_begin;
  out.secret_end = extent.group_end;
  return out.begin <= head_at && head_at < out.end;
}

Verdict check(const Question& question, std::string_view token) {
  const Checksum* const checksum = question.derived().checksum;
  return checksum == nullptr ? Verdict::unknown : checksum->check(token);
}

// Of a form that may go on, what is glued to the token may be taken for its end: then its check
// value tells where that is.
bool shorten(const Question& question, const Text& token, Match& match) {
  constexpr std::size_t kGluedMax = 16;
  if (question.derived().checksum->proof == Proof::structure || question.derived().captures) {
    return false;
  }
  const Matcher& matcher = question.pack.exact(question.candidate.rule);
  Matcher::Extent extent;
  for (std::size_t n = 1; n <= kGluedMax && n < match.end - match.begin; ++n) {
    const std::string_view text = token.text.substr(0, match.end - n);
    if (!matcher.match(text, match.begin, extent) || extent.end != text.size()) return false;
    if (check(question, text.substr(match.begin)) != Verdict::pass) continue;
    match.end = match.secret_end = text.size();
    return true;
  }
  return false;
}

std::size_t prefix_size(const Question& question) {
  const auto& keywords = question.rule().keywords;
  return keywords.empty() ? 0 : keywords.front().size();
}

Decision found(const Question& question, const Text& token, std::size_t begin, std::size_t end,
               Evidence evidence, bool grows = true) {
  Decision out;
  out.outcome = Outcome::found;
  out.finding.span = {token.begin(begin), token.end(end - 1)};
  out.finding.rule = question.candidate.rule;
  out.finding.evidence = evidence;
  out.growth = grows ? Growth::run : Growth::none;
  out.tail = &question.derived().tail;
  return out;
}

// PERF: most profiles do not ask.
bool is_dull(const Terms& terms, std::string_view body) {
  return terms.entropy_least > 0 && entropy(body) < terms.entropy_least;
}

// Tenths of a bit a character, of which a name has less and a hexadecimal number more.
constexpr std::size_t kDriftTenths = 50;

// A distinctive prefix with a credible run behind it: formats drift, samples are cut.
Decision judge_drifted(const Question& question, const Text& token, std::size_t head_at) {
  const Rule& rule = question.rule();
  question.note(Fact::drift);
  if (rule.run_min == 0 || question.derived().captures) return rejected(Fact::drift);
  const std::string_view text = token.text;
  const std::size_t begin = rule.back == 0 ? head_at : 0;
  const std::size_t end = std::max(text.find_last_not_of(".,:;?!") + 1, head_at);
  const std::size_t body_at = rule.back == 0 ? head_at + prefix_size(question) : 0;
  const Terms& terms = question.terms;
  const std::size_t quarters = 4 * (std::max(end, body_at) - body_at);
  question.note(Scale::length, quarters, terms.run_quarters * rule.run_min);
  if (quarters < terms.run_quarters * rule.run_min) return rejected(Fact::short_body);
  if (!terms.any_length && is_off(question.derived(), end - begin) &&
      !is_placed(question.window, token.begin(begin))) {
    return rejected(Fact::short_body);
  }
  const std::string_view body = text.substr(body_at, end - body_at);
  if (!is_varied(body) || is_dull(terms, body)) return rejected(Fact::uniform);
  if (is_placeholder(body)) return rejected(Fact::filler);
  // Of the documented length it is no name, however its letters read.
  const bool as_long = rule.back == 0 && end - head_at == question.derived().width_max;
  if (!terms.wordy && !as_long && !is_rare(body, kDriftTenths)) return rejected(Fact::wordy);
  return found(question, token, begin, end, Evidence::drifted);
}

// What is glued to a token's end: one of our own tags, in the place of more that was glued to it,
// or maybe one, for the run goes on behind what is looked at.
enum class Tagged : std::uint8_t { no, maybe, yes };

Decision judge(const Question& question, const Text& token, std::size_t head_at, bool glued,
               Tagged is_tagged) {
  const bool tagged = is_tagged != Tagged::no;
  Match match;
  const std::string_view text = token.text;
  if (!match_exact(question, token, head_at, match)) {
    // A run that drifted goes whole: what begins or ends in a tag was none when that was written.
    const bool led = question.rule().back > 0 && text.find(kTag) < head_at;
    if (glued || tagged || led) return rejected(glued ? Fact::glued : Fact::tag);
    return judge_drifted(question, token, head_at);
  }
  const std::string_view secret =
      text.substr(match.secret_begin, match.secret_end - match.secret_begin);
  // PERF: in front of the checksum, which costs more.
  if (is_monotonous(secret)) return rejected(Fact::uniform);
  question.note(Fact::form);
  if (is_unsigned(question.derived(), text.substr(match.end))) return rejected(Fact::filler);
  Verdict verdict = check(question, text.substr(match.begin, match.end - match.begin));
  if (verdict == Verdict::fail && shorten(question, token, match)) verdict = Verdict::pass;
  const bool ends = match.secret_end == match.end;
  if (verdict == Verdict::pass) {
    return found(question, token, match.secret_begin, match.secret_end, Evidence::checksummed,
                 ends);
  }
  if (verdict == Verdict::fail) question.note(Fact::check_fails);
  if (verdict == Verdict::fail && !question.terms.check_fails) return rejected(Fact::check_fails);
  const bool inside = match.begin > 0 && in(kWordSet, text[match.begin - 1]) &&
                      in(kWordSet, text[match.begin]) && !question.derived().captures;
  if (inside || (glued && match.begin == 0)) return rejected(Fact::glued);
  const std::size_t skip = question.derived().captures ? 0 : prefix_size(question);
  const std::string_view body = secret.substr(std::min(skip, secret.size()));
  if (is_placeholder(body)) return rejected(Fact::filler);
  // An identifier is of a weak form as well: shared_ptr_test_helper.
  constexpr CharSet kJoints("_-/");
  const bool prefix = skip > 0 && question.rule().back == 0 && question.rule().run_min == 0;
  const bool weak =
      prefix && verdict == Verdict::unknown && find_in(body, kJoints) != std::string_view::npos;
  if (weak && (is_name(body) || (count_in(body, kDigit) * 5 < body.size() && is_wordy(body)))) {
    return rejected(Fact::wordy);
  }
  // Had what the tag replaced not kept it from being one, it would have gone with that; and a form
  // that can go on was judged with what is no longer there.
  const std::string_view behind = text.substr(match.end);
  constexpr CharSet kMarks = inverted(charset(kAlnum));
  const bool touches =
      tagged && (behind.empty() || (is_tagged == Tagged::yes && all_in(behind, kMarks)));
  const bool goes_on = match.end - match.begin < question.derived().width_max;
  if (touches && (goes_on || question.derived().captures || question.rule().run_min == 0)) {
    return rejected(Fact::tag);
  }
  constexpr CharSet kTagSet = charset(kAlnum, "_");
  const bool more = touches || (!behind.empty() && in(tagged ? kTagSet : kWordSet, behind.front()));
  const bool longer = more && !question.derived().captures;
  if (longer) question.note(Fact::longer);
  if (longer && question.rule().run_min == 0 && !question.derived().line) {
    return rejected(Fact::longer);
  }
  if (longer && is_dull(question.terms, secret)) return rejected(Fact::uniform);
  // What a tag replaced may have padded it.
  const Derived& derived = question.derived();
  const bool padded = touches ? is_fixed(derived) : is_padded(derived, body, behind);
  if (longer && padded && !glued && !question.terms.any_length &&
      !is_placed(question.window, token.begin(match.begin))) {
    return rejected(Fact::longer);
  }
  if (!longer && !glued) question.note(Fact::boundary);
  return found(question, token, match.secret_begin, match.secret_end,
               longer ? Evidence::drifted : Evidence::exact, ends);
}

// Where a tag begins, or the text's end.  A colour code that was cut takes its first letter.
std::size_t tag_begin(std::string_view text, std::size_t from) {
  for (std::size_t rest = from; (rest = text.find(kTag.substr(1), rest)) < text.size(); ++rest) {
    const std::size_t begin = rest > 0 && text[rest - 1] == kTag.front() ? rest - 1 : rest;
    if (begin >= from) return begin;
  }
  return text.size();
}

}  // namespace

bool starts_in_word(const Question& question) {
  const Derived& derived = question.derived();
  const bool may = !derived.never_glued || question.rule().foreign != nullptr;
  Glyph before;
  Glyph first;
  return !may && previous_glyph(question.window, question.candidate.begin, before) &&
         kWordSet.has(before.c) &&
         next_glyph(question.window, question.candidate.begin, first) == Step::ok &&
         kWordSet.has(first.c);
}

Step ends_in_word(const Question& question) {
  const Candidate& head = question.candidate;
  if (!question.derived().ends_word || head.begin == head.end) return Step::end;
  return word_goes_on(question.window, head.end);
}

Decision confirm_token(const Question& question) {
  const Offset begin = token_begin(question);
  const bool glued = glued_to_word(question, begin);
  if (glued && !question.derived().proven_glued && question.rule().back == 0) {
    return rejected(Fact::glued);
  }
  const std::size_t most =
      std::min<std::size_t>(kDecideGlyphsMax, question.derived().width_max + question.rule().back +
                                                  question.rule().run_min + 1);
  Text token;
  if (read_token(question, begin, most, token) == Step::need_more) return undecided();
  std::size_t head_at = 0;
  if (token.view == nullptr) {
    head_at = static_cast<std::size_t>(question.candidate.begin - begin);
  } else {
    while (head_at < token.text.size() && token.begin(head_at) < question.candidate.begin)
      ++head_at;
  }
  if (head_at >= token.text.size()) return rejected();
  // What touches a tag ends there; the tag may be cut, or have lost its end to another one.
  const std::size_t tag = tag_begin(token.text, head_at + 1);
  const Tagged cut = tag == most ? Tagged::maybe : Tagged::no;
  const Tagged tagged = tag < token.text.size() ? Tagged::yes : cut;
  token.text = token.text.substr(0, tag);
  return judge(question, token, head_at, glued, tagged);
}

}  // namespace inkblot
