// Where a line begins and ends, and what of it may be told.
#include "unwrap/respelled.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "confirm/cursor.h"
#include "tag.h"
#include "unwrap/line_end.h"

namespace inkblot {
namespace {

// The lines of quoted-printable are cut at 76 characters, or before an escape that would not fit.
constexpr std::size_t kSoftLineMin = 72;
constexpr std::size_t kSoftLineMax = 76;

// Begins a text behind a line end that is no soft one, for it may have been one before something
// was redacted: by itself no line of quoted-printable (is_soft_end()), and of the first token.
constexpr std::string_view kNoLine = "=.";

bool is_percent(const Window& window, Offset begin, Offset end) {
  return end - begin >= 3 && window.at(end - 3) == '%';
}

// The size of the entity that `backwards` ends in, read from its ampersand on; or one.
std::size_t entity_size(std::string_view backwards) {
  constexpr std::size_t kSizeMax = 9;
  const std::string_view near =
      backwards.substr(backwards.size() - std::min(backwards.size(), kSizeMax));
  const std::size_t at = near.rfind(';');
  if (at == std::string_view::npos) return 1;
  const std::string_view name = near.substr(at + 1, near.size() - at - 2);
  return all_in(name, charset(kAlnum, "#")) ? near.size() - at : 1;
}

// Whether a line of quoted-printable may be cut by this: it begins as many characters before,
// behind a line end that is spelled in the same way, or the string in which it stands does.  Two
// equals signs are the padding of base64, one that is followed by no digits stands in no such line,
// and a line with one of our tags was not as long.  HTML around it spells some characters longer.
bool is_soft_end(const Window& window, const SpelledChar& cut) {
  constexpr std::size_t kOverEntity = 8;
  const bool percent = is_percent(window, cut.begin, cut.end);
  Offset at = cut.begin;
  Glyph glyph;
  if (previous_glyph(window, at, glyph) && glyph.c == '=') return false;
  std::string backwards;
  for (std::size_t width = 0; width <= kSoftLineMax + kOverEntity; ++width, at = glyph.begin) {
    const bool edge = !previous_glyph(window, at, glyph) || kLineEnds.has(glyph.c) ||
                      (percent && follows(window, at, "%0a"));
    const bool wide = cut.begin - at >= kSoftLineMin && width <= kSoftLineMax;
    const bool begins = edge || (wide && kQuotes.has(glyph.c));
    if (begins) return wide && !holds_tag_reversed(backwards);
    const std::size_t behind = backwards.size();
    const bool pair =
        behind >= 2 && in(kHex, backwards[behind - 1]) && in(kHex, backwards[behind - 2]);
    const bool ours = glyph.c == '=' && percent == is_percent(window, glyph.begin, glyph.end);
    if (ours && !pair) return false;
    backwards.push_back(static_cast<char>(glyph.c));
    if (glyph.c == '&') width -= entity_size(backwards) - 1;
  }
  return false;
}

// Where a run of some characters begins that goes on at `at`.
Offset run_before(const Window& window, Offset at, const CharSet& set) {
  const Offset least = at > RespelledReader::kBeforeBytes ? at - RespelledReader::kBeforeBytes : 0;
  Glyph glyph;
  while (previous_glyph(window, at, glyph) && glyph.begin >= least && set.has(glyph.c)) {
    at = glyph.begin;
  }
  return at;
}

// Whether an equals sign ends there, which may be spelled, and soft line breaks stand in it.
bool ends_in_sign(const Window& window, Offset at) {
  constexpr std::string_view kDigits = "d3";  // Of =3D, backwards.
  constexpr int kStepsMax = 16;
  std::size_t digits = 0;
  Glyph glyph;
  for (int step = 0; step < kStepsMax; ++step, at = glyph.begin) {
    Offset cut = at;
    const bool soft = digits > 0 && skip_line_end_back(window, cut) &&
                      previous_glyph(window, cut, glyph) && glyph.c == '=';
    if (soft) continue;
    if (!previous_glyph(window, at, glyph)) return false;
    if (glyph.c == '=') return digits % kDigits.size() == 0;
    const char digit = kDigits[digits++ % kDigits.size()];
    if (to_lower(static_cast<char>(glyph.c)) != digit) return false;
  }
  return false;
}

// Whether what stands at `at` went on from the line before, perhaps: a line end behind an equals
// sign stands there, or one or two behind a tag, which may have taken the equals sign along.
bool is_behind_cut(const Window& window, Offset at) {
  if (!skip_line_end_back(window, at)) return false;
  if (ends_in_sign(window, at)) return true;
  return follows_tag(window, at) || (skip_line_end_back(window, at) && follows_tag(window, at));
}

// What stands before it is cut by no escape, of whatever kind.
Offset uncut_end(const Window& window) {
  constexpr Offset kColourBytes = 16;
  const Offset end = escape_begin(window, window.end());
  for (Offset at = end; at > window.begin && window.end() - at < kColourBytes; --at) {
    const std::uint8_t c = window.at(at - 1);
    Glyph glyph;
    if ((c == 0x1B || c == '%') && next_glyph(window, at - 1, glyph) == Step::need_more) {
      return at - 1;
    }
  }
  return end;
}

// A line end behind an equals sign may be a soft one of what is spelled here, or of what is in
// that.
bool may_be_soft(std::string_view text) {
  return text.ends_with('=') || text.ends_with('\r') || text.ends_with("=3D");
}

}  // namespace

Offset spelled_token_begin(const Window& window, Offset at) {
  return run_before(window, at, kTokenChars);
}

Offset unspelled_until(const Window& window) {
  constexpr CharSet kSpelling = charset(kAlnum, "#&=");
  constexpr int kShownMax = 8;  // What is longer has shown itself.
  if (window.at_end) return window.end();
  const Offset end = uncut_end(window);
  Offset at = end;
  Glyph glyph;
  // A soft line break may be cut in two.
  if (previous_glyph(window, at, glyph) && glyph.c == '\r') at = glyph.begin;
  for (int i = 0; i < kShownMax && previous_glyph(window, at, glyph); ++i, at = glyph.begin) {
    if (!kSpelling.has(glyph.c)) break;
    if (spelling_of(glyph.c) != Encoding::none) return spelled_token_begin(window, glyph.begin);
  }
  return spelled_token_begin(window, end);
}

bool RespelledReader::open(const Window& window, const SpelledChar& at, Encoding coding) {
  constexpr CharSet kNoLineEnd = inverted(kLineEnds);
  if (at.size == 0 && !is_soft_end(window, at)) return false;
  coding_ = coding;
  text_.clear();
  places_.clear();
  first_ = spelled_token_begin(window, at.begin);
  opened_ = at.begin;
  cut_ = in_first_ = broken_ = follows_ = tagged_ = false;
  searched_ = 0;
  bare_signs_ = 0;
  at_ = run_before(window, opened_, kNoLineEnd);
  // Where that is not the line's begin it may be in the midst of one of our own tags.
  Glyph before;
  if (previous_glyph(window, at_, before) && kTagSet.has(before.c)) {
    skip_word(window, at_);
    at_ = std::min(at_, opened_);
  }
  if (coding == Encoding::quoted_printable && is_behind_cut(window, at_)) begin_behind_cut();
  return true;
}

void RespelledReader::begin_behind_cut() {
  for (const char c : kNoLine) {
    text_.push_back(static_cast<std::uint8_t>(c));
    places_.add({{at_ - 1, at_}, false, false}, 1);
  }
  first_ = std::max(first_, at_);
  in_first_ = true;
}

// PERF: nearly all of a line is itself.  False when what comes next is not, or matters otherwise.
// REQUIRES: not full.
bool RespelledReader::read_plain(const Window& window) {
  constexpr CharSet kOther = charset("\\%\x1B\r\n&=");
  constexpr std::size_t kPlainMin = 4;
  if (in_first_ || broken_ || window.end() - at_ < kPlainMin) return false;
  if (find_in(window.text(at_, at_ + kPlainMin), kOther) != std::string_view::npos) return false;
  const std::size_t most = std::min<std::size_t>(
      {kTextBytes - text_.size(), static_cast<std::size_t>(begin() + kLineBytes + 1 - at_),
       static_cast<std::size_t>(window.end() - at_)});
  const std::string_view plain = window.text(at_, at_ + most);
  const std::size_t count = std::min(find_in(plain, kOther), plain.size());
  if (count < kPlainMin) return false;
  const std::size_t before = text_.size();
  text_.insert(text_.end(), plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(count));
  std::size_t following = 0;
  if (follows_) {
    // Up to the end of a tag.
    const std::size_t from = before - std::min(before, kTag.size() - 1);
    const std::size_t tag = as_text(text_).find(kTag, from);
    follows_ = tag == std::string_view::npos;
    following = follows_ ? count : tag + kTag.size() - before;
    places_.add_beside({{at_, at_ + 1}, false, true}, following);
  }
  if (following < count) {
    const Offset begin = at_ + following;
    places_.add_beside({{begin, begin + 1}, false, false}, count - following);
  }
  at_ += count;
  return true;
}

// Whether the line shows with this character that it is none of quoted-printable.  What a redaction
// took of such signs does not count: behind its tag nothing is told before one that shows itself.
bool RespelledReader::is_none_of(const SpelledChar& c) {
  if (coding_ != Encoding::quoted_printable || c.begin < opened_) return false;
  if (c.shows) bare_signs_ = 0;
  return !c.spelled && c.bytes[0] == '=' && ++bare_signs_ > kBareSignsMax;
}

// Reads the next character.  A line end that percent signs spell is three of them, but not behind a
// tag, which may have taken along the equals sign that made it a soft line break.
Step RespelledReader::next(const Window& window, SpelledChar& c) const {
  const Step step = next_char(window, at_, coding_, c);
  if (step != Step::ok || c.bytes[0] != '%' || coding_ != Encoding::quoted_printable) return step;
  if (as_text(text_) != kNoLine && !ends_in_tag(as_text(text_))) return step;
  Cursor in{window, c.begin};
  if (!take_line_end(in)) return in.starved() ? Step::need_more : step;
  c.bytes[0] = '\n';
  c.end = in.at;
  return step;
}

RespelledReader::State RespelledReader::read(const Window& window) {
  for (;;) {
    if (text_.size() >= kTextBytes || at_ - begin() > kLineBytes) return State::full;
    if (read_plain(window)) continue;
    SpelledChar c;
    const Step step = next(window, c);
    if (step == Step::need_more) return State::starved;
    if (step == Step::end) {
      at_ = window.end();
      return State::ended;
    }
    if (is_none_of(c)) {
      at_ = c.begin;
      return State::ended;
    }
    const bool soft = coding_ == Encoding::quoted_printable && may_be_soft(as_text(text_));
    const bool hard = !c.spelled && kLineEnds.has(c.bytes[0]) && !soft;
    // A redaction may have made one line of two, of which the second one was none of a text.
    const bool cut = c.size == 0 && !is_soft_end(window, c);
    if (hard || cut) {
      // A tag may have taken the equals sign along.
      const bool goes_on =
          coding_ == Encoding::quoted_printable && (cut || ends_in_tag(as_text(text_)));
      if (c.begin >= opened_) {
        cut_ = goes_on;
        at_ = c.begin;  // A colour code before it is passed.
        return State::ended;
      }
      const bool marked = as_text(text_) == kNoLine;
      text_.clear();
      places_.clear();
      at_ = c.end;
      in_first_ = follows_ = broken_ = tagged_ = false;
      searched_ = 0;
      if (goes_on || marked) begin_behind_cut();
      continue;
    }
    in_first_ = in_first_ && (c.size == 0 || kTokenChars.has(c.bytes[0]));
    if (in_first_) first_ = std::max(first_, c.end);
    for (std::size_t i = 0; i < c.size; ++i) text_.push_back(c.bytes[i]);
    places_.add({{c.begin, c.end}, c.spelled || broken_, follows_ || c.spelled, c.shows || broken_},
                c.size);
    broken_ = c.size == 0;
    follows_ = c.spelled || (follows_ && !as_text(text_).ends_with(kTag));
    at_ = c.end;
  }
}

std::size_t RespelledReader::told_from() const {
  std::size_t from = 0;
  for (std::size_t to = text_.size(); from < to;) {
    const std::size_t middle = from + (to - from) / 2;
    const bool before = places_.at(middle).span.begin < first_;
    (before ? from : to) = before ? middle + 1 : middle;
  }
  return from;
}

bool RespelledReader::is_told(std::size_t begin, std::size_t end) {
  const auto last = [&] {
    std::size_t at = begin;
    const std::size_t most = std::min(end, text_.size() - 1);
    while (at < most && !places_.at(at).spelled && kTokenChars.has(text_[at])) ++at;
    return at;
  };
  if (!places_.at(begin).follows && !places_.at(last()).spelled) return false;
  tagged_ = tagged_ || as_text(text_).find(kTag, searched_) != std::string_view::npos;
  searched_ = text_.size() - std::min(text_.size(), kTag.size() - 1);
  if (!tagged_) return true;
  const std::size_t tag = as_text(text_).substr(0, begin).rfind(kTag);
  if (tag == std::string_view::npos) return true;
  // It may have taken a line end along, in quoted-printable a soft one: then the token began there,
  // and the line shows by itself that it is spelled.
  const auto behind_tag = text_.begin() + static_cast<std::ptrdiff_t>(tag);
  const bool glued = coding_ == Encoding::quoted_printable && begin - tag < kBeforeBytes &&
                     std::all_of(behind_tag, text_.begin() + static_cast<std::ptrdiff_t>(begin),
                                 [](std::uint8_t c) { return kTokenChars.has(c); });
  std::size_t shown = tag + kTag.size();
  const std::size_t most = last();
  while (shown < most && !places_.at(shown).shows) ++shown;
  return !glued && shown <= most && places_.at(shown).shows;
}

void RespelledReader::drop(std::size_t before) {
  const std::size_t count = std::max<std::size_t>(before, 1);
  text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(count));
  places_.drop(count);
  searched_ = 0;
}

}  // namespace inkblot
