// The list is asked for whole values only: a part of one is no reason to let go of the rest.
#include "confirm/allowed.h"

#include <algorithm>
#include <string>

namespace inkblot {
namespace {

// What is left to read of a value, in characters.
std::size_t room(const View& view) {
  constexpr std::size_t kMost = AllowList::kValueBytesMax + 1;
  return kMost - std::min(view.text.size(), kMost);
}

void read_span(const Window& window, const Span& span, View& view) {
  Offset at = span.begin;
  Glyph glyph;
  while (at < span.end && room(view) > 0 && next_glyph(window, at, glyph) == Step::ok) {
    view.push(glyph);
    at = glyph.end;
  }
}

}  // namespace

Step find_allowed(const Window& window, const Decision& decision, const AllowList& list,
                  bool& allowed) {
  allowed = false;
  const bool run = decision.growth == Growth::run;
  if (!run && decision.growth != Growth::none) return Step::ok;
  View view;
  read_span(window, decision.finding.span, view);
  Offset end = decision.finding.span.end;
  if (run && room(view) > 0) {
    const Step step = read_run(window, end, *decision.tail, room(view), view);
    if (step == Step::need_more) return step;
    end = view.ends.back();
  }
  if (room(view) == 0) return Step::ok;
  std::string raw;
  for (Offset at = decision.finding.span.begin; at < end; ++at) {
    raw.push_back(static_cast<char>(window.at(at)));
  }
  allowed = list.has_value(view.text) || (raw != view.text && list.has_value(raw));
  return Step::ok;
}

bool is_allowed_name(const Question& question, const Span& span) {
  if (question.allow == nullptr) return false;
  View view;
  read_span(question.window, span, view);
  return question.allow->has_key(view.text);
}

}  // namespace inkblot
