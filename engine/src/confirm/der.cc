// The length in a key's first bytes tells which of the following lines are a part of it.
#include "confirm/der.h"

#include "confirm/coding.h"
#include "confirm/key_block.h"
#include "confirm/parsers.h"

namespace inkblot {
namespace {

constexpr CharSet kBody = charset(kAlnum, "+/=");
constexpr CharSet kRun = charset(kAlnum, "+/=_-");
constexpr CharSet kBlank(" \t");
constexpr std::size_t kDerGlyphs = 160;
constexpr std::size_t kHeadGlyphsMax = 40;
constexpr std::size_t kLongLine = 40;
constexpr std::size_t kShortLine = 16;
constexpr std::size_t kPaddingMax = 2;

// How many characters the base64 of a DER sequence has, padding included; 0 when it does not say.
std::uint32_t der_characters(std::string_view base64) {
  const auto bytes = coding::decode(base64.substr(0, 8), coding::kBase64);
  if (!bytes || bytes->size() < 6 || bytes->front() != 0x30) return 0;
  const auto byte = [&bytes](std::size_t i) { return static_cast<std::uint8_t>((*bytes)[i]); };
  std::uint32_t size = byte(1) + 2U;
  if (byte(1) == 0x81) size = byte(2) + 3U;
  if (byte(1) == 0x82) size = byte(2) * 256U + byte(3) + 4U;
  return (size + 2) / 3 * 4;
}

// Passes blanks, one line end and the indentation behind it.  end: there is no line end.
Step next_line(const Window& window, Offset& at) {
  bool line_end = false;
  for (int i = 0; i < 64; ++i) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step != Step::ok) return step;
    const bool feed = glyph.c == '\n' && !line_end;
    if (!feed && !kBlank.has(glyph.c) && (glyph.c != '\r' || line_end)) break;
    line_end = line_end || feed;
    at = glyph.end;
  }
  return line_end ? Step::ok : Step::end;
}

// Where the next line of the key is, when each of them is a value by itself.  Behind `stop` there
// is another key.
Step find_apart(const Question& question, std::string_view stop, Decision& out) {
  const Window& window = question.window;
  const Span& line = out.finding.span;
  Offset next = line.end;
  Step step = LinePrefix(window, line.begin).skip(window, next);
  if (step == Step::end) step = next_line(window, next);
  Glyph first;
  if (step == Step::ok) step = next_glyph(window, next, first);
  if (step == Step::need_more || (step == Step::ok && kBody.has(first.c))) return step;
  next = line.end;
  step = find_line(window, Frame(window, line.begin, stop), 0, next);
  if (step == Step::ok) out.next = next;
  return step;
}

}  // namespace

bool DerBody::advance(const Window& window, Offset& at) {
  for (;;) {
    Glyph glyph;
    Step step = next_glyph(window, at, glyph);
    for (; step == Step::ok && kRun.has(glyph.c); step = next_glyph(window, at, glyph)) {
      at = glyph.end;
      left_ -= left_ > 0 ? 1 : 0;
    }
    if (step == Step::need_more) return false;
    if (step == Step::end || left_ == 0) return true;
    Offset next = at;
    step = prefix_.skip(window, next);
    if (step == Step::end) step = next_line(window, next);
    if (step == Step::need_more) return false;
    if (step == Step::end) return true;
    View run;
    step = read_run(window, next, kBody, kLongLine, run);
    const std::size_t size = run.text.size();
    if (step == Step::need_more && size < kLongLine) return false;
    // The rest of it, a long line, or a short one of a key that was cut.
    const bool last = size <= left_ && size + kPaddingMax >= left_;
    const bool line = size == kLongLine || (size >= kShortLine && is_credible_body(run.text));
    if (size == 0 || size > left_ || !(last || line)) return true;
    at = next;
  }
}

// A key in DER without its PEM lines.  What the head shows is the same in every key.
Decision parse_der(const Question& question) {
  const Window& window = question.window;
  if (question.candidate.begin == question.candidate.end) {
    const Offset begin = question.candidate.begin;
    return framed_line(question, {window, begin, "MII"}, begin);
  }
  Glyph before;
  if (previous_glyph(window, question.candidate.begin, before)) {
    constexpr CharSet kInside = charset(kAlnum, "+/_-");
    if (kInside.has(before.c)) return rejected(Fact::glued);
  }
  View& value = question.scratch;
  value.clear();
  const Step step = read_run(window, question.candidate.end, kBody, kDerGlyphs, value);
  if (step == Step::need_more) return undecided();
  if (value.text.size() < 24 || is_placeholder(value.text)) return rejected(Fact::filler);
  View head;
  read_run(window, question.candidate.begin, kBody, kHeadGlyphsMax, head);
  std::size_t read = value.text.size();
  for (const Offset begin : head.begins) read += begin < question.candidate.end ? 1 : 0;
  const std::uint32_t whole = der_characters(head.text);
  Decision out;
  out.outcome = Outcome::found;
  // With its head: one left before the tag would make both a value of some other rule.
  out.finding = {
      {question.candidate.begin, value.ends.back()}, question.candidate.rule, Evidence::structure};
  out.growth = Growth::der;
  out.left = whole > read ? whole - static_cast<std::uint32_t>(read) : 0;
  if (out.left == 0 || value.text.size() == kDerGlyphs) return out;
  const Step apart = find_apart(question, head.text.substr(0, 3), out);
  return apart == Step::need_more ? undecided() : out;
}

}  // namespace inkblot
