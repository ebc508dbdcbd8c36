// The queue of candidates, the growing finding, and what must be held at the window's end.
#include "confirm/confirm.h"

#include <algorithm>

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

}  // namespace

Confirm::Confirm(const PackImpl& pack) : pack_(&pack), held_(held_characters(pack)) {}

// Moves `at` over what belongs to the growing finding; true when it ended there.
bool Confirm::advance(const Window& window, Offset& at) {
  switch (growth_) {
    case Growth::pem:
      return pem_.advance(window, at);
    case Growth::der:
      return der_.advance(window, at);
    case Growth::value:
      return advance_until(window, at, [this](const Glyph& g) { return value_end_.at(g); });
    default:
      return advance_until(window, at, [this](const Glyph& g) { return !tail_->has(g.c); });
  }
}

void Confirm::grow(const Window& window, std::vector<Finding>& out) {
  if (growth_ == Growth::none) return;
  if (advance(window, last_.span.end)) growth_ = Growth::none;
  out.push_back(last_);
}

// From now on the finding is the one that may grow.
void Confirm::follow(const Decision& decision) {
  last_ = decision.finding;
  have_last_ = true;
  growth_ = last_growth_ = decision.growth;
  tail_ = decision.tail;
  value_end_ = decision.value_end;
  der_ = DerBody(decision.left);
  pem_ = PemBody();
}

// A candidate inside what is surely known says nothing new, unless its own token may go on where
// the known one ended.
bool Confirm::covered(const Candidate& candidate) const {
  if (!have_last_ || candidate.begin < last_.span.begin || last_.span.end < candidate.end) {
    return false;
  }
  if (last_.rule == candidate.rule) return true;
  if (last_.evidence < Evidence::exact) return false;
  return last_growth_ == Growth::pem ||
         (tail_ != nullptr && pack_->derived(candidate.rule).run.within(*tail_));
}

// True when nothing need be decided of the candidate.
bool Confirm::is_known(const Window& window, const Candidate& candidate) {
  if (candidate.rule == read_rule_ && candidate.end <= read_until_) return true;
  if (covered(candidate)) return true;
  return repetition_.given_up(window, candidate, pack_->derived(candidate.rule).repeats);
}

// A finding in one of our own tags, and one that a word in a tag led to, is none.
Step Confirm::find_ours(const Window& window, const Candidate& candidate, const Decision& decision,
                        bool& ours) const {
  const Step step = find_own_tag(window, decision.finding.span, pack_->rules(), ours);
  if (ours || step == Step::need_more) return step;
  return find_own_tag(window, {candidate.begin, candidate.end}, pack_->rules(), ours);
}

void Confirm::run(const Window& window, const std::vector<Candidate>& fresh,
                  std::vector<Finding>& out) {
  queue_.insert(queue_.end(), fresh.begin(), fresh.end());
  grow(window, out);
  while (!queue_.empty()) {
    const Candidate candidate = queue_.front();
    // A growing finding that has not come so far yet cannot say whether it covers this one.
    if (growth_ != Growth::none && last_.span.end < candidate.end) return;
    if (!is_known(window, candidate)) {
      const Question question{*pack_, window, candidate, scratch_, runs_};
      const Decision decision = pack_->rules()[candidate.rule].parser.empty()
                                    ? confirm_token(question)
                                    : confirm_structure(question);
      bool ours = false;
      if (decision.outcome == Outcome::need_more ||
          (decision.outcome == Outcome::found &&
           find_ours(window, candidate, decision, ours) == Step::need_more)) {
        return;
      }
      repetition_.judged(candidate, decision.outcome == Outcome::found);
      if (decision.read_until != 0) {
        read_rule_ = candidate.rule;
        read_until_ = decision.read_until;
      }
      // One inside a value or a key says nothing of where that ends, ended or not.
      const bool whole =
          growth_ != Growth::none || last_growth_ == Growth::value || last_growth_ == Growth::der;
      const bool inside = have_last_ && whole && decision.finding.span.end <= last_.span.end;
      if (decision.outcome == Outcome::found && !ours) {
        out.push_back(decision.finding);
        if (!inside) {
          follow(decision);
          grow(window, out);
        }
      }
    }
    queue_.pop_front();
  }
}

Offset Confirm::earliest(const Candidate& candidate) const {
  const Rule& rule = pack_->rules()[candidate.rule];
  if (!rule.parser.empty() && rule.parser != "pem" && rule.parser != "putty" &&
      rule.parser != "der" && rule.parser != "userinfo" && rule.parser != "connection") {
    return candidate.end;  // Their secrets stand behind the head.
  }
  const Offset back = Offset{rule.back} * kGlyphBytesMax;
  return candidate.begin > back ? candidate.begin - back : 0;
}

// The unfinished token at the end of the window: nothing of it may leave, for it may turn out to
// hold a head, or to stand before a marker.  Blanks, quotes and brackets finish a token.
Offset Confirm::tail_hold(const Window& window) const {
  const Offset end = window.end();
  const std::size_t most =
      kEscapeBytesMax + pack_->head_bytes_max() + pack_->back_glyphs_max() * kGlyphBytesMax;
  const Offset floor = end > window.begin + most ? end - most : window.begin;
  Offset at = end;
  while (at > floor) {
    if (!held_[window.at(at - 1)]) break;
    --at;
  }
  return at;
}

Offset Confirm::watermark(const Window& window) const {
  if (window.at_end && queue_.empty()) return window.end();
  Offset mark = window.at_end ? window.end() : tail_hold(window);
  for (const Candidate& candidate : queue_) mark = std::min(mark, earliest(candidate));
  // What lies inside the growing finding is decided: it is suppressed.
  if (growth_ != Growth::none && last_.span.begin <= mark) mark = std::max(mark, last_.span.end);
  return mark;
}

}  // namespace inkblot
