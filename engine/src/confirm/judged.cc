// A head may hold the first characters of a secret, and the text before a stem may be one.
#include "confirm/judged.h"

#include "confirm/name.h"
#include "confirm/weight.h"

namespace inkblot {
namespace {

constexpr std::size_t kSeenGlyphsMax = 4;

std::string read(const Window& window, const Span& span, std::size_t most) {
  std::string out;
  Glyph glyph;
  for (Offset at = span.begin; at < span.end && out.size() < most; at = glyph.end) {
    if (next_glyph(window, at, glyph) != Step::ok) break;
    out.push_back(static_cast<char>(glyph.c));
  }
  return out;
}

}  // namespace

std::string seen_of(const Question& question) {
  const Span head{question.candidate.begin, question.candidate.end};
  if (question.rule().head.empty()) return {};  // All of the candidate is a token.
  const Parser* const parser = question.derived().parser;
  const bool by_name = parser != nullptr && parser->parse == parse_named;
  if (!by_name) return read(question.window, head, kSeenGlyphsMax);
  Name name;
  View scratch;
  const bool named = head.begin != head.end &&
                     read_name(question.window, head, scratch, name) == Step::ok &&
                     name.promise != Promise::none;
  const Span span{named ? name.begin : head.begin, head.end};
  const std::string text = read(question.window, span, 2 * kNameGlyphsMax);
  return weigh(text) == Weight::nothing ? text : read(question.window, head, kNameGlyphsMax);
}

Fact reason_of(const Decision& decision) {
  if (decision.outcome != Outcome::found) return decision.reason;
  switch (decision.finding.evidence) {
    case Evidence::contextual:
      return decision.reason == Fact::rare ? Fact::rare : Fact::name;
    case Evidence::drifted:
      return Fact::varied;
    case Evidence::structure:
      return Fact::place;
    case Evidence::exact:
      return Fact::form;
    default:
      return Fact::check;
  }
}

}  // namespace inkblot
