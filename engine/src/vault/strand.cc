// Blanks wait until it is known whether they are a gap; all else is text as soon as it is read.
#include "vault/strand.h"

#include <algorithm>

#include "vault/back.h"

namespace inkblot {
namespace {

struct Utf8 {
  std::array<std::uint8_t, 3> bytes{};
  std::size_t size = 0;
};

Utf8 utf8_of(unsigned code) {
  const auto byte = [](unsigned value) { return static_cast<std::uint8_t>(value); };
  if (code < 0x80) return {{byte(code)}, 1};
  if (code < 0x800) return {{byte(0xC0U | code >> 6U), byte(0x80U | (code & 0x3FU))}, 2};
  return {
      {byte(0xE0U | code >> 12U), byte(0x80U | (code >> 6U & 0x3FU)), byte(0x80U | (code & 0x3FU))},
      3};
}

unsigned hex_of(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) {
    const auto digit = static_cast<unsigned>(c);
    value = value * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20U) - 'a' + 10);
  }
  return value;
}

// What an escape stands for: the view shows neither what is beyond ASCII nor a backspace.
Utf8 spelled(const Window& window, const Glyph& glyph) {
  const std::string_view text = window.text(glyph.begin, glyph.end);
  if (glyph.slashes > 0 && text.size() > glyph.slashes) {
    const std::string_view letters = text.substr(glyph.slashes);
    if (letters == "b") return {{'\b'}, 1};
    if (letters == "f") return {{'\f'}, 1};
    if (glyph.c == 0xFF && letters[0] == 'u') return utf8_of(hex_of(letters.substr(1)));
    if (glyph.c == 0xFF) return {{static_cast<std::uint8_t>(hex_of(letters.substr(1)))}, 1};
  }
  return {{glyph.c}, 1};
}

}  // namespace

void append_viewed(Bytes text, std::vector<std::uint8_t>& out) {
  Strand strand({true, Spacing::exact});
  strand.extend({text, 0, true}, text.size());
  const Bytes viewed = strand.text(0, strand.end());
  out.insert(out.end(), viewed.begin(), viewed.end());
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
  const bool exact = reading_.spacing == Spacing::exact;
  const Offset limit = std::min<Offset>(window.end(), at_ + most);
  Offset to = at_;
  while (to < limit && !(reading_.viewed && kEscapeStarts.has(window.at(to))) &&
         (exact || !is_space(window.at(to)))) {
    ++to;
  }
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
  Glyph glyph;
  if (next_glyph(window, at_, glyph) != Step::ok) return false;
  at_ = glyph.end;
  const Utf8 bytes = spelled(window, glyph);
  if (bytes.size == 1) {
    take({glyph.begin, glyph.end, bytes.bytes[0]});
  } else {
    end_gap();
    push_all(Bytes(bytes.bytes).first(bytes.size), glyph.begin, glyph.end);
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
