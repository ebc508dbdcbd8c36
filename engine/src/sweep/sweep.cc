// Block scans with an overlap as wide as the widest head; decoded regions around spelled escapes.
#include "sweep/sweep.h"

#include <algorithm>

namespace inkblot {
namespace {

// How far before and behind an escape a head may reach, in raw bytes.
constexpr Offset kReachBytes = 384;

// What stands near the end of every spelled escape.
constexpr CharSet kEscapeHints = charset("\\%[(;");

bool by_end(const Candidate& a, const Candidate& b) {
  if (a.end != b.end) return a.end < b.end;
  if (a.begin != b.begin) return a.begin < b.begin;
  return a.rule < b.rule;
}

}  // namespace

Sweep::Sweep(const PackImpl& pack, std::vector<bool> enabled, hyperscan::Scratch scratch)
    : pack_(&pack), enabled_(std::move(enabled)), scratch_(std::move(scratch)) {}

Result<Sweep> Sweep::create(const PackImpl& pack, std::vector<bool> enabled) {
  auto scratch = hyperscan::make_scratch(pack.database());
  if (!scratch) return tl::unexpected<Status>(scratch.error());
  return Sweep(pack, std::move(enabled), std::move(*scratch));
}

int Sweep::on_match(unsigned id, unsigned long long, unsigned long long to, unsigned,
                    void* context) {
  Sweep& self = *static_cast<Sweep*>(context);
  const Offset end = self.base_ + to;
  if (end <= self.fresh_) return 0;
  if (id == kEscapeTrigger) {
    self.triggers_.push_back(end);
  } else if (self.enabled_[id]) {
    self.hits_.push_back({id, end});
  }
  return 0;
}

Status Sweep::run(const char* text, std::size_t size) {
  const hs_error_t code = hs_scan(pack_->database(), text, static_cast<unsigned>(size), 0,
                                  scratch_.get(), &Sweep::on_match, this);
  if (code != HS_SUCCESS) {
    return Status(Code::internal, "Hyperscan failed with code " + std::to_string(code));
  }
  return {};
}

// PERF: in text made of prefixes (AKIAAKIA...) nearly every head is glued to a word, and confirm
// would reject it at thirty times the price.  Says no wherever an escape could stand before it.
bool Sweep::glued(const Window& window, std::uint32_t rule, Offset begin) const {
  const Rule& row = pack_->rules()[rule];
  if (row.back != 0 || !row.parser.empty() || pack_->derived(rule).proven_glued ||
      begin < window.begin + 8)
    return false;
  const std::uint8_t before = window.at(begin - 1);
  if (!kWordSet.has(window.at(begin)) || !kWordSet.has(before)) return false;
  for (Offset i = 2; i <= 8; ++i) {
    if (kEscapeHints.has(window.at(begin - i))) return false;
  }
  const std::uint8_t second = window.at(begin - 2);
  return (before >= '0' && before <= '9') || second < '0' || second > '9';
}

void Sweep::keep_raw(const Window& window, std::vector<Candidate>& out) {
  for (const Hit& hit : hits_) {
    const Derived& derived = pack_->derived(hit.rule);
    Offset begin = hit.end - derived.head_min;
    if (derived.head_min != derived.head_max) {
      const auto most =
          static_cast<std::size_t>(std::min<Offset>(hit.end - window.begin, derived.head_max));
      const std::string_view text(
          reinterpret_cast<const char*>(window.bytes.data()) + (hit.end - most - window.begin),
          most);
      std::size_t at = 0;
      if (!pack_->head(hit.rule).ends(text, derived.head_min, most, at)) continue;
      begin = hit.end - most + at;
    } else {
      if (glued(window, hit.rule, begin)) continue;
    }
    out.push_back({hit.rule, begin, hit.end});
  }
  hits_.clear();
}

Status Sweep::scan(const Window& window, std::vector<Candidate>& out) {
  const std::size_t first = out.size();
  const Offset overlap = pack_->head_bytes_max();
  base_ = swept_ > window.begin + overlap ? swept_ - overlap : window.begin;
  fresh_ = swept_;
  triggers_.clear();
  const char* const text = reinterpret_cast<const char*>(window.bytes.data());
  if (Status s = run(text + (base_ - window.begin), window.end() - base_); !s.ok()) return s;
  keep_raw(window, out);
  if (!triggers_.empty() || view_end_ > swept_) {
    if (Status s = scan_views(window, swept_, out); !s.ok()) return s;
  }
  swept_ = window.end();
  const auto fresh = out.begin() + static_cast<std::ptrdiff_t>(first);
  if (!std::is_sorted(fresh, out.end(), by_end)) std::sort(fresh, out.end(), by_end);
  return {};
}

// A region runs from kReachBytes before an escape to kReachBytes behind the last one that is near.
// Where it begins depends on the stream alone, so that its view does too.
Status Sweep::scan_views(const Window& window, Offset fresh, std::vector<Candidate>& out) {
  std::sort(triggers_.begin(), triggers_.end());
  std::size_t next = 0;
  for (;;) {
    while (next < triggers_.size() && triggers_[next] <= view_end_ + kReachBytes &&
           view_end_ != 0) {
      view_end_ = triggers_[next++] + kReachBytes;
    }
    while (view_at_ < std::min(view_end_, window.end())) {
      Glyph glyph;
      if (next_glyph(window, view_at_, glyph) != Step::ok) break;
      view_.push(glyph);
      view_at_ = glyph.end;
      if (view_.text.size() >= 65536) {
        if (Status s = scan_view(fresh, out); !s.ok()) return s;
        trim_view();
      }
    }
    if (Status s = scan_view(fresh, out); !s.ok()) return s;
    trim_view();
    if (next == triggers_.size()) return {};
    view_.clear();
    view_swept_ = 0;
    const Offset trigger = triggers_[next++];
    view_at_ = trigger > kReachBytes ? std::max(trigger - kReachBytes, view_at_) : view_at_;
    view_at_ = std::max(view_at_, window.begin);
    view_end_ = trigger + kReachBytes;
  }
}

Status Sweep::scan_view(Offset, std::vector<Candidate>& out) {
  if (view_.text.size() == view_swept_) return {};
  base_ = 0;
  const Offset kept = fresh_;
  fresh_ = view_swept_;
  const std::size_t triggers = triggers_.size();
  if (Status s = run(view_.text.data(), view_.text.size()); !s.ok()) return s;
  triggers_.resize(triggers);
  for (const Hit& hit : hits_) {
    const Derived& derived = pack_->derived(hit.rule);
    const std::size_t most = std::min<std::size_t>(hit.end, derived.head_max);
    const std::string_view text(view_.text.data() + (hit.end - most), most);
    std::size_t begin = 0;
    if (!pack_->head(hit.rule).ends(text, derived.head_min, most, begin)) continue;
    const std::size_t at = hit.end - most + begin;
    const Candidate found{hit.rule, view_.begins[at], view_.ends[hit.end - 1]};
    // One without an escape inside is the raw sweep's; one too wide could be cut by the region.
    const Offset width = found.end - found.begin;
    if (width > hit.end - at && width <= kReachBytes) out.push_back(found);
  }
  hits_.clear();
  fresh_ = kept;
  view_swept_ = view_.text.size();
  return {};
}

void Sweep::trim_view() {
  const std::size_t keep = pack_->head_bytes_max();
  if (view_.text.size() <= 2 * keep) return;
  const std::size_t drop = view_.text.size() - keep;
  view_.erase_front(drop);
  view_swept_ -= drop;
}

}  // namespace inkblot
