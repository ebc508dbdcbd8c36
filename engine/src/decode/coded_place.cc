// Back from the value, line by line or member by member, as far as all is what such a map holds.
#include "decode/coded_place.h"

#include <algorithm>
#include <optional>

#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr std::string_view kMap = "data";
constexpr std::size_t kPadMax = 2;
constexpr CharSet kDigits = charset(kAlnum, "+/");
constexpr CharSet kNear = charset(kAlnum, "+/=-_");
constexpr CharSet kQuote("\"'");
constexpr CharSet kSpace(" \t\r\n");
constexpr CharSet kBeforeValue(" \t\"'");
constexpr CharSet kKey = charset(kAlnum, "-_.");
// What stands before a line's key: its indent, the mark of a list or a change, and what a tool
// writes before every line, a number and an arrow or a bar.
constexpr CharSet lead() {
  CharSet set(" \t0123456789+-|");
  for (unsigned c = 0x80; c < 0x100; ++c) set.set(static_cast<std::uint8_t>(c));
  return set;
}
constexpr CharSet kLead = lead();

std::size_t lead_size(std::string_view line) {
  const auto first =
      std::find_if_not(line.begin(), line.end(), [](char c) { return in(kLead, c); });
  return static_cast<std::size_t>(first - line.begin());
}

// What stands behind the colon of `key:`; none where there is no key.
std::optional<std::string_view> behind_key(std::string_view text) {
  if (!text.empty() && in(kQuote, text.front())) text.remove_prefix(1);
  const std::size_t size = std::min(find_in(text, inverted(kKey)), text.size());
  text.remove_prefix(size);
  if (!text.empty() && in(kQuote, text.front())) text.remove_prefix(1);
  if (size == 0 || !text.starts_with(':')) return std::nullopt;
  return text.substr(1);
}

}  // namespace

Step read_coded(const Window& window, const Span& span, std::string& out) {
  out.clear();
  Glyph glyph;
  if (previous_glyph(window, span.begin, glyph) && kNear.has(glyph.c)) return Step::ok;
  std::string text;
  Offset at = span.begin;
  std::size_t padding = 0;
  for (; at < span.end; at = glyph.end) {
    if (const Step step = next_glyph(window, at, glyph); step != Step::ok) return step;
    const bool pads = glyph.c == '=' && ++padding <= kPadMax;
    if (!pads && (padding > 0 || !kDigits.has(glyph.c))) return Step::ok;
    text.push_back(static_cast<char>(glyph.c));
  }
  if (at != span.end || text.size() % 4 != 0) return Step::ok;
  const Step step = next_glyph(window, at, glyph);
  if (step == Step::need_more) return step;
  if (step == Step::end || !kNear.has(glyph.c)) out = std::move(text);
  return Step::ok;
}

bool follows_basic(const Window& window, Offset at) {
  constexpr std::string_view kScheme = "basic";
  constexpr int kBlanksMax = 8;
  Glyph glyph;
  int blanks = 0;
  for (; previous_glyph(window, at, glyph) && glyph.c == ' '; at = glyph.begin) {
    if (++blanks > kBlanksMax) return false;
  }
  if (blanks == 0) return false;
  std::string_view left = kScheme;
  for (; !left.empty(); left.remove_suffix(1), at = glyph.begin) {
    if (!previous_glyph(window, at, glyph)) return false;
    if (to_lower(static_cast<char>(glyph.c)) != left.back()) return false;
  }
  return !previous_glyph(window, at, glyph) || !kKey.has(glyph.c);
}

// False at the floor.
bool MapWalk::back(const Window& window, Offset at, Glyph& glyph) {
  if (at <= floor_ || !previous_glyph(window, at, glyph) || glyph.begin < floor_) return false;
  seen_ = std::min(seen_, glyph.begin);
  return true;
}

// The glyph before the blanks that stand before `glyph`.
bool MapWalk::back_over_blanks(const Window& window, Glyph& glyph) {
  do {
    if (!back(window, glyph.begin, glyph)) return false;
  } while (kSpace.has(glyph.c));
  return true;
}

// `quote` closes a string, and becomes the one that opens it.
bool MapWalk::back_over_string(const Window& window, Glyph& quote, std::string& text) {
  const Glyph closing = quote;
  text.clear();
  while (back(window, quote.begin, quote)) {
    if (quote.c == closing.c && quote.slashes == quote_depth(closing.slashes)) {
      std::reverse(text.begin(), text.end());
      return true;
    }
    text.push_back(static_cast<char>(quote.c));
  }
  return false;
}

// The line that ends at `at`, which becomes its begin.  The window begins before the floor, unless
// the text begins there.
bool MapWalk::back_over_line(const Window& window, Offset& at, std::string& line) {
  line.clear();
  Glyph glyph;
  bool begins = at == window.begin;
  while (!begins && back(window, at, glyph)) {
    // The string that holds all these lines begins there.
    const bool opens = glyph.c == '"' && glyph.slashes < depth_;
    begins = glyph.c == '\n' || opens;
    if (begins) break;
    line.push_back(static_cast<char>(glyph.c));
    at = glyph.begin;
    begins = at == window.begin;
  }
  std::reverse(line.begin(), line.end());
  return begins;
}

bool MapWalk::in_yaml_data(const Window& window, Offset at) {
  std::string line;
  if (!back_over_line(window, at, line)) return false;
  const std::size_t width = lead_size(line);
  const auto between = behind_key(std::string_view(line).substr(width));
  if (!between || !all_in(*between, kBeforeValue) || !between->starts_with(' ')) return false;
  Glyph end;
  while (back(window, at, end) && end.c == '\n') {
    at = end.begin;
    depth_ = end.slashes;
    const Offset line_end = at;
    if (!back_over_line(window, at, line)) return false;
    const bool holds_member = member_ && at <= *member_ && *member_ < line_end;
    while (!line.empty() && in(kSpace, line.back())) line.pop_back();
    const std::size_t indent = lead_size(line);
    const std::string_view text = std::string_view(line).substr(indent);
    if (indent < width && !text.empty()) {
      return text.starts_with(kMap) && text.substr(kMap.size()) == ":";
    }
    if (indent == width && holds_member) return true;
    // What is indented more belongs to the member before it.
    if (indent == width && !text.empty() && text.front() != '#' && !behind_key(text)) {
      return false;
    }
  }
  return false;
}

bool MapWalk::in_json_data(const Window& window, const Glyph& quote) {
  std::string text;
  Glyph glyph = quote;  // That opens a value.
  const auto reach = [&](std::uint8_t c) {
    return back_over_blanks(window, glyph) && glyph.c == c;
  };
  const auto pass_string = [&] { return reach('"') && back_over_string(window, glyph, text); };
  for (;;) {
    if (!reach(':') || !pass_string() || !back_over_blanks(window, glyph)) return false;
    if (glyph.c == '{') break;
    if (glyph.c != ',' || !pass_string()) return false;
    if (member_ && glyph.end == *member_) return true;
  }
  return reach(':') && pass_string() && text == kMap;
}

bool MapWalk::in_data(const Window& window, Offset at) {
  seen_ = at;
  Glyph glyph;
  if (!back(window, at, glyph)) return false;
  const bool quoted = kQuote.has(glyph.c);
  if (quoted && in_json_data(window, glyph)) return true;
  return in_yaml_data(window, at);
}

}  // namespace inkblot
