// The queue of candidates, the growing findings, and what must be held at the window's end.
#include "confirm/confirm.h"

#include <algorithm>

#include "confirm/allowed.h"
#include "confirm/before.h"
#include "confirm/foreign.h"
#include "tag.h"

namespace inkblot {
namespace {

// Bytes of the view that a glyph may take when it is escaped: the bound of a step back.
constexpr Offset kGlyphBytesMax = 6;

// What a token, an escape or a colour code may consist of, and every byte beyond ASCII.
std::array<bool, 256> held_characters(const PackImpl& pack) {
  CharSet set = charset(kAlnum, "_-+/=.~:%$@!#\\\x1B[;(?");
  set.add(pack.head_starts());
  std::array<bool, 256> out{};
  for (unsigned c = 0; c < out.size(); ++c) {
    out[c] = c >= 0x80 || set.has(static_cast<std::uint8_t>(c));
  }
  return out;
}

// Moves `at` over a run or up to a value's end; true when it is over.
template <class Over>
bool advance_until(const Window& window, Offset& at, const Over& over) {
  for (;;) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step == Step::need_more) return false;
    if (step == Step::end || over(glyph)) return true;
    at = glyph.end;
  }
}

// Behind what may be the number of a tag.
Offset behind_number(const Window& window, Offset at) {
  if (at == window.end() || window.at(at) != '_') return at;
  const Offset last = std::min<Offset>(window.end(), at + 1 + kNumberDigitsMax);
  for (++at; at < last && kDigit.has(window.at(at));) ++at;
  return at;
}

}  // namespace

Confirm::Confirm(const PackImpl& pack, Profile profile, const AllowList* allow)
    : pack_(&pack),
      terms_(&terms_of(profile)),
      allow_(allow),
      held_(held_characters(pack)),
      spoken_(std::any_of(pack.rules().begin(), pack.rules().end(),
                          [](const Rule& rule) {
                            const Parser* const parser = find_parser(rule.parser);
                            return parser != nullptr && parser->spoken;
                          })),
      recurrence_(pack.rules().size()),
      read_until_(pack.rules().size()) {}

Grower::Grower(const Window& window, const Decision& decision)
    : finding(decision.finding),
      growth(decision.growth),
      growing(true),
      tail(decision.tail),
      value_end(decision.value_end) {
  const Offset begin = finding.span.begin;
  if (growth == Growth::der) der = DerBody(window, begin, decision.left);
  if (growth == Growth::pem) pem = PemBody(window, begin);
}

bool Grower::advance(const Window& window) {
  Offset& at = finding.span.end;
  own_end = own_end || advance_own(window);
  if (!own_end) return false;
  if (!in_word) {
    const Offset number_end = behind_number(window, at);
    Offset end = number_end;
    if (skip_word(window, end) == Step::need_more && end == number_end) return false;
    if (end == number_end) return true;
    in_word = true;
  }
  return skip_word(window, at) != Step::need_more;
}

bool Grower::advance_own(const Window& window) {
  Offset& at = finding.span.end;
  switch (growth) {
    case Growth::pem:
      return pem.advance(window, at);
    case Growth::der:
      return der.advance(window, at);
    case Growth::value:
      return advance_until(window, at, [this](const Glyph& g) { return value_end.at(g); });
    case Growth::run:
      return advance_until(window, at, [this](const Glyph& g) { return !tail->has(g.c); });
    default:
      return true;
  }
}

void Confirm::for_growers(auto each) const {
  for (const Grower& grower : last_) each(grower);
  for (const Grower& grower : earlier_) each(grower);
}

bool Confirm::grows(const Span& span) const {
  bool out = false;
  for_growers([&](const Grower& grower) {
    const Offset begin = grower.finding.span.begin;
    out = out || (grower.growing && span.begin <= begin && begin < span.end);
  });
  return out;
}

void Confirm::grow(const Window& window, std::vector<Finding>& out) {
  const auto advance = [&](Grower& grower) {
    if (!grower.growing) return;
    grower.growing = !grower.advance(window);
    out.push_back(grower.finding);
  };
  for (Grower& grower : last_) advance(grower);
  for (Grower& grower : earlier_) advance(grower);
  std::erase_if(earlier_, [](const Grower& grower) { return !grower.growing; });
}

bool Grower::reaches(const Grower& other) const {
  if (growth != other.growth || !finding.span.contains(other.finding.span)) return false;
  return (growth == Growth::run && other.tail->within(*tail)) ||
         (growth == Growth::value && other.value_end == value_end) || growth == Growth::der;
}

// From now on the finding is one that may grow.  need_more: the last one of its kind has not come
// so far yet, and cannot say whether it reaches further.
Step Confirm::follow(const Window& window, const Decision& decision, std::vector<Finding>& out) {
  Grower next(window, decision);
  Grower& last = last_[static_cast<std::size_t>(next.growth)];
  if (last.growing && last.finding.span.end < next.finding.span.end) return Step::need_more;
  out.push_back(next.finding);
  if (last.reaches(next)) return Step::ok;
  const auto reaches_last = [&last](const Grower& known) { return known.reaches(last); };
  if (last.growing && std::none_of(earlier_.begin(), earlier_.end(), reaches_last)) {
    earlier_.push_back(last);
  }
  last = next;
  last.growing = !last.advance(window);
  out.push_back(last.finding);
  return Step::ok;
}

// PERF: a token of a run that is known to go on at least as far says nothing new, unless it would
// give the run a stronger name.
bool Confirm::covered(const Candidate& candidate) const {
  const Grower& known = last_[static_cast<std::size_t>(Growth::run)];
  const Rule& rule = pack_->rules()[candidate.rule];
  if (known.tail == nullptr || !rule.parser.empty() || rule.back != 0 ||
      !known.finding.span.contains({candidate.begin, candidate.end})) {
    return false;
  }
  const Derived& derived = pack_->derived(candidate.rule);
  const Evidence best = derived.checksum != nullptr ? Evidence::checksummed : Evidence::exact;
  const bool weaker =
      known.finding.evidence > best ||
      (known.finding.evidence == best &&
       (known.finding.span.begin < candidate.begin || known.finding.rule == candidate.rule));
  return weaker && derived.run.within(*known.tail) && derived.tail.within(*known.tail);
}

// The finding that a token without a form lies in, to which it would not give another name.
const Finding* Confirm::found_around(const Candidate& candidate) const {
  if (!pack_->rules()[candidate.rule].head.empty()) return nullptr;
  for (const Grower& known : last_) {
    const Finding& found = known.finding;
    const bool stronger = found.evidence > Evidence::contextual ||
                          found.span.begin < candidate.begin || found.rule < candidate.rule;
    if (stronger && found.span.contains({candidate.begin, candidate.end - 1})) return &found;
  }
  return nullptr;
}

// True when nothing need be decided of the candidate.
bool Confirm::is_known(const Window& window, const Candidate& candidate, const Around& around) {
  if (candidate.end <= read_until_[candidate.rule]) return true;
  if (covered(candidate)) return true;
  // PERF: what its rules read of it ends before any other byte, and so lies in the finding too.
  constexpr CharSet kReadOn = charset(kAlnum, "_-+/=.~:");
  const Finding* const found = around.found;
  if (found != nullptr) {
    return !hear_ && found->span.end < window.end() && !kReadOn.has(window.at(found->span.end));
  }
  const CharSet& run = pack_->derived(candidate.rule).repeats;
  if (around.word || !repetition_.given_up(window, candidate, run)) return false;
  recurrence_.given_up(candidate, repetition_.tries(candidate.rule));
  return true;
}

// The value found last that it stands in, if what is found in there gives that no other name.
const Grower* Confirm::value_around(const Candidate& candidate) const {
  const Parser* const parser = pack_->derived(candidate.rule).parser;
  const bool weak = parser != nullptr && parser->parse == parse_named;
  for (const Growth growth : {Growth::value, Growth::none}) {
    const Grower& known = last_[static_cast<std::size_t>(growth)];
    const Span& span = known.finding.span;
    const bool weaker = weak || span.begin + kLabelBytesMax <= candidate.begin;
    const bool counts =
        known.finding.rule == candidate.rule || (weaker && known.value_end.quote == 0);
    if (known.value_end.stops == CharSet() || !counts) continue;
    if (span.contains({candidate.begin, candidate.end})) return &known;
  }
  return nullptr;
}

// A finding in one of our own tags is none, nor is one that begins in one, or whose head does.
Step Confirm::find_ours(const Window& window, const Candidate& candidate, const Decision& decision,
                        bool& ours) const {
  const Span& found = decision.finding.span;
  for (const Span& span :
       {found, Span{found.begin, found.begin + 1}, Span{candidate.begin, candidate.begin + 1}}) {
    const Step step = find_own_tag(window, span, words(), ours);
    if (ours || step == Step::need_more) return step;
  }
  return Step::ok;
}

// One of our own tags, or on the list of what is never redacted.  What a rule did not find, as a
// known secret, does not come by here.
Step Confirm::find_inert(const Window& window, const Candidate& candidate, const Decision& decision,
                         Fact& inert) const {
  bool found = false;
  Step step = find_ours(window, candidate, decision, found);
  if (found) inert = Fact::tag;
  if (found || step == Step::need_more || allow_ == nullptr) return step;
  step = find_allowed(window, decision, *allow_, found);
  if (found) inert = Fact::allowed;
  return step;
}

void Confirm::tell_known(const Window& window, const Candidate& candidate) {
  if (!hear_) return;
  const Fact why = covered(candidate) ? Fact::covered : Fact::repeated;
  const Question question{*pack_, window, candidate, scratch_, runs_};
  hear_({candidate, rejected(why), why, {}, seen_of(question)});
}

Step Confirm::decide_foreign(const Question& question, std::vector<Finding>& out) {
  Offset& read_until = read_until_[question.candidate.rule];
  bool ours = false;
  const Offset begin = question.candidate.begin;
  const Step step = find_own_tag(question.window, {begin, begin + 1}, words(), ours);
  if (ours || step == Step::need_more) return step;
  return confirm_foreign(question, out, read_until);
}

Step Confirm::decide(const Window& window, const Candidate& candidate, std::vector<Finding>& out) {
  for (const Grower& known : last_) {  // It cannot say yet whether it covers this one.
    if (known.growing && known.finding.span.end < candidate.end) return Step::need_more;
  }
  Question question{*pack_, window, candidate, scratch_, runs_, *terms_, allow_};
  question.labels = labels_;
  question.names = &names_;
  if (const Step step = ends_in_word(question); step != Step::end) return step;
  // The sweep drops most of these, so that the others may not be counted either.
  const Around around{starts_in_word(question), found_around(candidate)};
  if (is_known(window, candidate, around)) {
    tell_known(window, candidate);
    return Step::ok;
  }
  if (question.rule().foreign != nullptr) return decide_foreign(question, out);
  if (const Grower* const value = value_around(candidate); value != nullptr) {
    question.known = {value->finding.span, value->growing, value->value_end};
  }
  Facts facts;
  if (hear_) question.facts = &facts;
  const Decision decision = confirm_candidate(question);
  if (decision.outcome == Outcome::need_more) return Step::need_more;
  const bool found = decision.outcome == Outcome::found;
  Fact inert = Fact::none;
  if (found && find_inert(window, candidate, decision, inert) == Step::need_more) {
    return Step::need_more;
  }
  if (found && inert == Fact::none && follow(window, decision, out) == Step::need_more) {
    return Step::need_more;
  }
  if (hear_) {
    const Fact reason = inert != Fact::none ? inert : reason_of(decision);
    hear_({candidate, decision, reason, facts, seen_of(question)});
  }
  const bool counts = around.found == nullptr;
  if (!around.word && counts) repetition_.judged(candidate, found);
  if (decision.outcome == Outcome::reject && counts) {
    recurrence_.rejected(question, repetition_.tries(candidate.rule));
  }
  if (decision.next != 0) put_back({candidate.rule, decision.next, decision.next});
  if (decision.read_until != 0) read_until_[candidate.rule] = decision.read_until;
  return Step::ok;
}

// The candidate ends behind the one that was taken last, whose place is free for it, and before all
// that was not swept yet.
void Confirm::put_back(const Candidate& candidate) {
  const auto later = [](const Candidate& a, const Candidate& b) { return a.end < b.end; };
  const auto first = queue_.begin() + static_cast<std::ptrdiff_t>(taken_);
  const auto behind = std::upper_bound(first, queue_.end(), candidate, later);
  *(std::move(first, behind, first - 1)) = candidate;
  --taken_;
}

void Confirm::run(const Window& window, std::vector<Candidate>& fresh, std::vector<Finding>& out) {
  // PERF: of a hostile text there are tens of thousands a turn.
  if (queue_.empty()) queue_.swap(fresh);
  queue_.insert(queue_.end(), fresh.begin(), fresh.end());
  grow(window, out);
  for (taken_ = 0; taken_ < queue_.size();) {
    const Candidate& next = queue_[taken_++];
    // Who asks for the reason is to have it.
    const bool silent = !hear_;
    if (silent && next.end <= read_until_[next.rule]) continue;
    if (silent && recurrence_.recurs(window, next, repetition_)) continue;
    const Candidate taken = next;  // Its place may be given to another.
    if (decide(window, taken, out) == Step::need_more) {
      --taken_;
      break;
    }
  }
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(taken_));
}

Offset Confirm::earliest(const Window& window, const Candidate& candidate) const {
  const Parser* const parser = pack_->derived(candidate.rule).parser;
  Span value;
  if (parser != nullptr && parser->spoken && find_before(window, candidate.begin, true, value)) {
    return value.begin;
  }
  if (parser != nullptr && !parser->before) return candidate.end;
  const Rule& rule = pack_->rules()[candidate.rule];
  if (rule.foreign != nullptr) return foreign_begin(*pack_, window, candidate);
  const Offset back = Offset{rule.back} * kGlyphBytesMax;
  return candidate.begin > back ? candidate.begin - back : 0;
}

// The unfinished token at the end of the window: nothing of it may leave, for it may turn out to
// hold a head, or to stand before a marker.  Blanks, quotes and brackets finish a token.
Offset Confirm::tail_hold(const Window& window) const {
  const Offset end = window.end();
  const std::size_t most = kEscapeBytesMax + pack_->head_bytes_max() +
                           pack_->back_glyphs_max() * kGlyphBytesMax + pack_->shapeless_bytes_max();
  const Offset floor = end > window.begin + most ? end - most : window.begin;
  // No token holds these, but a colour code may.
  const auto parameter = [&window, floor](Offset at) {
    const std::uint8_t before = at > floor ? window.at(at - 1) : std::uint8_t{0};
    constexpr CharSet kEscapeEnds = charset("\x1B", "3bB");  // Of ESC, \033 and \x1b.
    if (window.at(at) == ')') return kEscapeEnds.has(before);
    return (window.at(at) == '<' || window.at(at) == '>') &&
           (before == '[' || (before >= 0x30 && before <= 0x3F));
  };
  // PERF: padding and rulers, as fast as they are swept.
  if (floor < end && held_[window.at(floor)] && is_uniform(window.text(floor, end))) return floor;
  Offset at = end;
  while (at > floor && (held_[window.at(at - 1)] || parameter(at - 1))) --at;
  return at;
}

Offset Confirm::undecided(const Window& window) const {
  if (window.at_end && queue_.empty()) return window.end();
  Offset mark = window.at_end ? window.end() : tail_hold(window);
  Span value;
  if (spoken_ && !window.at_end && find_before(window, window.end(), false, value)) {
    mark = std::min(mark, value.begin);
  }
  for (const Candidate& candidate : queue_) {
    // PERF: thousands may wait for the end of one line.
    const Offset back =
        std::max<Offset>(pack_->rules()[candidate.rule].back * kGlyphBytesMax, kSpokenBytesMax);
    if (candidate.begin < mark + back) mark = std::min(mark, earliest(window, candidate));
  }
  return mark;
}

Offset Confirm::watermark(const Window& window) const {
  Offset mark = undecided(window);
  // What lies inside a growing finding is decided: it is suppressed.
  for (Offset before = mark + 1; before != mark;) {
    before = mark;
    for_growers([&mark](const Grower& grower) {
      const Span& span = grower.finding.span;
      if (grower.growing && span.begin <= mark) mark = std::max(mark, span.end);
    });
  }
  return mark;
}

}  // namespace inkblot
