// Plain groups are decoded at once; escapes, line ends and padding one glyph at a time.
#include "unwrap/run_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "confirm/cursor.h"
#include "tag.h"
#include "unwrap/line_end.h"

namespace inkblot {
namespace {

// A shorter line is not taken for one of wrapped base64: no tool wraps shorter.
constexpr std::size_t kWrapMin = 24;
constexpr std::size_t kLineMax = 128;
// Behind a shorter one, another of its length tells that they are lines.
constexpr std::size_t kFullMin = 60;
constexpr std::size_t kIndentMax = 64;
constexpr std::size_t kPadMax = 2;

// Whether each of three bytes, or of the last one, is printable ASCII.
constexpr bool is_printable(std::uint32_t bytes, std::size_t count) {
  constexpr std::uint32_t kOnes = 0x01010101U;
  bytes |= count == 3 ? 0x20000000U : 0x20202000U;
  return (((bytes & 0x7FU * kOnes) + 0x60U * kOnes) & ~bytes & 0x80U * kOnes) == 0x80U * kOnes;
}

// Whether a line of so many characters may follow the first one that has so many, which may begin
// behind something else.
constexpr bool may_follow(std::size_t first, std::size_t count) {
  const std::size_t longest = std::max(first, count);
  return first == count || (longest >= kFullMin && longest <= kLineMax && longest % 4 == 0);
}

bool is_digit(const Base& base, std::uint8_t c) { return base.digits[c] != kNoDigit; }

// Goes back over a digit.  False where none stands, or a line end is spelled with it.
bool step_back(const Window& window, Offset at, const Base& base, Glyph& glyph) {
  if (!previous_glyph(window, at, glyph) || !is_digit(base, glyph.c)) return false;
  return to_lower(static_cast<char>(glyph.c)) != 'a' || !skip_control_back(window, at, '\n');
}

// The line of base64 that ends at `at`, backwards, or as much of it as may matter.
std::string line_before(const Window& window, Offset at) {
  std::string backwards;
  Glyph glyph;
  while (backwards.size() < kLineMax + kTagBytesMax &&
         step_back(window, at, kBase64Digits, glyph)) {
    at = glyph.begin;
    backwards.push_back(static_cast<char>(glyph.c));
  }
  return backwards;
}

// Groups that were decoded at once.
struct Chunk {
  static constexpr std::size_t kGroups = 64;
  std::array<std::uint8_t, 3 * kGroups> bytes;
  std::size_t count;   // Of groups that are printable, if they are to be.
  bool more;           // Another one follows that is not.
  std::uint32_t bits;  // Of the one that was decoded last.
};

constexpr std::uint32_t kNoGroup = 0xFFFFFFFFU;

// What each character of a group adds to its bytes; kNoGroup where it is no digit.
template <std::size_t kChars>
constexpr std::array<std::array<std::uint32_t, 256>, kChars> places_of(const Base& base) {
  std::array<std::array<std::uint32_t, 256>, kChars> out{};
  for (std::size_t i = 0; i < kChars; ++i) {
    for (std::size_t c = 0; c < 256; ++c) {
      const std::uint32_t digit = base.digits[c];
      out[i][c] = digit == kNoDigit ? kNoGroup : digit << (base.bits * (kChars - 1 - i));
    }
  }
  return out;
}
constexpr auto kBase64Places = places_of<4>(kBase64Digits);
constexpr auto kHexPlaces = places_of<2>(kHexDigits);

// PERF: all of a group is known where this becomes code.
template <std::size_t kChars, std::size_t kBytes>
void decode(const std::array<std::array<std::uint32_t, 256>, kChars>& digits, Bytes groups,
            bool printable, Chunk& out) {
  out.more = false;
  const std::size_t most = groups.size() / kChars;
  const std::uint8_t* from = groups.data();
  std::uint8_t* to = out.bytes.data();
  for (out.count = 0; out.count < most; ++out.count, from += kChars, to += kBytes) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < kChars; ++i) bits |= digits[i][from[i]];
    if (bits == kNoGroup) return;
    out.bits = bits;
    if (printable && !is_printable(bits, kBytes)) {
      out.more = true;
      return;
    }
    for (std::size_t i = 0; i < kBytes; ++i) {
      to[i] = static_cast<std::uint8_t>(bits >> (8 * (kBytes - 1 - i)));
    }
  }
}

}  // namespace

Offset run_begin(const Window& window, Offset at, Offset floor, const Base& base) {
  const Offset least = std::max(floor, at > kLookBackBytes ? at - kLookBackBytes : Offset{0});
  Glyph glyph;
  while (at > least && step_back(window, at, base, glyph) && glyph.begin >= least) {
    at = glyph.begin;
  }
  return at;
}

void RunReader::restart(const Base& base, Offset at) {
  base_ = &base;
  text_.clear();
  groups_.clear();
  bits_ = 0;
  chars_ = higher_ = line_ = width_ = 0;
  ended_ = unsure_ = follows_tag_ = follows_line_ = cut_ = false;
  text_only_ = true;
  at_ = sure_ = end_ = at;
}

void RunReader::open_bytes(Offset begin) {
  restart(kBase64Digits, begin);
  text_only_ = false;
}

// How long the line is before the run, part of which may have been read, and whether a tag stands
// there.
void RunReader::look_back(const Window& window, Offset streak) {
  Offset at = streak;
  std::string backwards;
  bool of_run = true;
  Glyph glyph;
  while (backwards.size() < kLookBackBytes + kLineMax &&
         step_back(window, at, kBase64Digits, glyph)) {
    at = glyph.begin;
    backwards.push_back(static_cast<char>(glyph.c));
    of_run = of_run && is_digit(*base_, glyph.c);
    if (at < at_ && of_run) ++line_;
  }
  unsure_ = holds_tag_reversed(backwards);
  while (previous_glyph(window, at, glyph) && kBlank.has(glyph.c)) at = glyph.begin;
  const std::string before = skip_line_end_back(window, at) ? line_before(window, at) : "";
  follows_tag_ = unsure_ || holds_tag_reversed(before);
  follows_line_ = before.size() >= kWrapMin;
}

void RunReader::open(const Window& window, Offset streak, const Base& base, Offset floor) {
  restart(base, run_begin(window, streak, floor, base));
  sure_ = streak;
  std::size_t count = 0;
  Glyph glyph;
  look_back(window, streak);
  for (Offset at = at_; at < streak && next_glyph(window, at, glyph) == Step::ok; at = glyph.end) {
    ++count;
  }
  for (std::size_t i = count % base.chars; i > 0; --i) {
    next_glyph(window, at_, glyph);
    at_ = glyph.end;
    ++line_;
  }
  end_ = at_;
}

bool RunReader::is_full() const {
  // Where nothing is kept, what comes next may begin behind a line end.
  return text_.size() + base_->bytes > kTextBytes || end_ > begin() + kRunBytes;
}

bool RunReader::is_valid(std::uint8_t byte) {
  if (!text_only_) return true;
  if (higher_ > 0) {
    --higher_;
    return byte >= 0x80 && byte < 0xC0;
  }
  if (byte < 0x80) return is_text(byte);
  if (byte < 0xC2 || byte > 0xF4) return false;
  higher_ = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
  return true;
}

// False when the text ended in this group.
bool RunReader::put_bytes(std::uint32_t bits, std::size_t count, const Span& where) {
  if (where.begin == sure_ && higher_ > 0) {  // What the streak cuts is no text.
    higher_ = 0;
    text_.clear();
    groups_.clear();
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto byte = static_cast<std::uint8_t>(bits >> (8 * (count - 1 - i)));
    const bool inside = higher_ > 0;
    if (is_valid(byte)) {
      text_.push_back(byte);
      continue;
    }
    higher_ = 0;
    if (where.begin < sure_) {
      text_.clear();
      groups_.clear();
      end_ = where.end;
      // What goes on with no character may begin one.
      const bool begins = inside && is_valid(byte);
      if (!begins && i + 1 == count) return true;
      // The rest of the group may be a text's begin; three bytes are one of them.
      text_.assign(begins ? i : i + 1, '\n');
      if (begins) text_.push_back(byte);
      continue;
    }
    if (i > 0) {
      groups_.add_beside({where}, 1);
      end_ = where.end;
    }
    return false;
  }
  groups_.add_beside({where}, 1);
  end_ = where.end;
  return true;
}

// How many groups may be read before it is full or one of our own tags begins, if all are plain.
std::size_t RunReader::room(const Window& window) const {
  if (is_full()) return 0;
  const std::size_t of_text = (kTextBytes - text_.size()) / base_->bytes;
  const Offset last = begin() + kRunBytes;  // Where one may end behind which another is read.
  const std::size_t of_run = at_ > last ? 1 : (last - at_) / base_->chars + 1;
  const std::size_t most =
      std::min({of_text, of_run, (window.end() - at_) / base_->chars, Chunk::kGroups});
  const Offset end = at_ + most * base_->chars;
  const Offset from = std::max(at_, sure_);
  return from < end ? (find_tag(window, from, end).at - at_) / base_->chars : most;
}

// PERF: nearly all of a run.
void RunReader::read_plain(const Window& window) {
  Chunk chunk;  // NOLINT(*-member-init): decode() writes what it counts.
  do {
    // What a character beyond ASCII wants is for put_bytes(), whatever it is.
    const bool wanted = text_only_ && higher_ != 0;
    const std::size_t most = wanted ? std::min<std::size_t>(room(window), 1) : room(window);
    const bool printable = text_only_ && !wanted;
    const Bytes groups = window.bytes.subspan(at_ - window.begin, most * base_->chars);
    if (base_->coding == Encoding::base64) {
      decode<4, 3>(kBase64Places, groups, printable, chunk);
    } else {
      decode<2, 1>(kHexPlaces, groups, printable, chunk);
    }
    if (wanted && chunk.count > 0) {
      chunk.more = true;
      chunk.count = 0;
    }
    if (chunk.count > 0) {
      const auto end =
          chunk.bytes.begin() + static_cast<std::ptrdiff_t>(chunk.count * base_->bytes);
      text_.insert(text_.end(), chunk.bytes.begin(), end);
      groups_.add_beside({{at_, at_ + base_->chars}}, chunk.count);
      at_ += chunk.count * base_->chars;
      line_ += chunk.count * base_->chars;
      end_ = at_;
    }
    if (chunk.more) {
      const Span where{at_, at_ + base_->chars};
      at_ = where.end;
      line_ += base_->chars;
      ended_ = !put_bytes(chunk.bits, base_->bytes, where);
    }
  } while (!ended_ && (chunk.more || chunk.count == Chunk::kGroups));
}

bool RunReader::put(std::uint8_t digit, const Span& where) {
  if (chars_ == 0) {
    group_begin_ = where.begin;
    bits_ = 0;
  }
  bits_ = bits_ << base_->bits | digit;
  ++line_;
  if (++chars_ < base_->chars) return true;
  chars_ = 0;
  return put_bytes(bits_, base_->bytes, {group_begin_, where.end});
}

// A line of the same run follows the line end at `at`, which moves there.  end: none does.
Step RunReader::join(const Window& window, Offset& at) {
  const bool unsure = width_ == 0 && unsure_;
  if (!unsure && (line_ < kWrapMin || (width_ != 0 && line_ != width_))) return Step::end;
  Cursor cursor{window, at};
  const auto ended = [&cursor] { return cursor.starved() ? Step::need_more : Step::end; };
  if (!take_line_end(cursor)) return ended();
  cursor.skip(kBlank, kIndentMax);
  if (unsure) {  // Nobody knows how long the line was.
    cut_ = is_digit(kBase64Digits, cursor.peek()) && cursor.more();
    return ended();
  }
  const Offset begin = cursor.at;
  std::array<char, kLineMax + kTag.size() + 1> line{};
  std::size_t count = 0;
  const std::size_t most = width_ != 0 ? width_ : kLineMax;
  for (; count <= most + kTag.size() && is_digit(kBase64Digits, cursor.peek()) && cursor.more();
       ++count) {
    line[count] = static_cast<char>(cursor.peek());
    cursor.take();
  }
  if (cursor.starved()) return Step::need_more;
  cut_ = std::string_view(line.data(), count).find(kTag) != std::string_view::npos;
  if (cut_ || count == 0 || count > most) return Step::end;
  const auto digit = [this](char c) { return is_digit(*base_, static_cast<std::uint8_t>(c)); };
  if (!std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(count), digit)) {
    return Step::end;
  }
  // What is behind it shows that it was no word of a text.
  constexpr CharSet kBehind("\r\n\"'`=<%");
  if (cursor.more() && !kBehind.has(cursor.peek())) return Step::end;
  if (width_ == 0 && !may_follow(line_, count)) return Step::end;
  if (width_ == 0) width_ = count;
  line_ = 0;
  at = begin;
  return Step::ok;
}

// What is left of a group, and its padding.
Step RunReader::pad(const Window& window) {
  Offset at = at_;
  const std::size_t most = base_->coding == Encoding::base64 ? kPadMax : 0;
  for (std::size_t i = 0; i < most; ++i) {
    Glyph glyph;
    const Step step = next_glyph(window, at, glyph);
    if (step == Step::need_more) return step;
    if (step == Step::end || glyph.c != '=') break;
    at = glyph.end;
  }
  const std::size_t bytes = chars_ * base_->bits / 8;
  const auto rest = static_cast<unsigned>(chars_ * base_->bits % 8);
  if (bytes > 0) put_bytes(bits_ >> rest, bytes, {group_begin_, at_});
  end_ = std::max(end_, at);
  at_ = at;
  ended_ = true;
  return Step::ok;
}

// Whether a tag stands in the line behind the text, which otherwise may have been one with the line
// before it.
Step RunReader::look_ahead(const Window& window) {
  if (!follows_line_ || follows_tag_) return Step::ok;
  const Offset last = end_ + kLineMax + kTag.size();
  Offset at = end_;
  while (at < std::min(last, window.end()) && is_digit(kBase64Digits, window.at(at))) ++at;
  follows_tag_ = window.text(end_, at).find(kTag) != std::string_view::npos;
  const bool over = follows_tag_ || at < window.end() || at == last || window.at_end;
  return over ? Step::ok : Step::need_more;
}

RunReader::State RunReader::read(const Window& window) {
  while (!ended_) {
    if (chars_ == 0) read_plain(window);
    if (ended_) break;
    if (is_full()) return State::full;
    Glyph glyph;
    Step step = next_glyph(window, at_, glyph);
    if (step == Step::ok && glyph.begin >= sure_ && glyph.c == kTag.front()) {
      const TagBegin tag = find_tag(window, glyph.begin, glyph.begin + 1);
      cut_ = tag.at == glyph.begin && tag.whole;
      if (tag.at == glyph.begin) step = tag.whole ? Step::end : Step::need_more;
    }
    if (step == Step::need_more) return State::starved;
    if (step == Step::ok && is_digit(*base_, glyph.c)) {
      at_ = glyph.end;
      ended_ = !put(base_->digits[glyph.c], {glyph.begin, glyph.end});
      continue;
    }
    constexpr CharSet kLineEnd("\r\n%");
    if (step == Step::ok) step = kLineEnd.has(glyph.c) ? join(window, at_) : Step::end;
    if (step == Step::end) step = pad(window);
    if (step == Step::need_more) return State::starved;
  }
  return look_ahead(window) == Step::need_more ? State::starved : State::ended;
}

Span RunReader::locate(std::size_t begin, std::size_t end) const {
  return {groups_.at(begin / base_->bytes).span.begin,
          groups_.at((end - 1) / base_->bytes).span.end};
}

void RunReader::drop(std::size_t before) {
  const std::size_t groups = std::max<std::size_t>(before / base_->bytes, 1);
  text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(groups * base_->bytes));
  groups_.drop(groups);
}

}  // namespace inkblot
