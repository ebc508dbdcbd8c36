// A name that marks a secret, what links it to a value, and whether the value is one.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "confirm/allowed.h"
#include "confirm/before.h"
#include "confirm/coded_tag.h"
#include "confirm/explained.h"
#include "confirm/glance.h"
#include "confirm/intl.h"
#include "confirm/link.h"
#include "confirm/more.h"
#include "confirm/name.h"
#include "confirm/pairs.h"
#include "confirm/reference.h"
#include "confirm/value.h"
#include "confirm/weight.h"
#include "decode/letters.h"
#include "tag.h"

namespace inkblot {
namespace {

Weight heavier(Weight weight) {
  return weight >= Weight::mixed ? Weight::random
                                 : static_cast<Weight>(static_cast<unsigned>(weight) + 1);
}

// The least that a value must look like, given what stands around it.  A literal in quotes is a
// value; a bare word may be a name, a type or a word of a sentence.
Weight least(const Name& name, const Joint& joint, bool literal) {
  if (name.promise == Promise::hint) return Weight::random;
  const bool password = name.promise == Promise::password;
  Weight weight = password ? Weight::chosen : Weight::mixed;
  if (!literal) {
    switch (joint.link) {
      case Link::code:
      case Link::prose:
      case Link::spaced:
        weight = Weight::mixed;
        break;
      case Link::listed:
        weight = password ? Weight::mixed : Weight::random;
        break;
      default:
        break;
    }
  }
  if (name.loose || joint.call) weight = heavier(weight);
  return weight;
}

// How much of a value is the word of a scheme before it, as in `token: "Bearer X"`.
std::size_t scheme_size(std::string_view text) {
  static constexpr auto kSchemes = std::to_array<std::string_view>(
      {"bearer", "basic", "token", "apikey", "bot", "ssws", "splunk", "geniekey"});
  const std::size_t blank = text.substr(0, 13).find(' ');
  if (blank == std::string_view::npos || blank + 1 >= text.size()) return 0;
  const std::string word = to_lower(text.substr(0, blank));
  return std::find(kSchemes.begin(), kSchemes.end(), word) == kSchemes.end() ? 0 : blank + 1;
}

// A bare word that something is called or looked up with: f(x), table[x].
bool is_expression(const Window& window, const Text& text, Step& step) {
  Glyph next;
  step = next_glyph(window, text.end(text.text.size() - 1), next);
  return step == Step::ok && (next.c == '(' || next.c == '[');
}

// What ends a bare word here: in a URL the next parameter, in an element the next tag.
const CharSet& ends_of(const Window& window, const Name& name, const Joint& joint) {
  static constexpr CharSet kElementEnds("\r\n<");
  static constexpr CharSet kSettingEnds(" \t\r\n,;\"'`<>(){}[]|");
  if (joint.link == Link::element) return kElementEnds;
  Glyph before;
  const bool parameter = previous_glyph(window, name.begin, before) &&
                         (before.c == '?' || before.c == '&' || before.c == '#');
  return parameter ? kBareEnds : kSettingEnds;
}

// Whether a value holds its own name, as examples do: my_token = "put-my_token-here".
bool holds_name(const Window& window, const Name& name, std::string_view value) {
  std::string word;
  for (Offset at = name.begin; at < name.end; ++at) {
    word.push_back(to_lower(static_cast<char>(window.at(at))));
  }
  const auto same = [](char a, char b) { return to_lower(a) == b; };
  word.erase(0, std::min(word.find_first_not_of(".-_"), word.size()));  // .set_key = my_set_key
  return word.size() >= 4 &&
         std::search(value.begin(), value.end(), word.begin(), word.end(), same) != value.end();
}

// PERF: what else it is matters only to whoever asks.
Decision too_weak(const Question& question, std::string_view text) {
  if (question.facts == nullptr) return rejected(Fact::weak);
  if (!text.empty() && is_reference(text)) return rejected(Fact::reference);
  return rejected(is_placeholder(text) ? Fact::filler : Fact::weak);
}

// A literal behind another one of the same list, or a line behind another one of a block.
Decision parse_item(const Question& question) {
  static constexpr CharSet kBlockEnds("\r\n\"");
  Cursor in{question.window, question.candidate.begin};
  const bool literal = in.is(kQuotes);
  Value value;
  if (!read_value(in, question.scratch, value, kBlockEnds)) return undecided();
  const std::string_view text = value.text.text;
  const Weight least = literal ? Weight::random : Weight::chosen;
  const Weight needed = asked(question.terms, least, literal);
  if (text.empty() || !weighs(text, needed)) return too_weak(question, text);
  if (is_reference(text)) return rejected(Fact::reference);
  Decision out = found_value(question, value, 0, text.size());
  out.finding.evidence = Evidence::contextual;
  const Step step =
      literal ? next_in_list(in, value, true, out.next) : next_in_block(in, value, out.next);
  return step == Step::need_more ? undecided() : out;
}

// The part of a value that is to be weighed: without a scheme and blanks around it, or the last
// word of an element.
struct Part {
  std::size_t from = 0;
  std::size_t size = 0;
  bool padded = false;  // Blanks were cut off.
};
Part part_of(std::string_view text, const Joint& joint) {
  if (joint.link != Link::element) {
    const std::size_t scheme = scheme_size(text);
    const std::size_t size = text.size();
    std::size_t from = scheme;
    while (from < text.size() && text[from] == ' ') ++from;
    while (text.size() > from && text.back() == ' ') text.remove_suffix(1);
    return {from, text.size() - from, from > scheme || text.size() < size};
  }
  while (!text.empty() &&
         (kBlank.has(static_cast<std::uint8_t>(text.back())) || text.back() == '}')) {
    text.remove_suffix(1);
  }
  const std::size_t blank = text.find_last_of(" \t{");
  const std::size_t from = blank == std::string_view::npos ? 0 : blank + 1;
  return {from, text.size() - from};
}

constexpr CharSet kNamed = charset(kAlnum, "_-.");

// Whether a bare word is something a program has a name for: a type, a path of names, an argument.
bool is_named(const Name& name, const Joint& joint, std::string_view text) {
  const bool listed = joint.link == Link::listed;
  const std::size_t equals = text.find('=');
  const std::size_t plain = std::min(text.size(), equals);
  const bool named = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(plain),
                                 [](char c) { return in(kNamed, c) && c != '-'; });
  if (!named) return false;
  if (plain < text.size()) return listed && holds_words(text.substr(0, plain));
  const bool settled = name.shouted || name.promise == Promise::password;
  return (!settled || listed || joint.link == Link::prose) && holds_words(text);
}

// Whether a bare word in code is longer and holds more digits than what code calls its values.
bool is_generated(std::string_view text) {
  constexpr std::size_t kSizeMin = 24;
  const std::size_t digits = count_in(text, kDigit);
  return all_in(text, kNamed) && text.size() >= kSizeMin && digits * 8 >= text.size();
}

// Reads the name around a stem, in the language of its rule.
Step read_any_name(const Question& question, const Span& stem, Name& name) {
  const Promise promise = question.derived().parser->promise;
  if (promise != Promise::none) return read_foreign_name(question.window, stem, promise, name);
  if (question.names == nullptr) return read_name(question.window, stem, question.scratch, name);
  return question.names->read(question.window, stem, question.scratch, name);
}

// A particle takes the place of an operator.
Step read_any_joint(Cursor& in, const Name& name, Joint& joint) {
  const Step step = read_joint(in, name, joint);
  if (step != Step::end || !name.linked) return step;
  in.at = name.end;
  joint = {.link = Link::prose};
  return Step::ok;
}

// A bare word ends where the punctuation of another script begins.
std::size_t before_wide(std::string_view text) {
  return std::min({text.size(), text.find("\xEF\xBC"), text.find("\xE3\x80")});
}

// The value behind a joint: a line of settings as a whole, or up to what ends it.  Nothing: it may
// go on beyond the window.
std::optional<Value> read_joined(const Question& question, const Name& name, const Joint& joint,
                                 Cursor& in) {
  Value out;
  const Offset begin = in.at;
  const bool assigned = joint.link == Link::assign || joint.link == Link::spaced;
  const bool setting =
      assigned && !joint.block && name.promise == Promise::password && !in.is(kQuotes);
  const CharSet& ends = ends_of(question.window, name, joint);
  if (!read_value(in, question.scratch, out, ends)) return std::nullopt;
  if (!setting || out.text.text.empty()) return out;
  // PERF: only what such a mark cut off can be longer.
  constexpr CharSet kMarks(",;|()[]{}");
  Cursor behind{question.window, out.text.end(out.text.text.size() - 1)};
  if (!behind.is(kMarks)) {
    if (behind.starved()) return std::nullopt;
    return out;
  }
  if (!begins_line(question.window, name.begin)) return out;
  in.at = begin;
  const Step step = read_setting(in, question.scratch, out);
  if (step == Step::need_more) return std::nullopt;
  if (step == Step::end) read_value(in, question.scratch, out, ends);
  return out;
}

// Whether what stands behind a name is a value that was redacted: then the one before it is none,
// as it was when that value still stood there.
Step is_taken(const Question& question, const Name& name, bool& taken) {
  Cursor in{question.window, name.end};
  Joint joint;
  taken = false;
  const Step step = read_any_joint(in, name, joint);
  if (step != Step::ok) return step;
  const auto value = read_joined(question, name, joint, in);
  if (!value) return Step::need_more;
  taken = shows_tag(value->text.text, question.words());
  return Step::ok;
}

// A value that stands before its name.
Decision parse_before(const Question& question, const Span& stem) {
  Span span;
  if (!question.terms.prose || !find_before(question.window, stem.begin, true, span) ||
      !is_in_name(question.window, stem)) {
    return rejected();
  }
  Name name;
  if (read_any_name(question, stem, name) == Step::need_more) return undecided();
  if (name.promise == Promise::none) return rejected(Fact::no_promise);
  if (is_allowed_name(question, {name.begin, name.end})) return rejected(Fact::allowed);
  const bool password = name.promise == Promise::password;
  const Weight least = password && !name.loose ? Weight::mixed : Weight::random;
  const Value value{plain_text(question.window, span)};
  if (!weighs(value.text.text, asked(question.terms, least, false))) return rejected(Fact::weak);
  bool taken = false;
  if (is_taken(question, name, taken) == Step::need_more) return undecided();
  if (taken) return rejected(Fact::tag);
  Decision out = found_value(question, value, 0, value.text.text.size());
  out.finding.evidence = Evidence::contextual;
  return out;
}

void note_weight(const Question& question, Weight weight, Weight needed, bool literal) {
  question.note(Fact::name);
  question.note(Scale::weight, static_cast<std::size_t>(weight), static_cast<std::size_t>(needed));
  if (literal) question.note(Fact::quotes);
  if (weight == Weight::chosen) question.note(Fact::chosen);
  if (weight == Weight::mixed) question.note(Fact::mixed);
  if (weight == Weight::random) question.note(Fact::random);
}

// A name and what links it to a value.
struct Behind {
  const Name& name;
  const Joint& joint;
  bool literal;  // The value stands in quotes.
};

// Whether a part of a value is a secret.
Decision judge(const Question& question, const Behind& behind, const Value& value,
               const Part& part) {
  const auto& [name, joint, literal] = behind;
  const bool code = !literal && joint.link == Link::code && !name.shouted;
  const std::string_view text = value.text.text.substr(part.from, part.size);
  if (text.size() < kValueBytesMin) return rejected(Fact::short_value);
  if (joint.link == Link::prose && !question.terms.prose) return rejected(Fact::sentence);
  Weight needed = least(name, joint, literal);
  const bool inner = joint.link == Link::element && part.from > 0;
  // Prose names an option like that: pass `strict=no`.
  const bool option = joint.link == Link::prose && text.find('=') != std::string_view::npos;
  if (code || inner || option || part.padded || joint.apart) needed = Weight::random;
  needed = asked(question.terms, needed, literal);
  if (question.facts != nullptr) note_weight(question, weigh(text), needed, literal);
  const bool person = name.promise == Promise::password;
  const bool letters = literal && person && needed == Weight::chosen;
  if (!weighs(text, needed) && !(letters && is_no_word(text) && !is_placeholder(text))) {
    return too_weak(question, text);
  }
  if (code && !is_generated(text)) return rejected(Fact::unquoted);
  if (!literal && is_named(name, joint, text)) return rejected(Fact::reference);
  if ((!person || part.padded) && means_something(text)) return rejected(Fact::marks);
  const Link bare = literal ? Link::none : joint.link;
  if (is_explained(question.window, name, bare, text)) return rejected(Fact::reference);
  if (is_reference(text)) return rejected(Fact::reference);
  if (holds_name(question.window, name, text)) return rejected(Fact::own_name);
  Step after = Step::ok;
  if (!literal && is_expression(question.window, value.text, after)) {
    return rejected(Fact::reference);
  }
  if (after == Step::need_more && text.size() < kValueGlyphsMax) return undecided();
  Decision out = found_value(question, value, part.from, part.size);
  out.finding.evidence = Evidence::contextual;
  return out;
}

// Whether what is none between quotes is one as it is without the second of them, which what is
// found behind it may take along.
Decision judge_unclosed(const Question& question, const Cursor& begin, const Behind& behind,
                        const Value& value) {
  // PERF: most are in double quotes, and nothing is copied.
  const Step step = may_be_unclosed(question.window, value);
  if (step != Step::ok) return step == Step::need_more ? undecided() : rejected();
  Value bare;
  const CharSet& ends = ends_of(question.window, behind.name, behind.joint);
  if (!read_unclosed(begin, question.scratch, ends, bare)) return undecided();
  return judge(question, behind, bare, part_of(bare.text.text, behind.joint));
}

// Whether a bare value in the known one, which ends at one of these, ends where that does.
bool ends_with_known(const Question& question, const CharSet& ends) {
  const KnownValue& known = question.known;
  if (known.end.stops.within(ends)) return true;
  if (known.grows) return false;
  Glyph glyph;
  const bool stopped = next_glyph(question.window, known.span.end, glyph) == Step::ok &&
                       known.end.stops.has(glyph.c);
  return !stopped || ends.has(glyph.c);
}

// A value behind its name.
Decision parse_behind(const Question& question, const Span& stem) {
  const bool foreign = question.derived().parser->promise != Promise::none;
  // Who asks for the reason is to have the same one wherever the window ends.
  const bool asked_why = question.facts != nullptr;
  if (!foreign && !asked_why && is_hopeless(question.window, stem)) {
    return rejected(Fact::no_value);
  }
  Name name;
  if (read_any_name(question, stem, name) == Step::need_more) return undecided();
  if (name.promise == Promise::none) return rejected(Fact::no_promise);
  if (is_allowed_name(question, {name.begin, name.end})) return rejected(Fact::allowed);
  Cursor in{question.window, name.end};
  Joint joint;
  const Step step = read_any_joint(in, name, joint);
  if (step != Step::ok) {
    return step == Step::need_more ? undecided() : rejected(Fact::no_value);
  }
  const bool literal = in.is(kQuotes);
  if (in.starved()) return undecided();
  if (!literal && joint.call) return rejected(Fact::unquoted);
  const KnownValue& known = question.known;
  const bool inside = in.at < known.span.end;
  // PERF: nearly all values stand in no other one, and need not be asked what they end at.
  if (!literal && known.span.begin < in.at && (inside || known.grows) &&
      ends_with_known(question, ends_of(question.window, name, joint))) {
    return inside ? rejected(Fact::covered) : undecided();
  }
  const Cursor begin = in;
  const auto read = read_joined(question, name, joint, in);
  if (!read) return undecided();
  const Value& value = *read;
  Part part = part_of(value.text.text, joint);
  if (!literal) {
    part.size = before_wide(value.text.text.substr(part.from, part.size));
    while (part.size > 0 && value.text.text[part.from + part.size - 1] == ':') --part.size;
  }
  const Behind behind{name, joint, literal};
  Decision out = judge(question, behind, value, part);
  if (out.outcome == Outcome::reject && literal) {
    const Decision bare = judge_unclosed(question, begin, behind, value);
    if (bare.outcome != Outcome::reject) return bare;
  }
  if (out.outcome != Outcome::found) return out;
  Step more = Step::ok;
  if (joint.block) {
    more = next_in_block(in, value, out.next);
  } else if (literal) {
    more = next_in_list(in, value, joint.list, out.next);
  }
  return more == Step::need_more ? undecided() : out;
}

}  // namespace

Decision parse_named(const Question& question) {
  const Span stem{question.candidate.begin, question.candidate.end};
  if (stem.begin == stem.end) return parse_item(question);
  const Decision behind = parse_behind(question, stem);
  // PERF: a name that promises nothing does so before it, too.
  if (behind.outcome != Outcome::reject || behind.reason == Fact::no_promise) return behind;
  const Decision before = parse_before(question, stem);
  return before.outcome == Outcome::reject ? behind : before;
}

}  // namespace inkblot
