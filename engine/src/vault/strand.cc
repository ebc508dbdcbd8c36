// Blanks wait until it is known whether they are a gap; all else is text as soon as it is read.
#include "vault/strand.h"

#include <algorithm>

#include "vault/back.h"

namespace inkblot {
namespace {

void put_utf8(unsigned code, Spelled& out) {
  constexpr std::array<unsigned, 3> kFirst = {0x80, 0x800, 0x10000};
  constexpr std::array<unsigned, 4> kMarks = {0, 0xC0, 0xE0, 0xF0};
  std::size_t more = 0;
  while (more < kFirst.size() && code >= kFirst.at(more)) ++more;
  out.size = more + 1;
  for (std::size_t i = more; i > 0; --i, code >>= 6U) {
    out.bytes.at(i) = static_cast<std::uint8_t>(0x80U | (code & 0x3FU));
  }
  out.bytes[0] = static_cast<std::uint8_t>(kMarks.at(more) | code);
}

unsigned hex_of(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) {
    const auto digit = static_cast<unsigned>(c);
    value = value * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20U) - 'a' + 10);
  }
  return value;
}

// The letters of an escape behind its backslashes; empty of what is none.
std::string_view letters_of(const Window& window, const Glyph& glyph) {
  const std::string_view text = window.text(glyph.begin, glyph.end);
  return glyph.slashes == 0 ? std::string_view()
                            : text.substr(std::min<std::size_t>(glyph.slashes, text.size()));
}

constexpr unsigned kSurrogate = 0xD800;
constexpr unsigned kLowSurrogate = 0xDC00;

}  // namespace

Step next_spelled(const Window& window, Offset at, Spelled& out) {
  Glyph glyph;
  if (const Step step = next_glyph(window, at, glyph); step != Step::ok) return step;
  out = {{glyph.c}, 1, glyph.begin, glyph.end};
  const std::string_view letters = letters_of(window, glyph);
  if (letters == "b") out.bytes[0] = '\b';
  if (letters == "f") out.bytes[0] = '\f';
  if (glyph.c != 0xFF || letters.empty()) return Step::ok;
  unsigned code = hex_of(letters.substr(1));
  if (letters[0] != 'u') {
    out.bytes[0] = static_cast<std::uint8_t>(code);
    return Step::ok;
  }
  if (code >= kSurrogate && code < kLowSurrogate) {
    Glyph low;
    const Step step = next_glyph(window, glyph.end, low);
    if (step == Step::need_more) return step;
    const std::string_view second = step == Step::ok ? letters_of(window, low) : "";
    const unsigned more = low.c == 0xFF && second.size() == 5 ? hex_of(second.substr(1)) : 0;
    if (more >= kLowSurrogate && more < 0xE000) {
      code = 0x10000 + ((code - kSurrogate) << 10U) + (more - kLowSurrogate);
      out.end = low.end;
    }
  }
  put_utf8(code, out);
  return Step::ok;
}

CharSet Strand::stops_of(Reading reading) {
  CharSet stops = reading.viewed ? kEscapeStarts : CharSet();
  if (reading.spacing != Spacing::exact) stops.add(" \t\n\r");
  return stops;
}

void Strand::restart(Offset at, Reading reading) {
  reading_ = reading;
  stops_ = stops_of(reading);
  restart(at);
}

void Strand::restart(Offset at) {
  base_ = end();
  text_.clear();
  runs_.clear();
  jump(at);
}

void Strand::jump(Offset at) {
  blanks_.clear();
  line_end_ = false;
  at_ = at;
}

void Strand::push_all(Bytes bytes, Offset begin, Offset end) {
  runs_.push_back({this->end(), begin, end, false});
  text_.insert(text_.end(), bytes.begin(), bytes.end());
}

void Strand::push(const Letter& letter) {
  if (letter.end != letter.begin + 1) {
    push_all({&letter.byte, 1}, letter.begin, letter.end);
    return;
  }
  if (runs_.empty() || !runs_.back().plain || runs_.back().end != letter.begin) {
    runs_.push_back({end(), letter.begin, letter.begin, true});
  }
  ++runs_.back().end;
  text_.push_back(letter.byte);
}

// What waited is decided: nothing but blanks, or a gap.
void Strand::end_gap() {
  if (blanks_.empty()) return;
  if (!line_end_) {
    for (const Letter& blank : blanks_) push(blank);
  } else if (reading_.spacing == Spacing::line_ends) {
    push({blanks_.front().begin, blanks_.back().end, '\n'});
  }
  blanks_.clear();
  line_end_ = false;
}

void Strand::take(const Letter& letter) {
  if (reading_.spacing == Spacing::exact || !is_space(letter.byte)) {
    end_gap();
    push(letter);
    return;
  }
  if (blanks_.size() == kGapBytesMax) {
    // A gap is full, and another may follow; of blanks alone the first is none.
    if (line_end_) {
      end_gap();
    } else {
      push(blanks_.front());
      blanks_.pop_front();
    }
  }
  blanks_.push_back(letter);
  line_end_ = line_end_ || is_line_end(letter.byte);
}

// PERF: nearly all bytes are as they stand.
bool Strand::copy_plain(const Window& window, std::size_t most) {
  const Offset limit = std::min<Offset>(window.end(), at_ + most);
  Offset to = at_;
  while (to < limit && !stops_.has(window.at(to))) ++to;
  if (to == at_) return false;
  end_gap();
  if (runs_.empty() || !runs_.back().plain || runs_.back().end != at_) {
    runs_.push_back({end(), at_, at_, true});
  }
  runs_.back().end = to;
  const Bytes bytes = window.bytes.subspan(at_ - window.begin, to - at_);
  text_.insert(text_.end(), bytes.begin(), bytes.end());
  at_ = to;
  return true;
}

bool Strand::read_escape(const Window& window) {
  Spelled letter;
  if (next_spelled(window, at_, letter) != Step::ok) return false;
  at_ = letter.end;
  if (letter.size == 1) {
    take({letter.begin, letter.end, letter.bytes[0]});
  } else {
    end_gap();
    push_all(Bytes(letter.bytes).first(letter.size), letter.begin, letter.end);
  }
  return true;
}

void Strand::extend(const Window& window, std::size_t last) {
  while (end() <= last && at_ < window.end()) {
    if (copy_plain(window, last + 1 - end())) continue;
    if (reading_.viewed) {
      if (!read_escape(window)) break;
    } else {
      take({at_, at_ + 1, window.at(at_)});
      ++at_;
    }
  }
  if (window.at_end && at_ == window.end()) end_gap();
}

const Strand::Run& Strand::run_of(std::size_t number) const {
  const auto behind = std::upper_bound(runs_.begin(), runs_.end(), number,
                                       [](std::size_t n, const Run& run) { return n < run.first; });
  return *(behind - 1);
}

Span Strand::span(std::size_t first, std::size_t size) const {
  const Run& head = run_of(first);
  const std::size_t last = first + size - 1;
  const Run& tail = run_of(last);
  return {head.plain ? head.begin + (first - head.first) : head.begin,
          tail.plain ? tail.begin + (last - tail.first) + 1 : tail.end};
}

std::optional<std::size_t> Strand::number_of(Offset at) const {
  const auto behind = std::upper_bound(runs_.begin(), runs_.end(), at,
                                       [](Offset o, const Run& run) { return o < run.begin; });
  if (behind == runs_.begin()) return std::nullopt;
  const Run& run = *(behind - 1);
  if (at == run.begin) return run.first;
  if (!run.plain || at >= run.end) return std::nullopt;
  return run.first + (at - run.begin);
}

void Strand::trim(std::size_t first) {
  // PERF: what is forgotten is moved away only when it is most of the text.
  if (first - base_ <= text_.size() / 2) return;
  const auto kept = std::upper_bound(runs_.begin(), runs_.end(), first,
                                     [](std::size_t n, const Run& run) { return n < run.first; });
  if (kept != runs_.begin()) runs_.erase(runs_.begin(), kept - 1);
  text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(first - base_));
  if (!runs_.empty() && runs_.front().first < first) {
    Run& run = runs_.front();
    if (run.plain) run.begin += first - run.first;
    run.first = first;
  }
  base_ = first;
}

}  // namespace inkblot
