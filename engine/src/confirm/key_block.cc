// A marker before it, perhaps headers, and a first line say that a key block begins.
#include "confirm/key_block.h"

#include <algorithm>
#include <string_view>

#include "confirm/pem.h"

namespace inkblot {
namespace {

constexpr std::size_t kLongLine = 40;
constexpr int kFramedHeadersMax = 3;
// Before the one of another block no line of this one is looked for.
constexpr std::string_view kMarker = "----";
constexpr CharSet kLabel("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ");

// The same where no escape is in it.  PERF: nearly every one, and hostile text is nothing else.
bool read_plain_label(const Window& window, Offset& at, PemLabel& label) {
  constexpr std::size_t kDashes = 5;
  const Offset last = std::min<Offset>(window.end(), at + PemLabel::kGlyphsMax - kDashes);
  Offset end = at;
  while (end < last && kLabel.has(window.at(end))) ++end;
  if (window.end() < end + kDashes) return false;
  for (Offset i = end; i < end + kDashes; ++i) {
    if (window.at(i) != '-') return false;
  }
  label.assign(window.bytes.data() + (at - window.begin), static_cast<std::size_t>(end - at));
  at = end + kDashes;
  return true;
}

// Reads the label behind `-----BEGIN `, up to its dashes.
Step read_label(const Window& window, Offset& at, PemLabel& label) {
  if (read_plain_label(window, at, label)) return Step::ok;
  std::size_t dashes = 0;
  while (!label.full()) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    if (glyph.c == '-') {
      ++dashes;
    } else if (dashes > 0) {
      return Step::ok;
    } else if (!kLabel.has(glyph.c)) {
      return Step::end;
    } else {
      label.push(glyph.c);
    }
    at = glyph.end;
    if (dashes == 5) return Step::ok;
  }
  return Step::end;
}

// Whether nothing but what ends a line or a string follows.
Step ends_line(const Window& window, Offset at, bool& out) {
  Cursor in{window, at};
  in.skip(kBlank, 8);
  const std::uint8_t c = in.peek();
  out = in.step != Step::ok || kLineEnds.has(c) || kQuotes.has(c) || c == '\\';
  return in.step;
}

// Measures what may be the first line of a body, up to kLongLine characters; nothing where it is
// the name of another value.
Step measure_line(const Window& window, Offset at, Run& out) {
  Step step = measure_body(window, at, kLongLine, out);
  if (out.size == kLongLine) return Step::ok;
  if (step != Step::ok || out.size < kPemLineMin) return step;
  step = find_colon(window, out.end);
  if (step == Step::ok) out = {0, at};
  return step == Step::need_more ? step : Step::ok;
}

// Passes `Name: `, or a name and a colon at a line's end; end where none stands.
Step take_header_name(const Window& window, Offset& at) {
  constexpr CharSet kName = charset(kAlnum, "-");
  constexpr CharSet kBehind(" \t\r\n");
  constexpr std::size_t kNameMax = 32;
  Run name;
  Step step = measure_run(window, at, kName, kNameMax, name);
  if (step != Step::ok) return step;
  if (name.size == 0 || kDigit.has(window.at(at))) return Step::end;
  Glyph glyph;
  step = next_glyph(window, name.end, glyph);
  if (step != Step::ok || glyph.c != ':') return step == Step::ok ? Step::end : step;
  at = glyph.end;
  step = next_glyph(window, at, glyph);
  return step != Step::ok || kBehind.has(glyph.c) ? step : Step::end;
}

// Passes the rest of a header line.  ok: stands behind it; or, where lines were joined, at a word
// that only a body's line can be.
Step skip_header(const Window& window, Offset& at, bool& joined) {
  constexpr int kGlyphsMax = 256;
  Glyph glyph;
  for (int i = 0; i < kGlyphsMax; ++i) {
    Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    at = glyph.end;
    if (glyph.c == '\n') return Step::ok;
    if (!kBlank.has(glyph.c)) continue;
    Run run;
    step = measure_body(window, at, kLongLine, run);
    if (run.size < kLongLine && step == Step::need_more) return step;
    View text;
    read_run(window, at, kPemBody, kLongLine, text);
    joined = run.size == kLongLine && is_credible_body(text.text);
    if (joined) return Step::ok;
  }
  return Step::end;
}

// Passes header lines (Proc-Type, Version, Comment) and stands at the first line of the body.
Step find_body(const Window& window, const LinePrefix& prefix, Offset& at) {
  for (int headers = 0; headers < 8; ++headers) {
    Step step = skip_to_line(window, prefix, at);
    if (step != Step::ok) return step;
    Run run;
    step = measure_line(window, at, run);
    if (step == Step::need_more) return step;
    if (run.size >= kPemLineMin) return Step::ok;
    if (step != Step::ok) return step;
    bool joined = false;
    step = take_header_name(window, at);
    if (step == Step::ok) step = skip_header(window, at, joined);
    if (step != Step::ok || joined) return step;
  }
  return Step::end;
}

Decision key_block(const Question& question, Offset begin, Offset body) {
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {{begin, body}, question.candidate.rule, Evidence::exact};
  out.growth = Growth::pem;
  return out;
}

// What a line of its own holds, where every line of a key is a value.
enum class Line { other, header, body };

// A line of a body by itself: nothing but base64, and more than a word of it unless it is the last.
Step read_line(const Window& window, const Frame& frame, Offset at, Line& line) {
  constexpr CharSet kInside("_-.:@");  // Of a name or an address.
  constexpr CharSet kEnds("\r\n\"'`<|");
  line = Line::other;
  Run run;
  Step step = measure_body(window, at, kLongLine, run);
  if (run.size < kLongLine && step == Step::need_more) return step;
  if (run.size == kLongLine) line = Line::body;
  if (line == Line::body) return Step::ok;
  Glyph behind;
  step = next_glyph(window, run.size > 0 ? run.end : at, behind);
  if (step == Step::need_more) return step;
  const bool over = step == Step::end || !kInside.has(behind.c);
  if (run.size == 0) {
    line = kEnds.has(behind.c) ? Line::header : Line::other;
  } else if (!over) {
    line = behind.c == ':' || behind.c == '-' ? Line::header : Line::other;
  } else if (run.size >= kPemLineMin) {
    View text;
    read_run(window, at, kPemBody, kLongLine, text);
    line = is_credible_body(text.text) ? Line::body : Line::other;
  } else {
    const auto to_line = [&](Offset& i) { return frame.next(window, i); };
    step = find_end(window, to_line, run.end);
    if (step == Step::need_more) return step;
    line = step == Step::ok ? Line::body : Line::other;
  }
  return Step::ok;
}

}  // namespace

Step find_line(const Window& window, const Frame& frame, int headers, Offset& at) {
  for (Line line = Line::header; line == Line::header; --headers) {
    Step step = frame.next(window, at);
    if (step == Step::ok) step = read_line(window, frame, at, line);
    if (step != Step::ok) return step;
    if (line == Line::body) return Step::ok;
    if (headers == 0) break;
  }
  return Step::end;
}

Decision framed_line(const Question& question, const Frame& frame, Offset begin) {
  Run run;
  const Step step = measure_body(question.window, begin, kDecideGlyphsMax, run);
  const bool whole = run.size < kDecideGlyphsMax;
  if (whole && step == Step::need_more) return undecided();
  Decision out;
  out.outcome = Outcome::found;
  out.finding = {{begin, run.end}, question.candidate.rule, Evidence::exact};
  out.read_until = question.candidate.end;
  if (!whole) {
    out.growth = Growth::run;
    out.tail = &kPemBody;
    return out;
  }
  Offset next = run.end;
  const Step found = find_line(question.window, frame, 0, next);
  if (found == Step::need_more) return undecided();
  if (found == Step::ok) out.next = next;
  return out;
}

namespace {

// A block of which every line is a value by itself, behind the marker that ends at `at`.
Decision framed_block(const Question& question, std::string_view stop, Offset at) {
  const Frame frame(question.window, question.candidate.begin, stop);
  const Step step = find_line(question.window, frame, kFramedHeadersMax, at);
  if (step == Step::need_more) return undecided();
  return step == Step::ok ? framed_line(question, frame, at) : rejected();
}

}  // namespace

Decision parse_pem(const Question& question) {
  Offset at = question.candidate.end;
  // No head is empty: a line of a block whose first one was found.
  if (question.candidate.begin == at) {
    return framed_line(question, {question.window, at, kMarker}, at);
  }
  PemLabel label;
  Step step = read_label(question.window, at, label);
  if (step == Step::need_more) return undecided();
  const bool secret = label.has("PRIVATE KEY") || label.has("SEED") || label.has("USER JWT") ||
                      label.has("OPENVPN STATIC KEY");
  if (step == Step::end || !secret) return rejected();
  bool alone = false;
  step = ends_line(question.window, at, alone);
  if (step == Step::need_more) return undecided();
  if (!alone) {
    const Decision framed = framed_block(question, kMarker, at);
    if (framed.outcome != Outcome::reject) return framed;
  }
  const LinePrefix prefix(question.window, question.candidate.begin);
  Offset body = at;
  step = find_body(question.window, prefix, body);
  if (step == Step::need_more) return undecided();
  if (step == Step::end) return alone ? framed_block(question, kMarker, at) : rejected();
  const bool blank = question.rule().head.find(' ') != std::string::npos;
  return key_block(question, blank ? question.candidate.end : question.candidate.begin, body);
}

Decision parse_putty(const Question& question) {
  Offset at = question.candidate.end;
  constexpr std::string_view kStop = "Private-";
  if (question.candidate.begin == at) {
    return framed_line(question, {question.window, at, kStop}, at);
  }
  Glyph glyph;
  for (int i = 0; i < 12; ++i) {
    const Step step = next_glyph(question.window, at, glyph);
    if (step == Step::need_more) return undecided();
    if (step == Step::end) return rejected();
    if (glyph.c != ' ' && (glyph.c < '0' || glyph.c > '9')) break;
    at = glyph.end;
  }
  const LinePrefix prefix(question.window, question.candidate.begin);
  Offset body = at;
  Step step = skip_to_line(question.window, prefix, body);
  Run run;
  if (step == Step::ok) step = measure_line(question.window, body, run);
  if (step == Step::need_more) return undecided();
  if (run.size >= kPemLineMin) return key_block(question, body, body);
  return framed_block(question, kStop, at);
}

}  // namespace inkblot
