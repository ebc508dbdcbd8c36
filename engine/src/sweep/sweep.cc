// Block scans with an overlap as wide as the widest head; decoded regions around spelled escapes.
#include "sweep/sweep.h"

#include <algorithm>
#include <new>

#include "decode/letters.h"
#include "pack/providers.h"
#include "pack/triggers.h"
#include "sweep/glued.h"

namespace inkblot {
namespace {

// PERF: a type of its own, so that a sort has no call to make.
struct ByEnd {
  bool operator()(const Candidate& a, const Candidate& b) const {
    if (a.end != b.end) return a.end < b.end;
    if (a.begin != b.begin) return a.begin < b.begin;
    return a.rule < b.rule;
  }
};

void sort_nearly_sorted(auto begin, auto end) {
  for (auto i = begin; i != end; ++i) {
    const Candidate candidate = *i;
    auto place = i;
    for (; place != begin && ByEnd()(candidate, *(place - 1)); --place) *place = *(place - 1);
    *place = candidate;
  }
}

// A head that matches in several ways is told by its shortest.
void keep_shortest(const Candidate& candidate, std::vector<Candidate>& out) {
  for (auto other = out.rbegin(); other != out.rend() && other->end == candidate.end; ++other) {
    if (other->rule != candidate.rule) continue;
    other->begin = std::max(other->begin, candidate.begin);
    return;
  }
  out.push_back(candidate);
}

}  // namespace

Sweep::Sweep(const PackImpl& pack, std::vector<bool> enabled,
             hyperscan::Scratches::Borrowed scratch)
    : pack_(&pack),
      enabled_(std::move(enabled)),
      scratch_(std::move(scratch)),
      tokeniser_(fastest_kernel(), &pack.openings()),
      openings_(&pack.openings(), fastest_kernel(), OpeningScan::Of::view) {
  for (std::uint32_t rule = 0; rule < enabled_.size(); ++rule) {
    if (enabled_[rule] && pack.rules()[rule].head.empty()) shapeless_.push_back(rule);
  }
}

Result<Sweep> Sweep::create(const PackImpl& pack, std::vector<bool> enabled) {
  auto scratch = pack.scratch();
  if (!scratch) return tl::unexpected<Status>(scratch.error());
  return Sweep(pack, std::move(enabled), std::move(*scratch));
}

// No exception crosses Hyperscan, whose scratch would be in use for ever.
int Sweep::on_match(unsigned id, unsigned long long, unsigned long long to, unsigned,
                    void* context) try {
  Sweep& self = *static_cast<Sweep*>(context);
  const Offset end = self.base_ + to;
  if (end <= self.fresh_) return 0;
  if (id == kEscapeTrigger) {
    self.triggers_.push_back(end);
  } else if (id == kSpellingTrigger) {
    self.spellings_.push_back(end);
  } else if (id == kCompressedTrigger) {
    self.compressed_.push_back(end - kCompressedBytes);
  } else if (const SweepId of = SweepId::of(id); self.enabled_[of.rule]) {
    self.hits_.push_back({of.rule, of.width, end});
  }
  return 0;
} catch (const std::bad_alloc&) {
  return 1;
}

Status Sweep::run(std::string_view text) {
  if (text.empty()) return {};  // It may stand nowhere, which Hyperscan takes for a mistake.
  const hs_error_t code =
      hs_scan(pack_->database(), text.data(), static_cast<unsigned>(text.size()), 0, scratch_.get(),
              &Sweep::on_match, this);
  if (code == HS_SCAN_TERMINATED) return Status(Code::no_memory, "out of memory");
  if (code != HS_SUCCESS) {
    return Status(Code::internal, "Hyperscan failed with code " + std::to_string(code));
  }
  return {};
}

// PERF: in text made of prefixes (AKIAAKIA...) nearly every head is glued to a word, and confirm
// would reject it at thirty times the price.
bool Sweep::glued(const Window& window, std::uint32_t rule, Offset begin) const {
  return pack_->derived(rule).never_glued && is_glued(window, begin);
}

// The same for a head in a region, where what stands before it is known.
bool Sweep::glued_in_view(std::uint32_t rule, std::size_t at) const {
  if (!pack_->derived(rule).never_glued || at == 0) return false;
  const std::string& text = regions_.text();
  Span span;
  return kWordSet.has(static_cast<std::uint8_t>(text[at])) &&
         kWordSet.has(static_cast<std::uint8_t>(text[at - 1])) &&
         regions_.locate(at - 1, at + 1, span);
}

// How wide a head is that ends where `before` does; 0: it is none.
std::size_t Sweep::width_of(const Hit& hit, std::string_view before) const {
  if (hit.width != 0) return hit.width;
  const Derived& derived = pack_->derived(hit.rule);
  const std::size_t most = std::min<std::size_t>(before.size(), derived.head_max);
  std::size_t at = 0;
  const std::string_view text = before.substr(before.size() - most);
  return pack_->head(hit.rule).ends(text, derived.head_min, most, at) ? most - at : 0;
}

void Sweep::keep_raw(const Window& window, std::vector<Candidate>& out) {
  const std::size_t before = out.size();
  bool tied = false;
  for (const Hit& hit : hits_) {
    const std::size_t width = width_of(hit, window.text(window.begin, hit.end));
    if (width == 0 || glued(window, hit.rule, hit.end - width)) continue;
    // PERF: most stems are parts of words, as in keys and author; confirm would say the same.
    const bool whole = !pack_->derived(hit.rule).ends_word;
    if (!whole && word_goes_on(window, hit.end) == Step::ok) continue;
    const Candidate candidate{hit.rule, hit.end - width, hit.end};
    if (before == out.size() || out.back().end < hit.end) {
      out.push_back(candidate);
    } else {
      tied = true;
      keep_shortest(candidate, out);
    }
  }
  hits_.clear();
  // PERF: matches come in the order of their ends, and only those of one end in any order.
  if (tied) sort_nearly_sorted(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
}

// PERF: nearly every block has none.
void Sweep::keep_openings(const std::vector<Hit>& openings) {
  const std::size_t before = hits_.size();
  for (const Hit& hit : openings) {
    if (enabled_[hit.rule]) hits_.push_back(hit);
  }
  if (hits_.size() == before) return;
  std::sort(hits_.begin(), hits_.end(), [](const Hit& a, const Hit& b) { return a.end < b.end; });
}

// Those of the regions' text from `fresh_` on.
void Sweep::scan_openings(const std::string& text) {
  if (pack_->openings().empty()) return;
  const Window window{as_bytes(text), 0, false};
  openings_.clear();
  Kinds kinds;
  for (Offset at = fresh_; at < text.size();) {
    const std::size_t size = std::min<std::size_t>(text.size() - at, Kinds::kBytes);
    find_kinds(fastest_kernel(), window.bytes.subspan(at, size), kinds);
    openings_.take(window, {at, at + size}, kinds);
    at += size;
  }
  keep_openings(openings_.hits());
}

// PERF: std::inplace_merge() takes new memory each time.
void Sweep::merge(std::vector<Candidate>& all, std::size_t begin, std::size_t middle) {
  if (begin == middle || middle == all.size()) return;
  merged_.assign(all.begin() + static_cast<std::ptrdiff_t>(begin), all.end());
  const auto second = merged_.begin() + static_cast<std::ptrdiff_t>(middle - begin);
  std::merge(merged_.begin(), second, second, merged_.end(),
             all.begin() + static_cast<std::ptrdiff_t>(begin), ByEnd());
}

Status Sweep::scan(const Window& window, std::vector<Candidate>& out) {
  const std::size_t before = out.size();
  const Offset overlap = pack_->head_bytes_max();
  base_ = swept_ > window.begin + overlap ? swept_ - overlap : window.begin;
  fresh_ = swept_;
  triggers_.clear();
  spellings_.clear();
  compressed_.clear();
  if (Status s = run(window.text(base_, window.end())); !s.ok()) return s;
  tokens_.clear();
  tokeniser_.scan(window, tokens_);
  keep_openings(tokeniser_.hits());
  keep_spellings(window);
  keep_raw(window, out);
  const std::size_t raw = out.size();
  if (!triggers_.empty() || !regions_.idle()) {
    if (Status s = scan_regions(window, out); !s.ok()) return s;
  }
  swept_ = window.end();
  sort_nearly_sorted(out.begin() + static_cast<std::ptrdiff_t>(raw), out.end());
  merge(out, before, raw);
  const std::size_t heads = out.size();
  find_tokens(window, out);
  merge(out, before, heads);
  return {};
}

// An ampersand or an equals sign may be spelled as an escape itself.
void Sweep::keep_spellings(const Window& window) {
  constexpr CharSet kLast("6D23");
  const std::size_t own = spellings_.size();
  for (const Offset end : triggers_) {
    if (end < window.begin + 5 || !kLast.has(window.at(end - 1))) continue;
    const std::string_view text = window.text(end - 3, end);
    const std::string_view unicode = window.text(end - 5, end);
    if (text == "%26" || text == "%3D" || unicode == "\\u002" || unicode == "\\u003") {
      spellings_.push_back(end);
    }
  }
  if (own != spellings_.size()) std::sort(spellings_.begin(), spellings_.end());
}

void Sweep::restart(Offset at) {
  swept_ = at;
  regions_.restart(at);
  tokeniser_.restart(at);
}

// PERF: nearly all tokens are told by their lengths and the bytes beside them, and confirm would
// reject them at ten times the price.  Says yes wherever an escape could stand beside it.
bool Sweep::may_matter(const Window& window, std::uint32_t rule, const Span& token) const {
  constexpr CharSet kGoesOn("+/=.~:");
  const Providers* const providers = pack_->derived(rule).providers.get();
  const std::uint8_t before =
      token.begin == window.begin ? std::uint8_t{0} : window.at(token.begin - 1);
  const std::uint8_t behind = token.end == window.end() ? std::uint8_t{0} : window.at(token.end);
  if (providers == nullptr) {
    constexpr CharSet kOpens("\"'`\\%[;(?<>");
    constexpr CharSet kCloses("\"'`=\\%\x1B");
    return kOpens.has(before) && kCloses.has(behind);
  }
  // PERF: in base64 a token is all that stands between two of these, and no name stands there.
  if (before == '/' || before == '+') {
    return token.begin - 1 == window.begin || kEscapeHints.has(window.at(token.begin - 2));
  }
  if (!kGoesOn.has(behind) && !kMayCut.has(before) &&
      !providers->has_plain(window.text(token.begin, token.end))) {
    return false;
  }
  const Offset back = std::min(token.begin - window.begin, Offset{Providers::kBeforeBytes});
  return providers->may_follow(window.text(token.begin - back, token.begin));
}

// A candidate for every rule without a head, up to the byte that shows where the token ends.
void Sweep::find_tokens(const Window& window, std::vector<Candidate>& out) {
  for (const Span& token : tokens_) {
    const Offset end = std::min(token.end + 1, window.end());
    for (const std::uint32_t rule : shapeless_) {
      if (may_matter(window, rule, token)) out.push_back({rule, token.begin, end});
    }
  }
}

// Opens a region around the escape that a trigger ended in, if it can stand inside a head: its
// character and those beside it must be neighbours in one.  PERF: nearly every colour code and
// escape stands at a word's end, and decoding what is around it costs as much as sweeping it.
void Sweep::cover_escape(const Window& window, Offset trigger) {
  constexpr Offset kSpelledMax = 8;
  const auto reach = static_cast<Offset>(pack_->head_bytes_max());
  // PERF: of a chain of colour codes, all stand between the same two characters.
  if (trigger <= chain_end_ && !chain_inside_) return;
  Offset begin = trigger - 1;
  while (begin > window.begin && trigger - begin < kSpelledMax &&
         !kEscapeStarts.has(window.at(begin))) {
    --begin;
  }
  while (begin > window.begin && window.at(begin - 1) == '\\' &&
         trigger - begin < kEscapeBytesMax) {
    --begin;
  }
  const Neighbours& neighbours = pack_->neighbours();
  const auto may_be_inside = [&] {
    if (begin < chain_end_) return chain_inside_;
    Glyph before;
    Glyph spelled;
    Glyph after;
    if (trigger - begin > kEscapeBytesMax / 2) return true;
    if (next_glyph(window, begin, spelled) != Step::ok) return true;
    const bool behind =
        previous_glyph(window, begin, before) && neighbours.has(before.c, spelled.c);
    if (spelled.begin != begin) {  // A colour code, which is no character.
      chain_end_ = spelled.begin;
      chain_inside_ = behind;
    }
    if (behind || spelled.begin != begin) return behind;
    return next_glyph(window, spelled.end, after) != Step::ok || neighbours.has(spelled.c, after.c);
  };
  if (!may_be_inside()) return;
  // PERF: where escapes stand close together, more are to come, and need not be asked for one by
  // one.
  constexpr Offset kAhead = 256;
  const Offset ahead = trigger < regions_.end() ? kAhead : 0;
  regions_.cover(window, begin > reach ? begin - reach : 0,
                 trigger + kEscapeBytesMax + reach + ahead);
}

Status Sweep::scan_regions(const Window& window, std::vector<Candidate>& out) {
  const auto drain = [&] {
    while (regions_.read(window)) {
      if (Status s = scan_text(out); !s.ok()) return s;
    }
    return Status();
  };
  if (!std::is_sorted(triggers_.begin(), triggers_.end())) {
    std::sort(triggers_.begin(), triggers_.end());
  }
  const Offset reach = kEscapeBytesMax + pack_->head_bytes_max();
  const std::size_t count = triggers_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (triggers_[i] + reach <= regions_.end()) continue;
    if (Status s = drain(); !s.ok()) return s;
    cover_escape(window, triggers_[i]);
  }
  if (Status s = drain(); !s.ok()) return s;
  return scan_text(out);
}

Status Sweep::scan_text(std::vector<Candidate>& out) {
  const std::string& text = regions_.text();
  if (text.size() == regions_.old()) return {};
  base_ = 0;
  fresh_ = regions_.old();
  const std::size_t triggers = triggers_.size();
  const std::size_t spellings = spellings_.size();
  const std::size_t compressed = compressed_.size();
  if (Status s = run(text); !s.ok()) return s;
  spellings_.resize(spellings);
  compressed_.resize(compressed);
  triggers_.resize(triggers);  // What is spelled in a view is not undone again.
  scan_openings(text);
  for (const Hit& hit : hits_) {
    const std::size_t width = width_of(hit, std::string_view(text).substr(0, hit.end));
    if (width == 0 || glued_in_view(hit.rule, hit.end - width)) continue;
    Span span;
    // What would have opened no region is the raw sweep's: it is seen only near another's escape.
    const std::size_t at = hit.end - width;
    if (regions_.has_spelled(at, hit.end) && regions_.locate(at, hit.end, span)) {
      keep_shortest({hit.rule, span.begin, span.end}, out);
    }
  }
  hits_.clear();
  regions_.trim(pack_->head_bytes_max());
  return {};
}

}  // namespace inkblot
