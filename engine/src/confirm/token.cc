// Pattern rules: the head proposes; exact body, checksum, boundary and filler words are weighed.
#include <algorithm>

#include "confirm/checksum.h"
#include "confirm/parsers.h"

namespace inkblot {
namespace {

// Where the token may begin: at the head, or for a marker in the middle as far back as its run
// goes.
Offset token_begin(const Question& question) {
  Offset begin = question.candidate.begin;
  Glyph glyph;
  for (unsigned i = 0; i < question.rule().back; ++i) {
    if (!previous_glyph(question.window, begin, glyph)) break;
    if (!question.derived().run.has(glyph.c)) break;
    begin = glyph.begin;
  }
  return begin;
}

bool glued_to_word(const Question& question, Offset begin) {
  Glyph glyph;
  if (!previous_glyph(question.window, begin, glyph)) return false;
  // A plus sign before it says that this is the middle of base64.
  if (glyph.c == '+' && !question.derived().run.has('+')) return true;
  // A weak prefix behind a dot is a file's name.
  if (glyph.c == '.' && question.rule().run_min == 0 && !question.derived().captures) return true;
  Glyph first;
  if (next_glyph(question.window, begin, first) != Step::ok || !kWordSet.has(first.c)) return false;
  return kWordSet.has(glyph.c);
}

struct Match {
  std::size_t begin = 0;  // In the view's text.
  std::size_t end = 0;
  std::size_t secret_begin = 0;
  std::size_t secret_end = 0;
};

bool match_exact(const Question& question, const View& view, std::size_t head_at, Match& out) {
  const RE2& regex = question.pack.exact(question.candidate.rule);
  const re2::StringPiece text(view.text);
  const auto anchor = question.rule().back == 0 ? RE2::ANCHOR_START : RE2::UNANCHORED;
  const std::size_t from = question.rule().back == 0 ? head_at : 0;
  re2::StringPiece groups[2];
  const int wanted = question.derived().captures ? 2 : 1;
  if (!regex.Match(text, from, text.size(), anchor, groups, wanted)) return false;
  const auto at = [&text](const char* p) { return static_cast<std::size_t>(p - text.data()); };
  out.begin = at(groups[0].data());
  out.end = out.begin + groups[0].size();
  const bool inner = wanted == 2 && groups[1].data() != nullptr;
  out.secret_begin = inner ? at(groups[1].data()) : out.begin;
  out.secret_end = inner ? out.secret_begin + groups[1].size() : out.end;
  return out.begin <= head_at && head_at < out.end;
}

Verdict check(const Question& question, std::string_view token) {
  const Checksum* const checksum = find_checksum(question.rule().checksum);
  return checksum == nullptr ? Verdict::unknown : checksum->check(token);
}

std::size_t prefix_size(const Question& question) {
  const auto& keywords = question.rule().keywords;
  return keywords.empty() ? 0 : keywords.front().size();
}

Decision found(const Question& question, const View& view, std::size_t begin, std::size_t end,
               Evidence evidence, bool grows = true) {
  Decision out;
  out.outcome = Outcome::found;
  out.finding.span = {view.begins[begin], view.ends[end - 1]};
  out.finding.rule = question.candidate.rule;
  out.finding.evidence = evidence;
  out.growth = grows ? Growth::run : Growth::none;
  out.tail = &question.derived().tail;
  return out;
}

// A distinctive prefix with a credible run behind it: formats drift, samples are cut.
Decision judge_drifted(const Question& question, const View& view, std::size_t head_at) {
  const Rule& rule = question.rule();
  if (rule.run_min == 0 || question.derived().captures) return rejected();
  std::size_t end = head_at;
  const CharSet& run = question.derived().run;
  while (end < view.text.size() && run.has(static_cast<std::uint8_t>(view.text[end]))) ++end;
  while (end > head_at &&
         std::string_view(".,:;?!").find(view.text[end - 1]) != std::string_view::npos) {
    --end;
  }
  const std::size_t body_at = rule.back == 0 ? head_at + prefix_size(question) : 0;
  if (end < body_at + rule.run_min) return rejected();
  const std::string_view body(view.text.data() + body_at, end - body_at);
  if (!is_credible_body(body)) return rejected();
  return found(question, view, rule.back == 0 ? head_at : 0, end, Evidence::drifted);
}

Decision judge(const Question& question, const View& view, std::size_t head_at, bool glued) {
  Match match;
  if (!match_exact(question, view, head_at, match)) {
    return glued ? rejected() : judge_drifted(question, view, head_at);
  }
  const std::string_view token(view.text.data() + match.begin, match.end - match.begin);
  const Verdict verdict = check(question, token);
  const bool ends = match.secret_end == match.end;
  if (verdict == Verdict::pass) {
    return found(question, view, match.secret_begin, match.secret_end, Evidence::checksummed, ends);
  }
  if (glued && match.begin == 0) return rejected();
  const std::string_view secret(view.text.data() + match.secret_begin,
                                match.secret_end - match.secret_begin);
  const std::size_t skip = question.derived().captures ? 0 : prefix_size(question);
  if (is_placeholder(secret.substr(std::min(skip, secret.size())))) return rejected();
  const bool longer = match.end < view.text.size() && !question.derived().captures &&
                      kWordSet.has(static_cast<std::uint8_t>(view.text[match.end]));
  if (longer && question.rule().run_min == 0 && !question.derived().line) return rejected();
  return found(question, view, match.secret_begin, match.secret_end,
               longer ? Evidence::drifted : Evidence::exact, ends);
}

}  // namespace

Decision confirm_token(const Question& question) {
  const Offset begin = token_begin(question);
  const bool glued = glued_to_word(question, begin);
  if (glued && !question.derived().proven_glued && question.rule().back == 0) return rejected();
  View& view = question.scratch;
  view.clear();
  const std::size_t most =
      std::min<std::size_t>(kDecideGlyphsMax, question.derived().width_max + question.rule().back +
                                                  question.rule().run_min + 1);
  const Step step = read_run(question.window, begin, question.derived().run, most, view);
  if (step == Step::need_more) return undecided();
  std::size_t head_at = 0;
  while (head_at < view.begins.size() && view.begins[head_at] < question.candidate.begin) ++head_at;
  if (head_at >= view.text.size()) return rejected();
  return judge(question, view, head_at, glued && question.rule().back == 0);
}

}  // namespace inkblot
