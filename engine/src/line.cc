// One turn of the line: sweep, confirm, resolve, rewrite, write.
#include "line.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "check.h"
#include "decode/place.h"
#include "line_ends.h"

namespace inkblot {
namespace {

Result<std::vector<bool>> enabled_rules(const Options& options) {
  const auto rules = options.pack->rules();
  std::vector<bool> enabled;
  const auto listed = [](const std::vector<std::string>& list, const std::string& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  for (const Rule& rule : rules) {
    const bool wanted = options.only.empty() ? rule.on : listed(options.only, rule.id);
    enabled.push_back(wanted && !listed(options.except, rule.id));
  }
  for (const auto* list : {&options.only, &options.except}) {
    for (const std::string& id : *list) {
      const bool known = std::any_of(rules.begin(), rules.end(),
                                     [&id](const Rule& rule) { return rule.id == id; });
      if (!known) {
        return failure(Code::invalid_argument,
                       "no rule is named " + id + "; `inkblot rules list` shows all");
      }
    }
  }
  return enabled;
}

bool is_by_rarity(const PackImpl& pack, std::uint32_t rule) {
  return rule < pack.rules().size() && pack.rules()[rule].head.empty() &&
         pack.derived(rule).providers == nullptr;
}

// What is found by rarity alone is found in plain sight only: what is encoded is data more often
// than not, as the claims of a token are, and redacted as a whole.
std::vector<bool> enabled_in_texts(const PackImpl& pack, std::vector<bool> enabled) {
  for (std::uint32_t i = 0; i < enabled.size(); ++i) {
    if (is_by_rarity(pack, i)) enabled[i] = false;
  }
  return enabled;
}

// Where the backslashes begin that stand just before `at`: an escape is released as a whole.
Offset before_escape(const Window& window, Offset at) {
  const Offset floor = at > window.begin + kEscapeBytesMax ? at - kEscapeBytesMax : window.begin;
  if (window.at_end && at == window.end()) return at;
  at = escape_begin(window, at);
  while (at > floor && window.at(at - 1) == '\\') --at;
  return at;
}

// Of a JSON value's fields, what does not is a number.
bool stands_in_quotes(const Window& window, Offset at) {
  return at > window.begin && window.at(at - 1) == '"';
}

}  // namespace

Line::Line(const Options& options, Sink& sink, Sweep sweep, std::vector<bool> enabled)
    : options_(options),
      sink_(&sink),
      pack_(&impl(*options_.pack)),
      sweep_(std::move(sweep)),
      confirm_(*pack_, options_.profile, options_.allow.get()),
      known_(options_, static_cast<std::uint32_t>(pack_->rules().size())),
      texts_(options_, enabled_in_texts(*pack_, std::move(enabled))),
      decoded_(texts_),
      recoder_(options_, decoded_) {
  stats_.by_rule.resize(options_.pack->rules().size());
  if (options_.known == nullptr && !options_.accept_masks) return;
  confirm_.set_labels(&known_.labels());
  texts_.set_labels(&known_.labels());
}

Line::~Line() {
  if (options_.key) sodium_memzero(options_.key->data(), options_.key->size());
}

Result<std::unique_ptr<Line>> Line::create(const Options& options, Sink& sink) {
  if (options.pack == nullptr) return failure(Code::invalid_argument, "Options::pack is required");
  if (sodium_init() < 0) return failure(Code::internal, "libsodium could not start");
  if (options.style == Style::pseudonym && !options.key) {
    return failure(Code::invalid_argument, "pseudonyms need a key; pass --key-file");
  }
  auto enabled = enabled_rules(options);
  if (!enabled) return tl::unexpected<Status>(enabled.error());
  auto sweep = Sweep::create(impl(*options.pack), *enabled);
  if (!sweep) return tl::unexpected<Status>(sweep.error());
  return std::unique_ptr<Line>(new Line(options, sink, std::move(*sweep), std::move(*enabled)));
}

Status Line::poison(Status status) {
  poisoned_ = true;
  return status;
}

void Line::in_units(Offset unit_bytes, Sink& sink) {
  unit_bytes_ = unit_bytes;
  sink_ = &sink;
}

Offset Line::restart(Sink& sink, std::function<void(const Redaction&)> on_redaction) {
  // Nothing that is remembered of the last stream lies within reach.
  if (released_ > 0) origin_ = released_ + kHistoryBytes;
  sweep_.restart(origin_);
  confirm_.restart();
  known_.restart();
  kept_.clear();
  decoded_.restart();
  recoder_.restart();
  released_ = counted_ = keep_ = origin_;
  lines_ = keys_ = 0;
  ended_ = false;
  sink_ = &sink;
  options_.on_redaction = std::move(on_redaction);
  stats_.by_rule.assign(stats_.by_rule.size(), 0);
  stats_ = {.by_rule = std::move(stats_.by_rule)};
  return origin_;
}

void Line::know_fields(std::vector<Span> redacted, std::vector<Span> kept) {
  for (std::vector<Span>* const spans : {&redacted, &kept}) {
    for (Span& span : *spans) span = {span.begin + origin_, span.end + origin_};
  }
  known_.know_fields(std::move(redacted));
  kept_ = std::move(kept);
}

bool Line::is_kept(const Finding& finding) const {
  if (kept_.empty() || finding.evidence == Evidence::known) return false;
  const auto behind = std::upper_bound(kept_.begin(), kept_.end(), finding.span.begin,
                                       [](Offset at, const Span& span) { return at < span.begin; });
  return behind != kept_.begin() && (behind - 1)->contains(finding.span);
}

Status Line::pass(Bytes bytes, Sink& sink) {
  if (poisoned_) return Status(Code::poisoned, "an earlier call failed");
  stats_.bytes_in += bytes.size();
  Status status = sink.write({&bytes, 1});
  if (!status.ok()) return poison(std::move(status));
  stats_.bytes_out += bytes.size();
  return status;
}

Status Line::advance(const Window& window) {
  if (poisoned_) return Status(Code::poisoned, "an earlier call failed");
  poisoned_ = true;  // Whoever is told of a redaction may throw.
  try {
    Status status = turn(window);
    poisoned_ = !status.ok();
    return status;
  } catch (const std::bad_alloc&) {
    return Status(Code::no_memory, "out of memory");
  }
}

Status Line::turn(const Window& window) {
  INKBLOT_ASSERT(!ended_ && window.begin <= keep_from(), "I3");
  candidates_.clear();
  findings_.clear();
  // What has been released stays so: another vault is asked of the rest alone.
  if (known_.take(released_) && options_.on_vault)
    options_.on_vault(told({released_, released_}).begin);
  stats_.bytes_in = told({origin_, window.end()}).end;
  if (Status s = sweep_.scan(window, candidates_); !s.ok()) return s;
  stats_.candidates += candidates_.size();
  if (options_.on_judgement) {
    confirm_.tell([this, &window](const Judged& judged) { tell(window, judged); });
  }
  confirm_.run(window, candidates_, findings_);
  if (Status s = known_.find(window, released_, findings_); !s.ok()) return s;
  if (options_.decode) {
    if (Status s = decoded_.find(window, sweep_, findings_); !s.ok()) return s;
  }
  for (const Finding& finding : findings_) {
    if (is_kept(finding)) continue;
    if (Status s = add(window, finding); !s.ok()) return s;
  }
  const Offset mark = std::max(
      released_, before_escape(window, std::min(waits_from(), confirm_.watermark(window))));
  INKBLOT_ASSERT(mark <= window.end(), "I2");
  ended_ = window.at_end;
  Status status = release(window, mark);
  stats_.held_bytes_max = std::max(stats_.held_bytes_max, window.end() - released_);
  let_go();
  return status;
}

// A candidate that waits inside a finding that grows is asked again, with what stands before it.
// One that came but now may begin a head's width before what was released, and all is there.
void Line::let_go() {
  constexpr Offset kBefore = kHistoryBytes / 2;
  const Offset asked = confirm_.asked_from();
  const Offset history = released_ - std::min<Offset>(released_, kHistoryBytes);
  keep_ = std::max(keep_, std::min(history, asked - std::min(asked, kBefore)));
}

Status Line::add(const Window& window, const Finding& finding) {
  INKBLOT_ASSERT(finding.span.end <= window.end(), "I4");
  INKBLOT_ASSERT(finding.span.begin >= released_ ||
                     (!resolver_.groups().empty() &&
                      resolver_.groups().front().span.begin <= finding.span.begin),
                 "I2");
  // What looks like a token's first letter may be an escape's.
  Finding widened = finding;
  widened.span.begin = std::max(released_, escape_begin(window, finding.span.begin));
  const bool rare = finding.coding == Encoding::none && is_by_rarity(*pack_, finding.rule);
  resolver_.add(finding.span.begin < released_ ? finding : widened, rare);
  return {};
}

const Rule& Line::rule_of(std::uint32_t index) const {
  const auto rules = pack_->rules();
  return index < rules.size() ? rules[index] : known_.rule(index);
}

void Line::copy(const Window& window, Offset begin, Offset end) {
  if (begin >= end) return;
  pieces_.push_back(window.bytes.subspan(begin - window.begin, end - begin));
  stats_.bytes_out += (end - begin) * unit_bytes_;
}

// Only a report wants to know.
void Line::count_lines(const Window& window, Offset to) {
  if (!options_.on_redaction && !options_.on_judgement) return;
  lines_ += line_ends(window.bytes.subspan(counted_ - window.begin, to - counted_));
  counted_ = to;
}

void Line::tell(const Window& window, const Judged& judged) const {
  const Candidate& head = judged.candidate;
  const Offset first = std::min(counted_, head.begin);
  const std::string_view between = window.text(first, std::max(counted_, head.begin));
  const auto lines = static_cast<std::uint64_t>(std::count(between.begin(), between.end(), '\n'));
  Judgement out;
  out.rule = &pack_->rules()[head.rule];
  out.head = told({head.begin, head.end});
  out.line = 1 + (first == counted_ ? lines_ + lines : lines_ - lines);
  out.reason = judged.reason;
  out.facts = judged.facts;
  out.seen = judged.seen;
  out.found = judged.decision.outcome == Outcome::found && speaks_for(judged.reason);
  if (out.found) {
    out.evidence = judged.decision.finding.evidence;
    out.value = told(judged.decision.finding.span);
  }
  options_.on_judgement(out);
}

// Writes the replacement of a group that is complete, or long enough to have its label settled.
Status Line::replace(const Window& window, Group& group, const Spot& spot) {
  const Offset begin = group.span.begin;
  const bool whole = group.span.size() < kLabelBytesMax;
  const std::string_view shown =
      window.text(begin, whole ? group.span.end : begin + kLabelBytesMax);
  if (spot.place == Place::key) ++keys_;
  key_of_group_ = spot.place == Place::key ? keys_ : 0;
  if (replacements_used_ == replacements_.size()) replacements_.emplace_back();
  std::string& text = replacements_[replacements_used_++];
  text.clear();
  const Rule& rule = rule_of(group.label.rule);
  if (!spot.coded) {
    append_replacement(options_, {rule, shown, whole, spot.place, keys_}, text);
  } else if (Status s = recoder_.write(group, rule, text); !s.ok()) {
    return s;
  }
  output_ = {stats_.bytes_out, stats_.bytes_out + text.size() * unit_bytes_};
  pieces_.emplace_back(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  stats_.bytes_out = output_.end;
  count_lines(window, begin);
  line_of_group_ = lines_ + 1;
  if (options_.key && options_.on_redaction) {
    Fingerprint fingerprint(*options_.key);
    fingerprint.add(window.bytes.subspan(begin - window.begin, shown.size()));
    value_fingerprint_ = fingerprint.hex();
  }
  group.started = true;
  return {};
}

void Line::conclude(const Group& group) {
  ++stats_.redactions;
  const std::uint32_t rule = group.label.rule;
  if (rule < stats_.by_rule.size()) {
    ++stats_.by_rule[rule];
  } else {
    ++stats_.known[rule_of(rule).description];
  }
  stats_.bytes_redacted += group.span.size() * unit_bytes_;
  if (!options_.on_redaction) return;
  options_.on_redaction({&rule_of(group.label.rule), group.label.evidence, told(group.span),
                         output_, line_of_group_, value_fingerprint_, group.label.coding,
                         key_of_group_});
}

// Whether a group's replacement can be told: its label, which one of kLabelBytesMax has however it
// goes on, and its place in the document.
bool Line::settle(const Window& window, const Group& group, const Reach& reach, Spot& spot) {
  const bool is_long = reach.known >= group.span.begin + kLabelBytesMax;
  if (!reach.complete && !(is_long && !group.opened)) return false;
  if (known_.is_field(group.label.rule) && !stands_in_quotes(window, group.span.begin)) {
    spot.place = Place::number;
  } else if (is_long) {
    spot.place = may_be_key(window, group.span.begin) ? Place::key : Place::text;
  } else if (find_place(window, group.span, spot.place) == Step::need_more) {
    return false;
  }
  if (!options_.decode || spot.place != Place::text || (is_long && !group.opened)) return true;
  return recoder_.find(window, group, spot.coded) != Step::need_more;
}

Status Line::release(const Window& window, Offset watermark) {
  pieces_.clear();
  replacements_used_ = 0;
  auto& groups = resolver_.groups();
  const Offset undecided =
      before_escape(window, std::min(waits_from(), confirm_.undecided(window)));
  const std::uint64_t written = stats_.bytes_out;
  Offset at = released_;
  while (!groups.empty() && groups.front().span.begin < watermark) {
    Group& group = groups.front();
    const bool grows = confirm_.grows(group.span);
    // What begins where it ends would be a part of it.
    const bool last = window.at_end && watermark == window.end();
    const bool complete = !grows && (group.span.end < watermark || last);
    if (!group.started) {
      Spot spot;
      const Reach reach{std::min(undecided, group.span.end), complete};
      if (!settle(window, group, reach, spot)) break;
      copy(window, at, group.span.begin);
      if (Status s = replace(window, group, spot); !s.ok()) {
        stats_.bytes_out = written;
        return s;
      }
    }
    at = std::max(at, std::min(watermark, group.span.end));
    if (!complete) {
      watermark = at;
      break;
    }
    conclude(group);
    groups.pop_front();
  }
  const bool waits =
      !groups.empty() && !groups.front().started && groups.front().span.begin < watermark;
  const Offset to = waits ? groups.front().span.begin : watermark;
  copy(window, at, to);
  // PERF: of a text at hand nothing is counted that nobody asks for.
  if (!window.at_end) count_lines(window, std::max(to, counted_));
  released_ = std::max(released_, std::max(to, at));
  if (pieces_.empty()) return {};
  Status status = sink_->write(pieces_);
  if (!status.ok()) stats_.bytes_out = written;
  return status;
}

}  // namespace inkblot
