// One turn of the line: sweep, confirm, resolve, rewrite, write.
#include "line.h"

#include <sodium.h>

#include <algorithm>

#include "check.h"

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

}  // namespace

Line::Line(const Options& options, Sink& sink, Sweep sweep)
    : options_(options),
      sink_(&sink),
      pack_(&impl(*options_.pack)),
      sweep_(std::move(sweep)),
      confirm_(*pack_) {
  stats_.by_rule.resize(options_.pack->rules().size());
}

Result<std::unique_ptr<Line>> Line::create(const Options& options, Sink& sink) {
  if (options.pack == nullptr) return failure(Code::invalid_argument, "Options::pack is required");
  if (sodium_init() < 0) return failure(Code::internal, "libsodium could not start");
  if (options.style == Style::pseudonym && !options.key) {
    return failure(Code::invalid_argument, "pseudonyms need a key; pass --key-file");
  }
  auto enabled = enabled_rules(options);
  if (!enabled) return tl::unexpected<Status>(enabled.error());
  auto sweep = Sweep::create(impl(*options.pack), std::move(*enabled));
  if (!sweep) return tl::unexpected<Status>(sweep.error());
  return std::unique_ptr<Line>(new Line(options, sink, std::move(*sweep)));
}

Status Line::poison(Status status) {
  poisoned_ = true;
  return status;
}

Status Line::advance(const Window& window) {
  if (poisoned_) return Status(Code::poisoned, "an earlier call failed");
  try {
    Status status = turn(window);
    return status.ok() ? status : poison(std::move(status));
  } catch (const std::bad_alloc&) {
    poisoned_ = true;
    return Status(Code::no_memory, "out of memory");
  }
}

Status Line::turn(const Window& window) {
  INKBLOT_ASSERT(!ended_ && window.begin <= keep_from(), "I3");
  candidates_.clear();
  findings_.clear();
  stats_.bytes_in = window.end();
  if (Status s = sweep_.scan(window, candidates_); !s.ok()) return s;
  stats_.candidates += candidates_.size();
  confirm_.run(window, candidates_, findings_);
  for (const Finding& finding : findings_) {
    INKBLOT_ASSERT(finding.span.end <= window.end(), "I4");
    INKBLOT_ASSERT(finding.span.begin >= released_ ||
                       finding.span.begin == confirm_.growing_from() ||
                       (!resolver_.groups().empty() &&
                        resolver_.groups().front().span.begin <= finding.span.begin),
                   "I2");
    resolver_.add(finding);
  }
  const Offset watermark = std::max(released_, confirm_.watermark(window));
  INKBLOT_ASSERT(watermark <= window.end(), "I2");
  ended_ = window.at_end;
  return release(window, watermark);
}

void Line::copy(const Window& window, Offset begin, Offset end) {
  if (begin >= end) return;
  pieces_.push_back(window.bytes.subspan(begin - window.begin, end - begin));
  stats_.bytes_out += end - begin;
}

// PERF: only a report wants to know, and counting costs a tenth of a sweep.
void Line::count_lines(const Window& window, Offset to) {
  if (!options_.on_redaction) return;
  const auto first = window.bytes.begin() + static_cast<std::ptrdiff_t>(counted_ - window.begin);
  const auto last = window.bytes.begin() + static_cast<std::ptrdiff_t>(to - window.begin);
  lines_ += static_cast<std::uint64_t>(std::count(first, last, '\n'));
  counted_ = to;
}

// Writes the replacement of a group that is complete, or long enough to have its label settled.
void Line::replace(const Window& window, Group& group, bool complete) {
  const Offset size = group.span.end - group.span.begin;
  const auto* const at =
      reinterpret_cast<const char*>(window.bytes.data()) + (group.span.begin - window.begin);
  const std::string_view shown(at, static_cast<std::size_t>(std::min(size, kLabelBytesMax)));
  std::string& text = replacements_.emplace_back();
  append_replacement(options_, pack_->rules()[group.label.rule], shown, complete ? size : 0, text);
  output_ = {stats_.bytes_out, stats_.bytes_out + text.size()};
  pieces_.emplace_back(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  stats_.bytes_out += text.size();
  count_lines(window, group.span.begin);
  line_of_group_ = lines_ + 1;
  if (options_.key && options_.on_redaction) {
    Fingerprint fingerprint(*options_.key);
    fingerprint.add(Bytes(reinterpret_cast<const std::uint8_t*>(at), shown.size()));
    value_fingerprint_ = fingerprint.hex();
  }
  group.started = true;
}

void Line::conclude(const Window&, const Group& group) {
  ++stats_.redactions;
  ++stats_.by_rule[group.label.rule];
  stats_.bytes_redacted += group.span.size();
  if (!options_.on_redaction) return;
  options_.on_redaction({&pack_->rules()[group.label.rule], group.label.evidence, group.span,
                         output_, line_of_group_, value_fingerprint_});
}

Status Line::release(const Window& window, Offset watermark) {
  pieces_.clear();
  replacements_.clear();
  auto& groups = resolver_.groups();
  const Offset growing = confirm_.growing_from();
  Offset at = released_;
  while (!groups.empty() && groups.front().span.begin < watermark) {
    Group& group = groups.front();
    const bool grows = growing >= group.span.begin && growing < group.span.end;
    const bool complete = group.span.end <= watermark && !grows;
    if (!group.started && !complete && watermark < group.span.begin + kLabelBytesMax) break;
    if (!group.started) {
      copy(window, at, group.span.begin);
      replace(window, group, complete);
    }
    at = std::max(at, std::min(watermark, group.span.end));
    if (!complete) {
      watermark = at;
      break;
    }
    conclude(window, group);
    groups.pop_front();
  }
  const bool waits =
      !groups.empty() && !groups.front().started && groups.front().span.begin < watermark;
  const Offset to = waits ? groups.front().span.begin : watermark;
  copy(window, at, to);
  count_lines(window, std::max(to, counted_));
  released_ = std::max(released_, std::max(to, at));
  if (pieces_.empty()) return {};
  return sink_->write(pieces_);
}

}  // namespace inkblot
