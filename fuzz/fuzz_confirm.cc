// The confirmer alone: what it says of a candidate is a function of the stream, wherever its window
// ends and however little stands before it.
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>

#include "confirm/confirm.h"
#include "expand.h"
#include "fuzz.h"
#include "line.h"
#include "pack/ways.h"
#include "reference/whole_buffer.h"

namespace inkblot::fuzz {
namespace {

constexpr std::size_t kTextBytesMax = 2048;
constexpr std::size_t kCandidatesMax = 4;
constexpr int kCutsMax = 10;

const PackImpl& pack() { return impl(*builtin_pack()); }

struct Asked {
  std::string text;
  std::vector<Candidate> candidates;  // Of one rule, by their ends.
};

Window window_of(const std::string& text, const Span& span) {
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  return {bytes.subspan(span.begin, span.size()), span.begin, span.end == text.size()};
}

Decision decide(const Window& window, const Candidate& candidate, Facts* facts) {
  View scratch;
  RunCache runs;
  Question question{pack(), window, candidate, scratch, runs};
  question.facts = facts;
  const Step step = ends_in_word(question);
  if (step != Step::end) return step == Step::ok ? rejected() : undecided();
  return confirm_candidate(question);
}

bool same(const Decision& a, const Decision& b) {
  if (a.outcome != b.outcome || a.next != b.next || a.read_until != b.read_until) return false;
  return a.outcome != Outcome::found ||
         (a.finding.span == b.finding.span && a.finding.evidence == b.finding.evidence &&
          a.growth == b.growth && a.left == b.left && a.value_end == b.value_end);
}

// Where windows end that begin to hold a candidate at `first`; the last one is the whole.
std::vector<Offset> cuts_of(Offset first, Offset last, std::mt19937_64& random) {
  std::vector<Offset> out = {first, last};
  for (int i = 0; first < last && i < kCutsMax; ++i) {
    const Offset most = std::min<Offset>(last - first, Offset{1} << (random() % 13));
    out.push_back(first + random() % (most + 1));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// One question, asked of windows that end ever later.
void check_one(const Asked& asked, const Candidate& candidate, std::mt19937_64& random) {
  const Window whole = window_of(asked.text, {0, asked.text.size()});
  Facts facts;
  const Decision explained = decide(whole, candidate, &facts);
  const Decision decision = decide(whole, candidate, nullptr);
  require(decision.outcome != Outcome::need_more, "the end decides");
  const bool found = decision.outcome == Outcome::found;
  Grower last(whole, decision);
  if (found) {
    const Span& span = last.finding.span;
    require(span.begin <= span.end && span.end <= whole.end(), "a finding lies in the window");
    require(decision.finding.rule == candidate.rule, "a finding is of the rule that was asked");
    require(last.advance(whole), "the end ends what grows");
    require(span.begin < span.end && span.end <= whole.end(), "a finding is not empty");
  }
  Grower grower(whole, decision);
  bool decided = false;
  bool over = false;
  for (const Offset end : cuts_of(candidate.end, whole.end(), random)) {
    const Window window = window_of(asked.text, {0, end});
    const Decision now = decide(window, candidate, nullptr);
    require(!decided || now.outcome != Outcome::need_more, "what was decided stays so");
    decided = now.outcome != Outcome::need_more;
    if (!decided) continue;
    require(same(now, decision), "a verdict does not depend on what has come");
    // Who asks for the reason may wait longer, for a stem is given up with fewer bytes.
    const Decision reasoned = decide(window, candidate, &facts);
    require(reasoned.outcome == Outcome::need_more ||
                (same(reasoned, explained) && reasoned.reason == explained.reason),
            "a reason does not depend on what has come");
    if (!found || over) continue;
    require(grower.finding.span.end <= end, "a verdict takes nothing that has not come");
    over = grower.advance(window);
    require(grower.finding.span.end <= end, "growth takes nothing that has not come");
    require(!over || grower.finding.span == last.finding.span, "growth ends where it ends");
  }
  require(!found || over, "the last window is the whole");
}

using Found = std::map<std::pair<Offset, Evidence>, Offset>;

void note(const std::vector<Finding>& findings, Offset undecided, Found& out) {
  for (const Finding& finding : findings) {
    Offset& end = out[{finding.span.begin, finding.evidence}];
    require(end != 0 || finding.span.begin >= undecided, "no finding begins in what was decided");
    require(finding.span.begin <= finding.span.end && end <= finding.span.end, "findings grow");
    end = finding.span.end;
  }
}

// The queue, in windows that end ever later and begin as late as the line lets them.
Found run(const Asked& asked, const std::vector<Offset>& cuts) {
  Confirm confirm(pack());
  Found out;
  std::vector<Finding> findings;
  std::vector<Candidate> fresh = asked.candidates;
  Offset mark = 0;
  Offset undecided = 0;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    const Offset begin = mark > kHistoryBytes ? mark - kHistoryBytes : 0;
    const Window window = window_of(asked.text, {begin, cuts[i]});
    findings.clear();
    confirm.run(window, fresh, findings);
    fresh.clear();
    note(findings, undecided, out);
    mark = std::max(mark, confirm.watermark(window));
    undecided = std::max(undecided, confirm.undecided(window));
    require(mark <= window.end(), "I4: a watermark lies in the window");
  }
  require(mark == asked.text.size(), "the end decides all");
  return out;
}

// The first head of the rule at `at` or behind it.
bool find_head(const std::string& text, std::uint32_t rule, Offset at, Span& head) {
  const std::string& regex = pack().rules()[rule].head;
  if (regex.empty()) {
    for (const Span& token : reference::tokens_in(text)) {
      head = {token.begin, std::min<Offset>(token.end + 1, text.size())};
      if (token.begin >= at) return true;
    }
    return false;
  }
  static std::map<std::uint32_t, std::unique_ptr<RE2>> built;
  auto& known = built[rule];
  if (!known) {
    RE2::Options latin;
    latin.set_encoding(RE2::Options::EncodingLatin1);
    latin.set_dot_nl(true);
    known = std::make_unique<RE2>(sweep_regex(regex), latin);
  }
  re2::StringPiece found;
  if (!known->Match(text, at, text.size(), RE2::UNANCHORED, &found, 1)) return false;
  head.begin = static_cast<Offset>(found.data() - text.data());
  head.end = head.begin + found.size();
  return true;
}

std::uint32_t rule_of(std::string_view word) {
  std::uint32_t index = 0;
  std::uint32_t sum = 0;
  for (const Rule& rule : pack().rules()) {
    if (rule.id == word) return index;
    ++index;
  }
  for (const char c : word) sum = sum * 256 + static_cast<unsigned char>(c);
  return sum % index;
}

// The rule's id (or anything, which is one of them) and a line end; two bytes of place, whose
// rule's heads from there on are asked about; how often 128 bytes of the text stand before it;
// text.
bool read(std::string_view input, Asked& out) {
  const std::size_t line = input.find('\n');
  if (line == std::string_view::npos || input.size() < line + 4) return false;
  const std::uint32_t rule = rule_of(input.substr(0, line));
  const auto byte = [&input, line](std::size_t i) {
    return static_cast<unsigned char>(input[line + 1 + i]);
  };
  const std::string text = expand(pack(), input.substr(line + 4));
  if (text.empty() || text.size() > kTextBytesMax) return false;
  for (std::size_t i = 0; i < byte(2); ++i) out.text += text.substr(0, 128);
  Offset at = out.text.size() + (byte(0) * 256U + byte(1)) % text.size();
  out.text += text;
  Span head;
  while (out.candidates.size() < kCandidatesMax && find_head(out.text, rule, at, head)) {
    out.candidates.push_back({rule, head.begin, head.end});
    at = head.begin + 1;
  }
  std::sort(out.candidates.begin(), out.candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.end < b.end; });
  return !out.candidates.empty();
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot::fuzz;
  Asked asked;
  if (!read({reinterpret_cast<const char*>(data), size}, asked)) return 0;
  std::mt19937_64 random(size);
  for (const inkblot::Candidate& candidate : asked.candidates) {
    check_one(asked, candidate, random);
  }
  const inkblot::Offset end = asked.text.size();
  const Found whole = run(asked, {end});
  require(run(asked, cuts_of(asked.candidates.back().end, end, random)) == whole,
          "what is found does not depend on cuts");
  return 0;
}
