// No stream, no Hyperscan, no watermark: RE2 over everything, and every verdict by itself.
#include "reference/whole_buffer.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "confirm/der.h"
#include "confirm/foreign.h"
#include "confirm/parsers.h"
#include "confirm/pem.h"
#include "confirm/repetition.h"
#include "decode/place.h"
#include "pack/pack.h"
#include "pack/ways.h"
#include "rewrite/style.h"
#include "tag.h"

namespace inkblot::reference {
namespace {

constexpr Offset kLabelBytes = 4096;  // As docs/ARCHITECTURE.md states it.
constexpr Offset kEscapedHead = 384;  // The widest head with escapes inside that is promised.

View view_of(const Window& window) {
  View view;
  Offset at = 0;
  for (Glyph glyph; next_glyph(window, at, glyph) == Step::ok; at = glyph.end) view.push(glyph);
  return view;
}

// Whether an escape that the sweep undoes stands in view.text[begin, end).
bool has_spelled(const Window& window, const View& view, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    Glyph glyph;
    if (next_glyph(window, view.begins[i], glyph) != Step::ok || is_spelled(glyph)) return true;
    if (i > begin && view.begins[i] != view.ends[i - 1]) return true;  // A colour code.
  }
  return false;
}

struct Head {
  std::size_t begin;
  std::size_t end;
};

// The heads of one rule in a text: for every place where one ends, its nearest begin.
std::vector<Head> heads_in(const std::string& text, const RE2& regex, std::size_t widest) {
  std::vector<Head> out;
  re2::StringPiece found;
  for (std::size_t at = 0; at < text.size();) {
    if (!regex.Match(text, at, text.size(), RE2::UNANCHORED, &found, 1)) break;
    const auto first = static_cast<std::size_t>(found.data() - text.data());
    for (std::size_t end = first + 1; end <= std::min(first + widest, text.size()); ++end) {
      if (regex.Match(text, first, end, RE2::ANCHOR_BOTH, nullptr, 0)) out.push_back({first, end});
    }
    at = first + 1;
  }
  std::sort(out.begin(), out.end(), [](const Head& a, const Head& b) {
    return a.end != b.end ? a.end < b.end : a.begin > b.begin;
  });
  const auto same_end = [](const Head& a, const Head& b) { return a.end == b.end; };
  out.erase(std::unique(out.begin(), out.end(), same_end), out.end());
  return out;
}

bool by_end(const Candidate& a, const Candidate& b) {
  if (a.end != b.end) return a.end < b.end;
  if (a.begin != b.begin) return a.begin < b.begin;
  return a.rule < b.rule;
}
bool same(const Candidate& a, const Candidate& b) { return !by_end(a, b) && !by_end(b, a); }

std::vector<Candidate> candidates_of(const std::string& text, const Window& window,
                                     const PackImpl& pack) {
  const View view = view_of(window);
  const std::vector<Span> tokens = tokens_in(text);
  std::vector<Candidate> out;
  for (std::uint32_t rule = 0; rule < pack.rules().size(); ++rule) {
    if (!pack.rules()[rule].on) continue;
    if (pack.rules()[rule].head.empty()) {
      for (const Span& token : tokens) {
        out.push_back({rule, token.begin, std::min<Offset>(token.end + 1, text.size())});
      }
      continue;
    }
    RE2::Options latin;
    latin.set_encoding(RE2::Options::EncodingLatin1);
    latin.set_dot_nl(true);
    static std::map<std::string, std::unique_ptr<RE2>> built;
    auto& regex = built[pack.rules()[rule].head];
    if (!regex) regex = std::make_unique<RE2>(sweep_regex(pack.rules()[rule].head), latin);
    const std::size_t widest = pack.derived(rule).head_max;
    for (const Head& head : heads_in(text, *regex, widest)) {
      out.push_back({rule, head.begin, head.end});
    }
    for (const Head& head : heads_in(view.text, *regex, widest)) {
      const Candidate found{rule, view.begins[head.begin], view.ends[head.end - 1]};
      const bool escaped = has_spelled(window, view, head.begin, head.end);
      if (escaped && found.end - found.begin <= kEscapedHead) out.push_back(found);
    }
  }
  std::sort(out.begin(), out.end(), by_end);
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

Offset grown(const Window& window, const Decision& decision) {
  Offset at = decision.finding.span.end;
  const Offset begin = decision.finding.span.begin;
  if (decision.growth == Growth::pem) PemBody(window, begin).advance(window, at);
  if (decision.growth == Growth::der) DerBody(window, begin, decision.left).advance(window, at);
  if (decision.growth == Growth::value) {
    Glyph glyph;
    while (next_glyph(window, at, glyph) == Step::ok && !decision.value_end.at(glyph)) {
      at = glyph.end;
    }
  }
  if (decision.growth == Growth::run) {
    Glyph glyph;
    while (next_glyph(window, at, glyph) == Step::ok && decision.tail->has(glyph.c)) at = glyph.end;
  }
  return at;
}

// Behind what is glued to a finding that ends at `at`, unless it is a tag's number.
Offset behind_word(const Window& window, Offset begin) {
  Offset at = begin;
  Glyph glyph;
  while (next_glyph(window, at, glyph) == Step::ok &&
         (std::isalnum(glyph.c) != 0 || glyph.c == '_' || glyph.c == '-')) {
    at = glyph.end;
  }
  const std::string glued(window.text(begin, at));
  return RE2::FullMatch(glued, "_[0-9]{0,9}") ? begin : at;
}

// A finding in one of our own tags, one that begins in one, and one whose head does.
bool is_ours(const Window& window, const Candidate& candidate, const Decision& decision,
             const PackImpl& pack) {
  const Span& found = decision.finding.span;
  const auto own = [&](const Span& span) {
    bool out = false;
    find_own_tag(window, span, pack.rules(), out);
    return out;
  };
  return own(found) || own({found.begin, found.begin + 1}) ||
         own({candidate.begin, candidate.begin + 1});
}

// The list is asked for the value as it stands and as it reads.
bool is_allowed(const Window& window, const Decision& decision, const Options& options) {
  if (options.allow == nullptr) return false;
  if (decision.growth != Growth::none && decision.growth != Growth::run) return false;
  const Offset begin = decision.finding.span.begin;
  const Offset end = grown(window, decision);
  View view;
  Glyph glyph;
  for (Offset at = begin; at < end && next_glyph(window, at, glyph) == Step::ok; at = glyph.end) {
    view.push(glyph);
  }
  if (view.text.size() > AllowList::kValueBytesMax) return false;
  const std::string raw(window.bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                        window.bytes.begin() + static_cast<std::ptrdiff_t>(end));
  return options.allow->has_value(raw) || options.allow->has_value(view.text);
}

std::vector<Finding> findings_of(const Window& window, std::vector<Candidate> candidates,
                                 const Options& options) {
  const PackImpl& pack = impl(*options.pack);
  std::vector<Finding> out;
  Span key;  // The last one in DER: what stands in its lines says nothing of where they end.
  std::map<std::uint32_t, Offset> read;
  View scratch;
  Repetition repetition;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate c = candidates[i];
    if (c.end <= read[c.rule]) continue;
    RunCache fresh;  // The oracle remembers nothing from one candidate to the next.
    const Question question{
        pack, window, c, scratch, fresh, terms_of(options.profile), options.allow.get()};
    if (ends_in_word(question) == Step::ok) continue;
    const bool in_word = starts_in_word(question);
    if (!in_word && repetition.given_up(window, c, pack.derived(c.rule).repeats)) continue;
    if (pack.rules()[c.rule].foreign != nullptr) {
      bool ours = false;
      find_own_tag(window, {c.begin, c.begin + 1}, pack.rules(), ours);
      if (!ours) confirm_foreign(question, out, read[c.rule]);
      continue;
    }
    const Decision decision = confirm_candidate(question);
    if (!in_word) repetition.judged(c, decision.outcome == Outcome::found);
    read[c.rule] = std::max(read[c.rule], decision.read_until);
    if (decision.next != 0) {
      const auto behind =
          std::find_if(candidates.begin() + static_cast<std::ptrdiff_t>(i) + 1, candidates.end(),
                       [&decision](const Candidate& other) { return other.end > decision.next; });
      candidates.insert(behind, {c.rule, decision.next, decision.next});
    }
    if (decision.outcome != Outcome::found || is_ours(window, c, decision, pack)) continue;
    if (is_allowed(window, decision, options)) continue;
    Finding finding = decision.finding;
    const bool inner = decision.growth == Growth::der && key.contains(finding.span);
    if (!inner) finding.span.end = behind_word(window, grown(window, decision));
    if (!inner && decision.growth == Growth::der) key = finding.span;
    out.push_back(finding);
  }
  return out;
}

bool stronger(const Finding& a, const Finding& b) {
  if (a.evidence != b.evidence) return a.evidence > b.evidence;
  if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
  return a.rule < b.rule;
}

std::string rewritten(const Window& window, std::vector<Finding> findings, const Options& options) {
  const std::string text(window.bytes.begin(), window.bytes.end());
  for (Finding& finding : findings) {  // What looks like a token's letter may be an escape's.
    finding.span.begin = escape_begin(window, finding.span.begin);
  }
  std::sort(findings.begin(), findings.end(),
            [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; });
  std::string out;
  Offset at = 0;
  std::uint64_t keys = 0;
  for (std::size_t i = 0; i < findings.size();) {
    Span group = findings[i].span;
    Finding label = findings[i];
    for (; i < findings.size() && findings[i].span.begin <= group.end; ++i) {
      group.end = std::max(group.end, findings[i].span.end);
      const bool near = findings[i].span.begin < group.begin + kLabelBytes;
      if (near && stronger(findings[i], label)) label = findings[i];
    }
    // What follows a long one has not come yet when its replacement is written.
    Place place = may_be_key(window, group.begin) ? Place::key : Place::text;
    if (group.size() < kLabelBytes) find_place(window, group, place);
    keys += place == Place::key ? 1 : 0;
    out += text.substr(at, group.begin - at);
    append_replacement(options, {options.pack->rules()[label.rule], "", false, place, keys}, out);
    at = group.end;
  }
  return out + text.substr(at);
}

}  // namespace

std::vector<Span> tokens_in(const std::string& text) {
  const auto digit = [&text](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  const auto upper = [&text](std::size_t i) { return text[i] >= 'A' && text[i] <= 'Z'; };
  std::vector<Span> out;
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
    end = std::min(text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
                                          "abcdefghijklmnopqrstuvwxyz",
                                          begin),
                   text.size());
    if (end - begin < kTokenBytesMin || end - begin > kTokenBytesMax) continue;
    const std::size_t seen = std::min<std::size_t>(end, begin + 16);
    int digits = 0;
    int changes = 0;
    for (std::size_t i = begin; i < seen; ++i) {
      digits += digit(i) ? 1 : 0;
      if (i > begin && (digit(i) != digit(i - 1) || upper(i) != upper(i - 1))) ++changes;
    }
    if (digits >= 2 || changes >= 6) out.push_back({begin, end});
  }
  return out;
}

std::string redact_whole(const std::string& text, const Options& options) {
  const PackImpl& pack = impl(*options.pack);
  const Window window{Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0,
                      true};
  const auto candidates = candidates_of(text, window, pack);
  return rewritten(window, findings_of(window, candidates, options), options);
}

}  // namespace inkblot::reference
