// Runs are searched for text in the order of the stream, and read one after the other.
#include "decoded_part.h"

#include <algorithm>
#include <iterator>

#include "confirm/coded_tag.h"
#include "confirm/value.h"
#include "tag.h"
#include "unwrap/streak.h"

namespace inkblot {
namespace {

// As much of a text that is taken in pieces is scanned with the next one again, and what is found
// at a piece's end from its begin, but never more than three quarters.
constexpr std::size_t kOverlapBytes = 3072;
// Of what is scanned again, the last third is told but then: one of our own tags, cut by the
// piece's end, is none.
constexpr std::size_t kToldLater = 3;
// A key's last line and what stands around it: cut by a piece's end, it shows not that it is one.
constexpr Offset kLineBytesMax = 512;
// What is a text by two kinds of groups ends as one of them in the midst of the other: as much of
// it is read again.
constexpr Offset kAgainBytes = 64;

std::size_t overlap_begin(std::size_t size) {
  return std::max(size / 4, size - std::min(size, kOverlapBytes));
}

// What begins before it is told of a text of this size.
std::size_t told_until(std::size_t size, bool ended) {
  return ended ? size : size - (size - overlap_begin(size)) / kToldLater;
}

// Whether what is spelled is what a redaction left: base64 whose padding looks like a soft line
// break at a line's end, or a tag whose first letter a colour code took that was cut.
bool is_of_tag(const Window& window, const Finding& finding, const TagWords& words) {
  const Rule& rule = words.rules[finding.rule];
  const std::string_view text = window.text(finding.span.begin, finding.span.end);
  if (!rule.parser.empty() && holds_tag(text, words)) return true;
  View run;
  return finding.coding == Encoding::quoted_printable &&
         is_coded_tag(window, finding.span.begin, words, run);
}

// Where the next token ends, or what else is made of such characters.
std::size_t token_end(std::string_view text, std::size_t from, const CharSet& set = kTokenChars) {
  const std::size_t begin = std::min(find_in(text, set, from), text.size());
  return std::min(find_in(text, inverted(set), begin), text.size());
}

}  // namespace

void DecodedPart::restart() {
  glued_.reset();
  credit_ = kCreditBytes;
  if (inner_ != nullptr) inner_->restart();
}

void DecodedPart::add(const Window& window, const Sweep& sweep) {
  for (const Span& piece : sweep.encoded()) {
    if (!pending_.empty() && pending_.back().end == piece.begin) {
      pending_.back().end = piece.end;
    } else {
      pending_.push_back(piece);
    }
  }
  compressed_.insert(compressed_.end(), sweep.compressed().begin(), sweep.compressed().end());
  for (Spelled& spelled : spelled_) {
    std::copy_if(sweep.spellings().begin(), sweep.spellings().end(),
                 std::back_inserter(spelled.triggers),
                 [&](Offset trigger) { return may_show(window.at(trigger - 1), spelled.coding); });
  }
}

// Goes to the next compressed text that begins before `end`.  False where there is none, or what
// shows it has not come yet.
bool DecodedPart::open_compressed(const Window& window, Offset end) {
  std::size_t looked_at = 0;
  bool found = false;
  for (; !found && looked_at < compressed_.size() && compressed_[looked_at] < end; ++looked_at) {
    const Offset at = compressed_[looked_at];
    if (at + kHeaderChars > window.end() && !window.at_end) break;
    Glyph before;
    const bool begins =
        escape_begin(window, at) == at &&
        (!previous_glyph(window, at, before) || kBase64Digits.digits[before.c] == kNoDigit);
    if (at < floor_ || !begins) continue;
    compression_ = compression_at(window.bytes.subspan(at - window.begin));
    found = compression_ != Encoding::none;
    if (found) run_.open_bytes(at);
  }
  const auto first = compressed_.begin();
  compressed_.erase(first, first + static_cast<std::ptrdiff_t>(looked_at));
  return found;
}

// The same with what is not.
bool DecodedPart::open_text(const Window& window, Span& run) {
  run.begin = std::max(run.begin, again_);
  if (std::max(run.begin, floor_) >= run.end) return false;
  const Bytes chars = window.bytes.subspan(run.begin - window.begin, run.size());
  const Streak streak = find_streak(chars, std::max(run.begin, floor_) - run.begin);
  if (streak.base == nullptr) return false;
  compression_ = Encoding::none;
  run_.open(window, run.begin + streak.begin, *streak.base, again_);
  return true;
}

// Goes to the next text there is.  False where none is; what stands at the window's end of a run
// that goes on is kept.
bool DecodedPart::open_next(const Window& window) {
  std::size_t searched = 0;
  bool found = false;
  for (;; ++searched) {
    const bool last = searched == pending_.size();
    const Offset end = last ? window.end() : pending_[searched].end;
    found = open_compressed(window, end);
    const bool waits = !compressed_.empty() && compressed_.front() < end;
    if (found || waits || last) break;
    Span& run = pending_[searched];
    found = open_text(window, run);
    if (found) break;
    if (run.end == window.end() && !window.at_end) {
      run.begin = std::max(run.begin, run.end - std::min(run.end, Offset{kStreakBytesMax - 1}));
      break;
    }
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(searched));
  if (found) goes_on_.clear();
  return found;
}

Status DecodedPart::search(Bytes text) {
  found_.clear();
  const auto window = scan_->scan(text, found_);
  if (!window) return window.error();
  searched_ = *window;
  const Sweep& sweep = scan_->sweep();
  if (depth_ + 1 >= kCodingsMax || !sweep.saw_codings()) return {};
  if (inner_ == nullptr) inner_ = std::make_unique<DecodedPart>(*scan_, depth_ + 1);
  return inner_->find(*window, sweep, found_);
}

// Where what is scanned with what follows again begins in a text, of which a part was scanned
// before: its last kOverlapBytes, or a finding that may go on; of a longer one its begin is kept.
std::size_t DecodedPart::kept_from(Bytes text, LongFinding& goes_on) const {
  const std::size_t size = text.size();
  std::size_t kept = overlap_begin(size);
  std::size_t first = size;
  for (const Finding& finding : found_) {
    if (finding.span.end + kLineBytesMax < searched_.end()) continue;
    const auto begin = static_cast<std::size_t>(finding.span.begin - searched_.begin);
    std::size_t& from = begin < size / 4 ? first : kept;
    from = std::min(from, begin);
  }
  // What is coded in there may be in lines, of which one without its begin looks to be none.
  const std::size_t line = as_text(text).rfind('\n', kept - 1) + 1;
  if (line >= size / 4 && kept - line <= kLineBytesMax) kept = line;
  const std::size_t before = goes_on.size();
  const std::size_t most = std::min(LongFinding::kBytes, kept - std::min(kept, first));
  goes_on.begins_with(text.subspan(first, most));
  return kept - std::min(kept, before);
}

// Scans what was decoded; what may go on is scanned with what follows again.
Status DecodedPart::take_text(bool ended, std::vector<Finding>& out) {
  const Bytes text = goes_on_.with(run_.text());
  const std::size_t before = goes_on_.size();
  if (Status s = search(text); !s.ok()) return s;
  const Offset base = searched_.begin;
  const std::size_t told = told_until(text.size(), ended);
  // Behind a tag the first token may have begun in what that replaced, and so may a name in it, and
  // the lines behind it may have been lines of one coded text with it.
  constexpr CharSet kCodedLines = charset(kAlnum, "+/=_-\r\n");
  const bool cuts = first_ && run_.follows_tag();
  const std::size_t token = cuts ? token_end(as_text(text), 0) : 0;
  const std::size_t value = cuts ? token_end(as_text(text), token) : 0;
  const std::size_t lines = cuts ? token_end(as_text(text), 0, kCodedLines) : 0;
  for (Finding finding : found_) {
    const auto begin = static_cast<std::size_t>(finding.span.begin - base);
    const auto end = static_cast<std::size_t>(finding.span.end - base);
    if (begin >= told || end <= before) continue;
    if (begin < (finding.evidence == Evidence::contextual ? value : token)) continue;
    if (finding.coding != Encoding::none && begin < lines) continue;
    if (ended && run_.is_cut() && is_cut_short(searched_, finding)) continue;
    const Span digits = run_.locate(std::max(begin, before) - before, end - before);
    // A run that is short enough is redacted as a whole: the rest of it can be read no more.
    finding.span = first_ && ended ? run_.whole() : digits;
    finding.coding = run_.coding();
    // Not behind it, for around what is read here something else may be, and this be told of
    // nothing.
    again_ = std::max(again_, digits.end);
    out.push_back(finding);
  }
  if (!ended) run_.drop(kept_from(text, goes_on_));
  return {};
}

// False when there is nothing more to be had of the run.
bool DecodedPart::inflate_piece() {
  constexpr std::size_t kTold = 64;  // Bytes that tell whether it is text.
  plain_.erase(plain_.begin(),
               plain_.end() - static_cast<std::ptrdiff_t>(std::min(plain_.size(), kOverlapBytes)));
  const std::size_t earned = static_cast<std::size_t>(run_.end() - credit_at_) / 8;
  credit_ = std::min(kCreditBytes, credit_ + earned);
  credit_at_ = run_.end();
  const std::size_t free = run_.text().size() * 8;
  const std::size_t before = plain_.size();
  const bool more = inflater_->add(run_.text(), free + credit_, plain_);
  const std::size_t size = plain_.size() - before;
  credit_ -= size - std::min(size, free);
  const auto told = Bytes(plain_).first(std::min(plain_.size(), kTold));
  const bool text =
      std::all_of(told.begin(), told.end(), [](std::uint8_t c) { return c >= 0x80 || is_text(c); });
  if (!text) plain_.clear();
  return more && text;
}

// Of what is compressed, nothing behind a secret's begin can be read without what stands there: all
// that follows is redacted.
Status DecodedPart::take_compressed(bool ended, std::vector<Finding>& out) {
  if (first_) {
    if (inflater_ == nullptr) inflater_ = Inflater::create();
    if (inflater_ == nullptr) return Status(Code::no_memory, "out of memory");
    inflater_->restart();
    plain_.clear();
    rest_.reset();
  }
  bool more = true;
  if (!rest_) {
    more = inflate_piece();
    found_.clear();
    if (!plain_.empty()) {
      if (Status s = search(plain_); !s.ok()) return s;
    }
    if (!found_.empty()) rest_ = found_.front();
    for (const Finding& finding : found_) {
      if (finding.evidence > rest_->evidence) rest_ = finding;
    }
    if (rest_) {
      rest_->span.begin = run_.begin();
      rest_->coding = compression_;
    }
  }
  if (rest_) {
    rest_->span.end = run_.end();
    out.push_back(*rest_);
    rest_->span.begin = run_.end();
  } else if (!more) {
    open_ = false;
  }
  // What stands behind its end, or was none, is looked at as a text.
  floor_ = again_ = more ? run_.end() : run_.begin();
  if (!ended && open_) run_.drop(run_.text().size());
  return {};
}

Status DecodedPart::take(bool ended, std::vector<Finding>& out) {
  const bool compressed = compression_ != Encoding::none;
  Status status = compressed ? take_compressed(ended, out) : take_text(ended, out);
  first_ = false;
  if (ended) open_ = false;
  if (ended && !compressed) {
    const Offset again = run_.end() > floor_ ? kAgainBytes : 0;
    floor_ = std::max(floor_, run_.end());
    again_ = std::max(again_, floor_ - std::min(floor_, again));
  }
  return status;
}

Status DecodedPart::find_runs(const Window& window, std::vector<Finding>& out) {
  while (open_ || (open_ = first_ = open_next(window))) {
    const RunReader::State state = run_.read(window);
    if (state == RunReader::State::starved) break;
    if (Status s = take(state == RunReader::State::ended, out); !s.ok()) return s;
  }
  if (open_) {
    const bool goes_on = compression_ != Encoding::none && !first_ && rest_;
    mark_ = std::min(mark_, goes_on ? rest_->span.begin : run_.begin());
    return {};
  }
  if (!compressed_.empty()) mark_ = std::min(mark_, compressed_.front());
  if (!window.at_end && !pending_.empty()) {
    const Offset least = std::max(pending_.front().begin, floor_);
    mark_ = std::min(mark_, run_begin(window, least, again_, kBase64Digits));
  }
  return {};
}

// Goes to the next line in which a character is spelled.  False where there is none, or it is not
// known yet.
bool DecodedPart::open_spelled(const Window& window, Spelled& spelled) {
  constexpr Offset kReach = 8;
  bool found = false;
  for (std::deque<Offset>& triggers = spelled.triggers; !triggers.empty(); triggers.pop_front()) {
    const Offset trigger = triggers.front();
    if (trigger <= spelled.to) continue;
    // The trigger shows a part of it.
    Offset at = std::max({trigger - std::min(trigger, kReach), window.begin, spelled.to});
    at = escape_begin(window, at);
    SpelledChar c;
    Step step = Step::ok;
    Glyph glyph;
    for (; at < trigger && !found; at = glyph.end) {
      step = next_glyph(window, at, glyph);
      if (step != Step::ok) break;
      if (spelling_of(glyph.c) != spelled.coding || glyph.begin < spelled.to) continue;
      step = next_char(window, glyph.begin, spelled.coding, c);
      if (step != Step::ok) break;
      // What stands before it has shown nothing, so that it may have been released.
      found = c.spelled && c.end >= trigger && spelled.line.open(window, c, spelled.coding);
      if (found) spelled.goes_on.clear();
    }
    if (step == Step::need_more) {
      mark_ = std::min(mark_, spelled_token_begin(window, at));
      break;
    }
    if (found) break;
  }
  return found;
}

// Only what begins where nothing was released.
Status DecodedPart::take_spelled(const Window& window, Spelled& spelled, bool ended,
                                 std::vector<Finding>& out) {
  RespelledReader& line = spelled.line;
  const Bytes text = spelled.goes_on.with(line.text());
  const std::size_t before = spelled.goes_on.size();
  if (Status s = search(text); !s.ok()) return s;
  const Offset base = searched_.begin;
  const std::size_t told = told_until(text.size(), ended);
  const std::size_t told_from = found_.empty() ? 0 : line.told_from();
  const Window read{window.bytes.first(line.end() - window.begin), window.begin, window.at_end};
  for (Finding finding : found_) {
    const auto begin = static_cast<std::size_t>(finding.span.begin - base);
    const auto end = static_cast<std::size_t>(finding.span.end - base);
    if (begin >= told || end <= before) continue;
    // A redaction before it may have made the line too short.
    if (ended && line.is_cut() && is_cut_short(searched_, finding)) continue;
    const bool is_new = begin >= before;
    std::size_t from = is_new ? begin - before : 0;
    // Of a run that began earlier, the rest: it is more than what was found.
    if (finding.coding != Encoding::none) from = std::max(from, told_from);
    if (from >= end - before || from < told_from) continue;
    if (is_new && !line.is_told(from, end - before)) continue;
    finding.span = line.locate(from, end - before);
    finding.coding = line.coding();
    if (is_of_tag(read, finding, scan_->words())) continue;
    out.push_back(finding);
  }
  spelled.open = !ended;
  spelled.to = line.end();
  if (!ended) line.drop(kept_from(text, spelled.goes_on));
  return {};
}

Status DecodedPart::find_spelled(const Window& window, Spelled& spelled,
                                 std::vector<Finding>& out) {
  using State = RespelledReader::State;
  while (spelled.open || (spelled.open = open_spelled(window, spelled))) {
    const State state = spelled.line.read(window);
    if (state == State::starved) break;
    if (Status s = take_spelled(window, spelled, state == State::ended, out); !s.ok()) return s;
  }
  if (spelled.open) {
    mark_ = std::min(mark_, std::max(spelled.line.begin(), spelled.line.first()));
  }
  return {};
}

Status DecodedPart::find(const Window& window, const Sweep& sweep, std::vector<Finding>& out) {
  add(window, sweep);
  mark_ = unspelled_until(window);
  const std::size_t before = out.size();
  if (Status s = find_runs(window, out); !s.ok()) return s;
  for (Spelled& spelled : spelled_) {
    if (Status s = find_spelled(window, spelled, out); !s.ok()) return s;
  }
  if (depth_ == 0) take_glued(window, before, out);
  return {};
}

// As every redaction does (ADR 0009).
void DecodedPart::take_glued(const Window& window, std::size_t before, std::vector<Finding>& out) {
  if (glued_) out.insert(out.begin() + static_cast<std::ptrdiff_t>(before), *glued_);
  glued_.reset();
  for (std::size_t i = before; i < out.size(); ++i) {
    Offset& end = out[i].span.end;
    if (skip_word(window, end) != Step::need_more) continue;
    glued_ = Finding{{end, end}, out[i].rule, out[i].evidence, out[i].coding};
  }
  std::erase_if(out, [](const Finding& finding) { return finding.span.size() == 0; });
}

}  // namespace inkblot
